"""Small rules of wording."""

from designer.words import counted, listed, nearest


def test_nearest() -> None:
    assert nearest("conv2D", ["Conv1d", "Conv2d"]) == " Did you mean Conv2d?"
    assert nearest("xyz", ["Conv1d"]) == ""
    assert nearest(3, []) == ""


def test_listed() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c"], last="or") == "a, b or c"


def test_counted() -> None:
    assert counted(1, "node") == "1 node"
    assert counted(0, "node") == "0 nodes"
    assert counted(1234, "node") == "1,234 nodes"

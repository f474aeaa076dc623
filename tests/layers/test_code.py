"""A text's ports and settings follow from its signature, and nothing of it runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer import layers
from designer.errors import SettingError, ShapeError
from designer.kinds import Choice, Numbers, Real, Truth, Whole
from designer.layers import CATALOGUE, Port, Tensor
from designer.layers.code import TEMPLATE

GATE = '''\
import math

from torch import nn


class Gate(nn.Module):
    """Lets some of it through."""

    def __init__(self, channels: int = 8, scale: float = 1.0) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 1)

    def forward(self, x: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        gate = torch.sigmoid(self.conv(x)) * math.pi
        kept = gate * x
        return kept, gate
'''


def code(text: str, **settings: object) -> layers.Code:
    return layers.Code(text=text, **settings)


def names(ports: tuple[Port, ...]) -> list[str]:
    return [port.name for port in ports]


def mistake(text: str) -> ShapeError:
    with pytest.raises(ShapeError) as refusal:
        code(text).output(Tensor((3,)))
    return refusal.value


def test_the_first_text_is_a_working_layer() -> None:
    made = CATALOGUE["Code"]()
    assert made == code(TEMPLATE)
    assert names(made.inputs) == ["x"]
    assert names(made.outputs) == ["output"]
    assert made.factor == 2.0
    assert made.output(Tensor((3,))) == ()
    assert str(made.changed(factor=3.0).call("", "x")) == "scaled(x, factor=3.0)"


def test_a_module_is_made_once_and_called() -> None:
    made = code(GATE, channels=4)
    assert made.inputs == (Port("x"), Port("mask", optional=True))
    assert names(made.outputs) == ["kept", "gate"]
    assert str(made.make(Tensor((4, 2, 2)), None)) == "Gate(channels=4)"
    assert str(made.call("self.gate1", "x", "None")) == "self.gate1(x)"
    assert str(made.call("self.gate1", "x", "m")) == "self.gate1(x, m)"
    assert made.brief() == "Gate · channels 4"


def test_imports_go_to_the_top_and_the_rest_stays_as_it_is() -> None:
    made = code(GATE)
    assert made.imports == ("import math", "from torch import nn")
    assert made.definition == GATE[GATE.index("class Gate") :].rstrip("\n")


@pytest.mark.parametrize(
    ("argument", "kind", "default"),
    [
        ("n: int = 3", Whole(), 3),
        ("n=3", Whole(), 3),
        ("n: float = 3", Real(), 3.0),
        ("n: bool = False", Truth(), False),
        ("n: Literal['a', 'b'] = 'b'", Choice(("a", "b")), "b"),
        ("n: tuple[int, int] = (1, 2)", Numbers(Whole(), 2), (1, 2)),
        ("n: tuple[int, ...] = ()", Numbers(Whole()), ()),
        ("n=(1, 2, 3)", Numbers(Whole()), (1, 2, 3)),
        ("n: int = -1", Whole(), -1),
        ("*, n: int = 1", Whole(), 1),
    ],
)
def test_arguments_that_are_no_tensors_are_settings(
    argument: str, kind: object, default: object
) -> None:
    made = code(f"def f(x: Tensor, {argument}) -> Tensor:\n    return x\n")
    assert made.declared_settings["n"].kind == kind
    assert made.n == default
    assert names(made.inputs) == ["x"]


def test_a_setting_may_be_none() -> None:
    made = code("def f(x: Tensor, n: int | None = None) -> Tensor:\n    return x\n")
    assert made.changed(n=4).n == 4
    with pytest.raises(SettingError, match="n needs a whole number or none"):
        made.changed(n="four")


@pytest.mark.parametrize(
    ("arguments", "ports"),
    [
        ("x, y", [Port("x"), Port("y")]),
        ("x: torch.Tensor", [Port("x")]),
        ("x: 'Tensor'", [Port("x")]),
        ("x: Optional[Tensor] = None, *, y: Tensor", [Port("x", True), Port("y")]),
        ("*xs: Tensor", [Port("xs", many=True)]),
    ],
)
def test_arguments_that_are_tensors_are_ports(
    arguments: str, ports: list[Port]
) -> None:
    assert code(f"def f({arguments}):\n    return 1\n").inputs == tuple(ports)


@pytest.mark.parametrize(
    ("ending", "ports"),
    [
        ("-> Tensor:\n    return x", ["output"]),
        (":\n    return x", ["output"]),
        ("-> tuple[Tensor, Tensor]:\n    return f(x)", ["output1", "output2"]),
        ("-> tuple[Tensor, Tensor]:\n    return a, b", ["a", "b"]),
        (":\n    return a, b, c", ["a", "b", "c"]),
        (":\n    return a, a", ["output1", "output2"]),
        (":\n    return a, b + 1", ["output1", "output2"]),
    ],
)
def test_what_is_returned_are_the_outputs(ending: str, ports: list[str]) -> None:
    assert names(code(f"def f(x){ending}\n").outputs) == ports


def test_the_last_class_is_the_layer_and_what_it_uses_may_stand_above() -> None:
    text = f"{GATE}\n\ndef _half(x):\n    return x / 2\n"
    assert code(text).signature.name == "Gate"
    text = "def _half(x):\n    return x / 2\n\n\ndef quarter(y):\n    return _half(y)\n"
    assert code(text).signature.name == "quarter"


# Mistakes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("def f(x):\n    return (x\n", "'(' was never closed", 2),
        ("def f(x):\n    y = 3\n", "returns nothing", 1),
        ("print(1)\ndef f(x):\n    return x\n", "only imports, definitions", 1),
        ("def f(n: int = 3):\n    return n\n", "takes no tensor", 1),
        ("def f(x, n: int):\n    return x\n", "needs a default for n", 1),
        ("def f(x, n: dict = {}):\n    return x\n", "cannot have n as a setting", 1),
        ("def f(x, n: int = 'a'):\n    return x\n", "cannot have n as a setting", 1),
        ("class F:\n    def forward(self, x):\n        return x\n", "nn.Module", 1),
        ("def torch(x):\n    return x\n", "torch's own", 1),
        ("def f(x, text=''):\n    return x\n", "a setting called text", 1),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, words: str, line: int) -> None:
    error = mistake(text)
    assert words in str(error)
    assert f"(line {line})" in str(error)
    assert (error.setting, error.line) == ("text", line)


def test_a_mistake_in_the_body_keeps_ports_and_settings() -> None:
    before = code(GATE, channels=4)
    after = before.changed(text=GATE.replace("gate * x", "gate * (x"))
    assert (after.inputs, after.outputs) == (before.inputs, before.outputs)
    assert type(after) is type(before)
    assert after.channels == 4
    with pytest.raises(ShapeError, match="line 15"):
        after.output(Tensor((4, 2, 2)), None)


@pytest.mark.parametrize("text", ["", "x = 1", "def f(x", "class A:", "\0", "def (x):"])
def test_a_text_without_ports_is_refused_at_the_setting(text: str) -> None:
    with pytest.raises(SettingError, match=r"^text needs ") as refusal:
        code(text)
    assert refusal.value.setting == "text"


# Changes -------------------------------------------------------------------------------


def test_settings_that_the_text_still_has_stay() -> None:
    made = code(GATE, channels=4, scale=2.0)
    assert made.changed(text=GATE.replace("scale", "factor")).channels == 4
    other = made.changed(text=GATE.replace("channels: int", "channels: bool"))
    assert other.signature.mistake is not None
    plain = made.changed(text=TEMPLATE)
    assert list(plain.declared_settings) == ["text", "factor"]


def test_the_type_stays_while_the_settings_do() -> None:
    assert type(code(GATE)) is type(code(GATE.replace("math.pi", "math.e")))
    assert type(code(GATE)) is not type(code(TEMPLATE))
    assert type(code(GATE)).__name__ == "Code"
    assert code(GATE) != code(GATE.replace("math.pi", "math.e"))


def test_a_file_gives_it_back() -> None:
    made = code(GATE, channels=4)
    written = made.to_json()
    assert written == {"text": GATE, "channels": 4}
    assert layers.Code.from_json(written) == made
    with pytest.raises(SettingError, match=r"no setting 'chanels'.*channels"):
        layers.Code.from_json({"text": GATE, "chanels": 4})
    with pytest.raises(SettingError, match="text needs"):
        layers.Code.from_json({"text": 3})


@given(st.text(max_size=60) | st.text("def (x):\n =return,*'\"[]\\", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        made = code(f"def f(x):\n    {text}\n    return x\n")
    except SettingError:
        return
    assert made.inputs
    assert made.outputs


def test_nothing_runs_when_a_text_is_read(tmp_path: object) -> None:
    text = f"open({str(tmp_path) + '/ran'!r}, 'w')\n{TEMPLATE}"
    text += f"\n\ndef g(x, n: int = open({str(tmp_path) + '/ran'!r}, 'w')):\n"
    text += "    return x\n"
    with pytest.raises(ShapeError):
        code(text).output(Tensor((3,)))
    assert not list(tmp_path.iterdir())  # type: ignore[attr-defined]


def test_a_layer_is_of_one_type_for_as_long_as_it_lives() -> None:
    text = (
        "def scaled(x: Tensor, factor: float = 2.0) -> Tensor:\n    return x * factor\n"
    )
    first = layers.Code(text=text)
    for number in range(2000):
        layers.Code(text=text.replace("factor", f"factor{number}"))
    assert first.changed(factor=3.0).text == text
    assert layers.Code(text=text) == first

"""Pages of help: each layer has one that says what there is to know, and CATALOGUE.md."""

import re

import pytest

from designer.layers import CATALOGUE, Tensor
from designer.layers.example import code_lines, example
from designer.layers.help_text import formulas, help_text
from designer.layers.markdown import plain, sentence, table
from designer.layers.page import PATH, RENEW, anchor, by_family, catalogue, page
from tests.layers.oracle import described, run

OURS = "Input & output"
"""The family that torch has no word for: it needs no source."""


def sections(text: str) -> dict[str, str]:
    """What stands under each heading of a page."""
    _, *parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_page_says_what_there_is_to_know(name: str) -> None:
    cls = CATALOGUE[name]
    text = page(cls, anchor)
    found = sections(text)
    assert text.startswith(f"# {name}\n\n")
    made = cls()
    assert "Shapes" in found or not made.inputs + made.outputs
    for setting in cls.declared_settings:
        assert f"| `{setting}` |" in found["Settings"]
    assert found["Settings"].count("\n| ") == (len(cls.declared_settings) or -2) + 2
    if cls.family != OURS:
        assert "Source" in found
        assert "In code" in found
    assert "Words to find it by" in found


@pytest.mark.parametrize("name", CATALOGUE)
def test_nothing_of_a_docstring_is_lost(name: str) -> None:
    """Each word of it stands on the page, though marked as code or as a link."""
    said = re.sub(
        r"\b(Input|Output|Formula|Source)\w*( and output)?:", "", text_of(name)
    )
    shown = re.sub(r"\]\(\S+\)|[\[\]`\\*]", "", page(CATALOGUE[name], anchor)).lower()
    for word in re.sub(r"[`*\[\]]", "", said).lower().split():
        word = word.strip(".,;:")
        assert word in shown or word == "and", word


def text_of(name: str) -> str:
    return CATALOGUE[name].__doc__ or ""


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_example_is_one_that_torch_runs(name: str) -> None:
    """Its shapes are torch's, and its code is what a network of one layer has."""
    shown = example(CATALOGUE[name])
    assert shown is not None
    assert bool(code_lines(shown)) == (shown.layer.family != OURS)
    if not shown.outputs or not code_lines(shown):
        return
    _, results = run(shown.layer, shown.inputs, 3)
    assert tuple(described(x, 3) for x in results) == shown.outputs


def test_an_example_shows_the_shapes_that_most_people_have() -> None:
    conv, lstm = example(CATALOGUE["Conv2d"]), example(CATALOGUE["LSTM"])
    assert conv is not None and conv.inputs == (Tensor((3, 32, 32)),)
    assert lstm is not None and lstm.inputs == (Tensor((20, 512)), None, None)
    assert code_lines(conv) == [
        "self.layer = nn.Conv2d(3, 32, kernel_size=3)",
        "x = self.layer(x)",
    ]


def test_a_page_of_several_ports_lists_them() -> None:
    shapes = sections(page(CATALOGUE["LSTM"], anchor))["Shapes"]
    assert "| `h_0` | input, may stay open | open |" in shapes
    assert "| `c_n` | output | `1×64` |" in shapes


def test_a_formula_stands_alone() -> None:
    conv = sections(page(CATALOGUE["MaxPool2d"], anchor))["Shapes"]
    assert (
        "```\nH' = floor((H + 2·padding − dilation·(kernel_size − 1) − 1) / stride) + 1"
        "\n```\n\nand W' likewise"
    ) in conv
    assert help_text(CATALOGUE["ReLU"]).formula == "max(0, x)"
    assert help_text(CATALOGUE["Identity"]).formula == ""
    assert list(formulas("H×W, where a = f(b, c) and b = 2; else 0."))[1:4] == [
        (True, "a = f(b, c)"),
        (False, " and "),
        (True, "b = 2"),
    ]


def test_names_are_marked_and_signs_are_not() -> None:
    link = "to {}".format
    assert (
        sentence("Shrinks H×W by kernel_size.", link)
        == "Shrinks `H×W` by `kernel_size`."
    )
    assert sentence("a MaxPool2d, *xs", link) == "a [MaxPool2d](to MaxPool2d), \\*xs"
    assert sentence("Add it to a Linear.", link) == "Add it to a [Linear](to Linear)."
    assert sentence("LSTM", link, here="LSTM") == "LSTM"
    assert sentence("as x[:, 1] does", link) == "as `x[:, 1]` does"
    assert plain("a < b * [c]") == "a \\< b \\* \\[c\\]"
    assert table(["a"], [["|x|"]]).splitlines()[-1] == "| \\|x\\| |"


def test_the_source_leads_to_torchs_documentation() -> None:
    text = help_text(CATALOGUE["Conv2d"])
    assert text.reference.endswith("/generated/torch.nn.Conv2d.html")
    assert f"[torch.nn.Conv2d]({text.reference})" in page(CATALOGUE["Conv2d"], anchor)
    scale = help_text(CATALOGUE["Scale"])
    assert list(scale.references) == ["torch.mul", "torch.add"]
    assert help_text(CATALOGUE["Crop"]).reference == ""


# CATALOGUE.md --------------------------------------------------------------------------


def test_the_catalogue_is_as_the_layers_are_now() -> None:
    assert PATH.read_text(encoding="utf-8") == catalogue(), f"Renew it by: {RENEW}"


def test_every_link_of_the_catalogue_leads_to_one_place() -> None:
    text = catalogue()
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    places = [re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings]
    targets = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert targets >= {name.lower() for name in CATALOGUE}
    assert {target for target in targets if places.count(target) != 1} == set()


def test_the_catalogue_lists_all_families() -> None:
    text = catalogue()
    for family, names in by_family().items():
        assert f"\n## {family} layers\n" in text
        assert all(f"\n### {name}\n" in text for name in names)


@pytest.mark.parametrize("name", CATALOGUE)
def test_what_a_fraction_is_multiplied_by_stands_before_it(name: str) -> None:
    """Behind it, it could as well belong under the line."""
    said = help_text(CATALOGUE[name])
    assert not re.search(r"/ √?\([^()]*\)·", " ".join((said.formula, text_of(name))))


@pytest.mark.parametrize("name", ["LSTM", "LSTMCell"])
def test_the_memory_of_an_lstm_has_a_letter_of_its_own(name: str) -> None:
    said = help_text(CATALOGUE[name])
    assert "c' = f·c + i·g" in said.formula
    assert not re.search(r"\bc\b", said.where)

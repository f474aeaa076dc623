"""Code of a person's own is run to learn its shapes, and says in words why it cannot."""

import pytest
import torch

import designer
from designer import layers
from designer.codegen.measuring import measure
from designer.errors import ShapeError
from designer.graph.inference import Inference
from designer.layers import Tensor

IMAGE = Tensor((3, 8, 8))


def function(*lines: str, signature: str = "x: Tensor") -> layers.Code:
    body = "\n".join(f"    {line}" for line in lines)
    return layers.Code(text=f"def f({signature}):\n{body}\n")


def found(layer: layers.Code, *inputs: Tensor | None) -> Inference:
    answer = measure(layer, inputs)
    assert isinstance(answer, Inference), answer
    return answer


def refusal(layer: layers.Code, *inputs: Tensor | None) -> ShapeError:
    answer = measure(layer, inputs)
    assert isinstance(answer, ShapeError), answer
    return answer


def test_a_function_is_run() -> None:
    layer = function("return x.flatten(1), x.sum(dim=(2, 3)) > 0")
    assert found(layer, IMAGE).outputs == (Tensor((192,)), Tensor((3,), "bool"))


def test_a_module_is_made_and_its_costs_are_torchs() -> None:
    text = (
        "class Double(nn.Module):\n"
        "    def __init__(self, channels: int = 3) -> None:\n"
        "        super().__init__()\n"
        "        self.a = nn.Conv2d(channels, 5, 3, padding=1)\n"
        "        self.b = nn.Conv2d(5, 7, 1, bias=False)\n\n"
        "    def forward(self, x: Tensor) -> Tensor:\n"
        "        return self.b(self.a(x))\n"
    )
    answer = found(layers.Code(text=text), IMAGE)
    assert answer.outputs == (Tensor((7, 8, 8)),)
    assert answer.parameters == 5 * 3 * 9 + 5 + 7 * 5
    assert answer.macs == 64 * (5 * 3 * 9 + 7 * 5)
    words = str(refusal(layers.Code(text=text, channels=4), IMAGE))
    assert words.startswith("cannot run: RuntimeError: ")
    assert "(line 8)" in words


def test_an_open_port_is_none_and_many_are_as_many() -> None:
    layer = function(
        "return x if y is None else x + y", signature="x: Tensor, y: Tensor = None"
    )
    assert found(layer, IMAGE, None).outputs == (IMAGE,)
    assert found(layer, IMAGE, Tensor((1, 8, 8))).outputs == (IMAGE,)
    layer = function("return torch.cat(xs, dim=1)", signature="*xs: Tensor")
    assert found(layer, IMAGE, IMAGE).outputs == (Tensor((6, 8, 8)),)


def test_whole_numbers_stay_whole() -> None:
    words = Tensor((5,), "int64")
    assert found(function("return x + 1"), words).outputs == (words,)
    answer = found(function("return nn.functional.one_hot(x, 4)"), words)
    assert answer.outputs == (Tensor((5, 4), "int64"),)


def test_code_that_needs_numbers_runs_on_the_cpu() -> None:
    layer = function("return x * 2 if x.sum().item() >= 0 else x")
    assert found(layer, IMAGE).outputs == (IMAGE,)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["return x.sum()"], "without the batch as its first axis"),
        (["return x.transpose(0, 1)"], "without the batch as its first axis"),
        (["return x.reshape(-1, 64)"], "without the batch as its first axis"),
        (["return x.new_ones(7919, 3)"], "without the batch as its first axis"),
        (["return x.repeat(1, x.shape[0], 1, 1)"], "changes with the batch"),
        (["return x.shape"], "returns 4 values, and its signature has 1"),
        (["return 3"], "returns int as output, and no Tensor"),
        (["return x.double()"], "as float64; a wire carries float32, int64 or bool"),
        (["return x[:, :0]"], "without any numbers"),
        (["y = x", "return y.foo()"], "AttributeError"),
        (["return undefined(x)"], "'undefined' is not defined (line 2)"),
    ],
)
def test_why_it_cannot_is_said(lines: list[str], words: str) -> None:
    assert words in str(refusal(function(*lines), IMAGE))


def test_the_line_is_that_of_the_whole_text() -> None:
    text = (
        "import math\n\n\ndef f(x: Tensor) -> Tensor:\n    a = 1\n    return x / 'a'\n"
    )
    error = refusal(layers.Code(text=text), IMAGE)
    assert (error.setting, error.line) == ("text", 6)


def test_measuring_leaves_torchs_random_numbers_alone() -> None:
    torch.manual_seed(3)
    before = torch.random.get_rng_state()
    found(function("return x + torch.rand_like(x)"), IMAGE)
    found(function("return x * 2 if x.sum().item() >= 0 else torch.rand(2)"), IMAGE)
    assert torch.equal(torch.random.get_rng_state(), before)


# In a design ---------------------------------------------------------------------------


def design(text: str, name: str = "code1") -> designer.Design:
    graph = designer.Graph().add("image", layers.Input(shape=(3, 8, 8)))
    graph = graph.add(name, layers.Code(text=text)).connect("image", name)
    graph = graph.add("flat", layers.Flatten()).connect(name, "flat")
    return designer.Design(graph)


TEXT = (
    "import math\n\n\ndef halved(x: Tensor) -> Tensor:\n"
    '    """Half of it."""\n    return x * math.sqrt(0.25)  # as it is written\n'
)


def test_what_follows_is_known_once_it_was_run() -> None:
    plain = designer.check(design(TEXT))
    assert "flat" not in plain.tensors
    (problem,) = plain.problems
    assert problem.message.startswith(
        "Code code1 holds code of its own, which runs only"
    )
    report = designer.check(design(TEXT), designer.measure)
    assert report.tensors["flat"] == Tensor((192,))
    assert report.problems == ()


def test_the_text_stands_in_the_export_and_is_what_runs() -> None:
    source = designer.model_source(design(TEXT), designer.measure)
    assert TEXT[TEXT.index("def") :] in source
    assert source.startswith("import math\n\nfrom torch import Tensor, nn\n")
    model = designer.compile(design(TEXT), designer.measure)
    x = torch.rand(2, 3, 8, 8)
    assert torch.equal(model(x), x.flatten(1) * 0.5)


def test_nothing_is_compiled_without_trust() -> None:
    with pytest.raises(designer.DesignerError, match="runs only in a design"):
        designer.compile(design(TEXT))


def test_the_same_text_twice_stands_there_once() -> None:
    made = design(TEXT)
    graph = made.graph.add("code2", layers.Code(text=TEXT)).connect("flat", "code2")
    source = designer.model_source(designer.Design(graph), designer.measure)
    assert source.count("def halved") == 1
    assert source.count("= halved(") == 2


# Names that clash ----------------------------------------------------------------------


def problem_of(made: designer.Design) -> designer.Problem:
    (problem,) = designer.check(made, designer.measure).problems
    assert problem.setting == "text"
    return problem


def test_two_texts_may_not_define_one_name() -> None:
    made = design(TEXT)
    other = layers.Code(text=TEXT.replace("0.25", "0.16"))
    graph = made.graph.add("code2", other).connect("flat", "code2")
    problem = problem_of(designer.Design(graph))
    assert "code2 defines halved, and code1 defines it otherwise" in str(problem)


def test_a_node_may_not_have_the_name_of_a_function() -> None:
    made = design(TEXT, "halved")
    problem = problem_of(made)
    assert "which is also the name of a node" in str(problem)
    mended = problem.fixes[0].apply(made)
    assert designer.check(mended, designer.measure).problems == ()
    assert (
        designer.compile(mended, designer.measure)(torch.ones(2, 3, 8, 8)).sum() == 192
    )


@pytest.mark.parametrize("name", ["Network", "torch_", "nn"])
def test_names_of_the_code_itself_are_taken(name: str) -> None:
    text = TEXT.replace("halved", name)
    problems = designer.check(design(text), designer.measure).problems
    assert bool(problems) == (name != "torch_")

"""Generated text is clean and stable, and means what the graph says."""

import subprocess
import sys
from typing import Any

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch import nn

import designer
from designer import layers
from designer.codegen import generate_model, model_source
from designer.errors import CodeError
from designer.graph import Design, Graph
from designer.graph.ends import outputs_of, used
from designer.layers import Input, Layer, Output
from tests.strategies import POOL, working_graphs

FEW = settings(max_examples=max(60, settings().max_examples // 2))


def returns(graph: Graph) -> bool:
    """Whether there is anything to compute."""
    return bool(outputs_of(graph))


# Text ----------------------------------------------------------------------------------


def ruff(text: str, *arguments: str) -> str:
    """What ruff has to say of a text; nothing when it is clean."""
    command = [sys.executable, "-m", "ruff", *arguments, "--isolated", "-"]
    run = subprocess.run(command, input=text, capture_output=True, text=True)
    return "" if run.returncode == 0 else run.stdout + run.stderr


def assert_clean(text: str) -> None:
    assert not ruff(text, "format", "--diff"), text
    # A node called l or I is the person's choice, and so is a long name.
    found = ruff(text, "check", "--select", "E,F,I", "--ignore", "E501,E741")
    assert not found, text


@FEW
@given(working_graphs())
def test_text_is_clean(graph: Graph) -> None:
    assume(returns(graph))
    assert_clean(model_source(Design(graph)))


@pytest.mark.parametrize("length", [1, 9, 15, 20, 25, 30])
@pytest.mark.parametrize("join", [layers.Add(), layers.Multiply(), layers.Concat()])
def test_joins_of_many_long_names_are_clean(join: Layer, length: int) -> None:
    for many in (2, 3, 4, 9, 20):
        graph = Graph()
        for number in range(many):
            graph = graph.add(f"{'n' * length}{number}", layers.Input(shape=(4,)))
        graph = graph.add("j" * length, join)
        for number in range(many):
            graph = graph.connect(f"{'n' * length}{number}", "j" * length)
        graph = graph.add("other", layers.ReLU()).connect("j" * length, "other")
        graph = graph.add("answer", layers.Output()).connect("j" * length, "answer")
        graph = graph.add("again", layers.Output()).connect("other", "again")
        assert_clean(model_source(Design(graph)))


@pytest.mark.parametrize("length", range(1, 29))
def test_modules_with_long_names_are_clean(length: int) -> None:
    name = "c" * length
    conv = layers.Conv2d(
        out_channels=1000,
        kernel_size=(3, 5),
        stride=(2, 1),
        padding=(1, 2),
        dilation=(1, 2),
        groups=2,
        bias=False,
        padding_mode="replicate",
    )
    graph = Graph().add("i" * length, layers.Input(shape=(2, 64, 64)))
    graph = graph.add(name, conv).connect("i" * length, name)
    graph = graph.add("s" * length, layers.Sigmoid()).connect(name, "s" * length)
    graph = graph.add("m" * length, layers.Multiply())
    graph = graph.connect(name, "m" * length).connect("s" * length, "m" * length)
    graph = graph.add("r" * length, layers.Reshape(shape=(1000, -1)))
    graph = graph.connect("m" * length, "r" * length)
    assert_clean(model_source(Design(graph)))
    outputs = graph
    for source in (name, "s" * length, "m" * length, "r" * length):
        answer = outputs.free_name(layers.Output())
        outputs = outputs.add(answer, layers.Output()).connect(source, answer)
    assert_clean(model_source(Design(outputs)))


def test_wide_letters_are_clean() -> None:
    graph = Graph().add("输入", layers.Input(shape=(4,))).add("加", layers.Add())
    for length in range(1, 15):
        name = "层" * length
        graph = graph.add(name, layers.ReLU()).connect("输入", name).connect(name, "加")
    assert_clean(model_source(Design(graph)))


def test_many_outputs_are_clean() -> None:
    graph = Graph().add("image", layers.Input(shape=(4,)))
    for number in range(20):
        name = f"layer_number_{number}"
        graph = graph.add(name, layers.ReLU()).connect("image", name)
        assert_clean(model_source(Design(graph)))


def test_nodes_may_take_the_names_of_variables() -> None:
    graph = Graph().add("image", layers.Input(shape=(4,)))
    last = "image"
    for name in ("x", "h", "y", "z", "x_", "x1"):
        graph = graph.add(name, layers.Linear(out_features=4)).connect(last, name)
        last = name
    graph = graph.add("add1", layers.Add()).connect("x", "add1").connect(last, "add1")
    model = designer.compile(Design(graph))
    image = torch.rand(2, 4)
    assert torch.equal(model(image=image), interpret(graph, model, {"image": image})[0])


@given(st.text())
def test_notes_are_comments(text: str) -> None:
    try:
        note = layers.Note(text=text)
    except designer.DesignerError:
        return
    graph = Graph().add("image", layers.Input(shape=(3,))).add("note1", note)
    graph = graph.add("relu1", layers.ReLU()).connect("image", "relu1")
    source = model_source(Design(graph))
    model = designer.compile(Design(graph))
    assert torch.equal(model(torch.ones(2, 3)), torch.ones(2, 3))
    without = model_source(Design(graph.remove("note1")))
    kept = [line for line in source.splitlines() if not line.startswith("#")]
    assert kept == without.splitlines()


def test_a_note_of_many_lines_is_clean() -> None:
    text = "First.\n\n  second — with ×\t\r\nthird\x0cfourth\n#!fifth"
    graph = Graph().add("image", layers.Input(shape=(3,)))
    graph = graph.add("note1", layers.Note(text=text))
    graph = graph.add("relu1", layers.ReLU()).connect("image", "relu1")
    assert_clean(model_source(Design(graph)))


@given(working_graphs())
def test_same_design_same_bytes(graph: Graph) -> None:
    assume(returns(graph))
    assert model_source(Design(rebuilt(graph))) == model_source(Design(graph))
    moved = graph.move(dict.fromkeys(graph.nodes, (7, 7)))
    assert model_source(Design(moved)) == model_source(Design(graph))


def rebuilt(graph: Graph) -> Graph:
    """An equal graph that remembers nothing of how it came about."""
    again = Graph()
    for node in graph:
        again = again.add(node.name, node.layer, node.position)
    for wire in sorted(graph.wires, reverse=True):
        again = again.connect(
            f"{wire.source}.{wire.source_port}", f"{wire.target}.{wire.target_port}"
        )
    return again


@given(working_graphs(), st.data())
def test_what_is_kept_between_edits_is_never_stale(
    graph: Graph, data: st.DataObject
) -> None:
    for _ in range(3):
        assert report_of(graph) == report_of(rebuilt(graph))
        name = data.draw(st.sampled_from(list(graph.nodes)))
        layer = data.draw(st.sampled_from([*POOL, layers.Output(), layers.Note()]))
        graph = data.draw(
            st.sampled_from(
                [
                    graph.replace(name, layer),
                    graph.remove(name),
                    graph.rename(name, "renamed"),
                    graph.move({name: (9, 9)}),
                    graph.add("added", layer),
                    graph.disconnect(*graph.wires_from(name)),
                ]
                if not {"renamed", "added"} & set(graph.nodes)
                else [graph.replace(name, layer)]
            )
        )


def report_of(graph: Graph) -> tuple[object, ...]:
    """All that is said of a graph, and its code or why it has none."""
    design = Design(graph)
    report = designer.check(design)
    try:
        text = model_source(design)
    except CodeError as error:
        text = str(error)
    said = [str(problem) for problem in report.problems]
    return said, dict(report.tensors), report.parameters, report.macs, text


def test_a_chain_reads_as_a_chain() -> None:
    graph = Graph().add("image", layers.Input(shape=(1, 8, 8)))
    for name, layer in {
        "conv1": layers.Conv2d(out_channels=4, padding=(1, 1)),
        "relu1": layers.ReLU(),
        "flatten1": layers.Flatten(),
        "fc1": layers.Linear(out_features=10),
    }.items():
        graph = graph.add(name, layer).connect(list(graph.nodes)[-1], name)
    graph = graph.add("scores", layers.Output()).connect("fc1", "scores")
    assert model_source(Design(graph, name="Small")) == (
        "from torch import Tensor, nn\n"
        "\n"
        "\n"
        "class Small(nn.Module):\n"
        '    """From image 1×8×8 to 10, 2,610 parameters."""\n'
        "\n"
        "    def __init__(self) -> None:\n"
        "        super().__init__()\n"
        "        self.conv1 = nn.Conv2d(1, 4, kernel_size=3, padding=1)\n"
        "        self.relu1 = nn.ReLU()\n"
        "        self.flatten1 = nn.Flatten()\n"
        "        self.fc1 = nn.Linear(256, 10)\n"
        "\n"
        "    def forward(self, image: Tensor) -> Tensor:\n"
        "        x = self.conv1(image)  # 4×8×8\n"
        "        x = self.relu1(x)\n"
        "        x = self.flatten1(x)  # 256\n"
        "        x = self.fc1(x)  # 10\n"
        "        return x\n"
    )


@given(working_graphs())
def test_lines_know_their_nodes(graph: Graph) -> None:
    assume(returns(graph))
    source = generate_model(Design(graph))
    text = source.text.splitlines()
    assert set(source.lines_of) <= set(graph.nodes)
    for name in used(graph):
        if isinstance(graph.nodes[name].layer, Input | Output):
            continue
        lines = [text[number - 1] for number in source.lines_of[name]]
        assert all(source.node_at(number) == name for number in source.lines_of[name])
        assert lines
    assert source.node_at(0) == ""
    assert source.node_at(len(text) + 1) == ""


# Meaning -------------------------------------------------------------------------------


def interpret(graph: Graph, model: nn.Module, inputs: dict[str, Any]) -> list[Any]:
    """What the graph computes, node by node, with the modules of the model."""
    values: dict[str, Any] = dict(inputs)
    for name in graph.order:
        layer = graph.nodes[name].layer
        if name not in used(graph) or isinstance(layer, Input):
            continue
        taken = [values[wire.source] for wire in graph.wires_into(name).values()]
        values[name] = apply(layer, getattr(model, name, None), taken)
    return [values[name] for name in outputs_of(graph)]


def apply(layer: Layer, module: nn.Module | None, taken: list[Any]) -> Any:
    if module is not None:
        return module(*taken)
    first = taken[0]
    match layer:
        case layers.Output():
            return first
        case layers.Reshape(shape=shape):
            return torch.stack([sample.reshape(shape) for sample in first])
        case layers.Permute(dims=dims):
            order = [dim - 1 for dim in dims]
            return torch.stack([sample.permute(order) for sample in first])
        case layers.Concat(dim=dim):
            return torch.cat(taken, dim)
        case layers.Add():
            for other in taken[1:]:
                first = torch.add(first, other)
            return first
        case layers.Multiply():
            for other in taken[1:]:
                first = torch.mul(first, other)
            return first
    raise AssertionError(f"{layer} has no module")


@given(working_graphs(most=15))
def test_compiled_is_what_the_graph_says(graph: Graph) -> None:
    assume(returns(graph))
    design = Design(graph)
    report = designer.check(design)
    model = designer.compile(design)
    arguments = {
        name: torch.rand(2, *report.tensors[name].shape)
        for name in used(graph)
        if isinstance(graph.nodes[name].layer, Input)
    }
    for training in (False, True):
        model.train(training)
        torch.manual_seed(0)
        answers = model(**arguments)
        answers = answers if isinstance(answers, tuple) else (answers,)
        torch.manual_seed(0)
        expected = interpret(graph, model, arguments)
        assert len(answers) == len(expected)
        for answer, wanted in zip(answers, expected, strict=True):
            assert torch.equal(answer, wanted)
    for name, answer in zip(outputs_of(graph), answers, strict=True):
        outcome = report.inference(name)
        tensor = (outcome.outputs or outcome.inputs)[0]
        assert tuple(answer.shape[1:]) == tensor.shape
        assert str(answer.dtype) == f"torch.{tensor.dtype}"
    parameters = sum(each.numel() for each in model.parameters())
    known = [report.inference(name) for name in used(graph)]
    assert parameters == sum(outcome.parameters for outcome in known if outcome)


@given(working_graphs())
def test_parameters_are_named_by_their_nodes(graph: Graph) -> None:
    assume(returns(graph))
    model = designer.compile(Design(graph))
    owners = {name.split(".")[0] for name, _ in model.named_parameters()}
    assert owners <= set(graph.nodes)
    children = [name for name, _ in model.named_children()]
    needed = used(graph)
    made = [name for name in graph.order if name in needed and hasattr(model, name)]
    assert children == made


# Refusals ------------------------------------------------------------------------------


def test_a_design_with_a_problem_is_refused_in_its_words() -> None:
    graph = Graph().add("image", layers.Input(shape=(1, 4, 4)))
    graph = graph.add("conv1", layers.Conv2d(kernel_size=(9, 9)))
    graph = graph.connect("image", "conv1")
    (problem,) = designer.check(Design(graph)).problems
    with pytest.raises(CodeError, match="Conv2d conv1 needs at least 9×9") as refusal:
        model_source(Design(graph))
    assert str(refusal.value) == str(problem)


def test_an_empty_design_is_refused() -> None:
    with pytest.raises(CodeError, match="add an Input"):
        model_source(Design())


def test_a_problem_apart_from_the_answer_does_not_matter() -> None:
    graph = Graph().add("image", layers.Input(shape=(3,)))
    graph = graph.add("relu1", layers.ReLU()).connect("image", "relu1")
    graph = graph.add("answer", layers.Output()).connect("relu1", "answer")
    loose = graph.add("conv1", layers.Conv2d()).connect("image", "conv1")
    assert model_source(Design(loose)) == model_source(Design(graph))

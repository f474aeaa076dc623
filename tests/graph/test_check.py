"""Check never raises, names one problem for one mistake, and offers what mends it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import designer
from designer import layers
from designer.data.source import Shapes
from designer.graph import Design, Graph, Problem, Report
from designer.graph.inference import Inference
from designer.layers import Layer, Tensor
from designer.recipe import Loss, Training
from designer.recipe.losses import BCELoss, CrossEntropyLoss, MSELoss, NLLLoss
from tests.strategies import any_graphs, chain, working_graphs


def line(*made: Layer, shape: tuple[int, ...] = (1, 8, 8)) -> Graph:
    """Input, some layers in a row, Output."""
    graph = Graph().add("image", layers.Input(shape=shape))
    last = "image"
    for layer in (*made, layers.Output()):
        name = graph.free_name(layer)
        graph = graph.add(name, layer).connect(last, name)
        last = name
    return graph


def checked(graph: Graph, **training: Any) -> Report:
    return designer.check(Design(graph).with_training(**training))


def only(report: Report) -> Problem:
    assert len(report.problems) == 1, [str(problem) for problem in report.problems]
    return report.problems[0]


GOOD = (layers.Flatten(), layers.Linear(out_features=10))


# Any graph -----------------------------------------------------------------------------


@given(any_graphs())
def test_never_raises_and_every_fix_mends(graph: Graph) -> None:
    design = Design(graph)
    report = designer.check(design)
    assert report == designer.check(design)
    assert set(report.outcomes) == set(graph.nodes)
    for problem in report.problems:
        assert problem.node == "" or problem.node in graph.nodes
        assert problem.message.endswith((".", "?"))
        assert str(problem) == f"{problem.message} {problem.reason}".strip()
        for fix in problem.fixes:
            mended = fix.apply(design)
            assert design.graph is graph
            after = designer.check(mended)
            assert mended != design
            assert problem not in after.problems, fix.label
    assert report.of("") == tuple(p for p in report.problems if p.node == "")


@given(any_graphs())
def test_a_problem_is_named_once_and_downstream_is_unknown(graph: Graph) -> None:
    report = designer.check(Design(graph))
    for name in graph.nodes:
        errors = [p for p in report.of(name) if p.severity == "error"]
        before = [w.source for w in graph.wires_into(name).values()]
        if any(report.inference(source) is None for source in before):
            assert not errors
            assert name not in report.tensors
        if isinstance(report.outcomes[name], Inference):
            inputs = report.inference(name).inputs
            wired = [report.on_wire(w) for w in graph.wires_into(name).values()]
            assert list(inputs) == wired


@given(working_graphs())
def test_a_working_graph_has_no_errors_but_for_training(graph: Graph) -> None:
    report = designer.check(Design(graph))
    assert all(report.inference(name) for name in graph.nodes)
    without = Design(
        graph.remove(*(n.name for n in graph if isinstance(n.layer, layers.Output)))
    )
    assert not designer.check(without).errors


@given(working_graphs(), st.data())
def test_one_broken_layer_is_one_problem(graph: Graph, data: st.DataObject) -> None:
    wired = [n.name for n in graph if graph.wires_into(n.name) and n.layer.outputs]
    if not wired:
        return
    name = data.draw(st.sampled_from(wired))
    broken = graph.replace(name, layers.Reshape(shape=(7919, 7919)))
    outside = broken.wires_into(name)
    if len(outside) != 1:
        return
    report = designer.check(Design(broken))
    assert [problem.node for problem in report.errors] == [name]


def test_undo_of_a_fix_is_equal() -> None:
    design = Design(line(layers.Linear(out_features=10)))
    (problem,) = designer.check(design).problems
    mended = problem.fixes[0].apply(design)
    assert mended != design
    assert Design(line(layers.Linear(out_features=10))) == design


# Costs ---------------------------------------------------------------------------------


def test_costs_are_summed() -> None:
    conv = layers.Conv2d(out_channels=4, padding=(1, 1))
    report = checked(line(conv, layers.ReLU(), *GOOD))
    assert report.tensors["conv1"] == Tensor((4, 8, 8))
    assert report.tensors["conv1.output"] == Tensor((4, 8, 8))
    assert report.parameters == 4 * (9 + 1) + 10 * (256 + 1)
    assert report.macs == 4 * 64 * 9 + 2560
    assert not report.problems


def test_a_second_check_of_a_long_chain_remembers() -> None:
    graph = chain(500)
    assert len(designer.check(Design(graph)).tensors) == 2 * 501
    edited = graph.set("fc250", out_features=9)
    report = designer.check(Design(edited))
    assert report.tensors["fc250"] == Tensor((9,))


# Mistakes ------------------------------------------------------------------------------


def test_an_empty_design_has_no_problems() -> None:
    assert designer.check(Design()).problems == ()


def test_a_residual_that_does_not_fit() -> None:
    graph = Graph().add("image", layers.Input(shape=(1, 14, 14)))
    graph = graph.add("conv1", layers.Conv2d(out_channels=8, padding=(1, 1)))
    graph = graph.add("conv2", layers.Conv2d(out_channels=8)).add("add1", layers.Add())
    graph = graph.connect("image", "conv1").connect("conv1", "conv2")
    graph = graph.connect("conv2", "add1").connect("conv1", "add1")
    graph = graph.add("relu1", layers.ReLU()).connect("add1", "relu1")
    problem = only(checked(graph))
    assert str(problem) == (
        "Add add1 gets 8×12×12 and 8×14×14. conv2 shrinks height and width by 2 because "
        "it has no padding."
    )
    assert problem.fixes[0].label == "Set conv2 padding to 1"
    mended = problem.fixes[0].apply(Design(graph))
    assert not designer.check(mended).problems
    assert mended.graph.set("conv2", padding=(0, 0)) == graph


def test_too_much_padding_does_not_shrink() -> None:
    graph = Graph().add("image", layers.Input(shape=(8, 14, 14)))
    graph = graph.add("conv1", layers.Conv2d(out_channels=8, padding=(3, 3)))
    graph = graph.add("add1", layers.Add()).connect("image", "conv1")
    graph = graph.connect("image", "add1").connect("conv1", "add1")
    problem = only(checked(graph))
    assert problem.fixes
    assert "shrinks" not in str(problem)
    assert "too little" not in str(problem)


def test_a_window_that_does_not_fit_names_its_setting() -> None:
    problem = only(checked(line(layers.Conv2d(kernel_size=(9, 9)), *GOOD)))
    assert problem.node == "conv1"
    assert problem.setting == "kernel_size"
    assert "needs at least 9×9" in problem.message


def test_linear_at_the_end_of_pictures_is_led_to_flatten() -> None:
    graph = line(layers.Linear(out_features=4))
    problem = only(checked(graph))
    assert problem.node == "output1"
    assert "has 10 classes" in problem.message
    mended = problem.fixes[0].apply(Design(graph))
    assert not designer.check(mended).problems


@pytest.mark.parametrize("training", [{}, {"data": Shapes()}])
def test_as_many_answers_as_classes(training: dict[str, Any]) -> None:
    graph = line(layers.Flatten(), layers.Linear(out_features=7), layers.Tanh())
    report = checked(graph, **training)
    assert "gets 7" in only(report).message
    design = Design(graph).with_training(**training)
    assert not designer.check(only(report).fixes[0].apply(design)).problems


def test_pictures_go_in() -> None:
    graph = line(layers.Linear(out_features=10), shape=(64,))
    problem = only(checked(graph))
    assert problem.node == "image"
    assert problem.setting == "shape"
    mended = problem.fixes[0].apply(Design(graph))
    assert problem.node not in {p.node for p in designer.check(mended).problems}


@pytest.mark.parametrize("end", [layers.Softmax(), layers.LogSoftmax()])
def test_softmax_before_cross_entropy(end: Layer) -> None:
    graph = line(*GOOD, end)
    problem = only(checked(graph))
    assert problem.severity == "warning"
    assert "one of its own" in problem.message
    mended = problem.fixes[0].apply(Design(graph))
    assert not designer.check(mended).problems
    assert not checked(graph, loss=MSELoss()).problems


@pytest.mark.parametrize(
    ("loss", "end", "severity"),
    [
        (NLLLoss(), layers.LogSoftmax(), "warning"),
        (BCELoss(), layers.Sigmoid(), "error"),
    ],
)
def test_a_loss_that_wants_another_end(loss: Loss, end: Layer, severity: str) -> None:
    assert not checked(line(*GOOD, end), loss=loss).problems
    design = Design(line(*GOOD), Training(loss=loss))
    problem = only(designer.check(design))
    assert problem.severity == severity
    for fix in problem.fixes:
        assert not designer.check(fix.apply(design)).problems
    assert CrossEntropyLoss() in [
        fix.apply(design).training.loss for fix in problem.fixes
    ] or (isinstance(loss, BCELoss))


def test_a_missing_input_is_one_problem() -> None:
    graph = line(layers.Conv2d(), *GOOD)
    cut = graph.disconnect(*graph.wires_into("conv1").values())
    problem = only(checked(cut))
    assert problem.node == "conv1"
    assert problem.severity == "error"
    assert "has no input" in problem.message


def test_a_loose_node_is_left_out_with_a_warning() -> None:
    graph = line(*GOOD).add("relu1", layers.ReLU()).add("note1", layers.Note())
    problem = only(checked(graph))
    assert (problem.node, problem.severity) == ("relu1", "warning")
    assert designer.check(problem.fixes[0].apply(Design(graph))).problems == ()


def test_a_dead_branch_is_named_once_at_its_end() -> None:
    graph = line(*GOOD).add("relu1", layers.ReLU()).add("relu2", layers.ReLU())
    graph = graph.connect("flatten1", "relu1").connect("relu1", "relu2")
    problem = only(checked(graph))
    assert (problem.node, problem.severity) == ("relu2", "warning")
    assert "leads to no Output" in problem.message


def test_two_outputs_are_one_too_many_for_training() -> None:
    graph = line(*GOOD).add("more", layers.Output()).connect("fc1", "more")
    problem = only(checked(graph))
    assert (problem.node, problem.severity) == ("more", "warning")
    assert not designer.check(problem.fixes[0].apply(Design(graph))).problems


def test_a_join_of_one() -> None:
    graph = line(layers.ReLU(), layers.Add(), *GOOD)
    problem = only(checked(graph))
    assert "needs at least two inputs" in problem.message


def test_whole_numbers_reach_a_layer_for_floats() -> None:
    graph = line(*GOOD).set("image", dtype="int64")
    problem = only(checked(graph))
    assert problem.node == "fc1"
    assert "needs float32" in problem.message
    mended = problem.fixes[0].apply(Design(graph))
    assert not designer.check(mended).problems


def test_what_another_layer_needs_is_not_overwritten() -> None:
    graph = line(layers.Conv2d(out_channels=4), layers.ReLU(inplace=True), *GOOD)
    assert not checked(graph).problems
    graph = graph.add("add1", layers.Add()).connect("conv1", "add1")
    (wire,) = graph.wires_into("flatten1").values()
    graph = graph.disconnect(wire).connect("relu1", "add1").connect("add1", "flatten1")
    problem = only(checked(graph))
    assert (problem.node, problem.setting) == ("relu1", "inplace")
    assert problem.severity == "warning"
    assert problem.message.endswith("overwrites its input, which add1 uses too.")
    assert not designer.check(problem.fixes[0].apply(Design(graph))).problems


def test_a_layer_that_two_branches_share_is_counted_once() -> None:
    graph = chain(1).add("add1", layers.Add())
    graph = graph.connect("fc0", "add1").connect("fc0", "add1")
    design = Design(graph)
    report = designer.check(design)
    learned = sum(p.numel() for p in designer.compile(design).parameters())
    assert report.parameters == learned == 8 * 8 + 8

"""Whether a network that works also suits its training, and what mends it if not."""

import pytest
import torch

import designer
from designer import layers
from designer.data.source import NoData
from designer.errors import CodeError
from designer.expression import Expression
from designer.graph import Design, Graph, Problem
from designer.graph.block_settings import block_setting
from designer.graph.problems.fit import ready_problems
from designer.layers import Layer
from designer.recipe.optimizers import SGD, Optimizer
from designer.training.script import first_problem, script_source


def line(*made: Layer, shape: tuple[int, ...] = (1, 8, 8)) -> Graph:
    """Input, some layers in a row, Output."""
    graph = Graph().add("image", layers.Input(shape=shape))
    last = "image"
    for layer in (*made, layers.Output()):
        name = graph.free_name(layer)
        graph = graph.add(name, layer).connect(last, name)
        last = name
    return graph


def only(design: Design) -> Problem:
    (problem,) = designer.check(design).problems
    return problem


# An answer of another size -------------------------------------------------------------


def test_an_answer_in_a_row_needs_no_flatten() -> None:
    design = Design(
        line(
            layers.AdaptiveAvgPool2d(output_size=(1, 1)),
            layers.Squeeze(dim=2),
            layers.Squeeze(dim=2),
            layers.Linear(out_features=7),
        )
    )
    (fix,) = only(design).fixes
    assert fix.label == "Set fc1 out_features to 10"
    assert designer.check(fix.apply(design)).problems == ()


def test_an_answer_in_a_row_without_a_linear_gets_only_that() -> None:
    design = Design(line(layers.Mean(dim=1), layers.Mean(dim=1)))
    (fix,) = only(design).fixes
    assert fix.label == "Add Linear with 10 outputs"
    assert designer.check(fix.apply(design)).problems == ()


def test_pictures_as_an_answer_are_laid_in_a_row_first() -> None:
    design = Design(line(layers.Linear(out_features=4)))
    fix, averaged = only(design).fixes
    assert averaged.label.startswith("Average each channel and flatten before fc1")
    assert not designer.check(averaged.apply(design)).problems
    assert fix.label == "Flatten before fc1, 10 outputs at the end"
    assert designer.check(fix.apply(design)).problems == ()
    design = Design(line(layers.ReLU()))
    fix, _ = only(design).fixes
    assert fix.label == "Add Flatten and Linear with 10 outputs"
    assert designer.check(fix.apply(design)).problems == ()


# Ends ----------------------------------------------------------------------------------


def two_inputs() -> Design:
    """A picture and sixteen numbers beside it, which become one answer."""
    graph = line(layers.Flatten(), layers.Linear(out_features=10))
    graph = graph.add("more", layers.Input(shape=(16,))).add("cat1", layers.Concat())
    (wire,) = graph.wires_into("fc1").values()
    graph = graph.disconnect(wire).connect("flatten1", "cat1").connect("more", "cat1")
    return Design(graph.connect("cat1", "fc1"))


def two_outputs() -> Design:
    """Ten numbers, and the same once more after an activation."""
    graph = line(layers.Flatten(), layers.Linear(out_features=10))
    graph = graph.add("more", layers.Output()).add("relu1", layers.ReLU())
    return Design(graph.connect("fc1", "relu1").connect("relu1", "more"))


@pytest.mark.parametrize("design", [two_inputs(), two_outputs()])
def test_several_ends_give_code_but_cannot_be_trained_here(design: Design) -> None:
    problem = only(design)
    assert (problem.node, problem.severity) == ("more", "warning")
    assert "for training here" in problem.message
    report = designer.check(design)
    assert report.errors == ()
    assert designer.model_source(design)
    (lacking,) = ready_problems(design)
    assert (lacking.node, lacking.severity) == ("more", "error")
    assert first_problem(design, report) == lacking
    with pytest.raises(CodeError, match="more is one too many for training here"):
        designer.script_source(design)


def test_a_network_of_two_inputs_runs() -> None:
    model = designer.compile(two_inputs())
    assert model(torch.rand(3, 1, 8, 8), torch.rand(3, 16)).shape == (3, 10)


def test_a_network_of_two_outputs_gives_both() -> None:
    answers = designer.compile(two_outputs())(torch.rand(3, 1, 8, 8))
    assert [answer.shape for answer in answers] == [(3, 10), (3, 10)]


def test_a_design_without_ends_lacks_both() -> None:
    assert [problem.node for problem in ready_problems(Design(Graph()))] == ["", ""]
    assert ready_problems(Design(line(layers.ReLU()))) == []


# Sparse gradients ----------------------------------------------------------------------


def embedded(optimizer: Optimizer, sparse: bool = True) -> Design:
    """Numbers of a picture as indices, which learn by the gradients of some rows."""
    graph = line(
        layers.Flatten(),
        layers.Cast(dtype="int64"),
        layers.Embedding(num_embeddings=4, embedding_dim=2, sparse=sparse),
        layers.Flatten(),
        layers.Linear(out_features=10),
    )
    return Design(graph).with_training(optimizer=optimizer)


def can_step(design: Design) -> bool:
    """Whether torch's optimizer takes the gradients of the network."""
    model = designer.compile(design.with_training(optimizer=SGD()))
    call = str(design.training.optimizer.make())
    optimizer = eval(call, {"torch": torch, "model": model})
    model(torch.rand(2, 1, 8, 8)).sum().backward()
    try:
        optimizer.step()
    except RuntimeError as error:
        assert "sparse" in str(error)
        return False
    return True


@pytest.mark.parametrize(
    "optimizer",
    [*(kind() for kind in Optimizer.variants.values()), SGD(weight_decay=0.1)],
)
def test_sparse_gradients_are_refused_where_torch_refuses(optimizer: Optimizer) -> None:
    design = embedded(optimizer)
    problems = designer.check(design).problems
    assert bool(problems) is not can_step(design)
    for problem in problems:
        assert (problem.node, problem.setting) == ("embed1", "sparse")
        assert len(problem.fixes) == 2
        for fix in problem.fixes:
            mended = fix.apply(design)
            assert designer.check(mended).problems == ()
            assert can_step(mended)
    assert designer.check(embedded(optimizer, sparse=False)).problems == ()


# Designs without data -------------------------------------------------------------------


def test_without_data_nothing_has_to_suit_it_and_nothing_is_trained() -> None:
    design = Design(line(layers.Flatten(), layers.Linear(out_features=1000)))
    design = design.with_training(data=NoData())
    report = designer.check(design)
    assert not report.problems
    assert "Choose some in the Data tab" in str(first_problem(design, report))
    with pytest.raises(CodeError, match="no data to train on"):
        script_source(design)


def test_where_a_setting_tells_the_classes_it_is_set() -> None:
    graph = line(layers.Flatten(), layers.Linear(out_features=Expression("classes")))
    design = Design(graph, settings=(block_setting("classes", 1000, "How many."),))
    problem = only(design)
    (fix,) = problem.fixes
    assert fix.label == "Set classes to 10"
    mended = fix.apply(design)
    assert mended.values == {"classes": 10}
    assert mended.settings[0].help == "How many."
    assert mended.graph == design.graph
    assert not designer.check(mended).problems


# What no scores should go through last ---------------------------------------------------


@pytest.mark.parametrize("layer", [layers.ReLU(), layers.ReLU6(), layers.Dropout()])
def test_scores_that_are_spoilt_last(layer: Layer) -> None:
    graph = line(layers.Flatten(), layers.Linear(out_features=10), layer)
    problem = only(Design(graph))
    assert problem.severity == "warning"
    assert "comes right before the answer and" in problem.message
    assert not designer.check(problem.fixes[0].apply(Design(graph))).problems


def test_a_softmax_before_cross_entropy_goes_or_becomes_a_log_with_a_loss_for_it() -> (
    None
):
    graph = line(layers.Flatten(), layers.Linear(out_features=10), layers.Softmax())
    design = Design(graph)
    gone, as_log = only(design).fixes
    assert gone.label == "Delete softmax1"
    assert as_log.label == "Use LogSoftmax for softmax1 and use NLLLoss"
    for fix in (gone, as_log):
        assert not designer.check(fix.apply(design)).problems


# What a network lacks ------------------------------------------------------------------


def test_a_network_gets_the_ends_that_it_lacks() -> None:
    graph = line(layers.Flatten(), layers.Linear(out_features=10))
    for end in ("image", "output1"):
        design = Design(graph.remove(end))
        (lacking,) = ready_problems(design)
        (fix,) = lacking.fixes
        mended = fix.apply(design)
        assert ready_problems(mended) == []
        assert not designer.check(mended).problems
    assert [each.fixes for each in ready_problems(Design())] == [(), ()]

"""Several problems mended in one go: each for good, none at the price of another."""

from collections import Counter

from hypothesis import given

import designer
from designer import layers
from designer.data.source import NoData
from designer.graph import Block, Design, Graph, Use
from designer.graph.problems.mending import alike, is_problem, mend
from tests.graph.test_habits import IMAGE, ROW, in_a_row
from tests.strategies import any_designs


def without_data(graph: Graph) -> Design:
    return Design(graph).with_training(data=NoData())


def test_one_go_mends_what_can_be_mended() -> None:
    graph = in_a_row(
        layers.Input(shape=(1, 8, 8)),
        layers.Conv2d(),
        layers.BatchNorm1d(),
        layers.ReLU(),
        layers.ReLU(),
        layers.Linear(out_features=7),
        layers.Softmax(),
    )
    mended = mend(Design(graph))
    assert designer.check(mended.design).problems == ()
    assert mended.left == ()
    assert mended.problems == len(mended.labels) == 4
    assert mended.label == "Mend 4 problems"
    assert mended.labels[0] == "Use BatchNorm2d for bn1"


def test_one_edit_is_called_by_its_name() -> None:
    graph = in_a_row(ROW, layers.Linear(), layers.ReLU(), layers.ReLU())
    assert mend(without_data(graph)).label == "Delete relu2"


def test_nothing_to_mend_is_no_edit() -> None:
    design = without_data(in_a_row(ROW, layers.Linear()))
    mended = mend(design)
    assert mended.design is design
    assert (mended.problems, mended.labels, mended.left) == (0, (), ())


def test_what_is_not_wired_yet_is_left_to_the_person() -> None:
    graph = in_a_row(ROW, layers.Linear()).add("later", layers.ReLU())
    mended = mend(without_data(graph))
    assert "later" in mended.design.graph.nodes
    ((problem, why),) = mended.left
    assert problem.node == "later"
    assert why == "That is yours to decide: Delete later."


def test_a_kind_is_mended_at_once_and_nothing_else() -> None:
    conv = [
        layers.Conv2d(out_channels=8, padding="same"),
        layers.BatchNorm2d(),
        layers.ReLU(),
    ]
    graph = in_a_row(IMAGE, *conv * 12, layers.ReLU())
    design = without_data(graph)
    report = designer.check(design)
    hints, problems = alike(report.hints)[0], report.problems
    assert len(hints) == 12
    assert hints[0].kind is not None
    assert hints[0].kind.words.format(12).startswith("12 layers have a bias")
    mended = mend(design, lambda problem: problem.kind == hints[0].kind)
    assert mended.problems == 12
    after = designer.check(mended.design)
    assert (after.hints, after.problems) == ((), problems)


def test_hints_are_not_mended_unasked() -> None:
    graph = in_a_row(IMAGE, layers.Conv2d(), layers.BatchNorm2d(), layers.ReLU())
    assert mend(without_data(graph)).labels == ()


def test_what_a_mistake_hid_is_mended_too() -> None:
    graph = in_a_row(
        IMAGE,
        layers.BatchNorm1d(),
        layers.MaxPool1d(),
        layers.BatchNorm1d(),
    )
    mended = mend(without_data(graph))
    assert designer.check(mended.design).problems == ()
    assert mended.problems == 3


def test_problems_in_blocks_are_mended_for_every_use() -> None:
    inner = in_a_row(layers.Input(shape=(64,)), layers.Linear(), layers.Linear())
    two = Use(Block("Two", inner))
    design = without_data(in_a_row(ROW, two, layers.ReLU(), two))
    mended = mend(design)
    assert designer.check(mended.design).problems == ()
    assert mended.labels == ("Insert ReLU after fc1 in Two",)


def test_problems_of_a_kind_stand_together_and_errors_first() -> None:
    row = [layers.Linear(out_features=64)] * 2 + [layers.ReLU()]
    graph = in_a_row(ROW, *row * 3, layers.Conv2d())
    report = designer.check(without_data(graph))
    groups = alike(report.found)
    assert [len(each) for each in groups] == [1, 3]
    assert groups[0][0].severity == "error"


@given(any_designs())
def test_any_fix_can_be_made_and_mends_what_it_belongs_to(design: Design) -> None:
    report = designer.check(design)
    times = Counter(each.message for each in report.found)
    for problem in report.found:
        for fix in problem.fixes:
            after = fix.apply(design)
            assert after != design
            left = Counter(each.message for each in designer.check(after).found)
            assert left[problem.message] < times[problem.message], fix.label


@given(any_designs())
def test_mending_makes_nothing_worse(design: Design) -> None:
    report = designer.check(design)
    mended = mend(design)
    after = designer.check(mended.design)
    assert {left.problem for left in mended.left} == set(
        filter(is_problem, after.found)
    )
    assert (mended.design == design) == (not mended.labels)
    assert all(left.why for left in mended.left)
    if not mended.labels:
        assert set(after.found) == set(report.found)

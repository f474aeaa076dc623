"""The place in the design: going in and out, editing there, and following the document."""

import pytest

from designer import layers
from designer.errors import GraphError
from designer.graph import Design
from designer.graph.block import Block, Use
from designer.graph.design import Step
from designer.ui.document import Document
from designer.ui.follow import follow
from designer.ui.place import Place
from designer.ui.selection import Selection
from tests.graph.blocks import network, residual

pytestmark = pytest.mark.qt_log_level_fail("WARNING")


@pytest.fixture
def document(qapp):
    made = Document()
    made.open_design(network(), "net")
    return made


@pytest.fixture
def place(document):
    return Place(document)


def set_kernel(place, size):
    graph = place.design.graph.set("conv2", kernel_size=size)
    place.edit("Set conv2 kernel_size", place.design.with_graph(graph))


def test_at_first_it_is_the_network(place, document):
    assert place.way == () and place.titles == ("net",)
    assert place.design is document.design and place.report is document.report


def test_inside_a_block_its_graph_and_its_shapes_are_seen(place, document):
    moves = []
    place.moved.connect(lambda: moves.append(place.way))
    place.enter("stage2", 1)
    assert moves == [(Step("stage2", 1),)]
    assert place.design.graph is document.design.blocks["Residual"].graph
    assert str(place.report.tensors["x"]) == "16×8×8"
    assert place.titles == ("net", "stage2")
    assert (place.crumbs[1].repeat, place.crumbs[1].repeats) == (1, 3)
    assert place.uses == 4
    place.leave()
    assert place.way == () and place.left == "stage2"
    assert document.undo_stack.count() == 0


def test_what_is_no_block_cannot_be_entered(place):
    with pytest.raises(GraphError, match="flatten1 is no block"):
        place.enter("flatten1")
    assert place.way == ()


def test_an_edit_inside_changes_the_block_for_every_use(place, document):
    place.enter("stage1")
    seen = []
    place.changed.connect(lambda before, after: seen.append((before, after)))
    before = place.design
    set_kernel(place, 1)
    assert seen == [(before, place.design)]
    for stage in ("stage1", "stage2"):
        inner = document.design.graph.node(stage).layer.block.graph
        assert inner.node("conv2").layer.kernel_size == (1, 1)
    assert place.report.of("add1"), "and so the shapes differ"
    document.undo_stack.undo()
    assert place.design.graph == before.graph and not place.report.problems
    assert place.way == (Step("stage1"),)


def test_a_block_inside_itself_is_refused(place, document):
    place.enter("stage1")
    graph = place.design.graph.add("again", Use(document.design.blocks["Residual"]))
    with pytest.raises(GraphError, match="cannot hold itself"):
        place.edit("Add again", place.design.with_graph(graph))


def test_signals_come_in_the_order_of_a_documents(place):
    said = []
    place.moved.connect(lambda: said.append("moved"))
    place.changed.connect(lambda *_: said.append("changed"))
    place.checked.connect(lambda report: said.append(report is place.report))
    place.enter("stage1")
    set_kernel(place, 1)
    assert said == ["moved", "changed", True, "changed", True]


def test_when_its_node_is_gone_it_falls_back(place, document):
    outer = Block("Outer", document.design.graph)
    document.open_design(
        Design().with_graph(Design().graph.add("outer1", Use(outer))), "nested"
    )
    place.enter("outer1")
    place.enter("stage1")
    whole = document.design
    graph = whole.at((Step("outer1"),)).graph.remove("stage1")
    inner = whole.at((Step("outer1"),)).with_graph(graph)
    document.edit("Remove stage1", whole.put((Step("outer1"),), inner))
    assert place.way == (Step("outer1"),)
    assert "stage1" not in place.design.graph.nodes
    document.undo_stack.undo()
    assert place.way == (Step("outer1"),), "an undo does not lead in again"


def test_it_follows_a_node_that_is_renamed(place, document):
    place.enter("stage1")
    graph = document.design.graph.rename("stage1", "stem")
    document.edit("Rename", document.design.with_graph(graph))
    assert place.way == (Step("stem"),)
    document.undo_stack.undo()
    assert place.way == (Step("stage1"),)


def test_a_block_can_be_renamed_from_inside(place, document):
    place.enter("stage1")
    inner = place.design
    place.edit(
        "Rename",
        Design(inner.graph, inner.training, "Basic", inner.settings, inner.blocks),
    )
    assert "Basic" in document.design.blocks and place.design.name == "Basic"


def test_another_design_is_seen_from_its_network(place, document):
    place.enter("stage1")
    ways = []
    place.changed.connect(lambda *_: ways.append(place.way))
    document.open_design(network(), "other")
    assert ways == [()] and place.titles == ("other",)


def test_one_may_have_to_stay(place):
    place.ask = lambda: "The code of code1 is half written."
    with pytest.raises(GraphError, match="half written"):
        place.enter("stage1")
    assert place.way == ()


def test_steps_that_follow_each_other_are_one_undo_step_in_each_place(place, document):
    place.enter("stage1")
    for size in (1, 5):
        graph = place.design.graph.set("conv2", kernel_size=size)
        place.edit("Set", place.design.with_graph(graph), "conv2.kernel_size")
    assert document.undo_stack.count() == 1


def test_the_selection_belongs_to_the_place(place, document):
    selection = Selection()
    follow(place, selection)
    selection.set(["stage2", "fc1"])
    place.enter("stage2")
    assert selection.names == ()
    selection.set(["conv1"])
    place.leave()
    assert selection.names == ("stage2",)


def test_uses_are_counted_through_blocks(place, document):
    outer = Block("Outer", network().graph.remove("scores", "fc1", "flatten1", "image"))
    graph = document.design.graph.add("more", Use(outer))
    document.edit("Add", document.design.with_graph(graph))
    place.enter("stage1")
    assert place.uses == 8
    broken = place.design.with_graph(place.design.graph.set("skip", kernel_size=5))
    place.edit("Break", broken)
    assert document.report.errors
    assert place.uses == 8  # though what comes after is not known any more


def test_problems_inside_are_seen_inside_with_their_fixes(place, document):
    place.enter("stage1")
    set_kernel(place, 1)
    (problem,) = place.report.problems
    assert problem.node == "add1" and not problem.way
    fix = problem.fixes[0]
    place.edit(fix.label, fix.apply(place.design))
    assert not place.report.problems


def test_a_way_without_known_shapes_shows_the_blocks_own(document, place):
    graph = document.design.graph.add("loose", Use(residual()))
    document.edit("Add", document.design.with_graph(graph))
    place.enter("loose")
    assert str(place.report.tensors["x"]) == "8×16×16"
    assert isinstance(place.design.graph.node("x").layer, layers.Input)

"""Places for nodes: none on another, in the order of the wires, in rows that wrap."""

from collections.abc import Callable, Sequence
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import designer
from designer.graph import Graph
from designer.graph.layout.arrange import Box, arrange, arrange_some, plain_boxes
from designer.layers import Add, Frame, Input, Note, ReLU
from designer.resources import examples
from tests.graph.networks import Sketch, chain, residual, u_net
from tests.strategies import any_graphs, working_graphs

GRAPHS = st.one_of(any_graphs(14), working_graphs(14))


def any_boxes(draw: Callable, graph: Graph) -> dict[str, Box]:
    """A box of any height for each node."""
    found = {}
    for name in graph.nodes:
        width, height = draw(st.integers(20, 240)), draw(st.integers(20, 400))
        most = height if graph.flow == "right" else width
        found[name] = Box(width, height, draw(st.integers(0, most)))
    return found


def rect(graph: Graph, name: str, box: Box) -> tuple[float, float, float, float]:
    x, y = graph.nodes[name].position
    return x, y, x + box.width, y + box.height


def apart(one: Sequence[float], other: Sequence[float], by: float = 0.0) -> bool:
    return (
        one[2] + by <= other[0]
        or other[2] + by <= one[0]
        or one[3] + by <= other[1]
        or other[3] + by <= one[1]
    )


@given(GRAPHS, st.data())
def test_no_node_stands_on_another_whatever_their_sizes(
    graph: Graph, data: st.DataObject
) -> None:
    boxes = any_boxes(data.draw, graph)
    arranged = arrange(graph, boxes.__getitem__)
    rects = [rect(arranged, name, boxes[name]) for name in arranged.nodes]
    assert all(apart(a, b, 20) for a, b in combinations(rects, 2))
    assert arranged.wiring is graph.wiring
    assert arranged.flow == graph.flow


@given(GRAPHS)
def test_in_its_row_a_node_stands_after_what_it_depends_on(graph: Graph) -> None:
    arranged = arrange(graph)
    axis = 0 if graph.flow == "right" else 1
    boxes = plain_boxes(graph)
    for wire in arranged.wires:
        source = rect(arranged, wire.source, boxes(wire.source))
        target = rect(arranged, wire.target, boxes(wire.target))
        other = 1 - axis
        same_row = (
            source[other] < target[other + 2] and target[other] < source[other + 2]
        )
        assert not same_row or target[axis] > source[axis + 2]


@given(GRAPHS, st.data())
def test_it_does_not_matter_where_nodes_stood(
    graph: Graph, data: st.DataObject
) -> None:
    places = st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
    moved = graph.move({name: data.draw(places) for name in graph.nodes})
    assert arrange(moved) == arrange(graph) == arrange(arrange(graph))


@given(GRAPHS)
def test_down_is_right_turned(graph: Graph) -> None:
    square = Box(100, 100, 50)
    right = arrange(graph.flowing("right"), lambda name: square)
    down = arrange(graph.flowing("down"), lambda name: square)
    for name in graph.nodes:
        apart_right = {
            w.target: right.nodes[w.target].position[0] - right.nodes[name].position[0]
            for w in graph.wires_from(name)
        }
        for target, along in apart_right.items():
            below = down.nodes[target].position[1] - down.nodes[name].position[1]
            assert len(graph) > 5 or (along > 0) == (below > 0)


def tops(graph: Graph) -> set[float]:
    return {node.position[1] for node in graph}


@pytest.mark.parametrize("length", [1, 2, 6])
def test_a_short_chain_is_one_straight_row(length: int) -> None:
    arranged = arrange(chain(length))
    assert [node.position for node in arranged] == [
        (240.0 * i, 0.0) for i in range(length)
    ]


def test_a_long_chain_wraps_into_rows_that_all_run_to_the_right() -> None:
    arranged = arrange(chain(50))
    rows: dict[float, list[float]] = {}
    for node in arranged:
        rows.setdefault(node.position[1], []).append(node.position[0])
    assert len(rows) > 4
    for row in rows.values():
        assert row == [240.0 * i for i in range(len(row))]
    width = max(len(row) for row in rows.values()) * 240 - 72
    height = max(rows) + 54
    assert 1.2 < width / height < 2.2


def seen_at(graph: Graph, view: tuple[float, float]) -> float:
    """The zoom at which a graph of plain nodes is seen whole."""
    xs, ys = zip(*(node.position for node in graph), strict=True)
    width, height = max(xs) - min(xs) + 168, max(ys) - min(ys) + 54
    return min(view[0] / width, view[1] / height, 1.0)


@pytest.mark.parametrize(("length", "least"), [(9, 1.0), (11, 0.8), (14, 0.65)])
def test_in_a_narrow_view_rows_are_short_and_nodes_large(
    length: int, least: float
) -> None:
    view = (670.0, 380.0)
    arranged = arrange(chain(length), view=view)
    assert seen_at(arranged, view) >= least > seen_at(arrange(chain(length)), view)


@given(GRAPHS, st.tuples(st.integers(200, 3000), st.integers(200, 2000)))
def test_in_a_view_of_any_shape_a_network_is_seen_no_smaller(
    graph: Graph, size: tuple[int, int]
) -> None:
    view = (float(size[0]), float(size[1]))
    arranged, usual = arrange(graph, view=view), arrange(graph)
    assert arranged == arrange(arranged, view=view)
    boxes = plain_boxes(graph)
    rects = [rect(arranged, name, boxes(name)) for name in arranged.nodes]
    assert all(apart(a, b, 20) for a, b in combinations(rects, 2))
    parts = len(list(nx.weakly_connected_components(graph.wiring)))
    if parts == 1 and len(graph):
        assert seen_at(arranged, view) >= seen_at(usual, view)


def test_a_chain_that_runs_down_wraps_into_columns() -> None:
    arranged = arrange(chain(50).flowing("down"))
    columns: dict[float, list[float]] = {}
    for node in arranged:
        columns.setdefault(node.position[0], []).append(node.position[1])
    assert len(columns) > 3
    assert all(column == sorted(column) for column in columns.values())
    width, height = max(columns) + 168, max(map(max, columns.values())) + 54
    assert 1.1 < width / height < 2.4


def test_the_main_path_of_residual_blocks_is_straight_and_rows_break_between_blocks() -> (
    None
):
    graph = residual(60)
    arranged = arrange(graph)
    for wire in graph.wires:
        if wire.target_port != "input2":
            (_, y1), (x2, y2) = (
                arranged.nodes[name].position for name in (wire.source, wire.target)
            )
            assert y1 == y2 or x2 == 0
    for name, node in arranged.nodes.items():
        if node.position[0] == 0:
            assert len(graph.wires_into(name)) < 2


def test_what_is_beside_the_main_path_keeps_it_straight() -> None:
    sketch = Sketch()
    first = sketch.put(ReLU(), sketch.put(Input()))
    main = sketch.row([ReLU()] * 2, first)
    side = sketch.put(ReLU(), first)
    sketch.put(ReLU(), sketch.put(Add(), main, side))
    arranged = arrange(sketch.graph())
    heights = {
        node.position[1] for name, node in arranged.nodes.items() if name != side
    }
    assert len(heights) == 1
    assert arranged.nodes[side].position[1] > heights.pop()


@pytest.mark.parametrize("count", [24, 60, 400])
def test_nested_skips_make_a_u(count: int) -> None:
    graph = u_net(count)
    arranged = arrange(graph)
    down = [w for w in graph.wires if w.target.startswith("concat")]
    skips = [w for w in down if w.target_port == "input1"]
    assert len(skips) > 1
    depth = {}
    for wire in skips:
        (x1, y1), (x2, y2) = (
            arranged.nodes[name].position for name in (wire.source, wire.target)
        )
        assert y1 == y2
        assert x1 < x2
        depth[y1] = wire
    order = [depth[y].source for y in sorted(depth)]
    assert order == [name for name in graph.order if name in order]
    bottom = max(node.position[1] for node in arranged)
    assert bottom > max(depth)


def test_tall_nodes_share_the_line_that_leads_through_them() -> None:
    graph = chain(4)
    tall = Box(168, 120, 90)
    arranged = arrange(graph, lambda name: tall if name == "relu_2" else Box())
    lines = {
        node.position[1] + (90 if node.name == "relu_2" else 27) for node in arranged
    }
    assert len(lines) == 1


def test_notes_and_loose_nodes_stand_below_the_network() -> None:
    graph = chain(3).add("note1", Note()).add("relu9", ReLU())
    arranged = arrange(graph)
    assert tops(arranged.remove("note1", "relu9")) == {0.0}
    assert min(arranged.node(name).position[1] for name in ("note1", "relu9")) > 54


def test_a_second_input_stands_next_to_what_it_feeds() -> None:
    sketch = Sketch()
    main = sketch.row([ReLU()] * 3, sketch.put(Input()))
    other = sketch.put(Input())
    join = sketch.put(Add(), main, other)
    arranged = arrange(sketch.graph())
    assert arranged.nodes[join].position[0] - arranged.nodes[other].position[0] == 240


def test_the_nodes_of_a_frame_stay_in_one_row() -> None:
    graph = chain(30)
    for first in range(3, 8):
        inside = [f"relu_{number}" for number in range(first, first + 5)]
        framed = graph.add("frame1", Frame()).put_in("frame1", *inside)
        arranged = arrange(framed)
        assert len({arranged.node(name).position[1] for name in inside}) == 1
        assert arranged.node("frame1") == framed.node("frame1")


def test_nothing_is_arranged_into_nothing() -> None:
    assert arrange(Graph()) == Graph()
    assert arrange_some(chain(2), ()) == chain(2)


@pytest.mark.parametrize("flow", ["right", "down"])
@pytest.mark.parametrize("name", examples())
def test_examples_are_arranged_without_overlap(name: str, flow: str) -> None:
    design = designer.load(examples()[name])
    for _, graph in design.graphs():
        boxes = plain_boxes(graph.flowing(flow))
        arranged = arrange(graph.flowing(flow))
        rects = [rect(arranged, each, boxes(each)) for each in arranged.nodes]
        assert all(apart(a, b, 20) for a, b in combinations(rects, 2))


# A part of it


@given(GRAPHS, st.data())
def test_only_what_is_chosen_moves_and_onto_nothing_else(
    graph: Graph, data: st.DataObject
) -> None:
    names = data.draw(st.sets(st.sampled_from(sorted(graph.nodes)))) if graph else set()
    arranged = arrange_some(graph, names)
    boxes = plain_boxes(graph)
    for name in graph.nodes.keys() - names:
        assert arranged.nodes[name] is graph.nodes[name]
        here = rect(arranged, name, boxes(name))
        assert all(apart(here, rect(arranged, n, boxes(n))) for n in names)
    rects = [rect(arranged, name, boxes(name)) for name in names]
    assert all(apart(a, b, 20) for a, b in combinations(rects, 2))


def test_what_is_chosen_stays_around_where_it_stood() -> None:
    graph = chain(12).move({"relu_1": (4000.0, 4008.0), "relu_2": (4000.0, 4400.0)})
    arranged = arrange_some(graph, ["relu_1", "relu_2"])
    x1, y1 = arranged.node("relu_1").position
    assert arranged.node("relu_2").position == (x1 + 240, y1)
    assert abs(x1 + 120 - 4000) < 8
    assert abs(y1 - 4204) < 8
    assert arrange_some(arranged, ["relu_1", "relu_2"]) == arranged


def test_what_stands_in_the_way_is_given_room() -> None:
    graph = chain(3).move({"input_0": (0.0, 0.0), "relu_1": (0.0, 0.0)})
    arranged = arrange_some(graph.move({"relu_2": (240.0, 0.0)}), ["relu_1", "input_0"])
    assert arranged.node("relu_2").position == (240.0, 0.0)
    assert apart(rect(arranged, "relu_1", Box()), rect(arranged, "relu_2", Box()), 20)


# How far it is


def test_it_tells_how_far_it_is_and_may_be_ended() -> None:
    told: list[float] = []
    arrange(chain(30).add("note1", Note()), tell=told.append)
    assert told == sorted(told)
    assert told[-1] == 1

    def end(done: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        arrange(chain(30), tell=end)

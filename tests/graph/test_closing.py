"""Collapsed frames are arranged as the one card that is seen."""

from hypothesis import given

from designer.graph import Graph
from designer.graph.closing import closed, opened
from designer.graph.framing import framed
from designer.graph.layout.arrange import arrange
from tests.strategies import chain, framed_graphs


def collapsed(graph: Graph, *names: str) -> tuple[Graph, str]:
    graph, frame = framed(graph, names)
    return graph.set(frame, collapsed=True), frame


def test_a_collapsed_frame_is_one_node_with_its_wires() -> None:
    graph, frame = collapsed(chain(4), "fc1", "fc2")
    seen = closed(graph)
    assert set(seen.nodes) == {"image", "fc0", "fc3", "answer", frame}
    ends = {(wire.source, wire.target) for wire in seen.wires}
    assert {("fc0", frame), (frame, "fc3")} < ends
    assert closed(graph.set(frame, collapsed=False)).nodes.keys() == graph.nodes.keys()


def test_what_is_in_a_frame_moves_as_one() -> None:
    graph, frame = collapsed(chain(12), "fc1", "fc2", "fc7")
    seen = closed(graph)
    assert frame in seen.nodes and "fc1" in seen.nodes  # a path leads out and in again
    graph, frame = collapsed(chain(12), "fc1", "fc2", "fc3")
    seen = arrange(closed(graph))
    after = opened(graph, seen, {frame: (480.0, 0.0)}, seen.nodes)
    x, y = seen.nodes[frame].position
    for name in ("fc1", "fc2", "fc3"):
        left, top = graph.nodes[name].position
        assert after.nodes[name].position == (left + x - 480, top + y)
    assert after.nodes["fc9"].position == seen.nodes["fc9"].position
    assert after.wires == graph.wires and after.members == graph.members


@given(framed_graphs())
def test_any_graph_can_be_closed_arranged_and_opened(graph: Graph) -> None:
    seen = arrange(closed(graph))
    assert not any(
        wire.source == wire.target or wire.source not in seen.nodes
        for wire in seen.wires
    )
    after = opened(graph, seen, dict.fromkeys(graph.members, (0.0, 0.0)), seen.nodes)
    assert after.wires == graph.wires and after.members == graph.members
    assert [n.layer for n in after] == [n.layer for n in graph]

"""Places for nodes: none on another, in the order of the wires, in rows that wrap."""

from hypothesis import given

from designer.graph import Graph
from designer.graph.arrange import LANE, arrange
from designer.graph.graph import SPACING
from designer.layers import Add, Input, Note, ReLU
from tests.strategies import any_graphs


def chain(length: int) -> Graph:
    graph = Graph().add("image", Input())
    last = "image"
    for number in range(length):
        graph = graph.add(f"relu{number}", ReLU()).connect(last, f"relu{number}")
        last = f"relu{number}"
    return graph


@given(any_graphs())
def test_no_node_stands_on_another(graph: Graph) -> None:
    arranged = arrange(graph)
    assert len({node.position for node in arranged}) == len(graph)
    assert arranged.wires == graph.wires


def test_a_chain_wraps_into_rows() -> None:
    arranged = arrange(chain(7), columns=4)
    rows = [node.position[1] for node in arranged]
    assert rows[:4] == [rows[0]] * 4
    assert rows[4:] == [rows[4]] * 4
    assert rows[4] > rows[0]
    assert [node.position[0] for node in arranged][:4] == [
        0,
        *(SPACING * i for i in (1, 2, 3)),
    ]


def test_a_skip_has_a_lane_of_its_own() -> None:
    graph = (
        chain(3).add("add1", Add()).connect("relu2", "add1").connect("relu0", "add1")
    )
    arranged = arrange(graph)
    fork, passed = arranged.node("relu0").position, arranged.node("relu1").position
    assert abs(fork[1] - passed[1]) == LANE / 2


def test_notes_stand_below() -> None:
    arranged = arrange(chain(2).add("note1", Note()))
    assert arranged.node("note1").position[1] > max(
        n.position[1] for n in list(arranged)[:3]
    )

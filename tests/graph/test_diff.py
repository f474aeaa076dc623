"""Two designs compared: what differs is told, and nothing else."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from designer.graph import Design, Graph, edits
from designer.graph.diff import Difference, difference
from designer.layers import Conv2d, Dropout, Flatten, Frame, Input, Linear, Output, ReLU
from tests.strategies import any_designs, any_graphs


def chain() -> Graph:
    graph = Graph().add("image", Input(shape=(1, 8, 8)))
    for name, layer in (
        ("conv1", Conv2d(out_channels=8)),
        ("relu1", ReLU()),
        ("flatten1", Flatten()),
        ("fc1", Linear(out_features=10)),
        ("output", Output()),
    ):
        graph = graph.add(name, layer).connect(list(graph.nodes)[-1], name)
    return graph


def told(before: Graph, after: Graph) -> list[tuple[str, str, tuple[str, ...]]]:
    parts = difference(Design(before), Design(after)).parts
    return [
        (each.kind, each.node.name, tuple(map(str, each.settings)))
        for part in parts
        for each in part.nodes
    ]


@given(any_designs())
def test_a_design_does_not_differ_from_itself(design: Design) -> None:
    assert not difference(design, design)
    assert difference(design, replace(design)) == Difference((), ())


@given(any_graphs(), any_graphs())
def test_the_other_way_round_what_was_added_was_removed(a: Graph, b: Graph) -> None:
    there, back = (difference(Design(x), Design(y)) for x, y in ((a, b), (b, a)))
    mirrored = {"added": "removed", "removed": "added"}
    assert sorted(
        (mirrored.get(n.kind, n.kind), str(n.before and n.before.name))
        for part in there.parts
        for n in part.nodes
    ) == sorted(
        (n.kind, str(n.after and n.after.name)) for p in back.parts for n in p.nodes
    )
    assert sum(len(p.added) for p in there.parts) == sum(
        len(p.removed) for p in back.parts
    )


@given(any_graphs(), any_graphs())
def test_where_nothing_is_told_the_graphs_are_equal(a: Graph, b: Graph) -> None:
    if not difference(Design(a), Design(b)):
        assert dict(a.nodes) == dict(b.nodes)
        assert a.wires == b.wires


def test_a_setting_is_told_with_both_values() -> None:
    after = chain().set("conv1", out_channels=16, kernel_size=(5, 5))
    words = ("out_channels 8 → 16", "kernel_size 3×3 → 5×5")
    assert told(chain(), after) == [("changed", "conv1", words)]


def test_a_place_is_told_apart_from_a_setting() -> None:
    after = chain().move({"relu1": (500, 500)})
    assert told(chain(), after) == [("moved", "relu1", ())]


def test_a_node_put_in_is_told_with_its_wires() -> None:
    wire = chain().wires_into("flatten1")["input"]
    after, name = edits.insert(chain(), wire, Dropout(), (0, 300))
    (part,) = difference(Design(chain()), Design(after)).parts
    assert [(n.kind, n.node.name) for n in part.nodes] == [("added", name)]
    assert part.removed == (wire,)
    assert {(w.source, w.target) for w in part.added} == {
        ("relu1", name),
        (name, "flatten1"),
    }


@given(st.sampled_from(["image", "conv1", "relu1", "fc1", "output"]))
def test_a_node_with_another_name_is_the_same_node(name: str) -> None:
    (part,) = difference(Design(chain()), Design(chain().rename(name, "x9"))).parts
    assert [tuple(map(str, n.settings)) for n in part.nodes] == [(f"name {name} → x9",)]
    assert not part.added and not part.removed


def test_names_are_followed_when_all_of_them_change() -> None:
    after = chain()
    for place, name in enumerate(chain().nodes):
        after = after.rename(name, f"x{place}")
    (part,) = difference(Design(chain()), Design(after)).parts
    assert {n.kind for n in part.nodes} == {"changed"}
    assert not part.added and not part.removed


def test_another_layer_in_a_place_is_a_change() -> None:
    after = chain().replace("relu1", Dropout()).rename("relu1", "drop1")
    ((kind, name, words),) = told(chain(), after)
    assert (kind, name) == ("changed", "drop1")
    assert words[:2] == ("name relu1 → drop1", "layer ReLU → Dropout")


def test_a_frame_and_the_way_it_runs_are_compared() -> None:
    framed = chain().add("stem", Frame()).put_in("stem", "conv1")
    after = framed.flowing("down")
    (part,) = difference(Design(framed.put_in("", "conv1")), Design(after)).parts
    assert [str(c) for n in part.nodes for c in n.settings] == ["frame – → stem"]
    assert [str(change) for change in part.settings] == ["flow right → down"]


def test_training_is_compared() -> None:
    before = Design(chain())
    found = difference(before, before.with_training(epochs=77, seed=5))
    assert [change.name for change in found.training] == ["epochs", "seed"]
    assert not found.parts


def test_a_change_inside_a_block_is_told_of_the_block() -> None:
    from tests.graph.blocks import network

    before = network()
    name, block = next(iter(before.blocks.items()))
    node = next(n for n in block.graph if isinstance(n.layer, Conv2d))
    inner = block.graph.set(node.name, dilation=(3, 3))
    after = before.with_block(replace(block, graph=inner))
    parts = {part.block: part for part in difference(before, after).parts}
    assert list(parts) == [name]
    (change,) = parts[name].nodes
    assert change.node.name == node.name
    assert [each.name for each in change.settings] == ["dilation"]


def test_a_block_that_came_is_named() -> None:
    from tests.graph.blocks import network

    after = network()
    before = Design(Graph(), after.training, after.name)
    kinds = {p.block: p.kind for p in difference(before, after).parts if p.block}
    assert kinds == dict.fromkeys(after.blocks, "added")

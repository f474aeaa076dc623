"""What would come of a wire is what comes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer import layers
from designer.errors import GraphError, ShapeError
from designer.graph import Design, Graph, Wire, check
from designer.graph.edits import exchanged, rewired
from designer.graph.wire_trial import WireTrial
from tests.strategies import any_graphs

PLAIN = (
    Graph()
    .add("image", layers.Input(shape=(1, 28, 28)))
    .add("conv1", layers.Conv2d(out_channels=8))
    .add("relu1", layers.ReLU())
    .add("word", layers.Input(shape=(5,), dtype="int64"))
    .add("add1", layers.Add())
    .add("emb1", layers.Embedding())
    .connect("image", "conv1")
    .connect("conv1", "relu1")
    .connect("conv1", "add1")
)


def trial(graph: Graph, taken: Wire | None = None) -> WireTrial:
    return WireTrial(check(Design(graph)), taken)


def wire(source: str, target: str, port: str = "input") -> Wire:
    return Wire(source, "output", target, port)


def test_a_wire_that_fits_needs_no_words() -> None:
    verdict = trial(PLAIN).of(wire("relu1", "add1", "input2"))
    assert (verdict.sort, verdict.words, verdict.suits) == ("fits", "", True)


def test_a_wrong_shape_and_a_wrong_dtype_are_told() -> None:
    shape = trial(PLAIN).of(wire("image", "add1", "input2"))
    assert shape.sort == "misfits" and not shape.suits
    assert shape.words == (
        "Add add1 gets 8×26×26 and 1×28×28. Its inputs must have the same shape."
    )
    dtype = trial(PLAIN).of(wire("image", "emb1"))
    assert dtype.words == "Embedding emb1 needs int64 numbers and gets float32."
    assert trial(PLAIN).of(wire("word", "emb1")).suits


def test_a_cycle_is_named() -> None:
    verdict = trial(PLAIN).of(wire("relu1", "conv1"))
    assert verdict.sort == "refused"
    assert "conv1 → relu1 → conv1" in verdict.words
    assert "itself" in trial(PLAIN).of(wire("conv1", "conv1")).words


def test_what_would_be_replaced_or_swapped_is_told() -> None:
    verdict = trial(PLAIN).of(wire("image", "relu1"))
    assert verdict.sort == "replaces"
    graph = PLAIN.connect("relu1", "add1")
    taken = wire("relu1", "add1", "input2")
    verdict = trial(graph, taken).of(wire("relu1", "add1", "input1"))
    assert verdict.sort == "swaps"
    assert verdict.words == "Swaps with the wire from conv1"
    assert trial(graph, taken).of(taken).sort == "fits"


def test_what_follows_a_wire_that_is_taken_up_is_unknown() -> None:
    taken = wire("image", "conv1")
    verdict = trial(PLAIN, taken).of(wire("image", "add1", "input2"))
    assert verdict.sort == "fits"  # add1 would not get anything from conv1 any more


def test_a_port_that_is_gone_is_refused() -> None:
    verdict = trial(PLAIN).of(wire("image", "relu1", "other"))
    assert verdict.sort == "refused"
    assert "has no input 'other'" in verdict.words


@given(any_graphs(), st.data())
def test_the_check_says_the_same(graph: Graph, data: st.DataObject) -> None:
    """Of a new wire, and of one that is moved."""
    sources = [n.name for n in graph if n.layer.outputs]
    targets = [n.name for n in graph if n.layer.inputs]
    if not sources or not targets:
        return
    taken = None
    if graph.wires and data.draw(st.booleans()):
        taken = data.draw(st.sampled_from(sorted(graph.wires)))
    source = taken.source if taken else data.draw(st.sampled_from(sources))
    out = taken.source_port if taken else graph.output_ports(source)[0]
    target = data.draw(st.sampled_from(targets))
    port = data.draw(st.sampled_from(graph.input_ports(target)))
    tried = Wire(source, out, target, port)
    verdict = trial(graph, taken).of(tried)
    base = graph.disconnect(taken) if taken else graph
    try:
        if verdict.sort == "swaps":
            assert taken
            after = exchanged(graph, target, taken.target_port, port)
        else:
            after = rewired(base, f"{source}.{out}", f"{target}.{port}")
    except GraphError as error:
        assert (verdict.sort, verdict.words) == ("refused", str(error))
        return
    assert verdict.sort != "refused"
    outcome = check(Design(after)).outcomes[target]
    if tried in graph.wires:
        assert verdict.sort == ("fits" if tried == taken else "stands")
        return
    if len(after.wires_into(target)) < 2 and after.joined(target):
        assert verdict.suits  # a join that waits for more
        return
    if taken is None or not isinstance(outcome, ShapeError):
        assert (verdict.sort == "misfits") == isinstance(outcome, ShapeError)
    taken_over = graph.wires_into(target).get(port) not in (None, taken)
    if verdict.suits:
        assert (verdict.sort != "fits") == taken_over


@pytest.mark.parametrize("port", ["input1", "input2"])
def test_wires_are_exchanged(port: str) -> None:
    graph = PLAIN.connect("relu1", "add1")
    other = "input2" if port == "input1" else "input1"
    after = exchanged(graph, "add1", port, other)
    assert {p: w.source for p, w in after.wires_into("add1").items()} == {
        "input1": "relu1",
        "input2": "conv1",
    }
    assert exchanged(after, "add1", port, other) == graph


def test_a_join_may_wait_for_its_second_wire() -> None:
    graph = PLAIN.add("cat1", layers.Concat())
    assert trial(graph).of(wire("image", "cat1", "input1")).sort == "fits"

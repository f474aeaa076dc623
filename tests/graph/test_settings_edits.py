"""Edits of settings: whatever names a setting follows, and nothing else changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer import layers
from designer.errors import DesignerError, GraphError, SettingError
from designer.expression import Expression
from designer.graph import Design, Graph, check
from designer.graph.block import Block, Use
from designer.graph.block_settings import block_setting
from designer.graph.design import Step
from designer.graph.settings_edits import (
    free_setting_name,
    nodes_that_name,
    renamed_setting,
    reordered,
    values_at,
    with_setting,
    with_setting_made,
    without_setting,
)
from tests.graph.blocks import network, residual
from tests.strategies import any_designs


def names(design: Design, block: str = "") -> list[str]:
    settings = design.block(block).settings if block else design.settings
    return [each.name for each in settings]


def use(design: Design, node: str) -> Use:
    layer = design.graph.node(node).layer
    assert isinstance(layer, Use)
    return layer


def nested() -> Design:
    """A block that uses another, which it tells its own setting."""
    inner = residual()
    graph = (
        Graph()
        .add("x", layers.Input(shape=(8, 16, 16)))
        .add("body", Use(inner, channels=Expression("width // 2")))
        .add("out", layers.Output())
        .connect("x", "body")
        .connect("body", "out")
    )
    outer = Block("Outer", graph, (block_setting("width", 8),))
    top = (
        Graph()
        .add("image", layers.Input(shape=(3, 8, 8)))
        .add("outer1", Use(outer, width=32))
        .add("scores", layers.Output())
        .connect("image", "outer1")
        .connect("outer1", "scores")
    )
    return Design().with_graph(top)


def test_a_setting_is_added_at_the_end_and_replaced_in_its_place() -> None:
    design = with_setting(network(), block_setting("groups", 2, "Groups."), "Residual")
    assert names(design, "Residual") == ["channels", "stride", "groups"]
    design = with_setting(design, block_setting("channels", 16), "Residual")
    assert names(design, "Residual") == ["channels", "stride", "groups"]
    assert use(design, "stage1").rounds()[0][0] == ("channels", 16)
    assert use(design, "stage2").block is design.block("Residual")


def test_a_setting_of_the_network_is_added() -> None:
    design = with_setting(network(), block_setting("dropout", 0.5))
    assert names(design) == ["width", "classes", "dropout"]
    assert design.values["dropout"] == 0.5


def test_a_setting_may_not_be_called_as_a_node_is() -> None:
    with pytest.raises(
        GraphError, match="conv1 is the name of a setting and of a node"
    ):
        with_setting(network(), block_setting("conv1", 1), "Residual")


def test_a_setting_that_is_followed_stays_and_says_who_follows() -> None:
    with pytest.raises(GraphError, match="conv1, conv2 and skip follow channels"):
        without_setting(network(), "channels", "Residual")
    with pytest.raises(GraphError, match="stage2 follows width, so it must"):
        without_setting(network(), "width")


def test_a_setting_that_nothing_follows_goes_with_the_values_given_to_it() -> None:
    design = with_setting(network(), block_setting("groups", 2), "Residual")
    graph = design.graph.set("stage1", groups=4)
    design = without_setting(design.with_graph(graph), "groups", "Residual")
    assert names(design, "Residual") == ["channels", "stride"]
    assert not use(design, "stage1").unknown
    assert design == network()


def test_there_must_be_a_setting_to_remove_or_to_rename() -> None:
    with pytest.raises(GraphError, match="There is no setting 'depth'"):
        without_setting(network(), "depth")
    with pytest.raises(GraphError, match="There is no setting 'depth'"):
        renamed_setting(network(), "depth", "height", "Residual")


def test_expressions_and_the_values_of_uses_follow_a_new_name() -> None:
    design = renamed_setting(network(), "channels", "planes", "Residual")
    assert names(design, "Residual") == ["planes", "stride"]
    conv = design.block("Residual").graph.node("conv1").layer
    assert conv.expressions["out_channels"] == Expression("planes")
    assert use(design, "stage2").expressions["planes"] == Expression("width * 2")
    assert not use(design, "stage2").unknown


def test_a_new_name_reaches_uses_in_other_blocks() -> None:
    design = renamed_setting(nested(), "channels", "planes", "Residual")
    body = design.block("Outer").graph.node("body").layer
    assert body.expressions == {"planes": Expression("width // 2")}
    design = renamed_setting(design, "width", "size", "Outer")
    body = design.block("Outer").graph.node("body").layer
    assert body.expressions == {"planes": Expression("size // 2")}
    assert use(design, "outer1").given == {"size": 32}
    assert check(design).tensors["outer1"] == check(nested()).tensors["outer1"]


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("stride", "There is a setting called stride already"),
        ("conv1", "name of a setting and of a node"),
        ("a b", "cannot name a setting"),
        ("i", "cannot name a setting"),
    ],
)
def test_a_name_that_cannot_be_is_refused(new: str, words: str) -> None:
    with pytest.raises(DesignerError, match=words):
        renamed_setting(network(), "channels", new, "Residual")


@given(any_designs(), st.data())
def test_a_new_name_changes_no_tensor(design: Design, data: st.DataObject) -> None:
    """Nor does it change the problems, but for the name in them."""
    places = [name for name in ("", *design.blocks) if names(design, name)]
    place = data.draw(st.sampled_from(places))
    old = data.draw(st.sampled_from(names(design, place)))
    renamed = renamed_setting(design, old, "fresh", place)
    before, after = check(design), check(renamed)
    assert after.tensors == before.tensors
    assert after.parameters == before.parameters
    assert len(after.problems) == len(before.problems)
    assert renamed_setting(renamed, "fresh", old, place) == design


def test_settings_change_their_order() -> None:
    design = reordered(network(), ["stride", "channels"], "Residual")
    assert names(design, "Residual") == ["stride", "channels"]
    assert check(design).tensors == check(network()).tensors
    with pytest.raises(GraphError, match="must name width and classes, each once"):
        reordered(network(), ["width"])


def test_a_setting_of_a_layer_is_made_one_of_the_block() -> None:
    design = network()
    made = with_setting_made(design, "conv2", "kernel_size", "Residual")
    setting = made.block("Residual").settings[-1]
    assert (setting.name, setting.default) == ("kernel_size", 3)
    assert "filter" in setting.help
    conv = made.block("Residual").graph.node("conv2").layer
    assert conv.expressions["kernel_size"] == Expression("kernel_size")
    assert check(made).tensors == check(design).tensors


def test_a_setting_of_a_layer_is_made_one_of_the_network() -> None:
    graph = Graph().add("fc1", layers.Linear(out_features=10))
    made = with_setting_made(Design(graph), "fc1", "out_features")
    assert made.values == {"features": 10}
    made = with_setting_made(made, "fc1", "bias")
    assert made.values == {"features": 10, "bias": True}


def test_what_is_no_single_number_cannot_be_made_a_setting() -> None:
    graph = Graph().add("conv1", layers.Conv2d(kernel_size=(3, 5), padding="same"))
    for name, words in (("kernel_size", "is 3×5"), ("padding", "is same")):
        with pytest.raises(GraphError, match=words):
            with_setting_made(Design(graph), "conv1", name)


def test_a_new_setting_gets_a_free_name() -> None:
    design = network()
    assert free_setting_name(design, "out_channels") == "channels"
    assert free_setting_name(design, "out_channels", "Residual") == "out_channels"
    taken = with_setting(design, block_setting("out_channels", 1), "Residual")
    assert free_setting_name(taken, "out_channels", "Residual") == "channels2"
    assert free_setting_name(design, "repeat") == "repeat2"


def test_nodes_that_follow_a_setting_are_named() -> None:
    assert nodes_that_name(network(), "classes") == ["fc1"]
    assert nodes_that_name(network(), "stride", "Residual") == ["conv1", "skip"]


def test_settings_have_the_values_of_the_repeat_that_one_is_in() -> None:
    design = network()
    assert values_at(design, ()) == {"width": 8, "classes": 10}
    first, last = Step("stage2", 0), Step("stage2", 2)
    assert values_at(design, (first,)) == {"channels": 16, "stride": 2}
    assert values_at(design, (last,)) == {"channels": 16, "stride": 1}
    inside = (Step("outer1"), Step("body"))
    assert values_at(nested(), inside) == {"channels": 16, "stride": 1}


def test_settings_have_their_defaults_where_a_value_is_not_known() -> None:
    design = network()
    graph = design.graph.set("stage2", channels=Expression("nothing"))
    broken = design.with_graph(graph)
    assert values_at(broken, (Step("stage2"),)) == {"channels": 8, "stride": 1}


def test_a_setting_has_a_default_of_its_kind() -> None:
    with pytest.raises(SettingError):
        with_setting(network(), block_setting("size", (3, 3)))

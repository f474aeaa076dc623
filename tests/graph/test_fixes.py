"""Edits that might mend a problem, of those that `check` alone does not try."""

import designer
from designer import layers
from designer.graph import Design, Graph
from designer.graph.problems.fixes import missing_fixes

# Unpooling without its indices ---------------------------------------------------------


def unpooling(**settings: bool) -> Graph:
    """A picture that two pools make smaller and two unpoolings larger."""
    graph = Graph().add("image", layers.Input(shape=(1, 16, 16)))
    before = "image"
    for name, layer in (
        ("pool1", layers.MaxPool2d(**settings)),
        ("pool2", layers.MaxPool2d(**settings)),
        ("unpool2", layers.MaxUnpool2d()),
        ("unpool1", layers.MaxUnpool2d()),
    ):
        graph = graph.add(name, layer).connect(before, f"{name}.input")
        before = name
    return graph


def test_an_unpooling_gets_the_indices_of_the_pool_of_its_size() -> None:
    design = Design(unpooling())
    for name, pool in (("unpool2", "pool2"), ("unpool1", "pool1")):
        best, last = missing_fixes(design.graph, name)
        assert best.label == f"Turn on return_indices of {pool} and wire it"
        assert last.label == f"Delete {name}"
        design = best.apply(design)
    assert designer.check(design).problems == ()
    assert design.graph.wires_into("unpool1")["indices"].source == "pool1"
    assert design.graph.wires_into("unpool2")["indices"].source == "pool2"


def test_indices_that_a_pool_gives_already_are_only_wired() -> None:
    graph = unpooling(return_indices=True)
    best = missing_fixes(graph, "unpool2")[0]
    assert best.label == "Wire the indices of pool2"
    assert best.apply(Design(graph)).graph.wires_into("unpool2")["indices"]


def test_without_a_pool_that_fits_there_is_nothing_to_wire() -> None:
    graph = unpooling().remove("pool2")
    graph = graph.set("pool1", kernel_size=(4, 4))
    graph = graph.add("conv1", layers.Conv2d()).connect("pool1", "conv1")
    graph = graph.connect("conv1", "unpool2.input")
    assert [fix.label for fix in missing_fixes(graph, "unpool2")] == ["Delete unpool2"]
    assert [fix.label for fix in missing_fixes(graph, "pool1")] == ["Delete pool1"]

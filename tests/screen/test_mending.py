"""With a real pointer and keys: a wrong network is mended where it is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

import designer
from designer import Design, Graph, layers, load, save
from designer.graph.layout.arrange import arrange

pytestmark = pytest.mark.screen


def wrong() -> Graph:
    """A norm for signals, no activation, nothing laid in a row, too few classes."""
    graph, before = Graph(), ""
    for layer in (
        layers.Input(shape=(1, 8, 8)),
        layers.Conv2d(out_channels=8),
        layers.BatchNorm1d(),
        layers.ReLU(),
        layers.ReLU(),
        layers.Conv2d(out_channels=16),
        layers.Linear(out_features=32),
        layers.Linear(out_features=7),
        layers.Softmax(),
        layers.Output(),
    ):
        name = graph.free_name(layer)
        graph = graph.add(name, layer)
        graph = graph.connect(before, name) if before else graph
        before = name
    return arrange(graph)


@pytest.mark.parametrize(
    ("size", "theme"), [("1280x800", "dark"), ("1680x1050", "light")]
)
def test_a_wrong_network_is_mended_by_clicks_and_keys(
    play: Callable[..., None], size: str, theme: str, tmp_path: Path, shots: Path
) -> None:
    path = tmp_path / "net.json"
    save(Design(wrong()), path)
    play("mending", size, path, shots, theme)
    design = load(path)
    assert designer.check(design).problems == ()
    kinds = [type(node.layer).__name__ for node in design.graph]
    assert kinds.count("BatchNorm2d") == kinds.count("Flatten") == 1
    assert "Softmax" not in kinds

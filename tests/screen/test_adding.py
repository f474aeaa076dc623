"""With a real pointer: add by search and by chains, wire into the void, drop on things."""

from collections.abc import Callable
from pathlib import Path

import pytest

from designer import Design, Graph, layers, load, save

pytestmark = pytest.mark.screen

START = (
    Graph()
    .add("image", layers.Input(shape=(1, 28, 28)), (0, 0))
    .add("flatten1", layers.Flatten(), (480, 260))
    .add("digit", layers.Output(), (720, 260))
    .connect("flatten1", "digit")
)


@pytest.mark.parametrize(
    ("size", "theme"), [("1280x800", "dark"), ("1680x1050", "light")]
)
def test_layers_are_added_without_the_palette_and_dropped_where_they_belong(
    play: Callable[..., None], size: str, theme: str, tmp_path: Path, shots: Path
) -> None:
    path = tmp_path / "net.json"
    save(Design(START), path)
    play("adding", size, path, shots, theme)

    graph = load(path).graph
    assert {f"{wire.source}>{wire.target}" for wire in graph.wires} == {
        "image>conv1",
        "conv1>gelu1",
        "gelu1>drop1",
        "drop1>bn1",
        "bn1>relu1",
        "relu1>pool1",
        "flatten1>digit",
    }
    assert graph.node("conv1").layer == layers.Conv2d(out_channels=8)
    assert isinstance(graph.node("pool1").layer, layers.MaxPool2d)

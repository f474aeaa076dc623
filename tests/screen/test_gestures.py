"""With a real pointer: wire, take up, cut, move into line, select and paste."""

from collections.abc import Callable
from pathlib import Path

import pytest

from designer import Design, layers, load, save
from tests.screen.rows import in_rows

pytestmark = pytest.mark.screen


def network() -> Design:
    """Digits to ten classes, with three nodes that stand apart."""
    row = {
        "image": layers.Input(shape=(1, 28, 28)),
        "conv1": layers.Conv2d(out_channels=8),
        "relu1": layers.ReLU(),
        "pool1": layers.MaxPool2d(),
        "flatten1": layers.Flatten(),
        "fc1": layers.Linear(out_features=10),
        "output1": layers.Output(),
    }
    graph = in_rows(row, 4, 140.0)
    graph = graph.add("pool2", layers.AvgPool2d(), (760, 240))
    return Design(graph.add("loose", layers.Conv2d(), (60, 280)))


@pytest.mark.parametrize("size", ["1280x800", "1680x1050"])
def test_gestures(
    play: Callable[..., None], size: str, tmp_path: Path, shots: Path
) -> None:
    path = tmp_path / "net.json"
    save(network(), path)
    play("gestures", size, path, shots)

    graph, before = load(path).graph, network().graph
    new = graph.wires - before.wires
    assert {(wire.source, wire.target) for wire in new} == {("relu1", "pool2")}
    assert graph.nodes.keys() - before.nodes.keys() == {"conv2"}

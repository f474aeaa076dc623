"""With a real pointer: frame, title, drag out, collapse, search, minimap."""

from collections.abc import Callable
from pathlib import Path

import pytest

from designer import Design, layers, load, save
from tests.screen.rows import in_rows

pytestmark = pytest.mark.screen


def network() -> Design:
    """Digits to ten classes in two rows."""
    row = {
        "image": layers.Input(shape=(1, 28, 28)),
        "conv1": layers.Conv2d(out_channels=8),
        "relu1": layers.ReLU(),
        "pool1": layers.MaxPool2d(),
        "flatten1": layers.Flatten(),
        "fc1": layers.Linear(out_features=64),
        "relu2": layers.ReLU(),
        "fc2": layers.Linear(out_features=10),
        "output1": layers.Output(),
    }
    return Design(in_rows(row, 5, 200.0))


@pytest.mark.parametrize("size", ["1280x800", "1680x1050"])
def test_finding_the_way(
    play: Callable[..., None], size: str, tmp_path: Path, shots: Path
) -> None:
    path = tmp_path / "net.json"
    save(network(), path)
    play("wayfinding", size, path, size, shots)

    graph = load(path).graph
    assert graph.members == {"frame1": ("conv1", "relu1", "pool1")}
    assert graph.nodes["frame1"].layer == layers.Frame(title="Feature extraction")
    assert graph.remove("frame1") == network().graph

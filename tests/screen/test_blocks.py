"""With a real pointer: make a block, go in, change it, come out, take it apart."""

from collections.abc import Callable
from pathlib import Path

import pytest

from designer import Design, layers, load, save
from tests.screen.rows import in_rows

pytestmark = pytest.mark.screen


def network() -> Design:
    """Digits to ten classes."""
    row = {
        "image": layers.Input(shape=(1, 8, 8)),
        "conv1": layers.Conv2d(out_channels=4),
        "relu1": layers.ReLU(),
        "flatten1": layers.Flatten(),
        "fc1": layers.Linear(out_features=10),
        "digit": layers.Output(),
    }
    return Design(in_rows(row, 3, 140.0))


@pytest.mark.parametrize("size", ["1280x800", "1680x1050"])
def test_a_block_is_made_entered_changed_left_and_dissolved(
    play: Callable[..., None], size: str, tmp_path: Path, shots: Path
) -> None:
    path = tmp_path / "net.json"
    save(network(), path)
    play("blocks", size, path, shots)

    design, before = load(path), network()
    assert design.graph.wires == before.graph.wires
    assert design.graph.node("conv1").layer == layers.Conv2d(out_channels=12)
    assert set(design.blocks) == {"Stem"}

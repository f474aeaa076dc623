"""With a real pointer: make a block, go in, change it, come out, take it apart."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from designer import Design, Graph, layers, load, save

pytestmark = pytest.mark.screen

HERE = Path(__file__).parent


def network() -> Design:
    """Digits to ten classes."""
    graph = Graph()
    row = {
        "image": layers.Input(shape=(1, 8, 8)),
        "conv1": layers.Conv2d(out_channels=4),
        "relu1": layers.ReLU(),
        "flatten1": layers.Flatten(),
        "fc1": layers.Linear(out_features=10),
        "digit": layers.Output(),
    }
    for place, (name, layer) in enumerate(row.items()):
        position = (place % 3 * 240.0, place // 3 * 140.0)
        graph = graph.add(name, layer, position)
    for source, target in zip(list(row), list(row)[1:], strict=False):
        graph = graph.connect(source, target)
    return Design(graph)


@pytest.mark.parametrize("size", ["1280x800", "1680x1050"])
def test_a_block_is_made_entered_changed_left_and_dissolved(
    size: str,
    screen: Callable[[str], dict[str, str]],
    tmp_path: Path,
    shots: Path,
) -> None:
    path = tmp_path / "net.json"
    save(network(), path)
    done = subprocess.run(
        [sys.executable, str(HERE / "blocks.py"), str(path), str(shots)],
        env=screen(size),
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr, done.stderr

    design, before = load(path), network()
    assert design.graph.wires == before.graph.wires
    assert design.graph.node("conv1").layer == layers.Conv2d(out_channels=12)
    assert set(design.blocks) == {"Stem"}

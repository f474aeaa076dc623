"""The main job with a real pointer: drop, wire, set, train, export, run what came out."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from designer import Design, Graph, layers, load, save

pytestmark = pytest.mark.screen

EPOCHS = 6


def unfinished() -> Design:
    """A network for the digits without the layer in its middle."""
    graph = Graph()
    graph = graph.add("image", layers.Input(shape=(1, 8, 8)), (0, 0))
    graph = graph.add("flatten", layers.Flatten(), (240, 0))
    graph = graph.add("fc1", layers.Linear(out_features=64), (480, 0))
    graph = graph.add("fc2", layers.Linear(out_features=10), (0, 160))
    graph = graph.add("digit", layers.Output(), (240, 160))
    for source, target in (("image", "flatten"), ("flatten", "fc1"), ("fc2", "digit")):
        graph = graph.connect(source, target)
    return Design(graph).with_training(epochs=EPOCHS)


def test_from_a_dropped_layer_to_a_script_that_trains(
    play: Callable[..., None], tmp_path: Path, shots: Path
) -> None:
    design = tmp_path / "net.json"
    save(unfinished(), design)
    play("journey", "1280x800", design, tmp_path, shots)

    graph = load(design).graph
    wires = {(wire.source, wire.target) for wire in graph.wires}
    assert {("fc1", "relu1"), ("relu1", "fc2")} <= wires
    assert graph.node("fc1").layer == layers.Linear(out_features=96)

    alone = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    script = subprocess.run(
        [sys.executable, "exported.py"],
        cwd=tmp_path,
        env=alone,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert script.returncode == 0, script.stderr
    seen = json.loads((tmp_path / "losses.json").read_text())
    printed = re.findall(r"^epoch \d+: loss ([\d.]+)", script.stdout, re.MULTILINE)
    assert printed == [f"{loss:.4f}" for loss in seen]
    assert len(printed) == EPOCHS
    assert list(tmp_path.glob("*.pt"))

"""With real keys and no mouse: build, wire, set, train, export, draw."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from designer import layers, load

pytestmark = pytest.mark.screen


def test_a_network_from_nothing_to_a_trained_one_without_a_mouse(
    play: Callable[..., None], tmp_path: Path, shots: Path
) -> None:
    play("keyboard", "1280x800", tmp_path, shots)
    ast.parse((tmp_path / "model.py").read_text())
    design = load(tmp_path / "net.png")
    assert design == load(tmp_path / "net.json")
    graph = design.graph
    kinds = [type(graph.nodes[name].layer) for name in graph.order]
    assert kinds == [
        layers.Input,
        layers.Conv2d,
        layers.ReLU,
        layers.Add,
        layers.Flatten,
        layers.Linear,
        layers.Output,
    ]
    (add,) = [node.name for node in graph if isinstance(node.layer, layers.Add)]
    sources = {wire.source for wire in graph.wires_into(add).values()}
    assert {type(graph.nodes[name].layer) for name in sources} == {
        layers.Input,
        layers.ReLU,
    }

"""The package as a person uses it from Python."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import designer

SESSION = """
import sys

import designer
from designer import layers

graph = designer.Graph()
graph = graph.add("image", layers.Input(shape=(1, 28, 28)))
graph = graph.add("conv1", layers.Conv2d(out_channels=32, kernel_size=(3, 3), padding=(1, 1)))
graph = graph.connect("image", "conv1")          # or "node.port"; each edit returns a new graph
design = designer.Design(graph)                  # its training settings have defaults
report = designer.check(design)                  # .problems, .tensors["conv1"], .parameters, .macs; never raises
assert report.tensors["conv1"].shape == (32, 28, 28)
assert report.parameters == 320
assert report.macs == 32 * 28 * 28 * 9
assert "torch" not in sys.modules
model = designer.compile(design)                 # torch.nn.Module
assert "torch" in sys.modules
text = designer.model_source(design)             # what compile ran
text = designer.script_source(design)            # trains alone
designer.save(design, "net.json"); design = designer.load("net.json")

import torch
assert isinstance(model, torch.nn.Module)
assert model(torch.zeros(2, 1, 28, 28)).shape == (2, 32, 28, 28)
assert design.graph == graph
"""  # noqa: E501


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=120
    )


def test_the_session_that_is_promised(tmp_path: Path, python_path: None) -> None:
    done = run(SESSION, tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "net.json").is_file()


def test_importing_it_is_cheap(tmp_path: Path, python_path: None) -> None:
    heavy = {
        "torch",
        "PySide6",
        "numpy",
        "sklearn",
        "scipy",
        "pyqtgraph",
        "safetensors",
    }
    code = f"import sys; from designer import *; print(*({heavy} & set(sys.modules)))"
    done = run(code, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


def test_the_layers_alone_do_not_wait_for_the_rest(
    tmp_path: Path, python_path: None
) -> None:
    code = "import designer.layers, sys; print('networkx' in sys.modules)"
    assert run(code, tmp_path).stdout.split() == ["False"]


def test_every_public_name_is_at_home_where_type_checkers_look() -> None:
    tree = ast.parse(Path(designer.__file__).read_text(encoding="utf-8"))
    homes = {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert set(designer.__all__) < set(homes)
    for name in set(designer.__all__) - {"layers"}:
        assert getattr(designer, name) is getattr(import_module(homes[name]), name)
    assert designer.layers is import_module("designer.layers")
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        designer.nothing  # noqa: B018

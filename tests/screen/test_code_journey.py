"""Code of one's own with a real pointer and real keys, and what comes out of it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from designer import Design, Graph, layers, load, save
from designer.trust import Trust

pytestmark = pytest.mark.screen

HERE = Path(__file__).parent

HALF = """\
def half(x: Tensor) -> Tensor:
    return x[:, :, ::2]
"""


def theirs() -> Design:
    """A network for the digits that holds somebody else's code."""
    graph = Graph()
    before = ""
    for place, (name, layer) in enumerate(
        {
            "image": layers.Input(shape=(1, 8, 8)),
            "half1": layers.Code(text=HALF),
            "flatten": layers.Flatten(),
            "fc1": layers.Linear(out_features=64),
            "fc2": layers.Linear(out_features=10),
            "digit": layers.Output(),
        }.items()
    ):
        graph = graph.add(name, layer, (240.0 * (place % 3), 160.0 * (place // 3)))
        graph = graph.connect(before, name) if before else graph
        before = name
    return Design(graph).with_training(epochs=2)


def test_code_from_a_strangers_design_to_ones_own_in_the_export(
    screen: Callable[[str], dict[str, str]], tmp_path: Path, shots: Path
) -> None:
    design = tmp_path / "net.json"
    save(theirs(), design)
    (tmp_path / "half.py").write_text(HALF)
    places = [str(path) for path in (design, tmp_path, shots)]
    environment = screen("1280x800")
    done = subprocess.run(
        [sys.executable, str(HERE / "code_journey.py"), *places],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr, done.stderr

    saved = load(design)
    layer = saved.graph.node("code1").layer
    assert isinstance(layer, layers.Code)
    assert layer.power == 3.0  # type: ignore[attr-defined]
    assert layer.text.startswith("def normed(x: Tensor, power: float = 2.0) -> Tensor:")
    trusted = Path(environment["XDG_DATA_HOME"], "network-designer", "trusted.json")
    assert Trust(trusted).holds(saved)

    script = (tmp_path / "exported.py").read_text()
    assert layer.text in script
    assert HALF in script
    alone = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    trained = subprocess.run(
        [sys.executable, "exported.py"],
        cwd=tmp_path,
        env=alone,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert trained.returncode == 0, trained.stderr
    assert trained.stdout.count("epoch") == 2

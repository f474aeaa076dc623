import subprocess
import sys
from pathlib import Path

import pytest

from designer import load, resources
from designer.resources import examples, resource

CHECKOUT = Path(__file__).parents[1]


def test_a_checkout_has_its_resources_beside_the_package() -> None:
    assert resource() == CHECKOUT / "resources"
    assert resource("examples", "mlp.json").is_file()


def test_the_digits_come_first_and_every_example_opens() -> None:
    found = examples()
    assert next(iter(found)) == "digits-cnn"
    assert len(found) >= 5
    for name, path in found.items():
        assert path.stem == name
        assert load(path).graph.nodes


def test_a_frozen_app_has_them_where_it_was_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "app" / "library.zip" / "designer"
    monkeypatch.setattr(resources, "__file__", str(package / "resources.pyc"))
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "app"), raising=False)
    assert resource("examples") == tmp_path / "app" / "resources" / "examples"
    (tmp_path / "app" / "designer" / "_resources").mkdir(parents=True)
    assert resource() == tmp_path / "app" / "designer" / "_resources"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = ["-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run([sys.executable, *build], cwd=CHECKOUT, check=True)
    return next(folder.glob("*.whl"))


def test_a_wheel_brings_them_along(wheel: Path, tmp_path: Path) -> None:
    install = ["-m", "pip", "install", "-q", "--no-deps", "--target", str(tmp_path)]
    subprocess.run([sys.executable, *install, str(wheel)], check=True)
    look = "from designer.resources import *; print(*examples().values(), sep='\\n')"
    output = subprocess.run(
        [sys.executable, "-c", look],
        cwd=tmp_path,  # where Python looks first
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    installed = [Path(line) for line in output.splitlines()]
    assert [path.name for path in installed] == [p.name for p in examples().values()]
    assert all(path.is_relative_to(tmp_path) for path in installed)
    assert all(path.is_file() for path in installed)

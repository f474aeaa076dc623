import json
import subprocess
import sys
from pathlib import Path

import pytest

from designer import load, resources
from designer.resources import CATEGORIES, Example, examples, presented, resource

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


def test_every_example_is_presented_and_nothing_else_is() -> None:
    text = resource("examples", "gallery.json").read_text(encoding="utf-8")
    entries = json.loads(text)
    assert [entry["name"] for entry in entries] == list(examples())
    for entry in entries:
        assert entry.keys() == {"name", "title", "subtitle", "category"}
        assert all(entry.values())
        assert entry["category"] in CATEGORIES


def test_an_example_that_nothing_is_said_of_comes_last_under_its_own_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "examples"
    folder.mkdir()
    for name in ("another-net", "first", "known"):
        (folder / f"{name}.json").touch()
    said = [
        {"name": "known", "title": "Known", "subtitle": "by", "category": "Tables"},
        {"name": "gone", "title": "Gone", "subtitle": "by", "category": "Tables"},
    ]
    (folder / "gallery.json").write_text(json.dumps(said))
    monkeypatch.setattr(resources, "_folder", lambda: tmp_path)
    assert presented() == [
        Example("known", folder / "known.json", "Known", "by", "Tables"),
        Example("another-net", folder / "another-net.json", "Another net"),
        Example("first", folder / "first.json", "First"),
    ]
    assert list(examples()) == ["known", "another-net", "first"]


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

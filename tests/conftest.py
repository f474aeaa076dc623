"""What every test stands on: no real display, no real settings, steady hypothesis."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "2")  # torch in tests leaves cores to others

settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("thorough", deadline=None, max_examples=2000)
settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough", action="store_true", help="run the tests marked thorough as well"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--thorough"):
        settings.load_profile("thorough")


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    if not config.getoption("--thorough"):
        skip = pytest.mark.skip(reason="runs with --thorough")
        for item in items:
            if item.get_closest_marker("thorough"):
                item.add_marker(skip)


@pytest.fixture(scope="session", autouse=True)
def own_folders() -> Iterator[Path]:
    """A home of the tests' own, so that they neither read nor leave anything."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name in ("CONFIG", "DATA", "CACHE", "STATE"):
            folder = Path(home, name.lower())
            folder.mkdir()
            patch.setenv(f"XDG_{name}_HOME", str(folder))
        yield Path(home)


@pytest.fixture(autouse=True)
def nothing_remembered(own_folders: Path) -> Iterator[None]:
    """No test finds settings or blocks that another one has saved."""
    yield
    for path in (own_folders / "config").rglob("*.conf"):
        path.unlink()
    for path in (own_folders / "data").rglob("blocks/*.json"):
        path.unlink()


@pytest.fixture
def python_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that start Python elsewhere: let it find this checkout."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))

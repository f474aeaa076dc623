"""A display of the tests' own, and an environment in which the app is new."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SHOTS = HERE / "shots"
TOOLS = ("Xvfb", "xdotool", "import")
ROOT = Path(__file__).parents[2]

Environment = dict[str, str]


@pytest.fixture
def shots() -> Path:
    """Where pictures of the screen are kept to be looked at."""
    SHOTS.mkdir(exist_ok=True)
    return SHOTS


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Callable[[str], Environment]]:
    """Start a display of a size such as "1280x800"; gives the environment for it."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing and "CI" not in os.environ:
        pytest.skip(f"needs {', '.join(missing)}; the README says how to install them")
    running = []

    def start(size: str) -> Environment:
        context = display(size)
        name = context.__enter__()
        running.append(context)
        return environment(name, tmp_path)

    yield start
    for context in running:
        context.__exit__(None, None, None)


@pytest.fixture
def play(screen: Callable[[str], Environment]) -> Callable[..., None]:
    """Run a script of this folder on a display of a size, with what it is given."""

    def run(script: str, size: str, *given: object) -> None:
        done = subprocess.run(
            [sys.executable, str(HERE / f"{script}.py"), *map(str, given)],
            env=screen(size),
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        assert "Warning" not in done.stderr, done.stderr

    return run


@contextmanager
def display(size: str) -> Iterator[str]:
    """The name of a new display with one screen of that size."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24"]
    server = subprocess.Popen(
        [*command, "-nolisten", "tcp"], pass_fds=[write], stderr=subprocess.DEVNULL
    )
    os.close(write)
    try:
        with os.fdopen(read) as numbers:
            yield f":{numbers.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def environment(display_name: str, home: Path) -> Environment:
    """This environment, but on that display and with nothing remembered."""
    gone = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")
    kept = {name: value for name, value in os.environ.items() if name not in gone}
    folders = {
        f"XDG_{name}_HOME": str(home / name.lower())
        for name in ("CONFIG", "DATA", "CACHE", "STATE")
    }
    own = {
        "DISPLAY": display_name,
        "QT_QPA_PLATFORM": "xcb",
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }
    return kept | folders | own

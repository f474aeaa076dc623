"""Pictures of the window in both themes and at two sizes, kept in `shots/`."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.screen

HERE = Path(__file__).parent


@pytest.mark.parametrize("size", ["1280x800", "1680x1050"])
def test_the_window_fills_a_screen_in_both_themes(
    size: str, screen: Callable[[str], dict[str, str]], shots: Path
) -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "gallery.py"), size, str(shots)],
        env=screen(size),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr, done.stderr

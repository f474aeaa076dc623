"""The start of the app without a file, with a real pointer and keys, in both themes."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.screen

HERE = Path(__file__).parent


@pytest.mark.parametrize("size", ["1280x800", "1680x1050"])
def test_from_the_start_page_to_an_example_and_back(
    size: str, screen: Callable[[str], dict[str, str]], shots: Path
) -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "start_page.py"), size, str(shots)],
        env=screen(size),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr, done.stderr

"""A block of one design, kept and dragged into another with a real pointer."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.screen

HERE = Path(__file__).parent


@pytest.mark.parametrize("size", ["1280x800", "1680x1050"])
def test_a_block_goes_from_one_design_into_another(
    size: str, screen: Callable[[str], dict[str, str]], shots: Path
) -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "library.py"), size, str(shots)],
        env=screen(size),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr, done.stderr

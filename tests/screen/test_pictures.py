"""Walks through the window at two sizes, each with pictures kept in `shots/`."""

from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.screen


@pytest.mark.parametrize("size", ["1280x800", "1680x1050"])
@pytest.mark.parametrize("script", ["gallery", "library", "start_page"])
def test_a_walk_is_as_it_should_be(
    script: str, size: str, play: Callable[..., None], shots: Path
) -> None:
    play(script, size, size, shots)


def test_a_large_network_can_be_read(play: Callable[..., None], shots: Path) -> None:
    play("large", "1680x1050", "1680x1050", shots)

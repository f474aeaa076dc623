"""Samples are loaded in another thread, which must leave Qt's objects alone."""

import gc
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from designer.data.source import Digits, Source
from designer.ui import samples
from designer.ui.samples import Loader, Samples


@pytest.fixture
def collected(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The threads in which Python collected garbage; loading makes plenty of it."""

    def read(source: Source) -> Samples:
        for _ in range(50):
            [[] for _ in range(1_000)]
        return Samples((), 0)

    found: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        found.append(threading.get_ident())

    monkeypatch.setattr(samples, "read_samples", read)
    gc.callbacks.append(note)
    yield found
    gc.callbacks.remove(note)


def load(qtbot: QtBot, loader: Loader) -> None:
    with qtbot.waitSignal(loader.loaded):
        loader.load(Digits())


def test_garbage_is_never_collected_where_qt_does_not_live(
    qtbot: QtBot, collected: list[int]
) -> None:
    loader = Loader()
    load(qtbot, loader)
    assert set(collected) <= {threading.get_ident()}
    loader.wait()


def test_garbage_is_collected_again_afterwards(
    qtbot: QtBot, collected: list[int]
) -> None:
    loader = Loader()
    load(qtbot, loader)
    qtbot.waitUntil(gc.isenabled)


def test_a_closed_window_leaves_collecting_on(
    collected: list[int], qtbot: QtBot
) -> None:
    loader = Loader()
    loader.load(Digits())
    loader.wait()
    assert gc.isenabled()

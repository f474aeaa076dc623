"""The palette against a bare list of as many names that a proxy model filters.

Run it with the display that counts, or with QT_QPA_PLATFORM=offscreen:

    python tests/benchmarks/palette.py

Each word is typed letter by letter. A figure is the milliseconds from a key until its
results are painted: the median and the worst of all keys and of several runs, beside the
median on the bare list in the same process, and their ratio. Nothing asserts a time.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QSortFilterProxyModel, QStringListModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QWidget

from designer.layers import CATALOGUE
from designer.layers.search import Index, search
from designer.ui.document import Document
from designer.ui.palette import Palette
from designer.ui.selection import Selection
from designer.ui.theme import DARK

WORDS = (
    "conv2d",
    "GlobalAveragePooling2D",
    "attention",
    "residual connection",
    "e",
    "batch norm",
    "con2d",
    "drpout",
    "attnetion",
    "max pol",
    "no such layer",
)
RUNS = 5


def keys(word: str) -> list[str]:
    """What stands in the field after each key."""
    return [word[:length] for length in range(1, len(word) + 1)]


def timed(act: Callable[[str], object], widget: QWidget, word: str) -> list[float]:
    """Milliseconds of each key until what it does is painted."""
    found = []
    for _ in range(RUNS):
        act("")
        QApplication.processEvents()
        for text in keys(word):
            start = time.perf_counter()
            act(text)
            QApplication.processEvents()
            widget.repaint()
            found.append(1000 * (time.perf_counter() - start))
    return found


def bare_list() -> tuple[QListView, QSortFilterProxyModel]:
    """The least that shows the names in which a text stands."""
    proxy = QSortFilterProxyModel()
    proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    proxy.setSourceModel(QStringListModel(list(CATALOGUE), proxy))
    view = QListView()
    view.setModel(proxy)
    return view, proxy


def answer_alone(word: str) -> float:
    """Milliseconds of the search itself, worst of a word's keys, from nothing."""
    worst = 0.0
    for text in keys(word):
        index = Index(CATALOGUE)
        start = time.perf_counter()
        index.search(text)
        worst = max(worst, 1000 * (time.perf_counter() - start))
    return worst


def main() -> None:
    application = QApplication([])
    document = Document()
    palette = Palette(document, Selection(document), DARK)
    view, proxy = bare_list()
    for widget in (palette, view):
        widget.resize(224, 460)
        widget.show()
        QTest.qWaitForWindowExposed(widget)
    search("first")
    print(f"{len(CATALOGUE)} layers, milliseconds a key")
    heads = ("typed", "median", "worst", "search", "bare", "ratio")
    print("{:26}{:>9}{:>9}{:>9}{:>9}{:>9}".format(*heads))
    for word in WORDS:
        ours = timed(palette.search.setText, palette, word)
        bare = statistics.median(timed(proxy.setFilterFixedString, view, word))
        median = statistics.median(ours)
        print(
            f"{word:26}{median:9.2f}{max(ours):9.2f}{answer_alone(word):9.2f}"
            f"{bare:9.2f}{median / bare:8.1f}×",
            flush=True,
        )
    application.quit()


if __name__ == "__main__":
    main()

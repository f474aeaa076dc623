"""Words over the canvas take the room that they need, and go when they were read."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from designer.ui.canvas.messages import WIDEST, Remark
from designer.ui.theme import DARK, LIGHT, Theme

LONG = (
    "Between relu2 and fc2, but Conv1d needs channels × length and gets 16×8×8, which "
    "has one axis too many for it."
)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("words", ["Cut 3 wires", "In place of relu1", "Swaps with a"])
def test_few_words_take_one_line_also_after_many(
    qtbot: QtBot, theme: Theme, words: str
) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 600)
    host.show()
    remark = Remark(host)
    remark.set_theme(theme)
    remark.tell(words, QPoint(100, 100))
    alone = remark.size()
    remark.tell(LONG, QPoint(100, 100), wrong=True)
    assert remark.width() <= WIDEST
    assert remark.height() > alone.height()
    remark.tell(words, QPoint(100, 100))
    assert remark.size() == alone
    assert alone.height() < 2 * remark.fontMetrics().height() + 14
    assert alone.width() < remark.fontMetrics().horizontalAdvance(words) + 40

"""The line that says what the field in use is for."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

from designer.ui.form import Row, Words


class SettingHelp(Words):
    """Tells of one row of many, in room for the longest of what it may have to tell.

    Were the room to grow with what is told, a press on a field would move fields.
    It falls silent when the keys go elsewhere.
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()
        self._row: Row | None = None
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    def serve(self, rows: Iterable[Row]) -> None:
        """Keep room for what any of these rows may ask to be told; say nothing yet."""
        if self._rows != (rows := tuple(rows)):
            self._rows, self._row = rows, None
            self.clear()
            self.updateGeometry()

    def tell(self, row: Row) -> None:
        """Say what a row is for."""
        self._row = row
        self.setText(_told(row))

    def _follow(self, left: QWidget | None, now: QWidget | None) -> None:
        if self._row is None or now is None or self._row.isAncestorOf(now):
            return
        self._row = None
        self.clear()

    def sizeHint(self) -> QSize:
        return QSize(0, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)  # or the text that is told would count

    def heightForWidth(self, width: int) -> int:
        edges = self.contentsMargins()
        wide, high = edges.left() + edges.right(), edges.top() + edges.bottom()
        room, flag = QRect(0, 0, width - wide, 10_000), Qt.TextFlag.TextWordWrap
        measure = self.fontMetrics().boundingRect
        heights = [measure(room, flag, _told(row)).height() for row in self._rows]
        return max(heights, default=-high) + high


def _told(row: Row) -> str:
    return f"{row.name}: {row.help}"

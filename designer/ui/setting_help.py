"""The line that says what the field in use is for."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt

from designer.ui.form import Row, Words


class SettingHelp(Words):
    """Tells of one row of many, in room for the longest of what it may have to tell.

    Were the room to grow with what is told, a press on a field would move fields.
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()

    def serve(self, rows: Iterable[Row]) -> None:
        """Keep room for what any of these rows may ask to be told; say nothing yet."""
        self._rows = tuple(rows)
        self.clear()
        self.updateGeometry()

    def tell(self, row: Row) -> None:
        """Say what a row is for."""
        self.setText(_told(row))

    def sizeHint(self) -> QSize:
        return QSize(0, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)  # or the text that is told would count

    def heightForWidth(self, width: int) -> int:
        room, flag = QRect(0, 0, width, 10_000), Qt.TextFlag.TextWordWrap
        measure = self.fontMetrics().boundingRect
        heights = [measure(room, flag, _told(row)).height() for row in self._rows]
        return max(heights, default=0)


def _told(row: Row) -> str:
    return f"{row.name}: {row.help}"

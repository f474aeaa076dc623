"""What the colours on the canvas mean, in its lower left corner."""

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from designer.ui.canvas import Canvas
from designer.ui.costs.heat import OFF, Heat

MARGIN, PADDING, GAP = 12, 10, 8
BAR = QSize(90, 8)


class Legend(QWidget):
    """The least and the most around a bar of all colours; hidden while there are none."""

    def __init__(self, canvas: Canvas, heat: Heat) -> None:
        super().__init__(canvas)
        self.heat = heat
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        canvas.installEventFilter(self)
        heat.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say what is coloured by now."""
        title = self.heat.measure.title
        low, high = self._words()
        self.setAccessibleName(f"Coloured by {title}: {low} to {high}")
        self.setVisible(self.heat.mode != OFF)
        self.resize(self.sizeHint())
        self._place()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.resize(self.sizeHint())
            self._place()
        return False

    def sizeHint(self) -> QSize:
        return QSize(self._width(self._words()), self.fontMetrics().height() + 2 * 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.heat.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.window))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, 6, 6)
        low, high = self._words()
        painter.setPen(QColor(theme.muted))
        side = Qt.AlignmentFlag.AlignVCenter
        room = self.rect().adjusted(PADDING, 0, -PADDING, 0)
        painter.drawText(room, side | Qt.AlignmentFlag.AlignLeft, low)
        painter.drawText(room, side | Qt.AlignmentFlag.AlignRight, high)
        left = PADDING + GAP + self.fontMetrics().horizontalAdvance(low)
        bar = QRectF(left, (self.height() - BAR.height()) / 2, *BAR.toTuple())
        look = self.heat.canvas.stage.look
        colours = QLinearGradient(bar.topLeft(), bar.topRight())
        for step in range(6):
            colours.setColorAt(step / 5, look.warm(step / 5).color())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours)
        painter.drawRoundedRect(bar, 4, 4)

    def _words(self) -> tuple[str, str]:
        """What stands before the bar, and behind it: how it is drawn too, if that fits."""
        measure, ends = self.heat.measure, self.heat.ends
        if ends is None:
            return "none", f"some {measure.title}"
        low, high = map(measure.written, ends)
        whole = (low, f"{high} {measure.noun}, logarithmic")
        room = self.parentWidget().width() - 2 * MARGIN
        return whole if self._width(whole) <= room else (low, f"{high} {measure.noun}")

    def _width(self, words: tuple[str, str]) -> int:
        shown = sum(map(self.fontMetrics().horizontalAdvance, words))
        return shown + BAR.width() + 2 * (PADDING + GAP)

    def _place(self) -> None:
        canvas = self.parentWidget()
        self.move(MARGIN, canvas.height() - self.height() - MARGIN)
        self.raise_()

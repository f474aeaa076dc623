"""The whole graph in a corner of the canvas, and what part of it is seen.

It is painted from what the overview keeps, into a picture that is made anew a few times
a second at most; moving the view only moves a rectangle over that.
"""

from PySide6.QtCore import (
    QEvent,
    QObject,
    QPointF,
    QRectF,
    QSettings,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from designer.ui.canvas.display import Display
from designer.ui.canvas.navigation import NOTCH, STEP
from designer.ui.theme import Theme

LARGEST = QSize(216, 144)
SHARE = 3.5
"""The canvas is so many times as large, at least."""

INSET, PADDING, CORNER = 12, 8, 8
PATIENCE = 250
"""Milliseconds between two pictures."""

FEW = 500
"""Beyond so many nodes smooth lines would take long, and none could tell."""

KEY = "minimap"
STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Minimap(QWidget):
    """Seen while part of the graph is out of view, unless a person does not want it.

    A click or a drag moves the view there, the wheel zooms it, and so do arrows, + and -.
    `jumped` says that the view is about to be moved.
    """

    jumped = Signal()

    def __init__(self, canvas: Display, settings: QSettings, theme: Theme) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.settings = settings
        self.theme = theme
        self.setAccessibleName("Minimap")
        self.setToolTip("The whole network. Click to go there.")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._picture = QPixmap()
        self._area = QRectF()
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(PATIENCE)
        self._clock.timeout.connect(self._make)
        document = canvas.document
        for signal in (
            canvas.stage.redrawn,
            document.opened,
            document.moved,
        ):
            signal.connect(self.renew)
        for bar in (canvas.horizontalScrollBar(), canvas.verticalScrollBar()):
            bar.valueChanged.connect(self._follow_view)
        canvas.zoomed.connect(self._follow_view)
        canvas.installEventFilter(self)
        self.hide()

    @property
    def is_wanted(self) -> bool:
        """Whether it may be seen at all; remembered."""
        return str(self.settings.value(KEY, "true")) == "true"

    def want(self, wanted: bool) -> None:
        """Let it be seen when it is of use, or never."""
        self.settings.setValue(KEY, "true" if wanted else "false")
        self._make()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self.renew()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.canvas and event.type() in (
            QEvent.Type.Resize,
            QEvent.Type.Show,
        ):
            self.renew()
            self._follow_view()
        return False

    # The picture

    def renew(self) -> None:
        """Be painted anew soon: the scene looks different now."""
        if not self._clock.isActive():
            self._clock.start()

    def _make(self) -> None:
        """Paint the graph as it is now, if it is to be seen."""
        stage = self.canvas.stage
        self._area = stage.overview.bounds(stage)
        self._follow_view()
        if self.isHidden() or self._area.isEmpty():
            return
        room = (self.canvas.size() / SHARE).boundedTo(LARGEST)
        room -= QSize(2 * PADDING, 2 * PADDING)
        size = self._area.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        size = QSize(max(round(size.width()), 8), max(round(size.height()), 8))
        ratio = self.devicePixelRatioF()
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        few = len(stage.nodes) < FEW
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, few)
        scale = size.width() / self._area.width()
        painter.scale(scale, size.height() / self._area.height())
        painter.translate(-self._area.topLeft())
        stage.overview.paint(painter, stage, titles=False)
        painter.end()
        self._picture = picture
        self.setFixedSize(size + QSize(2 * PADDING, 2 * PADDING))
        self._place()
        self.update()

    def _follow_view(self) -> None:
        seen = self._seen()
        out = not self._area.isEmpty() and not seen.contains(self._area)
        shown = self.is_wanted and out
        if shown == self.isHidden():
            self.setVisible(shown)
            if shown:
                self._place()
                self.raise_()
                self.renew()
        self.update()

    def _place(self) -> None:
        canvas = self.canvas
        self.move(
            canvas.width() - self.width() - INSET,
            canvas.height() - self.height() - INSET,
        )

    def _seen(self) -> QRectF:
        canvas = self.canvas
        return canvas.mapToScene(canvas.viewport().rect()).boundingRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(self.theme.window)
        ground.setAlpha(232)
        edge = self.theme.accent if self.hasFocus() else self.theme.border
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(ground)
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(whole, CORNER, CORNER)
        painter.drawPixmap(PADDING, PADDING, self._picture)
        if self._area.isEmpty():
            return
        view = self._on_map(self._seen()) & whole.adjusted(2, 2, -2, -2)
        fill = QColor(self.theme.accent)
        fill.setAlpha(48)
        painter.setPen(QPen(QColor(self.theme.accent), 2))
        painter.setBrush(fill)
        painter.drawRoundedRect(view, 3, 3)

    def _on_map(self, rect: QRectF) -> QRectF:
        scale = (self.width() - 2 * PADDING) / self._area.width()
        corner = (rect.topLeft() - self._area.topLeft()) * scale
        corner += QPointF(PADDING, PADDING)
        return QRectF(corner, rect.size() * scale)

    # Leading there

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.jumped.emit()
            self._lead(event)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._lead(event)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _lead(self, event: QMouseEvent) -> None:
        if not self._area.isEmpty():
            scale = self._area.width() / (self.width() - 2 * PADDING)
            way = event.position() - QPointF(PADDING, PADDING)
            self.canvas.centerOn(self._area.topLeft() + way * scale)

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / NOTCH
        self.canvas.set_zoom(self.canvas.zoom * STEP**notches)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in STEPS:
            right, down = STEPS[Qt.Key(event.key())]
            seen = self._seen()
            step = QPointF(right * seen.width(), down * seen.height()) / 4
            self.canvas.centerOn(seen.center() + step)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.canvas.zoom_in()
        elif event.key() == Qt.Key.Key_Minus:
            self.canvas.zoom_out()
        else:
            super().keyPressEvent(event)

"""A wire on the canvas, and the shape of the tensor that it carries.

The wire is painted by Qt alone, for a paint method in Python on every wire would cost
more than the curve; its label is an item of its own that paints prepared text. Most
wires of a large graph are never seen near enough to be read, and so have none.
"""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPathItem,
    QStyleOptionGraphicsItem,
    QWidget,
)

from designer.graph import Wire
from designer.layers import Tensor
from designer.ui.canvas.look import LABEL_ZOOM, Look
from designer.ui.canvas.path import Route

WIRE_LEVEL = -2.0
LABEL_LEVEL = -1.0
TIGHT_LEVEL = 1.0
"""A label without room between two nodes stands before them, to be read at all."""


class WireItem(QGraphicsPathItem):
    """One wire. The scene tells it what to show; it decides nothing."""

    def __init__(self, wire: Wire, look: Look) -> None:
        super().__init__()
        self.wire = wire
        self.look = look
        self.tensor: Tensor | None = None
        self.broken = False
        self.highlighted = False
        self.hovered = False
        self.inner = False
        self.doomed = False
        self._label: ShapeLabel | None = None
        self._route = Route(QPainterPath(), QPointF(), 0)
        self.setZValue(WIRE_LEVEL)
        self.setPen(look.wires["plain"])

    @property
    def route(self) -> Route:
        """Where it runs, in the scene."""
        if not self.pos().isNull():
            self.set_route(self._route.shifted(self.pos()))
        return self._route

    def lines(self) -> list[QLineF]:
        """Where it runs, as it is seen from far away."""
        away = self.pos()
        if away.isNull():
            return self._route.lines()
        return [line.translated(away) for line in self._route.lines()]

    def path(self) -> QPainterPath:
        """Where it runs, in the scene, wherever the item itself stands."""
        return self.route.path

    @property
    def help(self) -> str:
        """What hovering over the wire says."""
        carried = f"{self.tensor} {self.tensor.dtype}" if self.tensor else "unknown"
        return f"{self.wire}: {carried}"

    @property
    def label(self) -> "ShapeLabel":
        """The shape on the wire; made when it is first asked for."""
        if self._label is None:
            self._label = label = ShapeLabel(self, self.look)
            label.set_text(self._text, self.look)
            label.set_place(self.route.label, self.route.room)
            label.setVisible(self.isVisible())
            label.setOpacity(self.opacity())
            if self.scene():
                self.scene().addItem(label)
        return self._label

    @property
    def parts(self) -> "tuple[WireItem | ShapeLabel, ...]":
        """Itself, and its label if it has one yet."""
        return (self,) if self._label is None else (self, self._label)

    def set_route(self, route: Route) -> None:
        """Follow the nodes at both ends."""
        self._route = route
        self.setPos(0, 0)
        self.setPath(route.path)
        if self._label:
            self._label.set_place(route.label, route.room)

    def shift(self, x: float, y: float) -> None:
        """Follow the nodes at both ends, which have moved alike."""
        self.moveBy(x, y)  # a new path would cost more
        if self._label:
            self._label.moveBy(x, y)

    def set_look(self, look: Look) -> None:
        """Show in other colours."""
        self.look = look
        if self._label:
            self._label.set_text(self._text, look)
        self._set_pen()

    def set_tensor(self, tensor: Tensor | None, broken: bool) -> None:
        """Show what the wire carries, and whether it ends at a mistake."""
        if tensor != self.tensor:
            self.tensor = tensor
            if self._label:
                self._label.set_text(self._text, self.look)
        if broken != self.broken:
            self.broken = broken
            self._set_pen()

    def set_highlighted(self, highlighted: bool) -> None:
        """Show whether the wire is selected."""
        if highlighted != self.highlighted:
            self.highlighted = highlighted
            self._set_pen()

    def set_hovered(self, hovered: bool) -> None:
        """Show whether the pointer is on the wire, or would insert a layer in it."""
        if hovered != self.hovered:
            self.hovered = hovered
            self._set_pen()

    def set_inner(self, inner: bool) -> None:
        """Show whether both its ends are selected."""
        if inner != self.inner:
            self.inner = inner
            self._set_pen()

    def set_doomed(self, doomed: bool) -> None:
        """Show whether the wire is about to be cut."""
        if doomed != self.doomed:
            self.doomed = doomed
            self._set_pen()

    def set_shown(self, shown: bool) -> None:
        """Hide the wire while its end is held by the pointer."""
        for part in self.parts:
            part.setVisible(shown)

    def is_near(self, place: QPointF, distance: float) -> bool:
        """Whether a place in the scene is on the wire, or as near as that."""
        stroker = QPainterPathStroker()
        stroker.setWidth(2 * distance)
        return stroker.createStroke(self.path()).contains(place)

    @property
    def _text(self) -> str:
        return str(self.tensor) if self.tensor else "?"

    def _set_pen(self) -> None:
        states = {
            "doomed": self.doomed,
            "selected": self.highlighted,
            "hovered": self.hovered,
            "error": self.broken,
            "inner": self.inner,
            "plain": True,
        }
        self.setPen(self.look.wires[next(name for name, on in states.items() if on)])


class ShapeLabel(QGraphicsItem):
    """The shape on a wire, with a backdrop against the grid and other wires."""

    def __init__(self, owner: WireItem, look: Look) -> None:
        super().__init__()
        self.owner = owner
        self.look = look
        self._shape = look.shape("")
        self._room = 0.0
        self.setZValue(LABEL_LEVEL)

    @property
    def text(self) -> str:
        """The shape in words."""
        return self._shape.text

    def set_text(self, text: str, look: Look) -> None:
        """Show another shape."""
        self.prepareGeometryChange()
        self.look = look
        self._shape = look.shape(text)
        self._set_level()
        self.update()

    def set_place(self, middle: QPointF, room: float) -> None:
        """Stand there, with so much room from left to right."""
        self.setPos(middle)
        self._room = room
        self._set_level()

    def covers(self, place: QPointF) -> bool:
        """Whether a place in the scene is on the label."""
        return self._shape.bounds.contains(place - self.pos())

    def boundingRect(self) -> QRectF:
        return self._shape.bounds

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        if zoom < LABEL_ZOOM:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.backdrop)
        bounds = self._shape.bounds
        painter.drawRoundedRect(bounds, 3, 3)
        painter.setPen(self.look.muted)
        painter.setFont(self.look.shape_font)
        painter.drawStaticText(bounds.topLeft() + QPointF(3, 0), self._shape.prepared)

    def _set_level(self) -> None:
        tight = self._room < self._shape.bounds.width()
        self.setZValue(TIGHT_LEVEL if tight else LABEL_LEVEL)

"""How what differs stands out: one colour for each kind of change."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QColor, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from designer.graph.diff import Kind, NodeChange, Part
from designer.graph.wiring import Wire
from designer.ui.theme import Theme

KINDS: tuple[Kind, ...] = ("added", "removed", "changed", "moved")
AROUND = 5.0
CORNER = 12.0
TINT = 36
"""Of 255: a card is still read under it."""


def colour_of(kind: Kind, theme: Theme) -> str:
    """The colour of a kind of change."""
    return {
        "added": theme.good,
        "removed": theme.error,
        "changed": theme.warning,
        "moved": theme.accent,
    }.get(kind, theme.muted)


def node_mark(card: QRectF, kind: Kind, theme: Theme) -> QGraphicsPathItem:
    """A frame around a card, in scene units, with a tint over it."""
    path = QPainterPath()
    path.addRoundedRect(card.adjusted(-AROUND, -AROUND, AROUND, AROUND), CORNER, CORNER)
    mark = QGraphicsPathItem(path)
    colour = QColor(colour_of(kind, theme))
    mark.setPen(QPen(colour, 2))
    colour.setAlpha(TINT if kind != "moved" else 0)
    mark.setBrush(QBrush(colour))
    return mark


def wire_mark(wire: QPainterPath, kind: Kind, theme: Theme) -> QGraphicsPathItem:
    """A thick line along a wire."""
    mark = QGraphicsPathItem(wire)
    mark.setPen(QPen(QColor(colour_of(kind, theme)), 3))
    return mark


def marked_nodes(
    part: Part, side: str, kinds: frozenset[Kind]
) -> Iterator[tuple[str, NodeChange]]:
    """The nodes to mark in the design "before" or "after", by their names there."""
    for change in part.nodes:
        node = change.before if side == "before" else change.after
        if node is not None and change.kind in kinds:
            yield node.name, change


def marked_wires(part: Part, side: str, kinds: frozenset[Kind]) -> tuple[Wire, ...]:
    """The wires to mark in the design "before" or "after"."""
    kind, wires = (
        ("removed", part.removed) if side == "before" else ("added", part.added)
    )
    return wires if kind in kinds else ()

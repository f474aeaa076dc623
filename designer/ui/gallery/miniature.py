"""A small picture of a design: a square for a layer, a curve for a wire.

`miniature` works out what to draw, as a value; `paint` draws it in a theme's colours.
A design too long to be read at that size is told shorter: small layers go with the
layer before them, equal neighbours become one stack, the rest of the middle three dots.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from designer.graph import Design
from designer.graph.ends import is_apart
from designer.layers import Layer
from designer.ui.style import blend
from designer.ui.theme import Theme

COLUMNS = 14
"""How many squares can stand side by side and still be told apart."""

SMALL = {"Activation", "Normalization", "Dropout"}
"""Families that a person thinks of as part of the layer before them."""

SIDE, ACROSS, DOWN = 18.0, 32.0, 29.0
"""A square and the distance between two, in pixels, where there is room for them."""

STACKED = ((0.26, 0.4), (0.13, 0.65))
"""The squares behind a repeated one: how far away in sides, and how strong."""

Place = tuple[int, float]
"""A column from the left and a row, from the middle down."""


@dataclass(frozen=True)
class Square:
    """A layer in the picture, or several; without one, what is left out."""

    place: Place
    layer: Layer | None
    repeated: bool = False


@dataclass(frozen=True)
class Miniature:
    """Squares, and the places that each wire passes from its first to its last."""

    squares: tuple[Square, ...] = ()
    wires: tuple[tuple[Place, ...], ...] = ()

    @property
    def columns(self) -> int:
        """How many squares stand side by side."""
        return 1 + max((square.place[0] for square in self.squares), default=0)

    @property
    def rows(self) -> float:
        """How many squares and wires stand one below the other."""
        places = [place for wire in self.wires for place in wire]
        places += [square.place for square in self.squares]
        return 1 + 2 * max((abs(row) for _, row in places), default=0)


def miniature(design: Design) -> Miniature:
    """What to draw of a design."""
    plan = _Plan(design)
    plan.shorten()
    return plan.laid_out()


class _Plan:
    """The nodes to draw and the wires between them, by name."""

    def __init__(self, design: Design) -> None:
        graph = design.graph
        self.layers: dict[str, Layer | None] = {}
        self.repeated: set[str] = set()
        self.wiring = nx.DiGraph()
        for name in graph.order:
            if not is_apart(graph, name):
                layer = graph.nodes[name].layer
                self.layers[name] = layer
                self.wiring.add_node(name)
                if getattr(layer, "repeat", 1) != 1:
                    self.repeated.add(name)
                for wire in graph.wires_into(name).values():
                    self.wiring.add_edge(wire.source, name)

    def shorten(self) -> None:
        """Leave out what keeps the picture from being read."""
        if self._length() > COLUMNS:
            self._join(lambda _, name: self._family(name) in SMALL)
        if self._length() > COLUMNS:
            self.repeated |= self._join(self._are_alike)
        if self._length() > COLUMNS:
            self._leave_out_middle()

    def laid_out(self) -> Miniature:
        """Each node in the column after the last one that it depends on."""
        column = self._columns()
        rows, passed = self._rows(column)
        squares = tuple(
            Square(
                (column[name], rows[name, column[name]]), layer, name in self.repeated
            )
            for name, layer in self.layers.items()
            if name in column
        )
        wires = tuple(
            tuple((at, rows[name, at]) for name, at in passed[source, target])
            for source, target in self.wiring.edges
        )
        return Miniature(squares, wires)

    def _length(self) -> int:
        return int(nx.dag_longest_path_length(self.wiring)) + 1

    def _family(self, name: str) -> str:
        layer = self.layers[name]
        return layer.family if layer else ""

    def _are_alike(self, before: str, name: str) -> bool:
        return self._family(before) == self._family(name) != "Input & output"

    def _join(self, goes_with: Callable[[str, str], bool]) -> set[str]:
        """Draw nodes as one with the node before them; gives those that stand for more.

        Only along a chain, so that every branch is still seen.
        """
        grown = set()
        for name in list(nx.topological_sort(self.wiring)):
            for before in list(self.wiring.pred[name]):
                alone = len(self.wiring.pred[name]) == len(self.wiring.adj[before]) == 1
                if alone and goes_with(before, name):
                    after = list(self.wiring.adj[name])
                    self.wiring.remove_node(name)
                    self.wiring.add_edges_from((before, each) for each in after)
                    grown.add(before)
        return grown

    def _leave_out_middle(self) -> None:
        """Draw three dots for what stands between the first and the last columns."""
        column = self._columns()
        first, last = COLUMNS // 2, max(column.values()) - COLUMNS // 2 + 2
        gone = [name for name, at in column.items() if first <= at < last]
        before = {each for name in gone for each in self.wiring.pred[name]}
        after = {each for name in gone for each in self.wiring.adj[name]}
        self.wiring.remove_nodes_from(gone)
        self.layers[""] = None
        self.wiring.add_edges_from((each, "") for each in sorted(before - {*gone}))
        self.wiring.add_edges_from(("", each) for each in sorted(after - {*gone}))

    def _columns(self) -> dict[str, int]:
        column = {
            name: at
            for at, names in enumerate(nx.topological_generations(self.wiring))
            for name in names
        }
        for name in list(column):  # what feeds a later layer only stands next to it
            if not self.wiring.pred[name] and self.wiring.adj[name]:
                column[name] = min(column[each] for each in self.wiring.adj[name]) - 1
        return column

    def _rows(
        self, column: Mapping[str, int]
    ) -> tuple[dict[tuple[str, int], float], dict[tuple[str, str], list]]:
        """Rows of nodes and of wires that pass, by name and column; and what passes.

        Wires that leave a node together pass by on one lane. In a column, each stands
        as high as what it comes from does on average, as in `graph.layout.arrange`.
        """
        stacks: list[list[tuple[str, int]]] = [
            [] for _ in range(max(column.values(), default=-1) + 1)
        ]
        for name, at in column.items():
            stacks[at].append((name, at))
        before: dict[tuple[str, int], list[tuple[str, int]]] = {}
        passed = {}
        for source, target in self.wiring.edges:
            ends = (column[source], column[target])
            way = [(source, at) for at in range(*ends)] + [(target, ends[1])]
            passed[source, target] = way
            for left, right in pairwise(way):
                if right not in stacks[right[1]]:
                    stacks[right[1]].append(right)
                before.setdefault(right, []).append(left)
        rows: dict[tuple[str, int], float] = {}
        for stack in stacks:
            height = {
                each: _mean([rows[left] for left in before.get(each, [])])
                for each in stack
            }
            for place, each in enumerate(sorted(stack, key=height.__getitem__)):
                rows[each] = place - (len(stack) - 1) / 2
        return rows, passed


def _mean(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0


def paint(painter: QPainter, area: QRectF, drawn: Miniature, theme: Theme) -> None:
    """Draw a miniature in the middle of an area, as large as it fits."""
    across = min(ACROSS, area.width() / max(drawn.columns, 1))
    down = min(DOWN, area.height() / drawn.rows)
    side = min(SIDE, across * 0.68, down * 0.7)
    left = area.center().x() - (drawn.columns - 1) / 2 * across

    def at(place: Place) -> QPointF:
        return QPointF(left + place[0] * across, area.center().y() + place[1] * down)

    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.wire), 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for wire in drawn.wires:
        painter.drawPath(_curve([at(place) for place in wire]))
    for square in drawn.squares:
        _paint_square(painter, at(square.place), side, square, theme)
    painter.restore()


def _curve(points: list[QPointF]) -> QPainterPath:
    """A curve through points, level at its ends and without steps in between."""
    path = QPainterPath(points[0])
    slopes = [0.0, *map(_slope, points, points[1:], points[2:]), 0.0]
    for (start, leaving), (end, arriving) in pairwise(zip(points, slopes, strict=True)):
        reach = (end.x() - start.x()) * 0.45
        path.cubicTo(
            start + QPointF(reach, leaving * reach),
            end - QPointF(reach, arriving * reach),
            end,
        )
    return path


def _slope(before: QPointF, here: QPointF, after: QPointF) -> float:
    """How steep a curve is at a point; level where it turns back."""
    if (here.y() - before.y()) * (after.y() - here.y()) <= 0:
        return 0.0
    return (after.y() - before.y()) / (after.x() - before.x())


def _paint_square(
    painter: QPainter, middle: QPointF, side: float, square: Square, theme: Theme
) -> None:
    if square.layer is None:
        _paint_dots(painter, middle, side, theme)
        return
    colour = theme.family(square.layer)
    edge = colour if theme.is_dark else QColor(colour).darker(115).name()
    rect = QRectF(0, 0, round(side), round(side))
    rect.moveCenter(QPointF(round(middle.x()), round(middle.y())))
    behind = STACKED if square.repeated else ()
    radius = side * 0.2
    for far, strength in behind:
        painter.setPen(QPen(QColor(theme.canvas), 1))
        painter.setBrush(QColor(blend(colour, theme.canvas, strength)))
        painter.drawRoundedRect(
            rect.translated(far * side, -far * side), radius, radius
        )
    painter.setPen(QPen(QColor(theme.canvas if behind else edge), 1))
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(rect, radius, radius)


def _paint_dots(painter: QPainter, middle: QPointF, side: float, theme: Theme) -> None:
    rect = QRectF(0, 0, side, side)
    rect.moveCenter(middle)
    painter.fillRect(rect, QColor(theme.canvas))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.muted))
    for step in (-1, 0, 1):
        dot = QPointF(middle.x() + step * side * 0.35, middle.y())
        painter.drawEllipse(dot, side * 0.1, side * 0.1)

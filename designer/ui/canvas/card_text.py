"""The words on a card, prepared once so that painting them is fast.

What is too long for a card gets a smaller font, and then … at its end.
"""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText

from designer.ui.canvas.card import Card, Side
from designer.ui.canvas.look import ICON, Look
from designer.ui.theme import NODE_WIDTH

TEXT_LEFT = 17.0
TEXT_ROOM = NODE_WIDTH - TEXT_LEFT - 5
PORT_ROOM = 7.0
"""What the ring of an output at the right takes of the line of detail beside it."""

ICON_ROOM = ICON + 12
SMALLEST_TITLE = 11
"""Pixels of a title's font: what is longer still ends with …, and is told whole."""

PORTS_LEFT = TEXT_LEFT - 4
PORTS_ROOM = NODE_WIDTH - 2 * PORTS_LEFT
PORTS_GAP = 10.0
"""Between two names on one line."""

PORT_NAME = 7.0
"""Between a port at the top or at the bottom and its name."""

PILL_PADDING = 6.0
PILL_RIGHT = 9.0
"""Between the pill and the right edge, which the output's port needs."""

PILL_ROOM = 64.0
"""At most, so that the title keeps its own."""

LINK_ROOM = 16.0

LARGE, LEAST_LARGE = 25, 17
"""Pixels of the font of a title that is read from far away."""

LARGE_LEFT = 34.0

PortName = tuple[QPointF, QStaticText, str]
"""Where a port's name stands, itself, and how it is drawn: as "gone", "spare" or ""."""


class CardText:
    """A card's title, its line of detail and the names of its ports."""

    def __init__(self, card: Card, look: Look) -> None:
        self.pill = _elided(card.repeats, look.shape_font, PILL_ROOM)
        self.pill_width = 0.0
        if card.repeats:
            shown = QFontMetricsF(look.shape_font).horizontalAdvance(self.pill.text())
            self.pill_width = shown + 2 * PILL_PADDING
        room = TEXT_ROOM - (self.pill_width + 6 if card.repeats else 0)
        self.title_font = _fitting(card.title, look.title_font, room)
        self.title = _elided(card.title, self.title_font, room)
        self.title_drop = QFontMetricsF(look.title_font).ascent() - (
            QFontMetricsF(self.title_font).ascent()
        )
        width = QFontMetricsF(self.title_font).horizontalAdvance(card.title)
        self.has_icon = not card.repeats and width <= TEXT_ROOM - ICON_ROOM
        self.detail_left = TEXT_LEFT + (LINK_ROOM if card.has_link else 0)
        room = TEXT_LEFT + TEXT_ROOM - self.detail_left
        if card.outputs and card.flow == "right" and not card.labelled:
            room -= PORT_ROOM
        self.detail = _elided(card.detail, look.detail_font, room)
        self.ports = _port_names(card, look.shape_font) if card.labelled else []


class LargeTitle:
    """A card's title alone, as large as the card, and where it stands there."""

    def __init__(self, card: Card, look: Look) -> None:
        font = QFont(look.title_font)
        font.setPixelSize(LARGE)
        room = NODE_WIDTH - LARGE_LEFT - 6
        self.font = _fitting(card.title, font, room, LEAST_LARGE)
        self.text = _elided(card.title, self.font, room)
        height = QFontMetricsF(self.font).height()
        self.place = QPointF(LARGE_LEFT, (card.height - height) / 2)


def _fitting(
    title: str, font: QFont, room: float, smallest: int = SMALLEST_TITLE
) -> QFont:
    """The font, as much smaller as a title needs to fit."""
    made = QFont(font)
    while (
        made.pixelSize() > smallest
        and QFontMetricsF(made).horizontalAdvance(title) > room
    ):
        made.setPixelSize(made.pixelSize() - 1)
    return made


def _port_names(card: Card, font: QFont) -> list[PortName]:
    """Each with its place, and whether its port is free and may stay so."""
    metrics = QFontMetricsF(font)
    made = []
    for (side, name), at in card.places.items():
        place, shown = (_under if card.flow == "down" else _beside)(
            card, (side, name), at, metrics
        )
        is_spare = side == "input" and name in card.spare
        is_gone = (side, name) in card.gone
        made.append((place, _plain(shown), "gone" if is_gone else "spare" * is_spare))
    return made


def _beside(
    card: Card, port: tuple[Side, str], at: QPointF, metrics: QFontMetricsF
) -> tuple[QPointF, str]:
    """Where the name of a port at the left or right stands, and what there is room for."""
    side, name = port
    other = next(
        (
            n
            for (s, n), place in card.places.items()
            if s != side and place.y() == at.y()
        ),
        "",
    )
    room = _room(metrics.horizontalAdvance(other))
    shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
    left = PORTS_LEFT
    if side == "output":
        left = NODE_WIDTH - PORTS_LEFT - metrics.horizontalAdvance(shown)
    return QPointF(left, at.y() - metrics.height() / 2), shown


def _under(
    card: Card, port: tuple[Side, str], at: QPointF, metrics: QFontMetricsF
) -> tuple[QPointF, str]:
    """Where the name of a port at the top or bottom stands, and what there is room for."""
    side, name = port
    count = len(card.inputs if side == "input" else card.outputs)
    room = card.port_room(count) - 4
    shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
    y = PORT_NAME if side == "input" else card.height - PORT_NAME - metrics.height()
    return QPointF(at.x() - metrics.horizontalAdvance(shown) / 2, y), shown


def _room(other: float) -> float:
    """The room for a port's name beside another of that width: at least half of it."""
    shared = PORTS_ROOM - PORTS_GAP if other else PORTS_ROOM
    return shared - min(other, shared / 2)


def _elided(text: str, font: QFont, room: float) -> QStaticText:
    """Prepared text on one line, with … where it is too long for its room."""
    metrics = QFontMetricsF(font)
    return _plain(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))


def _plain(text: str) -> QStaticText:
    prepared = QStaticText(text)
    prepared.setTextFormat(Qt.TextFormat.PlainText)
    return prepared

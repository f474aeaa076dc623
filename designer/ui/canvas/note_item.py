"""A note on the canvas: wrapped text on a soft ground, edited in place."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QTextCursor
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsTextItem,
    QStyleOptionGraphicsItem,
    QWidget,
)

from designer.layers import Note
from designer.ui.canvas.card import Card
from designer.ui.canvas.look import TEXT_ZOOM, Look

NOTE_WIDTH = 232.0
PADDING = 8.0
NOTE_LEVEL = -3.0


class NoteItem(QGraphicsItem):
    """One note. `written` is called with its name and text when an edit ends."""

    def __init__(
        self, card: Card, look: Look, written: Callable[[str, str], None]
    ) -> None:
        super().__init__()
        self.highlighted = False
        self.editing = False
        self.written = written
        self._rect = QRectF()
        self._text = _NoteText(self)
        self._text.setPos(PADDING, PADDING)
        self._text.setTextWidth(NOTE_WIDTH - 2 * PADDING)
        self.setZValue(NOTE_LEVEL)
        self.set_card(card, look)

    @property
    def name(self) -> str:
        """The note's name."""
        return self.card.name

    @property
    def card_rect(self) -> QRectF:
        """The note in scene units."""
        return self._rect.translated(self.pos())

    def set_card(self, card: Card, look: Look) -> None:
        """Show another text."""
        assert isinstance(card.layer, Note)
        self.card = card
        self.look = look
        self._text.setFont(look.note_font)
        self._text.setDefaultTextColor(look.text.color())
        if not self.editing:
            self._text.setPlainText(card.layer.text)
        self.measure()

    def set_highlighted(self, highlighted: bool) -> None:
        """Show whether the note is selected."""
        if highlighted != self.highlighted:
            self.highlighted = highlighted
            self.update()

    def edit(self) -> None:
        """Let the person write, with all of the text selected."""
        self.editing = True
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextEditorInteraction)
        self._text.setFocus(Qt.FocusReason.MouseFocusReason)
        cursor = self._text.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        self._text.setTextCursor(cursor)

    def end_edit(self, keep: bool = True) -> None:
        """Take what was written; or, where the note is gone, forget it."""
        if not self.editing:
            return
        self.editing = False
        written = self._text.toPlainText()
        self._text.setTextInteractionFlags(_LOCKED)
        self._text.setPlainText(self.card.layer.text)
        self._text.clearFocus()
        self.measure()
        if keep:
            self.written(self.name, written)

    def measure(self) -> None:
        """Be as tall as the text."""
        self.prepareGeometryChange()
        height = self._text.document().size().height()
        self._rect = QRectF(0, 0, NOTE_WIDTH, height + 2 * PADDING)
        self.update()

    def boundingRect(self) -> QRectF:
        return self._rect.adjusted(-2, -2, 2, 2)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        painter.setPen(self.look.selected if self.highlighted else self.look.note_edge)
        painter.setBrush(self.look.note)
        painter.drawRoundedRect(self._rect, 6, 6)


class _NoteText(QGraphicsTextItem):
    """The text of a note. It ends its edit when it loses the focus."""

    def __init__(self, note: NoteItem) -> None:
        super().__init__(note)
        self.note = note
        self.setTextInteractionFlags(_LOCKED)
        self.document().contentsChanged.connect(self._grow)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        if zoom >= TEXT_ZOOM:
            super().paint(painter, option, widget)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.note.end_edit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        with_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape or (is_enter and with_control):
            self.note.end_edit()
        else:
            super().keyPressEvent(event)

    def _grow(self) -> None:
        if self.note.editing:
            self.note.measure()


_LOCKED = Qt.TextInteractionFlag.NoTextInteraction

"""A page of help as it is read: Markdown, laid out and coloured in a theme."""

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCellFormat,
)
from PySide6.QtWidgets import QTextBrowser

from designer.layers import CATALOGUE
from designer.layers.page import page
from designer.ui.code.highlight import PythonHighlighter
from designer.ui.icons import family_icon_name, picture
from designer.ui.style import blend
from designer.ui.theme import Theme, monospace

SCHEME, ICON_SCHEME = "layer", "icon"
ICON = 24
MARGIN = 24
Heights = QTextBlockFormat.LineHeightTypes
LINE_HEIGHT = (128.0, Heights.ProportionalHeight.value)
NO_HEIGHT = (1.0, Heights.FixedHeight.value)
"""Of the empty lines that are left around a frame."""

READING = 2500
"""Milliseconds after which a page counts as read."""

LARGER = {1: 6, 2: 1}
"""Points by which headings are larger than text, by level."""

Property = QTextFormat.Property


class PageView(QTextBrowser):
    """Shows the page of a layer, and goes back to those read before.

    A page at which somebody only glanced, while going through a list, is none of them.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._follow)
        self.setAccessibleName("Page")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(MARGIN)
        self._highlighter = _CodeHighlighter(self.document(), theme)
        self.sourceChanged.connect(self._lay_out)
        self._is_glance = False
        self.stay = QTimer(self)
        self.stay.setSingleShot(True)
        self.stay.setInterval(READING)
        self.stay.timeout.connect(self.keep)

    @property
    def name(self) -> str:
        """The layer whose page is shown; empty at first."""
        return self.source().path()

    def show_layer(self, name: str, glance: bool = False) -> None:
        """Show a layer's page; at a glance if it may not be the one that is wanted."""
        if name != self.name:
            self._forget_glance(name)
            if name != self.name:
                self.setSource(QUrl(address(name)))
            self._is_glance = glance
            self.stay.start()
        elif not glance:
            self.keep()

    def keep(self) -> None:
        """Count the page that is shown as read."""
        self._is_glance = False

    def backward(self) -> None:
        self.keep()
        super().backward()

    def forward(self) -> None:
        self.keep()
        super().forward()

    def _forget_glance(self, wanted: str) -> None:
        """Let the next page take the place of one that was not read."""
        if not self._is_glance:
            return
        if self.historyUrl(-1).path() == wanted:
            self.backward()
        else:
            with QSignalBlocker(self):  # the page between is not to be seen
                super().backward()

    def set_theme(self, theme: Theme) -> None:
        """Show in other colours, at the same place."""
        self.theme = theme
        self._highlighter.set_theme(theme)
        if self.name:
            place = self.verticalScrollBar().value()
            self.reload()
            self.verticalScrollBar().setValue(place)

    def _follow(self, url: QUrl) -> None:
        """Go to a layer's page here, and to any other in the browser."""
        self.keep()
        if url.scheme() == SCHEME:
            self.show_layer(url.path())
        else:
            QDesktopServices.openUrl(url)

    def doSetSource(self, url: QUrl, kind: QTextDocument.ResourceType) -> None:
        if url.path() in CATALOGUE:
            super().doSetSource(url, QTextDocument.ResourceType.MarkdownResource)

    def loadResource(self, kind: int, url: QUrl) -> Any:
        cls = CATALOGUE.get(url.path())
        if cls is None:
            return super().loadResource(kind, url)
        if url.scheme() == ICON_SCHEME:
            name, colour = family_icon_name(cls.family), self.theme.ink(cls)
            return picture(name, colour, ICON, self.devicePixelRatioF())
        title, rest = page(cls, address).split("\n", 1)
        return f"# ![{cls.family}]({ICON_SCHEME}:{cls.__name__}) {title.strip('# ')}\n{rest}"

    def _lay_out(self) -> None:
        _Layout(self.document(), self.theme).apply()
        self._highlighter.rehighlight()
        self.moveCursor(QTextCursor.MoveOperation.Start)


def address(name: str) -> str:
    """The address of a layer's page in the window."""
    return f"{SCHEME}:{name}"


class _CodeHighlighter(PythonHighlighter):
    """Colours the blocks that are Python, and no other text."""

    def highlightBlock(self, text: str) -> None:
        if self.currentBlock().blockFormat().stringProperty(Property.BlockCodeLanguage):
            super().highlightBlock(text)


class _Layout:
    """What a person's eye needs: room around headings, quiet tables, code on a ground."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        self.document = document
        self.theme = theme
        self.ground = QColor(blend(theme.hover, theme.window, 0.65))

    def apply(self) -> None:
        """Lay the whole document out."""
        self._frame_code()
        for block in self._blocks():
            self._lay_out_block(block)
            self._lay_out_spans(block)
        for frame in self.document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._lay_out_table(frame)

    def _blocks(self) -> list[QTextBlock]:
        found, block = [], self.document.begin()
        while block.isValid():
            found.append(block)
            block = block.next()
        return found

    def _lay_out_block(self, block: QTextBlock) -> None:
        level = block.blockFormat().headingLevel()
        frame = QTextCursor(block).currentFrame()
        made = QTextBlockFormat()
        made.setNonBreakableLines(False)
        if frame != self.document.rootFrame():
            below = 0
        elif level:
            made.setTopMargin(0 if level == 1 else 22)
            below = 10 if level == 1 else 6
        else:
            made.setTopMargin(0)
            below = 6 if block.text() else 0
        made.setBottomMargin(below)
        is_left_over = not block.text() and frame == self.document.rootFrame()
        made.setLineHeight(*(NO_HEIGHT if is_left_over else LINE_HEIGHT))
        QTextCursor(block).mergeBlockFormat(made)

    def _lay_out_spans(self, block: QTextBlock) -> None:
        level = block.blockFormat().headingLevel()
        spans, place = [], block.begin()
        while not place.atEnd():
            spans.append(place.fragment())
            place += 1
        for span in spans:
            made = span.charFormat()
            if level:
                size = self.document.defaultFont().pointSizeF() + LARGER.get(level, 0)
                made.clearProperty(Property.FontSizeAdjustment)
                made.setFontPointSize(size)
                made.setFontWeight(QFont.Weight.DemiBold)
            if made.isImageFormat():
                made.setVerticalAlignment(made.VerticalAlignment.AlignMiddle)
            elif made.fontFixedPitch() or is_code(block):
                made.setFontFamilies(monospace().families())
            elif made.isAnchor():
                made.setForeground(QColor(self.theme.accent))
                made.setFontUnderline(False)
            cursor = QTextCursor(self.document)
            cursor.setPosition(span.position())
            end = span.position() + span.length()
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(made)

    def _lay_out_table(self, table: QTextTable) -> None:
        made = table.format()
        made.setBorder(0)
        made.setCellSpacing(0)
        made.setCellPadding(0)
        made.setTopMargin(4)
        made.setBottomMargin(8)
        made.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table.setFormat(made)
        for row in range(table.rows()):
            for column in range(table.columns()):
                self._lay_out_cell(table, row, column)

    def _lay_out_cell(self, table: QTextTable, row: int, column: int) -> None:
        cell = table.cellAt(row, column)
        made = QTextTableCellFormat()
        made.setTopPadding(5)
        made.setBottomPadding(5)
        made.setRightPadding(14)
        made.setBottomBorder(1)
        made.setBottomBorderBrush(QColor(self.theme.border))
        made.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        cell.setFormat(made)
        if row == 0:
            words = QTextCharFormat()
            words.setForeground(QColor(self.theme.muted))
            words.setFontWeight(QFont.Weight.Normal)
            cursor = cell.firstCursorPosition()
            cursor.setPosition(
                cell.lastCursorPosition().position(), QTextCursor.MoveMode.KeepAnchor
            )
            cursor.mergeCharFormat(words)

    def _frame_code(self) -> None:
        """Put each block of code on a ground of its own."""
        runs: list[list[QTextBlock]] = []
        for block in self._blocks():
            if is_code(block) and runs and runs[-1][-1].next() == block:
                runs[-1].append(block)
            elif is_code(block):
                runs.append([block])
        made = QTextFrameFormat()
        made.setBackground(self.ground)
        made.setBorder(0)
        made.setPadding(10)
        made.setTopMargin(4)
        made.setBottomMargin(8)
        for run in reversed(runs):  # a frame moves what comes after it
            cursor = QTextCursor(run[0])
            end = run[-1].position() + run[-1].length() - 1
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            kept = run[0].blockFormat()
            frame = cursor.insertFrame(
                made
            )  # which forgets that its first line is code
            frame.firstCursorPosition().setBlockFormat(kept)


def is_code(block: QTextBlock) -> bool:
    """Whether a block is a line of code or of a formula."""
    return block.blockFormat().hasProperty(Property.BlockCodeFence)

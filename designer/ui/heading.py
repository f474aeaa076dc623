"""The head of the inspector: what is shown, what it does, and where to read more."""

from html import escape

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.layers import CATALOGUE, Layer, help_line
from designer.layers.help_text import help_text
from designer.ui.form import Words

PAGE = "page:"
"""Begins a link to a layer's page of help."""


class Heading(QWidget):
    """A title and a sentence. `help_wanted` carries the layer whose link was pressed."""

    help_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.title = Words(role="title")
        self.title.setTextFormat(Qt.TextFormat.RichText)
        self.about = Words()
        self.about.setTextFormat(Qt.TextFormat.RichText)
        self.about.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self.about.linkActivated.connect(self._follow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.about)

    def show_layer(self, layer: Layer, name: str) -> None:
        """Show a node's layer and name, with links to its page and to PyTorch's."""
        kind = type(layer)
        has_page = CATALOGUE.get(kind.__name__) is kind
        links = {"Help": f"{PAGE}{kind.__name__}"} if has_page else {}
        if help_text(kind).reference:
            links["PyTorch&nbsp;reference"] = help_text(kind).reference
        written = (f'<a href="{to}">{words}</a>' for words, to in links.items())
        self.show_words(kind.__name__, name, help_line(kind))
        self.about.setText(f"{self.about.text()} {'&ensp;'.join(written)}")

    def show_words(self, kind: str, name: str, about: str) -> None:
        """Show what is no layer."""
        self.title.setText(f"<b>{kind}</b> {name}")
        self.about.setText(escape(about))

    def _follow(self, link: str) -> None:
        if link.startswith(PAGE):
            self.help_wanted.emit(link.removeprefix(PAGE))
        else:
            QDesktopServices.openUrl(QUrl(link))

"""Whose weights a node uses, or who uses its own, and a button that parts them."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.ui.document import Document
from designer.ui.form import Words
from designer.ui.wrapping_button import WrappingButton
from designer.words import listed


class SharedWeights(QWidget):
    """A line on weights that nodes share. Hidden where a node has its own for itself."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document
        self.node = ""
        self.words = Words()
        self.part = WrappingButton("Give it weights of its own")
        self.part.clicked.connect(self.give_own)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addWidget(self.part)
        self.hide()

    def show_node(self, name: str) -> None:
        """Show whose weights a node uses, or who uses its own; without a name, nothing."""
        self.node = name
        graph = self.document.design.graph
        first, *others = graph.group(name) if name else ("",)
        holds = "what you set here holds for " + ("both" if len(others) == 1 else "all")
        if name == first:
            verb = "uses" if len(others) == 1 else "use"
            self.words.setText(f"{listed(others)} {verb} its weights too: {holds}.")
        else:
            self.words.setText(f"It uses the weights of {first}: {holds}.")
        self.part.setAccessibleName(f"Give {name} weights of its own")
        self.setVisible(bool(others))

    def give_own(self) -> None:
        """Give the node weights of its own, as one step of undo; others share on."""
        design, name = self.document.design, self.node
        changed = design.with_graph(design.graph.unshare(name))
        self.document.edit(f"Give {name} weights of its own", changed)

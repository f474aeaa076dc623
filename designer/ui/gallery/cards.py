"""The cards of the gallery: what each shows, and how it comes to be known.

A card has its title at once; its design is read and checked when there is time for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from designer.errors import DesignerError
from designer.graph import check, load
from designer.resources import Example, presented
from designer.ui.gallery.miniature import Miniature, miniature
from designer.ui.numbers import grouped, large
from designer.words import counted

Index = QModelIndex | QPersistentModelIndex

NOWHERE = QModelIndex()

CARD = Qt.ItemDataRole.UserRole


@dataclass
class Card:
    """An example, and what is known of it so far. `trouble` says why there is no more."""

    example: Example
    picture: Miniature | None = None
    parameters: str = ""
    short_parameters: str = ""
    macs: str = ""
    trouble: str = ""

    @property
    def words(self) -> str:
        """All that it says, for who does not see it."""
        costs = f"{self.parameters} parameters, {self.macs} MACs"
        said = [
            self.example.title,
            self.example.subtitle,
            self.trouble or (costs if self.picture else ""),
        ]
        return ", ".join(filter(None, said))

    def suits(self, words: str, category: str) -> bool:
        """Whether every word that was typed is in it, and it is of that category."""
        example = self.example
        text = f"{example.title} {example.subtitle} {example.name} {example.category}"
        wanted = words.casefold().split()
        return (not category or example.category == category) and all(
            word in text.casefold() for word in wanted
        )


class Cards(QAbstractListModel):
    """All the cards, in the order in which they are presented."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cards = [Card(example) for example in presented()]

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        card = self.cards[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return card.example.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return card.words
        return card if role == CARD else None

    def read(self) -> Iterator[None]:
        """Get to know all that is not known, a little at each step."""
        for row, card in enumerate(self.cards):
            if card.picture is None and not card.trouble:
                yield from self._read(card)
                self.dataChanged.emit(self.index(row), self.index(row))
                yield

    def _read(self, card: Card) -> Iterator[None]:
        try:
            design = load(card.example.path)
        except DesignerError:
            card.trouble = "cannot be read"
            return
        yield
        report = check(design)
        if report.errors:
            card.trouble = counted(len(report.errors), "problem")
        card.parameters, card.macs = grouped(report.parameters), large(report.macs)
        card.short_parameters = large(report.parameters)
        yield
        card.picture = miniature(design)


class Chosen(QSortFilterProxyModel):
    """The cards that suit what was typed and the category."""

    def __init__(self, cards: Cards, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words = ""
        self.category = ""
        self.cards = cards
        self.setSourceModel(cards)

    def choose(self, words: str, category: str) -> None:
        """Show only what suits; an empty category is all of them."""
        self.words, self.category = words, category
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        return self.cards.cards[row].suits(self.words, self.category)

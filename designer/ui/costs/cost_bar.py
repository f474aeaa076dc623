"""The buttons of the tool bar that colour the canvas and tell of the budget."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton

from designer.ui.actions import Actions, add_all
from designer.ui.costs.budget import Budget
from designer.ui.costs.heat import MEASURES, OFF, Heat
from designer.ui.style import blend, mark
from designer.ui.theme import Theme
from designer.ui.tool_bar import width_for

BAR = 3


class BudgetButton(QPushButton):
    """Shows the limit and how much of it is spent; red beyond it."""

    def __init__(self, budget: Budget, theme: Theme) -> None:
        super().__init__()
        self.budget = budget
        self.theme = theme
        budget.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the budget as it is now."""
        budget = self.budget
        words = f"Budget {budget.limit_words}" if budget.limit else "Budget"
        self.setText(budget.words if budget.is_over else words)
        self.setToolTip(budget.words or "Set a limit for parameters, MACs or memory")
        self.setAccessibleName(f"Budget: {budget.words}" if budget.limit else "Budget")
        mark(self, "over", budget.is_over)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.budget.limit or self.budget.is_over:
            return
        painter = QPainter(self)
        room = QRectF(self.rect()).adjusted(7, 0, -7, 0)
        bar = QRectF(room.left(), room.bottom() - BAR - 2, room.width(), BAR)
        painter.fillRect(bar, QColor(self.theme.border))
        bar.setWidth(bar.width() * self.budget.share)
        painter.fillRect(bar, QColor(blend(self.theme.accent, self.theme.window, 0.7)))


class CostButtons:
    """What the tool bar has for costs."""

    def __init__(
        self, actions: Actions, heat: Heat, budget: Budget, theme: Theme
    ) -> None:
        self.actions = actions
        self.heat = heat
        self.colour = QPushButton()
        self.colour.setProperty("menu", True)
        self.colour.setMenu(QMenu(self.colour))
        add_all(self.colour.menu(), actions, [f"heat_{mode}" for mode in MEASURES])
        self.budget = BudgetButton(budget, theme)
        self.budget.clicked.connect(actions["budget"].trigger)
        heat.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is coloured by now."""
        keys = self.actions["heat_next"].shortcut().toString()
        self.colour.setText(_heat(self.heat.mode))
        self.colour.setToolTip(f"Colour the nodes by what they cost ({keys})")
        self.actions[f"heat_{self.heat.mode}"].setChecked(True)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.budget.theme = theme
        self.budget.update()
        self.keep_width()

    def keep_width(self) -> None:
        """Give each word of the colours room, so that no neighbour moves."""
        self.colour.setFixedWidth(width_for(self.colour, map(_heat, MEASURES)))


def _heat(mode: str) -> str:
    """What the button says of what is coloured by."""
    return f"Heat: {'off' if mode == OFF else MEASURES[mode].title}"

"""All that shows costs in a window: the table, the colours, their legend, the budget."""

from PySide6.QtCore import QObject, QSettings
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QWidget

from designer.ui.actions import Actions, Wanted
from designer.ui.canvas import Canvas
from designer.ui.costs.budget import Budget
from designer.ui.costs.budget_dialog import BudgetDialog
from designer.ui.costs.cost_bar import CostButtons
from designer.ui.costs.heat import MEASURES, Heat
from designer.ui.costs.ledger import Ledger
from designer.ui.costs.legend import Legend
from designer.ui.costs.summary import Summary
from designer.ui.place import Place
from designer.ui.selection import Selection
from designer.ui.status_bar import StatusBar
from designer.ui.theme import Theme
from designer.ui.tool_bar import ToolBar


class Account(QObject):
    """Makes them and lets them speak to each other."""

    def __init__(
        self,
        place: Place,
        selection: Selection,
        canvas: Canvas,
        theme: Theme,
        settings: QSettings,
    ) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.theme = theme
        self.ledger = Ledger(place.document, self)
        self.summary = Summary(self.ledger, place, selection, theme)
        self.heat = Heat(canvas, self.ledger, theme, settings)
        self.legend = Legend(canvas, self.heat)
        self.budget = Budget(self.ledger, settings)
        self.buttons: CostButtons | None = None

    def wanted(self) -> list[Wanted]:
        """What the View menu offers."""
        return [
            Wanted("heat_next", "N&ext colours", "Ctrl+H", "", self.heat.cycle),
            Wanted("budget", "Bud&get…", "Ctrl+Shift+H", "", self.ask_for_budget),
        ]

    def bind(self, actions: Actions) -> None:
        """Add an action for each thing to colour by."""
        group = QActionGroup(self)
        for mode, measure in MEASURES.items():
            title = measure.title[:1].upper() + measure.title[1:]
            keys = f"Ctrl+Alt+Shift+{title[0]}"
            actions.toggle(f"heat_{mode}", title, keys, group)
            action = actions[f"heat_{mode}"]
            action.setChecked(mode == self.heat.mode)
            action.triggered.connect(lambda _=False, mode=mode: self.heat.choose(mode))

    def put_into(self, bar: ToolBar, status: StatusBar) -> None:
        """Show buttons in the tool bar, and the budget in the status bar."""
        self.buttons = CostButtons(
            bar.actions_by_key, self.heat, self.budget, self.theme
        )
        bar.insert(self.buttons.colour, self.buttons.budget)
        self.buttons.keep_width()
        self.budget.changed.connect(lambda: status.show_budget(self.budget))
        status.show_budget(self.budget)

    def ask_for_budget(self) -> None:
        """Let a person type a limit."""
        window: QWidget = self.canvas.window()
        BudgetDialog(self.budget, window).exec()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self.summary.set_theme(theme)
        self.heat.set_theme(theme)
        self.legend.update()
        if self.buttons is not None:
            self.buttons.set_theme(theme)

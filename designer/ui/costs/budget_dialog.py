"""Where a budget is typed."""

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from designer.errors import DesignerError
from designer.ui.costs.budget import KINDS, Budget, read_limit
from designer.ui.style import mark


class BudgetDialog(QDialog):
    """What is limited and to how much. An empty field is no limit."""

    def __init__(self, budget: Budget, parent: QWidget) -> None:
        super().__init__(parent)
        self.budget = budget
        self.setWindowTitle("Budget")
        self.kind = QComboBox()
        for key, kind in KINDS.items():
            self.kind.addItem(kind.title, key)
        self.kind.setCurrentIndex(self.kind.findData(budget.kind))
        self.kind.setAccessibleName("What is limited")
        self.limit = QLineEdit(budget.limit_words)
        self.limit.setAccessibleName("At most")
        self.limit.setClearButtonEnabled(True)
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setProperty("role", "muted")
        button = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(button.Ok | button.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._explain)
        self.limit.textChanged.connect(self._check)
        self._explain()
        self.limit.setFocus()
        self.limit.selectAll()

    def accept(self) -> None:
        """Take the budget, unless what is typed is none."""
        limit = self._check()
        if limit is not None:
            self.budget.set_limit(self.kind.currentData(), limit)
            super().accept()

    def _check(self) -> int | None:
        """The limit that is typed, 0 for none; None and words where it cannot be."""
        text, limit = self.limit.text().strip(), 0
        self.about.setText(self._now())
        mark(self.limit, "refused", False)
        try:
            if text:
                limit = read_limit(text, self.kind.currentData())
        except DesignerError as error:
            self.about.setText(str(error))
            mark(self.limit, "refused", True)
            return None
        return limit

    def _explain(self) -> None:
        kind = KINDS[self.kind.currentData()]
        self.limit.setPlaceholderText(f"{kind.example}, or empty for no limit")
        self._check()

    def _now(self) -> str:
        kind = KINDS[self.kind.currentData()]
        spent = kind.written(kind.spent(self.budget.ledger))
        return (
            f"This network has {spent} {kind.noun}."
            if kind.noun != "to train"
            else (f"This network takes about {spent} to train on a batch.")
        )

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(20, 20, 20, 16)
        form.setSpacing(10)
        form.addRow("Limit", self.kind)
        form.addRow("At most", self.limit)
        form.addRow(self.about)
        form.addRow(self.buttons)
        self.setMinimumWidth(380)

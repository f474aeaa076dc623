"""The costs of the open design, worked out when first asked for and kept for all views."""

from PySide6.QtCore import QObject, Signal

from designer.graph.costs.memory import training_bytes
from designer.graph.costs.rows import Costs
from designer.graph.design import Way
from designer.ui.document import Document


class Ledger(QObject):
    """Costs as the document is now. `changed` says that they may be others."""

    changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self._costs: Costs | None = None
        document.checked.connect(self.changed)

    @property
    def costs(self) -> Costs:
        """Those of the whole network."""
        inside = self.document.report.inside
        if self._costs is None or self._costs.inside is not inside:
            self._costs = Costs(inside, before=self._costs)
        return self._costs

    def at(self, way: Way) -> Costs | None:
        """Those inside a block, if anything is known there."""
        costs = self.costs
        for step in way:
            repeats = costs.repeats(step.node) if step.node in costs.rows else 0
            if not repeats:
                return None
            costs = costs.within(step.node, min(step.repeat, repeats - 1))
        return costs

    @property
    def training_bytes(self) -> int:
        """About how much memory it takes to train on one batch."""
        report = self.document.report
        return training_bytes(self.document.design, report.inside)

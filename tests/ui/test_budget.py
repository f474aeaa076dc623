"""A budget: how it is typed, how it is shown, and what goes beyond it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from designer.errors import DesignerError
from designer.ui.costs.budget import Budget, read_limit
from designer.ui.costs.budget_dialog import BudgetDialog
from designer.ui.window import MainWindow
from designer.words import memory, short


@pytest.mark.parametrize(
    "text, kind, limit",
    [
        ("12 M", "parameters", 12_000_000),
        ("12m", "parameters", 12_000_000),
        ("11,689,512", "parameters", 11_689_512),
        ("1.81 G", "macs", 1_810_000_000),
        (" .5k ", "macs", 500),
        ("4 GiB", "memory", 4 << 30),
        ("512 MB", "memory", 512 << 20),
        ("4g", "memory", 4 << 30),
    ],
)
def test_limits_are_read_as_people_type_them(text: str, kind: str, limit: int) -> None:
    assert read_limit(text, kind) == limit


@pytest.mark.parametrize("text", ["", "many", "12 X", "-3", "0", "1e9e", "9" * 30, "."])
def test_what_is_no_limit_is_refused_in_words(text: str) -> None:
    with pytest.raises(DesignerError, match="Type a number"):
        read_limit(text, "parameters")


@given(st.integers(1, 10**14))
def test_what_is_written_can_be_typed(limit: int) -> None:
    assert read_limit(short(limit), "macs") == pytest.approx(limit, rel=0.01)
    assert read_limit(memory(limit), "memory") == pytest.approx(limit, rel=0.06)


def test_beyond_it_the_figures_turn_red_and_say_so(window: MainWindow) -> None:
    budget, status = window.account.budget, window.status
    assert window.account.buttons is not None
    button = window.account.buttons.budget
    assert button.text() == "Budget"
    spent = window.document.report.parameters
    budget.set_limit("parameters", 2 * spent)
    assert budget.share == 0.5
    assert not button.property("over")
    budget.set_limit("parameters", spent)
    assert not button.property("over")
    budget.set_limit("parameters", spent - 1)
    assert button.property("over")
    assert button.text() == status.parameters.text() == budget.words
    assert status.parameters.property("over")
    assert button.text() in button.accessibleName()
    budget.set_limit("parameters", 0)
    assert button.text() == "Budget"
    assert status.parameters.text() == f"{spent:,} parameters"
    assert not status.parameters.property("over")


def test_it_follows_edits(window: MainWindow) -> None:
    budget = window.account.budget
    budget.set_limit("memory", budget.ledger.training_bytes)
    assert not budget.is_over
    design = window.document.design
    window.document.edit("Set", design.with_training(batch_size=65))
    assert budget.is_over
    assert window.status.need.property("over")
    window.document.undo_stack.undo()
    assert not window.status.need.property("over")
    assert window.status.need.text().startswith("batch of 64: about ")


def test_it_is_remembered(window: MainWindow, settings: QSettings) -> None:
    window.account.budget.set_limit("macs", 4_000_000_000)
    again = Budget(window.account.ledger, settings)
    assert (again.kind, again.limit) == ("macs", 4_000_000_000)
    settings.setValue("budget_limit", "nonsense")
    settings.setValue("budget_kind", "nonsense")
    spoilt = Budget(window.account.ledger, settings)
    assert (spoilt.kind, spoilt.limit) == ("parameters", 0)


def test_it_is_typed_into_a_dialog(qtbot: QtBot, window: MainWindow) -> None:
    budget = window.account.budget
    dialog = BudgetDialog(budget, window)
    qtbot.addWidget(dialog)
    dialog.show()
    accept = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    qtbot.keyClicks(dialog.limit, "12 X")
    assert "Type a number as 12 M" in dialog.about.text()
    assert dialog.limit.property("refused")
    accept.click()
    assert dialog.isVisible()
    dialog.limit.clear()
    dialog.kind.setCurrentIndex(2)
    qtbot.keyClicks(dialog.limit, "4 GiB")
    assert "to train on a batch" in dialog.about.text()
    accept.click()
    assert not dialog.isVisible()
    assert (budget.kind, budget.limit_words) == ("memory", "4.0 GiB")

"""What the Arrange menu offers, and which way the network runs in its words."""

from PySide6.QtGui import QAction

from designer.graph.node import Flow
from designer.ui.actions import Actions, Wanted
from designer.ui.canvas import Canvas

FLOWS: dict[Flow, tuple[str, str]] = {
    "right": ("&Flow →", "Left to right; turn it top to bottom"),
    "down": ("&Flow ↓", "Top to bottom; turn it left to right"),
}
"""The words of the action while a network runs so, and what it says and does."""


def arrange_actions(canvas: Canvas) -> list[Wanted]:
    """What puts nodes in order."""
    arranging = canvas.arranging
    return [
        Wanted("arrange", "&Arrange", "Ctrl+L", "arrange", arranging.whole),
        Wanted(
            "arrange_selection",
            "Arrange &selection",
            "Ctrl+Shift+L",
            "",
            arranging.selected,
        ),
        Wanted("flow", FLOWS["right"][0], "Ctrl+Shift+F", "flow-right", arranging.turn),
    ]


def follow_canvas(actions: Actions, canvas: Canvas) -> None:
    """Let the actions follow the way the network runs, and what is selected."""

    def show_flow() -> None:
        flow = canvas.graph.flow
        words, meaning = FLOWS[flow]
        _show(actions["flow"], words, meaning)
        actions.rename("flow", words, f"flow-{flow}", canvas.stage.look.theme)

    def show_selection() -> None:
        several = len(canvas.selection.names) > 1
        actions["arrange_selection"].setEnabled(several)

    canvas.document.checked.connect(show_flow)
    canvas.document.moved.connect(show_flow)
    canvas.selection.changed.connect(show_selection)
    show_flow()
    show_selection()


def _show(action: QAction, words: str, meaning: str) -> None:
    keys = action.shortcut().toString()
    action.setText(words)
    action.setToolTip(f"{meaning} ({keys})")

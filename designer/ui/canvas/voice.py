"""Tells a screen reader what happens to the selection of a canvas."""

from PySide6.QtCore import QObject

from designer.ui.announce import announce, describe
from designer.ui.canvas.accessible import tell_focus
from designer.ui.canvas.display import Display
from designer.ui.canvas.spoken import spoken


class Voice(QObject):
    """Describes the selection as it changes, and says it at once when it is another."""

    def __init__(self, canvas: Display) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self._said: tuple[str, ...] = ()
        canvas.chosen.connect(self._tell)
        canvas.document.checked.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        canvas = self.canvas
        names = canvas.selection.names
        words = spoken(canvas.graph, canvas.document.report, names)
        describe(canvas, words)
        if names == self._said:
            return
        self._said = names
        if len(names) == 1 and names[0] in canvas.graph.nodes:
            tell_focus(canvas, names[0])
        else:
            announce(canvas, words)

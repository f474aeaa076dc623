"""What the File menu offers to compare, and the one window that does it."""

from PySide6.QtCore import QObject

from designer.errors import FileError
from designer.graph import load
from designer.ui.actions import Wanted
from designer.ui.comparison.window import Comparison
from designer.ui.filing import DESIGNS, Filing, ask_path
from designer.ui.theme import Theme


class Comparing(QObject):
    """Compares the open design with a file, or with what was saved."""

    def __init__(self, filing: Filing, theme: Theme) -> None:
        super().__init__(filing)
        self.filing = filing
        self.theme = theme
        self.window: Comparison | None = None

    def wanted(self) -> list[Wanted]:
        """The actions that it offers."""
        return [
            Wanted(
                "compare",
                "&Compare with a file…",
                "Ctrl+Shift+B",
                "",
                self.compare_with_file,
            ),
            Wanted(
                "compare_saved",
                "Compare with what is sa&ved",
                "Ctrl+Alt+B",
                "",
                self.compare_with_saved,
            ),
        ]

    def compare_with_file(self) -> None:
        """Ask for a file and compare it; raises FileError where it is no design."""
        filing = self.filing
        path = ask_path(filing.window, "Compare with", filing.folder, DESIGNS)
        if path is not None:
            filing.commit()
            self._show().compare(load(path), path.stem)

    def compare_with_saved(self) -> None:
        """Compare with the file as it is on the disk; raises FileError if none is."""
        path = self.filing.document.path
        if path is None:
            raise FileError(
                "This design was never saved, so there is nothing to compare it with. "
                "Save it first, or compare it with a file."
            )
        self.filing.commit()
        self._show().compare(load(path), f"{path.stem} (saved)")

    def set_theme(self, theme: Theme) -> None:
        """Show in other colours."""
        self.theme = theme
        if self.window is not None:
            self.window.set_theme(theme)

    def _show(self) -> Comparison:
        if self.window is None:
            filing = self.filing
            self.window = Comparison(filing.window, filing.document, self.theme)
        return self.window

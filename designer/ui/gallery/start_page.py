"""When the gallery is shown over the window, and what can be done meanwhile."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow

from designer.ui.filing import Filing
from designer.ui.gallery.gallery import Gallery
from designer.ui.gallery.side import Rows
from designer.ui.style import Appearance


class StartPage(QObject):
    """Shows the gallery, until something is opened or a person goes back.

    `toggled` says whether it is shown. `blocks` gives the rows of "My blocks", and
    `block_chosen` carries the title of one that was pressed.
    """

    toggled = Signal(bool)
    block_chosen = Signal(str)

    def __init__(
        self, window: QMainWindow, filing: Filing, appearance: Appearance
    ) -> None:
        super().__init__(window)
        self.window = window
        self.filing = filing
        self.appearance = appearance
        self.blocks: Rows = tuple
        self.gallery: Gallery | None = None
        self.guarded = QActionGroup(self)
        self.guarded.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        filing.document.opened.connect(self.leave)
        filing.recent_changed.connect(self._follow_recent)
        appearance.changed.connect(self._set_theme)

    @property
    def is_shown(self) -> bool:
        """Whether it covers the window."""
        return self.gallery is not None and not self.gallery.isHidden()

    def guard(self, actions: Iterable[QAction]) -> None:
        """Keep actions off while nobody sees what they would act on."""
        for action in actions:
            self.guarded.addAction(action)

    def show(self) -> None:
        """Show the gallery; what is open stays so until something else is."""
        if self.gallery is None:
            self.gallery = self._made()
        self.gallery.open(self._open_title())
        self.guarded.setEnabled(False)
        self.toggled.emit(True)

    def leave(self) -> None:
        """Show what is open."""
        if self.gallery is not None and self.is_shown:
            self.gallery.hide()
            self.guarded.setEnabled(True)
            self.toggled.emit(False)

    def _open_title(self) -> str:
        """The title of what a person could go back to, if there is anything."""
        document = self.filing.document
        is_there = bool(document.design.graph.nodes) or document.dirty
        return document.title if is_there else ""

    def _follow_recent(self) -> None:
        if self.gallery is not None and self.is_shown:
            self.gallery.show_lists(self._open_title())

    def _made(self) -> Gallery:
        filing = self.filing
        made = Gallery(
            self.window,
            self.appearance.theme,
            lambda: filing.recent,
            lambda: self.blocks(),
        )
        made.example_chosen.connect(filing.choose_example)
        made.recent_chosen.connect(filing.open_recent)
        made.block_chosen.connect(self.block_chosen)
        made.empty_wanted.connect(filing.new)
        made.open_wanted.connect(filing.open)
        made.left.connect(self.leave)
        return made

    def _set_theme(self) -> None:
        if self.gallery is not None:
            self.gallery.set_theme(self.appearance.theme)

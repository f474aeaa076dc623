"""The open design: the one place that changes it, and the signals that say so."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from designer.graph import Design, Report, check, load, save
from designer.graph.design import Way
from designer.graph.inference import Measure, do_not_run
from designer.graph.picture_file import is_picture_file
from designer.trust import Trust


class Document(QObject):
    """A design, its report, its file and its undo stack.

    Every edit goes through `edit`, which keeps the design before it. `changed` carries
    the design before and after; `checked` carries the report of the new design.
    `rechecked` comes before `checked` when more is known of a design that stays.
    `opening` says that another design is about to come, `opened` that it has.

    Code that a design holds is run by `measure`, and only if the person trusts it.
    """

    changed = Signal(object, object)
    checked = Signal(object)
    rechecked = Signal()
    saved = Signal()
    opening = Signal()
    opened = Signal()
    moved = Signal()
    mended = Signal(tuple)
    """The nodes that a fix has added, once they are there."""

    way: Way = ()
    left = ""
    """Where it is seen from: the network itself, always. A Place moves."""

    def __init__(
        self,
        parent: QObject | None = None,
        measure: Measure = do_not_run,
        trust: Trust | None = None,
    ) -> None:
        super().__init__(parent)
        self.measure = measure
        self.trust = trust or Trust()
        self.undo_stack = QUndoStack(self)
        self.path: Path | None = None
        self.title = "untitled"
        self._design = Design()
        self._report = check(self._design)
        self.trusted = True

    @property
    def design(self) -> Design:
        """The design as it is now."""
        return self._design

    @property
    def report(self) -> Report:
        """What `check` says of the design as it is now."""
        return self._report

    @property
    def document(self) -> "Document":
        """Itself, as a Place has the document that it is in."""
        return self

    @property
    def dirty(self) -> bool:
        """Whether there is something to lose."""
        return not self.undo_stack.isClean()

    def edit(self, label: str, design: Design, merge_key: str = "") -> None:
        """Put another design in place of this one, as one step of undo.

        Edits that follow each other with the same `merge_key` become one step, as when
        a number is turned up by holding an arrow.
        """
        if design != self._design:
            self.undo_stack.push(_Edit(self, label, design, merge_key))

    def write_code(self, label: str, design: Design, merge_key: str = "") -> None:
        """Edit code that a design holds: what is written here may run."""
        if self.trusted:
            self.trust.allow(design)
        self.edit(label, design, merge_key)

    def look_ahead(self, design: Design) -> None:
        """Let be found out what code gives that is about to be written."""
        if self.trusted:
            self.trust.allow(design)
            check(design, self.measure)

    def trust_design(self) -> None:
        """Let the code of the open design run, now and later.

        Raises FileError where that cannot be remembered; it runs now all the same.
        """
        try:
            self.trust.add(self._design)
        finally:
            self.recheck()

    def remember_code(self) -> None:
        """Let what was written here run when it is opened again, once it is saved.

        Raises FileError where that cannot be remembered.
        """
        if self.trusted:
            self.trust.add(self._design)

    def recheck(self) -> None:
        """Check the design again: more may be known of it now."""
        self._check()
        self.rechecked.emit()
        self.checked.emit(self._report)

    def open_design(self, design: Design, title: str, path: Path | None = None) -> None:
        """Begin with a design, with nothing to undo and nothing to save."""
        self.opening.emit()
        self.path = path
        self.title = title
        self.undo_stack.clear()
        self.undo_stack.setClean()
        self.show(design)
        self.opened.emit()

    def open(self, path: Path) -> None:
        """Open a file. Raises FileError, and then keeps the open design.

        What comes from a picture is saved to a file of its own.
        """
        design = load(path)
        self.open_design(design, path.stem, None if is_picture_file(path) else path)

    def save(self, path: Path) -> None:
        """Save to a file. Raises FileError, and then there is still something to save."""
        save(self._design, path)
        self.path = path
        self.title = path.stem
        self.undo_stack.setClean()
        self.saved.emit()

    def show(self, design: Design) -> None:
        """Make a design the current one and tell everyone. For edits and undo only."""
        before, self._design = self._design, design
        self._check()
        self.changed.emit(before, design)
        self.checked.emit(self._report)

    def _check(self) -> None:
        self.trusted = self.trust.holds(self._design)
        measure = self.measure if self.trusted else do_not_run
        self._report = check(self._design, measure, self._report)


class _Edit(QUndoCommand):
    """One step of undo: the designs before and after it."""

    def __init__(
        self, document: Document, label: str, after: Design, merge_key: str
    ) -> None:
        super().__init__(label)
        self.document = document
        self.before = document.design
        self.after = after
        self.merge_key = merge_key

    def redo(self) -> None:
        self.document.show(self.after)

    def undo(self) -> None:
        self.document.show(self.before)

    def id(self) -> int:
        return hash(self.merge_key) & 0x7FFFFFFF if self.merge_key else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Edit) or other.merge_key != self.merge_key:
            return False
        self.after = other.after
        self.setObsolete(self.after == self.before)
        return True

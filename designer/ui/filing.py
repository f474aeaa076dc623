"""Files: new, open, save and export, and the question before anything is lost."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from designer.codegen import generate_model
from designer.errors import DesignerError, FileError
from designer.graph import Design
from designer.resources import examples
from designer.storage import write_whole
from designer.ui.document import Document

DESIGNS = "Network designs (*.json)"
OPENED = "Network designs and pictures of them (*.json *.png *.svg)"
PYTHON = "Python (*.py)"
WEIGHTS = "Weights (*.safetensors)"
MOST_RECENT = 10

Button = QMessageBox.StandardButton
SAVE_OR_DISCARD = Button.Save | Button.Discard


class Filing(QObject):
    """What the File menu does. `commit` is called before a design is read.

    `unfinished` says in words what was typed and could not be entered, if anything.

    Each raises FileError in words when a file cannot be read or written; the open
    design is then as it was, and still unsaved. `exported` says what was written.
    """

    recent_changed = Signal()
    exported = Signal(str)

    def __init__(
        self,
        window: QWidget,
        document: Document,
        settings: QSettings,
        commit: Callable[[], None],
        unfinished: Callable[[], str] = str,
    ) -> None:
        super().__init__(window)
        self.window = window
        self.document = document
        self.settings = settings
        self.commit = commit
        self.unfinished = unfinished

    @property
    def recent(self) -> list[Path]:
        """The files opened or saved last, the newest first."""
        found = self.settings.value("recent", [])
        names = [found] if isinstance(found, str) else list(found or [])
        return [Path(name) for name in names if name]

    def begin(self, name: str) -> None:
        """Open a file, or an example by its name."""
        if name in examples() and not Path(name).exists():
            self.open_example(name)
        else:
            self.open_path(Path(name))

    def new(self) -> None:
        """Begin with an empty design."""
        if self.may_leave():
            self.document.open_design(Design(), "untitled")

    def open(self) -> None:
        """Ask for a file and open it."""
        if not self.may_leave():
            return
        path = ask_path(self.window, "Open a design", self.folder, OPENED)
        if path is not None:
            self.open_path(path)

    def open_recent(self, path: Path) -> None:
        """Open a file again; forget it if it is gone."""
        if not path.is_file():
            self._remember_without(path)
            raise FileError(f"{path} is not there any more.")
        if self.may_leave():
            self.open_path(path)

    def choose_example(self, name: str) -> None:
        """Leave the open design for an example."""
        if self.may_leave():
            self.open_example(name)

    def open_example(self, name: str) -> None:
        """Begin with an example. It is saved under a name of one's own."""
        from designer.graph import load

        self.document.open_design(load(examples()[name]), name)

    def open_path(self, path: Path) -> None:
        """Open a file, whatever becomes of the open design; forget it if it is bad."""
        path = path.absolute()
        try:
            self.document.open(path)
        except FileError:
            self._remember_without(path)
            raise
        self._remember(path)

    def save(self) -> bool:
        """Save where it was opened, or ask where. Returns whether it was saved."""
        if self.document.path is None:
            return self.save_as()
        self.save_to(self.document.path)
        return True

    def save_as(self) -> bool:
        """Ask for a file and save to it. Returns whether it was saved."""
        wanted = self.folder / f"{self.document.title}.json"
        path = ask_path(self.window, "Save the design", wanted, DESIGNS, "json")
        if path is None:
            return False
        self.save_to(path)
        return True

    def save_to(self, path: Path) -> None:
        """Save to a file, which becomes the document's.

        Raises FileError also where all is saved but not whose code it holds.
        """
        self.commit()
        path = path.absolute()
        self.document.save(path)
        self._remember(path)
        if words := self.unfinished():
            self.exported.emit(f"Saved, but not all: {words}")
        try:
            self.document.remember_code()
        except FileError as error:
            raise FileError(
                f"The design is saved. When it is opened again, you will be asked "
                f"whether you trust its code, for that could not be remembered: {error}"
            ) from error

    def may_leave(self) -> bool:
        """Whether the open design may be left: saved, or given up by a person."""
        self.commit()
        words = self.unfinished()
        if words and ask_to_lose(self.window, words) != Button.Discard:
            return False
        if not self.document.dirty:
            return True
        answer = ask_to_save(self.window, self.document.title)
        if answer == Button.Save:
            return self.save()
        return answer == Button.Discard

    def export_model(self) -> None:
        """Write the model's class to a Python file."""
        self._finish()
        text = generate_model(self.document.design, self.document.report).text
        self._export("Model", f"{self._stem()}.py", PYTHON, "py", text)

    def export_script(self) -> None:
        """Write a program that trains without this app."""
        from designer.training.script import script_source

        self._finish()
        text = script_source(self.document.design, self.document.report).text
        name = f"train_{self._stem()}.py"
        self._export("Training script", name, PYTHON, "py", text)

    def export_weights(self, weights: Path) -> None:
        """Write a copy of trained weights."""
        try:
            data = weights.read_bytes()
        except OSError as error:
            raise FileError(
                f"The weights could not be read: {error.strerror or error}."
            ) from error
        name = f"{self._stem()}.safetensors"
        self._export("Weights", name, WEIGHTS, "safetensors", data)

    def _finish(self) -> None:
        """Enter whatever was typed; raises DesignerError for what cannot be."""
        self.commit()
        if words := self.unfinished():
            raise DesignerError(words)

    def _export(
        self, what: str, name: str, kinds: str, suffix: str, content: str | bytes
    ) -> None:
        folder = Path(str(self.settings.value("export_folder", self.folder)))
        title = f"Export the {what.lower()}"
        path = ask_path(self.window, title, folder / name, kinds, suffix)
        if path is not None:
            write_whole(path, content)
            self.settings.setValue("export_folder", str(path.parent))
            self.exported.emit(f"{what} written to {path.name}")

    def _stem(self) -> str:
        return self.document.title.replace("-", "_").replace(" ", "_")

    @property
    def folder(self) -> Path:
        """Where a file is looked for first: beside the open one, or the last one.

        Where there was none, where something else was written last.
        """
        known = self.document.path or next(iter(self.recent), None)
        if known:
            return known.parent
        return Path(str(self.settings.value("export_folder", Path.home())))

    def _remember(self, path: Path) -> None:
        self._remember_without(path, path)

    def _remember_without(self, gone: Path, *first: Path) -> None:
        kept = [*first, *(path for path in self.recent if path != gone)]
        self.settings.setValue("recent", [str(path) for path in kept[:MOST_RECENT]])
        self.recent_changed.emit()


def ask_path(
    window: QWidget, title: str, place: Path, kinds: str, suffix: str = ""
) -> Path | None:
    """Ask for a file: with a suffix one to write, without one that is there."""
    dialog = QFileDialog(window, title, str(place.parent if suffix else place), kinds)
    if suffix:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(place.name)
    else:
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return Path(chosen[0]) if chosen else None


def ask(window: QWidget, words: str, more: str, deed: str) -> bool:
    """Ask whether to do something that loses something, in the words of the deed."""
    box = _question(window, words, more)
    box.addButton(Button.Cancel)
    agreed = box.addButton(deed, QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(Button.Cancel)
    box.exec()
    box.deleteLater()
    return box.clickedButton() is agreed


def ask_to_lose(window: QWidget, words: str) -> Button:
    """Ask whether to leave something that is not finished: discard or cancel."""
    return _ask(window, words, "It is lost if you leave it.", Button.Discard)


def ask_to_save(window: QWidget, title: str) -> Button:
    """Ask what to do with unsaved work: save, discard or cancel."""
    words = f"Save the changes to {title}?"
    return _ask(window, words, "What is not saved is lost.", SAVE_OR_DISCARD)


def _ask(window: QWidget, words: str, more: str, answers: Button) -> Button:
    """Ask; the answer is cancel unless another one is chosen."""
    box = _question(window, words, more)
    box.setStandardButtons(answers | Button.Cancel)
    box.setDefaultButton(Button.Save if answers & Button.Save else Button.Cancel)
    answer = Button(box.exec())
    box.deleteLater()
    return answer


def _question(window: QWidget, words: str, more: str) -> QMessageBox:
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("Network Designer")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(words)
    box.setInformativeText(more)
    return box

"""Blocks as files: the person's own library, and files anywhere."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QFile, QFileSystemWatcher, QObject, Signal
from PySide6.QtWidgets import QInputDialog

from designer.graph import Design, load, save
from designer.graph.block import Use
from designer.graph.block_file import as_design, framed, named_after, with_block_from
from designer.library import Library
from designer.ui import filing as files
from designer.ui.filing import DESIGNS, Filing


class BlockFiling(QObject):
    """What menus do with blocks of the open design and of the library.

    `kept_changed` says that the library may be another now, and `said` what was done.
    Each deed raises DesignerError in words, and then nothing has changed.
    """

    kept_changed = Signal()
    said = Signal(str)

    def __init__(self, filing: Filing, library: Library) -> None:
        super().__init__(filing)
        self.filing = filing
        self.document = filing.document
        self.library = library
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _: self.kept_changed.emit())
        self.watch()

    @property
    def design(self) -> Design:
        """The whole design, with what was typed last."""
        self.filing.commit()
        return self.document.design

    def watch(self) -> None:
        """Follow what others do in the library's folder, if there is one by now."""
        folder = self.library.folder
        if folder.is_dir() and str(folder) not in self._watcher.directories():
            self._watcher.addPath(str(folder))

    def keep(self, name: str) -> None:
        """Save a block to the library, where that loses nothing or may."""
        design = self.design
        if self.library.would_replace(design, name) and not self._may_replace(name):
            return
        self.library.save(design, name)
        self.watch()
        self.kept_changed.emit()
        self.said.emit(f"{name} is saved to my blocks")
        self.document.remember_code()

    def discard(self, name: str) -> None:
        """Remove a block from the library: to the trash, or for good after a question."""
        path = self.library.path(name)
        if path.exists() and to_trash(path):
            self.said.emit(f"{name} is in the trash")
        elif self._may_lose(name):
            self.library.remove(name)
            self.said.emit(f"{name} is removed from my blocks")
        self.kept_changed.emit()

    def save_as_file(self, name: str) -> None:
        """Ask for a file and write a block to it."""
        made = as_design(self.design, name)
        place = self.filing.folder / f"{name}.json"
        window = self.filing.window
        path = files.ask_path(window, "Save the block", place, DESIGNS, "json")
        if path is not None:
            save(made, path)
            self.said.emit(f"{name} is written to {path.name}")
            self.document.remember_code()

    def add_from_file(self) -> None:
        """Ask for a file and add what is in it as a block of the design."""
        window, folder = self.filing.window, self.filing.folder
        path = files.ask_path(window, "Add a block", folder, DESIGNS)
        if path is not None:
            self.add_path(path)

    def add_path(self, path: Path) -> None:
        """Add a design from a file as a block, which can then be placed."""
        before = self.design
        design, name = with_block_from(before, named_after(load(path), path.stem))
        if design is before:
            self.said.emit(f"{name} is a block of this design already")
            return
        self.document.edit(f"Add block {name}", design)
        self.said.emit(
            f"{name} is a block of this design now: drag it from the palette"
        )

    def rename(self, name: str) -> None:
        """Ask for another name of a block of the design."""
        window = self.filing.window
        title = f"Rename {name}"
        new, agreed = QInputDialog.getText(
            window, title, "Name of the block", text=name
        )
        if agreed:
            self.call(name, new.strip())

    def call(self, name: str, new: str) -> None:
        """Give a block of the design another name; every use follows."""
        design = self.design
        called = replace(design.block(name), name=new)
        if new != name:
            self.document.edit(
                f"Rename {name} to {new}", design.with_block(called, was=name)
            )

    def remove(self, name: str) -> None:
        """Remove a block that nothing uses from the design."""
        self.document.edit(f"Remove block {name}", self.design.without_block(name))

    def begin_with(self, name: str) -> None:
        """Begin a new design with a block of the library between an input and an output."""
        made = framed(self.library.load(name))
        if self.filing.may_leave():
            self.document.open_design(made, "untitled")

    def _may_replace(self, name: str) -> bool:
        words = f"There is another block called {name} in my blocks."
        more = (
            "If it is replaced, that one is lost. Designs that use it keep their own."
        )
        return files.ask(self.filing.window, words, more, "Replace")

    def _may_lose(self, name: str) -> bool:
        words = f"Remove {name} from my blocks?"
        more = "It cannot be moved to the trash, so it is lost. Designs that use it keep it."
        return files.ask(self.filing.window, words, more, "Remove")


def to_trash(path: Path) -> bool:
    """Move a file to the trash, if there is one. Returns whether it is there."""
    return bool(QFile(str(path)).moveToTrash())


def chosen_block(design: Design, names: Collection[str]) -> str:
    """The block that a selection means: that of the only node, if it is one."""
    if len(names) != 1:
        return ""
    node = design.graph.nodes.get(*names)
    return node.layer.block.name if node and isinstance(node.layer, Use) else ""

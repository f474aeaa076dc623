"""A person's own blocks, kept on disk to be used in any design.

Each is an ordinary design file in one folder, and called as the file is. A file that
cannot be read is listed with the reason. What is asked before something is replaced or
removed is the window's.
"""

from dataclasses import dataclass
from pathlib import Path

import platformdirs

from designer.errors import DesignerError, FileError
from designer.graph import Design, load
from designer.graph.block import Block
from designer.graph.block_file import as_block, as_design, called
from designer.graph.files import to_text
from designer.settings import Setting
from designer.storage import read_text, write_whole
from designer.words import counted

SUFFIX = ".json"


@dataclass(frozen=True)
class KeptBlock:
    """A block of the library: its file, when that was written, and what is in it.

    `why` says why it cannot be used, if so; there is no block then.
    """

    name: str
    path: Path
    when: float = 0.0
    block: Block | None = None
    why: str = ""

    @property
    def settings(self) -> tuple[Setting, ...]:
        """The settings of the block."""
        return self.block.settings if self.block else ()

    @property
    def about(self) -> str:
        """A line about it: "2 settings"."""
        return "cannot be read" if self.why else counted(len(self.settings), "setting")


class Library:
    """The blocks in a folder, by name."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or default_folder()
        self._known: dict[tuple[str, int, int], KeptBlock] = {}

    def blocks(self) -> list[KeptBlock]:
        """What there is now, by name."""
        try:
            paths = [path for path in self.folder.iterdir() if _is_block_file(path)]
        except OSError:
            return []
        found = {}
        for path in sorted(paths, key=lambda path: path.stem.casefold()):
            key = _state(path)
            found[key] = self._known.get(key) or _read(path, key[1] / 1e9)
        self._known = found
        return list(found.values())

    def rows(self) -> list[tuple[str, str]]:
        """For each block its name and a line about it."""
        return [(kept.name, kept.about) for kept in self.blocks()]

    def path(self, name: str) -> Path:
        """Where a block of that name is kept, or would be."""
        found = (kept.path for kept in self.blocks() if kept.name == name)
        return next(found, self.folder / f"{name}{SUFFIX}")

    def load(self, name: str) -> Design:
        """A block as a design of its own; raises FileError in words."""
        return load_block(self.path(name))

    def would_replace(self, design: Design, name: str) -> bool:
        """Whether saving a block of a design would lose another one."""
        path = self.path(name)
        if not path.exists():
            return False
        try:
            return read_text(path) != _text(design, name)
        except FileError:
            return True

    def save(self, design: Design, name: str) -> Path:
        """Keep a block of a design, in place of the one of its name; raises FileError."""
        text = _text(design, name)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(
                f"{self.folder} could not be made: {error.strerror or error}."
            ) from error
        path = self.path(name)
        write_whole(path, text)
        return path

    def remove(self, name: str) -> None:
        """Remove a block for good; raises FileError in words."""
        try:
            self.path(name).unlink()
        except OSError as error:
            raise FileError(
                f"{name} could not be removed: {error.strerror or error}."
            ) from error


def load_block(path: Path) -> Design:
    """A block of a library as a design, called as its file; raises FileError."""
    return called(load(path), path.stem)


def default_folder() -> Path:
    """Where blocks are kept."""
    return Path(platformdirs.user_data_dir("network-designer")) / "blocks"


def _text(design: Design, name: str) -> str:
    return to_text(as_design(design, name))


def _is_block_file(path: Path) -> bool:
    return path.suffix == SUFFIX and not path.name.startswith(".") and path.is_file()


def _state(path: Path) -> tuple[str, int, int]:
    """What a file is known by: it is read again when it is another."""
    try:
        facts = path.stat()
    except OSError:
        return (str(path), 0, 0)
    return (str(path), facts.st_mtime_ns, facts.st_size)


def _read(path: Path, when: float) -> KeptBlock:
    """A block from a file, or what keeps it from being one."""
    try:
        block, _ = as_block(load_block(path))
    except DesignerError as error:
        return KeptBlock(path.stem, path, when, why=str(error))
    return KeptBlock(block.name, path, when, block)

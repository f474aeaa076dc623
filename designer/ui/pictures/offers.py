"""Pictures of the network: saved to a file that may carry the design, or copied."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from designer.graph.files import to_text
from designer.storage import write_whole
from designer.ui.actions import Wanted
from designer.ui.filing import ask_path
from designer.ui.pictures.dialog import FORMATS, PictureDialog, Wish
from designer.ui.pictures.picture import THEMES, Paper, Picture

if TYPE_CHECKING:
    from designer.ui.window import MainWindow

WHOLE, BLOCK, SELECTED = "the whole network", "the block that is seen", "the selection"
COPIED_SCALE = 2


class Pictures(QObject):
    """What the menus offer of pictures. What was chosen last is remembered."""

    saved = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.host = window

    def wanted(self) -> list[Wanted]:
        """What the menus offer."""
        return [
            Wanted("picture", "&Picture…", "Ctrl+Shift+I", "", self.ask),
            Wanted("copy_picture", "Copy as p&icture", "Ctrl+Alt+I", "", self.copy),
        ]

    def ask(self) -> None:
        """Show what a picture would be, to be chosen and saved."""
        self.host.commit()
        with waiting():
            dialog = PictureDialog(self.host, self.parts(), self.last())
        dialog.wanted.connect(self.save)
        self.saved.connect(dialog.accept)
        dialog.copied.connect(self._copy)
        dialog.open()

    def copy(self) -> None:
        """Put a picture of the selection, or of what is seen, on the clipboard."""
        self.host.commit()
        parts = self.parts()
        name = next(n for n in (SELECTED, BLOCK, WHOLE) if n in parts)
        wish = replace(self.last(), part=name, scale=COPIED_SCALE)
        self._copy(wish, parts[name](wish.paper))

    def parts(self) -> dict[str, Callable[[Paper], Picture]]:
        """What can be drawn now, by name."""
        whole, place = self.host.document, self.host.place
        names = self.host.selection.names
        parts: dict[str, Callable[[Paper], Picture]] = {
            WHOLE: lambda paper: Picture(whole.design, whole.report, paper)
        }
        if place.way:
            parts[BLOCK] = lambda paper: Picture(place.design, place.report, paper)
        if names:
            parts[SELECTED] = lambda paper: Picture(
                place.design, place.report, paper, names
            )
        return parts

    def last(self) -> Wish:
        """What was chosen last, for white paper at first."""
        value = self.host.settings.value
        theme = str(value("picture/theme", "light"))
        format = str(value("picture/format", "png"))
        return Wish(
            "",
            format if format in FORMATS else "png",
            int(value("picture/scale", 2, type=int)),
            Paper(
                theme if theme in THEMES else "light",
                bool(value("picture/transparent", False, type=bool)),
            ),
            bool(value("picture/carries", True, type=bool)),
        )

    def save(self, wish: Wish, picture: Picture) -> None:
        """Ask where, and write it there; raises FileError."""
        host = self.host
        self._remember(wish)
        folder = Path(str(host.settings.value("export_folder", host.filing.folder)))
        kind = f"{FORMATS[wish.format].split(',')[0]} picture (*.{wish.format})"
        wanted = folder / f"{host.document.title}.{wish.format}"
        path = ask_path(host, "Save a picture", wanted, kind, wish.format)
        if path is not None:
            text = to_text(host.document.design) if wish.carries else ""
            with waiting():
                write_whole(path, picture.file(wish.format, wish.scale, text))
            host.settings.setValue("export_folder", str(path.parent))
            host.canvas.tell(f"Picture written to {path.name}")
            self.saved.emit()

    def _copy(self, wish: Wish, picture: Picture) -> None:
        size = picture.pixels(wish.scale)
        QGuiApplication.clipboard().setImage(picture.image(size))
        self.host.canvas.tell(f"A picture of {wish.part} is on the clipboard")

    def _remember(self, wish: Wish) -> None:
        for name, value in {
            "theme": wish.paper.theme,
            "transparent": wish.paper.transparent,
            "format": wish.format,
            "scale": wish.scale,
            "carries": wish.carries,
        }.items():
            self.host.settings.setValue(f"picture/{name}", value)


@contextmanager
def waiting() -> Iterator[None]:
    """Show that something takes long, as the picture of thousands of nodes does."""
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QGuiApplication.restoreOverrideCursor()

"""Files dragged onto the window: a design is opened, and of any other it is said what it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

from designer.errors import FileError
from designer.graph import load
from designer.graph.foreign import described
from designer.graph.picture_file import is_pdf_file, is_picture_file

if TYPE_CHECKING:
    from designer.ui.window import MainWindow


class FileDrop(QObject):
    """What no field takes falls to the window. Open designs are asked about first."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.host = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and (files := files_in(event.mimeData())):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            if not isinstance(event, QDragEnterEvent | QDragMoveEvent):
                # whoever drags waits for an answer, which a question would delay
                QTimer.singleShot(0, self, lambda: self.take(files))
            return True
        return super().eventFilter(watched, event)

    def take(self, files: list[Path]) -> None:
        """Open a file that was dropped, or say why not."""
        if len(files) > 1:
            self._say(f"These are {len(files)} files. Drop one design at a time.")
            return
        path = files[0]
        try:
            load(path)
        except FileError as error:
            self._say(refusal(path, str(error)))
            return
        if self.host.filing.may_leave():
            self.host.filing.open_path(path)

    def _say(self, words: str) -> None:
        if self.host.start_page.is_shown:
            raise FileError(words)  # there the canvas cannot be seen
        self.host.canvas.refuse(words)


def files_in(data: QMimeData) -> list[Path]:
    """The files of this machine that are dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def refusal(path: Path, error: str) -> str:
    """Why a file cannot be opened: what it is, or where it is no good design."""
    is_known = path.suffix.lower() == ".json"
    if path.is_file() and (is_known or is_picture_file(path) or is_pdf_file(path)):
        return error
    return (
        f"{path.name} is {described(path)}, and no design. A design is a .json file, or "
        "a picture that was saved here."
    )

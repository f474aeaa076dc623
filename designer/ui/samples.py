"""A row of sample pictures, loaded beside the window so that it never waits."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QRectF, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.data.source import Source
from designer.ui import garbage
from designer.ui.theme import Theme

SIDE, GAP, CAPTION = 56, 8, 18
WANTED = 200
"""Pictures to draw where a source draws as many as are asked for."""


class Samples(NamedTuple):
    """One picture of each class, and how many pictures there are."""

    images: tuple[QImage, ...]
    total: int


class Loader(QObject):
    """Loads samples in another thread, one source at a time, and keeps the last."""

    loaded = Signal(object, object)
    failed = Signal(object, str)
    _ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: Source | None = None
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._under_way = 0
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def load(self, source: Source) -> None:
        """Begin to load, unless it was begun already."""
        if source != self._wanted:
            self._wanted = source
            self._under_way += 1
            garbage.hold(self)
            self._pool.start(_Job(source, self._is_wanted, self._done))

    def wait(self) -> None:
        """Wait until nothing is loading."""
        self._pool.waitForDone()
        garbage.let_go(self)

    def _is_wanted(self, source: Source) -> bool:
        return source == self._wanted

    def _end(self) -> None:
        """In the thread of the window, after a job's last word."""
        self._under_way -= 1
        if not self._under_way:
            self.wait()

    def _done(self, source: Source, result: Samples | str | None) -> None:
        if isinstance(result, Samples):
            self.loaded.emit(source, result)
        elif result is not None:
            self.failed.emit(source, result)
        self._ended.emit()


class _Job(QRunnable):
    """Reads one source, unless another is wanted by the time it is its turn."""

    def __init__(
        self,
        source: Source,
        is_wanted: Callable[[Source], bool],
        done: Callable[[Source, Samples | str | None], None],
    ) -> None:
        super().__init__()
        self.source = source
        self.is_wanted = is_wanted
        self.done = done

    def run(self) -> None:
        result: Samples | str | None = None
        try:
            if self.is_wanted(self.source):
                result = read_samples(self.source)
        except Exception as error:  # whatever a loader meets is shown, not lost
            result = f"{type(error).__name__}: {error}"
        self.done(self.source, result)


def read_samples(source: Source) -> Samples:
    """The first picture of each class."""
    settings: dict[str, Any] = {
        name: getattr(source, name) for name in source.declared_settings
    }
    total = settings.get("samples")
    if total is not None:
        settings["samples"] = min(total, WANTED)
    load = import_module(f"designer.data.{source.module}").load
    images, labels = load(**settings)
    firsts = []
    for number in range(len(source.classes)):
        places = (labels == number).nonzero()[0]
        if len(places):
            firsts.append(_image(images[places[0]]))
    return Samples(tuple(firsts), total or len(labels))


def _image(pixels: Any) -> QImage:
    """A picture (channels, height, width) from 0 to 1, grey or in colour."""
    channels, height, width = pixels.shape
    levels = (pixels * 255).round().astype("uint8")
    data = levels.transpose(1, 2, 0).tobytes()
    grey, colour = QImage.Format.Format_Grayscale8, QImage.Format.Format_RGB888
    return QImage(
        data, width, height, width * channels, grey if channels == 1 else colour
    ).copy()


class SampleStrip(QWidget):
    """Pictures in rows, each over the name of its class."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.images: tuple[QImage, ...] = ()
        self.names: tuple[str, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_samples(self, images: tuple[QImage, ...], names: tuple[str, ...]) -> None:
        """Show pictures with the names of their classes."""
        self.images, self.names = images, names
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = -(-max(1, len(self.names)) // self._columns(width))
        return rows * (SIDE + CAPTION + GAP)

    def sizeHint(self) -> QSize:
        width = 10 * (SIDE + GAP)
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        columns = self._columns(self.width())
        for place, name in enumerate(self.names):
            line, column = divmod(place, columns)
            x, y = column * (SIDE + GAP), line * (SIDE + CAPTION + GAP)
            box = QRectF(x, y, SIDE, SIDE)
            if place < len(self.images):
                painter.drawImage(box, self.images[place])
            else:
                painter.fillRect(box, QColor(self.theme.hover))
            painter.setPen(QColor(self.theme.muted))
            caption = QRectF(x, y + SIDE, SIDE, CAPTION)
            painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, name)

    def _columns(self, width: int) -> int:
        return max(1, (width + GAP) // (SIDE + GAP))

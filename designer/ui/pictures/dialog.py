"""Asks which picture of a network is wanted, and shows it before it is saved."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from designer.ui.pictures.picture import SCALES, THEMES, Paper, Picture

FORMATS = {
    "png": "PNG, pixels",
    "svg": "SVG, lines and text",
    "pdf": "PDF, a page",
}
HOLDS = "Holds the design, to be opened again"
HOLDS_NOT = "A PDF does not hold the design; PNG and SVG do."
PREVIEW = QSize(440, 300)
SHARP = 2
"""Pixels of the preview for one of the screen, so that it is not coarse anywhere."""


@dataclass(frozen=True)
class Wish:
    """A picture to be saved: of what, in which format, how large, on which paper."""

    part: str
    format: str = "png"
    scale: int = 2
    paper: Paper = field(default_factory=Paper)
    carries: bool = True


class PictureDialog(QDialog):
    """`parts` are what there is to draw, by name, each with how it is drawn on a paper.

    `wanted` carries a Wish and the picture, to be saved; `copied` the same, for the
    clipboard.
    """

    wanted = Signal(object, object)
    copied = Signal(object, object)

    def __init__(
        self,
        parent: QWidget,
        parts: dict[str, Callable[[Paper], Picture]],
        wish: Wish,
    ) -> None:
        super().__init__(parent)
        self.parts = parts
        self.setWindowTitle("Save a picture")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.part = _choice(
            {p: p[:1].upper() + p[1:] for p in parts}, wish.part, "Picture of"
        )
        self.format = _choice(FORMATS, wish.format, "Format")
        scales = {str(scale): f"{scale}×" for scale in SCALES}
        self.scale = _choice(scales, str(wish.scale), "Size")
        themes = {name: name.capitalize() for name in THEMES}
        self.theme = _choice(themes, wish.paper.theme, "Colours")
        self.clear = QCheckBox("Transparent background")
        self.clear.setChecked(wish.paper.transparent)
        self.carries = QCheckBox()
        self._carries = wish.carries
        self.preview = QLabel()
        self.preview.setAccessibleName("Preview")
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self._drawn: tuple[str, Paper] | None = None
        self._lay_out()
        for choice in (self.part, self.format, self.scale, self.theme):
            choice.currentIndexChanged.connect(self.refresh)
        self.clear.toggled.connect(self.refresh)
        self.carries.clicked.connect(self._choose_to_carry)
        self.refresh()

    @property
    def wish(self) -> Wish:
        """What is chosen now."""
        paper = Paper(self.theme.currentData(), self.clear.isChecked())
        return Wish(
            self.part.currentData(),
            self.format.currentData(),
            int(self.scale.currentData()),
            paper,
            self._carries,
        )

    def refresh(self) -> None:
        """Draw what is chosen, and say how large it is."""
        wish = self.wish
        if self._drawn != (wish.part, wish.paper):
            self._drawn = (wish.part, wish.paper)
            self.picture = self.parts[wish.part](wish.paper)
            self._show_preview()
        self.scale.setEnabled(wish.format == "png")
        self._show_whether_it_carries(wish.format != "pdf")
        self.note.setText(_measures(self.picture, wish))

    def _show_whether_it_carries(self, can: bool) -> None:
        """Tick the box as was chosen, unless the format cannot: that is no choice."""
        self.carries.setText(HOLDS if can else HOLDS_NOT)
        self.carries.setEnabled(can)
        self.carries.setChecked(can and self._carries)

    def _choose_to_carry(self, chosen: bool) -> None:
        self._carries = chosen

    def _show_preview(self) -> None:
        room = PREVIEW * SHARP
        size = self.picture.size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        size = size.boundedTo(self.picture.size * SHARP).expandedTo(QSize(1, 1))
        pixmap = QPixmap.fromImage(self.picture.image(size))
        pixmap.setDevicePixelRatio(SHARP)
        self.preview.setPixmap(pixmap)

    def _lay_out(self) -> None:
        self.preview.setFixedSize(PREVIEW + QSize(2, 2))
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setObjectName("preview")
        form = QFormLayout()
        form.setSpacing(10)
        for choice in (self.part, self.format, self.scale, self.theme):
            form.addRow(choice.accessibleName(), choice)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        save, copy = QPushButton("Save…"), QPushButton("Copy")
        save.setDefault(True)
        buttons.addButton(save, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        save.clicked.connect(lambda: self.wanted.emit(self.wish, self.picture))
        copy.clicked.connect(lambda: self.copied.emit(self.wish, self.picture))
        buttons.rejected.connect(self.reject)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addLayout(form)
        right.addWidget(self.clear)
        right.addWidget(self.carries)
        right.addWidget(self.note)
        right.addStretch(1)
        right.addWidget(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(20)
        row.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(right, 1)


def _choice(options: dict[str, str], chosen: str, name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    for key, words in options.items():
        made.addItem(words, key)
    made.setCurrentIndex(max(made.findData(chosen), 0))
    return made


def _measures(picture: Picture, wish: Wish) -> str:
    """How large the picture is; and that it is smaller than was wanted, if it is."""
    if wish.format != "png":
        size = picture.size
        return f"{size.width():,} × {size.height():,} at 100 %; sharp at any size."
    size = picture.pixels(wish.scale)
    words = f"{size.width():,} × {size.height():,} pixels."
    if size.width() < picture.size.width() * wish.scale - 1:
        words += (
            f" At {wish.scale}× there would be more than most programs can open. "
            "As SVG or PDF it keeps every detail."
        )
    return words

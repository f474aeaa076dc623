"""What the network learns from and how: the training's settings beside its pictures.

The form is built when it is first seen, and pictures are loaded then, for both take
time that a window needs at its start.
"""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from designer.data.source import Source
from designer.errors import DesignerError
from designer.graph import Design
from designer.kinds import TIMES
from designer.recipe import Training
from designer.ui.document import Document
from designer.ui.form import Form, Words
from designer.ui.samples import Loader, Samples, SampleStrip
from designer.ui.setting_help import SettingHelp
from designer.ui.tab_order import chain, stops
from designer.ui.theme import Theme
from designer.words import counted, listed

FORM_WIDTH = 380


class DataView(QWidget):
    """A form of the training on the left; what its data is on the right."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__()
        self.document = document
        self.form: Form | None = None
        self.loader = Loader(self)
        self.strip = SampleStrip(theme)
        self._loaded: Source | None = None
        self._title = Words(role="heading")
        self._about = Words()
        self._facts = Words(role="")
        self._resized = Words()
        self._help = SettingHelp()
        self._build()
        self.loader.loaded.connect(self._show_samples)
        self.loader.failed.connect(self._show_failure)
        document.checked.connect(self.refresh)

    def commit(self) -> None:
        """Enter whatever was typed and not yet entered."""
        if self.form is not None:
            self.form.commit()

    def go_to(self, name: str, inner: str = "") -> None:
        """Give the keys to the field of a setting, or of one within it."""
        form = self._form()
        row = form.nested[name].rows[inner] if inner else form.rows[name]
        row.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def refresh(self) -> None:
        """Show the design's training as it is now, if anyone can see it."""
        if not self.isVisible():
            return
        training = self.document.design.training
        if self._form().settings is not training:  # what is being typed stays
            self._form().show_settings(training)
            self._order_tabs()
        source = training.data
        self._title.setText(source.title)
        self._about.setText(" ".join((source.__doc__ or "").split()))
        self._resized.setText(resizing(self.document.design))
        self._resized.setVisible(bool(self._resized.text()))
        if not source.is_there:
            self._show_nothing()
        elif source != self._loaded:
            self._facts.setText(_facts(source, "loading …"))
            self.strip.show_samples((), source.classes)
            self.loader.load(source)

    def _show_nothing(self) -> None:
        self._loaded = None
        self._facts.setText("To train the network, choose what it learns from.")
        self.strip.show_samples((), ())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.strip.set_theme(theme)

    def _form(self) -> Form:
        if self.form is None:
            self.form = Form(Training)
            self.form.edited.connect(self._edit)
            self.form.focused.connect(self._show_help)
            self._settings.insertWidget(0, self.form)
            self.form.show()  # at once: somebody may be on the way to a field
        return self.form

    def _order_tabs(self) -> None:
        """Tab goes through the form before what is beside it."""
        form = self._form()
        rows = [form.rows[name] for name in form.rows]
        parts = [part for row in rows for part in (row, form.nested.get(row.name))]
        fields = [stop for part in parts if part is not None for stop in stops(part)]
        chain([*fields, self._beside])
        rows += [row for inner in form.nested.values() for row in inner.rows.values()]
        self._help.serve(rows)

    def _edit(self, name: str, value: Any, step: bool) -> None:
        try:
            changed = self.document.design.with_training(**{name: value})
        except DesignerError as error:
            self._form().refuse(name, str(error))
            return
        self.document.edit(f"Set {name}", changed, f"training.{name}" if step else "")

    def _show_help(self, name: str) -> None:
        form = self._form()
        forms = (form, *form.nested.values())
        row = next(each.rows[name] for each in forms if name in each.rows)
        self._help.tell(row)
        self._left.ensureWidgetVisible(row, 0, 8)

    def _show_samples(self, source: Source, samples: Samples) -> None:
        if source == self.document.design.training.data:
            self._loaded = source
            self._facts.setText(_facts(source, counted(samples.total, "picture")))
            self.strip.show_samples(samples.images, source.classes)

    def _show_failure(self, source: Source, message: str) -> None:
        self._facts.setText(f"These pictures could not be loaded. {message}")

    def _build(self) -> None:
        settings = QWidget()
        self._settings = QVBoxLayout(settings)
        self._settings.setContentsMargins(16, 8, 16, 16)
        self._settings.addStretch(1)
        data = QWidget()
        beside = QVBoxLayout(data)
        beside.setContentsMargins(16, 8, 16, 8)
        beside.setSpacing(8)
        for widget in (self._title, self._about, self._facts, self._resized):
            beside.addWidget(widget)
        beside.addWidget(self.strip)
        beside.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._left = _scrolling(settings, "Settings of the training")
        self._left.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields have the keys
        self._left.setFixedWidth(FORM_WIDTH)
        self._help.setFixedWidth(FORM_WIDTH)
        self._help.setContentsMargins(16, 4, 16, 6)
        self._beside = _scrolling(data, "Data")
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._left, 1)
        column.addWidget(self._help)
        layout.addLayout(column)
        layout.addWidget(self._beside, 1)


def resizing(design: Design) -> str:
    """What is done to the pictures so that they suit the Input; empty if nothing."""
    source, entrance = design.training.data, design.input()
    if not source.is_there or entrance is None or len(entrance.shape) != 3:
        return ""
    wanted, given = entrance.shape, source.shape
    done = []
    if wanted[1:] != given[1:]:
        done.append(f"resized from {_size(given)} to {_size(wanted)}")
    if wanted[0] != given[0] and wanted[0] in (1, 3):
        done.append("turned grey" if wanted[0] == 1 else "turned into three channels")
    return f"For the Input, pictures are {listed(done)}." if done else ""


def _size(shape: tuple[int, ...]) -> str:
    return TIMES.join(map(str, shape[1:]))


def _facts(source: Source, count: str) -> str:
    channels = "grey" if source.shape[0] == 1 else "in colour"
    classes = counted(len(source.classes), "class").replace("classs", "classes")
    return f"{count} · {_size(source.shape)}, {channels} · {classes}"


def _scrolling(content: QWidget, name: str) -> QScrollArea:
    area = QScrollArea()
    area.setAccessibleName(name)
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area

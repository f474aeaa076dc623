"""The settings of the network, or of the block one is in: a list to edit in place."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from designer.errors import DesignerError
from designer.graph import Design
from designer.graph.block_settings import block_setting
from designer.graph.settings_edits import (
    free_setting_name,
    renamed_setting,
    reordered,
    values_at,
    with_setting,
    without_setting,
)
from designer.settings import Setting
from designer.ui.document import Document
from designer.ui.form import Words
from designer.ui.place import Place
from designer.ui.setting_row import SettingRow
from designer.words import listed

KINDS = {"Whole number": 1, "Number": 0.5, "On or off": True}
"""What a new setting may be, with what it is at first."""

OF_NETWORK = "Arguments of the generated class. Layers follow them by name: width * 2."
OF_BLOCK = "These are the defaults; each use of the block may give other values."


class SettingsEditor(QWidget):
    """A row for each setting, and a button that adds one."""

    def __init__(self, document: Document | Place) -> None:
        super().__init__()
        self.document = document
        self.rows: list[SettingRow] = []
        self.title = Words("Settings", role="heading")
        self.about = Words()
        self.add_button = QPushButton("Add a setting")
        self.add_button.setProperty("menu", True)
        self.add_button.setMenu(self._kinds_menu())
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addLayout(self._list)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_settings(self) -> None:
        """Show them as they are now; what is being typed stays where nothing changed."""
        settings = self.document.design.settings
        while len(self.rows) < len(settings):
            self._add_row()
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(settings))
            if place < len(settings):
                row.show_place(place, len(settings))
                if row.shown != settings[place]:
                    row.show_setting(settings[place])
        self.about.setText(self._about() if self.document.way else OF_NETWORK)

    @property
    def parts(self) -> list[QWidget]:
        """What there is to fill in and to press, from the top to the bottom."""
        shown = [row for row in self.rows if row.isVisibleTo(self)]
        return [*(part for row in shown for part in row.parts), self.add_button]

    def commit(self) -> None:
        """Enter whatever was typed and not yet entered."""
        for row in self.rows:
            if row.isVisibleTo(self):
                row.commit()

    def add(self, default: int | float | bool) -> None:
        """Add a setting with a free name, and let that be typed over."""
        name = free_setting_name(self.document.document.design, "setting", self._block)
        self._edit(
            f"Add a setting {name}",
            lambda design, block: with_setting(
                design, block_setting(name, default), block
            ),
        )
        self.rows[len(self.document.design.settings) - 1].take_name()

    @property
    def _block(self) -> str:
        """The block one is in; empty for the network."""
        return self.document.design.name if self.document.way else ""

    def _about(self) -> str:
        """What settings of a block are, and what those are here that differ."""
        here = values_at(self.document.document.design, self.document.way)
        differing = [
            f"{each.name} is {each.show(here[each.name])}"
            for each in self.document.design.settings
            if here[each.name] != each.default
        ]
        return f"{OF_BLOCK} Here {listed(differing)}." if differing else OF_BLOCK

    def _rename(self, place: int, name: str) -> None:
        old = self._setting(place).name
        self._try(
            place,
            f"Rename the setting {old} to {name}",
            lambda design, block: renamed_setting(design, old, name, block),
        )

    def _change(self, place: int, value: Any, step: bool) -> None:
        setting = self._setting(place)
        try:
            read = setting.parse if isinstance(value, str) else setting.read
            changed = replace(setting, default=read(value))
        except DesignerError as error:
            self.rows[place].refuse(str(error), self.rows[place].default)
            return
        key = f"setting {self._block}.{setting.name}" if step else ""
        label = f"Set the setting {setting.name}"
        self._try(
            place,
            label,
            lambda design, block: with_setting(design, changed, block),
            key,
        )

    def _describe(self, place: int, help: str) -> None:
        changed = replace(self._setting(place), help=help.strip())
        self._try(
            place,
            f"Describe the setting {changed.name}",
            lambda design, block: with_setting(design, changed, block),
        )

    def _remove(self, place: int) -> None:
        name = self._setting(place).name
        self._try(
            place,
            f"Remove the setting {name}",
            lambda design, block: without_setting(design, name, block),
        )
        if name not in self.document.design.values:
            self.add_button.setFocus()

    def _move(self, place: int, step: int) -> None:
        names = [each.name for each in self.document.design.settings]
        names[place], names[place + step] = names[place + step], names[place]
        self._edit(
            f"Move the setting {names[place + step]} {'up' if step < 0 else 'down'}",
            lambda design, block: reordered(design, names, block),
        )
        self.rows[place + step].take_move(step)

    def _try(
        self,
        place: int,
        label: str,
        change: Callable[[Design, str], Design],
        merge_key: str = "",
    ) -> None:
        """Do an edit of one setting, or say at its row why it cannot be."""
        row = self.rows[place]
        try:
            self._edit(label, change, merge_key)
        except DesignerError as error:
            row.refuse(str(error))
        else:
            if place < len(self.document.design.settings):
                row.show_setting(self._setting(place))

    def _edit(
        self, label: str, change: Callable[[Design, str], Design], merge_key: str = ""
    ) -> None:
        whole = self.document.document
        whole.edit(label, change(whole.design, self._block), merge_key)

    def _setting(self, place: int) -> Setting:
        return self.document.design.settings[place]

    def _add_row(self) -> None:
        place = len(self.rows)
        row = SettingRow()
        row.renamed.connect(partial(self._rename, place))
        row.changed.connect(partial(self._change, place))
        row.described.connect(partial(self._describe, place))
        row.removed.connect(partial(self._remove, place))
        row.moved.connect(partial(self._move, place))
        self.rows.append(row)
        self._list.addWidget(row)

    def _kinds_menu(self) -> QMenu:
        menu = QMenu(self.add_button)
        for words, default in KINDS.items():
            menu.addAction(words).triggered.connect(
                lambda _=False, default=default: self.add(default)
            )
        return menu

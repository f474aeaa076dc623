"""How the window looks: Fusion with a palette and a style sheet made from a theme.

`Appearance` knows which theme is on, follows the system's colour scheme and remembers
what a person chose. A palette of our own is set everywhere, for some platforms ignore
`QStyleHints.setColorScheme`.
"""

from string import Template

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from designer.resources import resource
from designer.ui.theme import DARK, LIGHT, Theme

MODES = ("system", "dark", "light")
SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "dark": Qt.ColorScheme.Dark,
    "light": Qt.ColorScheme.Light,
}


class Appearance(QObject):
    """The theme that is on, and how it was chosen."""

    changed = Signal(object)

    def __init__(self, application: QApplication, settings: QSettings) -> None:
        super().__init__(application)
        self.application = application
        self.settings = settings
        self.theme = LIGHT
        hints = application.styleHints()
        self._system_is_dark = QPalette().window().color().lightness() < 128
        hints.colorSchemeChanged.connect(self._follow)
        application.setStyle("Fusion")
        self._apply()

    @property
    def mode(self) -> str:
        """What a person chose: "system", "dark" or "light"."""
        chosen = str(self.settings.value("theme", "system"))
        return chosen if chosen in MODES else "system"

    def choose(self, mode: str) -> None:
        """Turn to a mode and remember it."""
        self.settings.setValue("theme", mode)
        self._apply()

    def _follow(self) -> None:
        if self.mode == "system":
            self._apply()

    def _apply(self) -> None:
        hints = self.application.styleHints()
        if hints.colorScheme() != SCHEMES[self.mode]:
            hints.setColorScheme(SCHEMES[self.mode])
        theme = self._wanted()
        if theme is self.theme and self.application.styleSheet():
            return
        self.theme = theme
        self.application.setStyleSheet("")  # far faster than one for another
        self.application.setPalette(palette(theme))
        self.application.setStyleSheet(sheet(theme))
        self.changed.emit(theme)

    def _wanted(self) -> Theme:
        if self.mode != "system":
            return DARK if self.mode == "dark" else LIGHT
        scheme = self.application.styleHints().colorScheme()
        if scheme == Qt.ColorScheme.Unknown:
            return DARK if self._system_is_dark else LIGHT
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def mark(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet asks for, and show it at once."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def palette(theme: Theme) -> QPalette:
    """Every colour that Fusion draws with."""
    made = QPalette()
    role = QPalette.ColorRole
    for part, colour in {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.field,
        role.AlternateBase: theme.hover,
        role.ToolTipBase: theme.node,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.muted,
        role.Text: theme.text,
        role.Button: theme.window,
        role.ButtonText: theme.text,
        role.BrightText: theme.error,
        role.Light: theme.hover,
        role.Midlight: theme.hover,
        role.Mid: theme.border,
        role.Dark: theme.border,
        role.Shadow: theme.border,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.accent_text,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
    }.items():
        made.setColor(part, QColor(colour))
    for part in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, part, QColor(theme.wire))
    return made


def sheet(theme: Theme) -> str:
    """The style sheet: what a palette cannot say."""
    colours = {name: getattr(theme, name) for name in theme.__dataclass_fields__}
    icons = resource("icons").as_posix()
    text = resource("style.qss").read_text(encoding="utf-8")
    return Template(text).substitute(
        colours,
        icons=icons,
        error_border=blend(theme.error, theme.window, 0.55),
        warning_fill=blend(theme.warning, theme.window, 0.1),
        warning_border=blend(theme.warning, theme.window, 0.5),
        accent_hover=blend(theme.accent, theme.text, 0.88),
        accent_off=blend(theme.accent, theme.window, 0.35),
        accent_fill=blend(theme.accent, theme.window, 0.16),
    )


def blend(front: str, back: str, share: float) -> str:
    """A colour between two: `share` of the first, the rest of the second."""
    a, b = QColor(front), QColor(back)
    return QColor.fromRgbF(
        a.redF() * share + b.redF() * (1 - share),
        a.greenF() * share + b.greenF() * (1 - share),
        a.blueF() * share + b.blueF() * (1 - share),
    ).name()

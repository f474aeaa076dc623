"""Colours and measures of the window, dark and light."""

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from PySide6.QtGui import QColor, QFont, QFontDatabase

from designer.layers import Frame, Layer

LEAST_CONTRAST = 3.0
"""Between lines and what they stand on. Source: WCAG 2.2, 1.4.11."""

NODE_WIDTH = 168.0
NODE_HEIGHT = 54.0


@dataclass(frozen=True)
class Theme:
    """A set of colours, each as #rrggbb."""

    name: str
    window: str  # panels
    canvas: str
    grid: str
    node: str
    node_border: str
    field: str
    border: str
    hover: str
    text: str
    muted: str
    wire: str
    accent: str
    accent_text: str
    heat: str
    error: str
    error_fill: str
    warning: str
    good: str
    training: str
    validation: str
    code_keyword: str
    code_string: str
    code_number: str
    code_comment: str
    code_highlight: str

    @property
    def is_dark(self) -> bool:
        """Whether light text stands on a dark ground."""
        return QColor(self.window).lightness() < 128

    def family(self, layer: type[Layer] | Layer) -> str:
        """The colour of a layer's family."""
        if isinstance(layer, Frame):
            return FRAMES[layer.colour]
        return FAMILIES.get(layer.family, self.muted)

    def ink(self, layer: type[Layer] | Layer) -> str:
        """The same colour for thin lines: dark enough to be seen on a light panel."""
        return _inked(self.family(layer), self.window)


DARK = Theme(
    name="dark",
    window="#1b1e26",
    canvas="#121318",
    grid="#22252d",
    node="#20252d",
    node_border="#2e343f",
    field="#15171d",
    border="#2b2f3a",
    hover="#262b36",
    text="#e6e8ee",
    muted="#8b91a0",
    wire="#6b7280",
    accent="#5b8cff",
    accent_text="#ffffff",
    heat="#e5484d",
    error="#ff5f5f",
    error_fill="#2d2027",
    warning="#f5a524",
    good="#3fbf7f",
    training="#5b8cff",
    validation="#f5a524",
    code_keyword="#c792ea",
    code_string="#a5d6a7",
    code_number="#f5a524",
    code_comment="#6f7686",
    code_highlight="#263350",
)

LIGHT = Theme(
    name="light",
    window="#ffffff",
    canvas="#f8fafc",
    grid="#e4e8ee",
    node="#ffffff",
    node_border="#d5dae3",
    field="#ffffff",
    border="#dde1e8",
    hover="#eef1f6",
    text="#1a1d24",
    muted="#667085",
    wire="#98a1b3",
    accent="#2f6bff",
    accent_text="#ffffff",
    heat="#ff6b5e",
    error="#d92d3a",
    error_fill="#fdeeee",
    warning="#b86e00",
    good="#159a5b",
    training="#2f6bff",
    validation="#c77700",
    code_keyword="#7a3fc4",
    code_string="#1d7a3d",
    code_number="#a85b00",
    code_comment="#7d8596",
    code_highlight="#dfe9ff",
)

FAMILIES = MappingProxyType(
    {
        "Input & output": "#8d97a8",
        "Convolution": "#5b8cff",
        "Pooling": "#2bb3a3",
        "Padding": "#5f7896",
        "Activation": "#f5a524",
        "Normalization": "#a878f0",
        "Dropout": "#d4709c",
        "Linear": "#4cc38a",
        "Recurrent": "#e0705a",
        "Transformer": "#e05fb5",
        "Embedding": "#8fb84a",
        "Distance": "#c08a5a",
        "Upsampling": "#2f93c0",
        "Shape": "#93a7d1",
        "Merge": "#38bdf8",
        "Math": "#cdb02c",
        "Reduction": "#86d0a0",
        "Constant": "#c3c8cf",
        "Ready-made": "#cda6ff",
        "Code": "#ece79a",
        "Blocks": "#7c83fd",
    }
)


FRAMES = MappingProxyType(
    {
        "blue": "#5b8cff",
        "green": "#4cc38a",
        "teal": "#2bb3a3",
        "violet": "#a878f0",
        "amber": "#f5a524",
        "red": "#e0705a",
        "grey": "#8d97a8",
    }
)
"""What frames are painted in, by the word of their setting."""


def monospace(size: float | None = None) -> QFont:
    """The system's font for code, as large as other text unless `size` is given."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    if size is not None:
        font.setPointSizeF(size)
    return font


@lru_cache(maxsize=256)
def _inked(colour: str, ground: str) -> str:
    """The colour itself, or the first darker one that stands out from a ground."""
    inked = QColor(colour)
    while contrast(inked, QColor(ground)) < LEAST_CONTRAST and inked.value() > 8:
        inked = QColor(inked.darker(104).name())
    return inked.name()


def contrast(a: QColor, b: QColor) -> float:
    """How well two colours are told apart, from 1 to 21. Source: WCAG 2.2."""
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

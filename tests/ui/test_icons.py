"""Icons and colours of families: each has its own, and is seen in both themes."""

import itertools
import re

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from designer.layers import CATALOGUE
from designer.resources import resource
from designer.ui.icons import family_icon_name, icon, picture
from designer.ui.theme import DARK, FAMILIES, LEAST_CONTRAST, LIGHT, Theme, contrast

UNLIKE = 9.0
"""How far apart two colours must be in CIELAB to be told apart side by side."""


def test_every_family_has_an_icon_and_a_colour() -> None:
    assert {cls.family for cls in CATALOGUE.values()} <= set(FAMILIES)
    for family in FAMILIES:
        assert resource("icons", f"{family_icon_name(family)}.svg").is_file()


def test_a_family_from_elsewhere_has_an_icon_too() -> None:
    assert family_icon_name("my-package") == "family-other"
    assert resource("icons", "family-other.svg").is_file()


def test_icons_are_drawn_alike() -> None:
    for path in resource("icons").glob("family-*.svg"):
        text = path.read_text(encoding="utf-8")
        assert 'viewBox="0 0 24 24"' in text
        assert 'stroke="currentColor" stroke-width="1.75"' in text
        assert re.findall(r'fill="(?!none|currentColor)', text) == []


def drawn(name: str) -> QImage:
    return picture(name, "#000000", 16).toImage()


def test_no_two_families_look_the_same(qapp: QApplication) -> None:
    for a, b in itertools.combinations(FAMILIES, 2):
        assert difference(FAMILIES[a], FAMILIES[b]) > UNLIKE, (a, b)
        one, other = drawn(family_icon_name(a)), drawn(family_icon_name(b))
        unlike = sum(
            abs(one.pixelColor(x, y).alpha() - other.pixelColor(x, y).alpha())
            for x in range(16)
            for y in range(16)
        )
        assert unlike / 255 > 20, f"{a} and {b} differ in fewer than 20 dots"


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_icons_stand_out_from_a_panel(theme: Theme) -> None:
    for cls in CATALOGUE.values():
        ink = QColor(theme.ink(cls))
        assert contrast(ink, QColor(theme.window)) >= LEAST_CONTRAST, cls.family


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(QColor("white"), QColor("black")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)


def test_a_picture_is_as_sharp_as_the_screen(qapp: QApplication) -> None:
    made = picture("star", "#ff0000", 24, 2.0)
    assert (made.width(), made.devicePixelRatio()) == (48, 2.0)
    assert not icon("star", DARK).isNull()


def difference(a: str, b: str) -> float:
    return sum((x - y) ** 2 for x, y in zip(lab(a), lab(b), strict=True)) ** 0.5


def lab(colour: str) -> tuple[float, float, float]:
    """CIELAB. Source: CIE 1976, from sRGB with a white of D65."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in QColor(colour).getRgbF()[:3]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (
        t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)

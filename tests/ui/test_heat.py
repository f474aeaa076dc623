"""Colours by cost: what is warmer, what they follow, and that they are remembered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSettings
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.graph import Design
from designer.ui.canvas.look import OVERVIEW_ZOOM, Look
from designer.ui.canvas.node_item import NodeItem
from designer.ui.costs.heat import KEY, MEASURES, warmths
from designer.ui.theme import DARK, LIGHT, Theme, contrast
from designer.ui.window import MainWindow
from designer.words import short


@given(
    st.dictionaries(
        st.text(max_size=2),
        st.none() | st.integers(0, 10**12) | st.just(float("inf")),
        max_size=8,
    )
)
def test_what_costs_more_is_warmer(values: dict[str, float | None]) -> None:
    found = warmths(values)
    assert found.keys() == {name for name, value in values.items() if value}
    assert all(0 < warmth <= 1 for warmth in found.values())
    order = sorted(found, key=lambda name: values[name] or 0)
    assert [found[name] for name in order] == sorted(found.values())
    assert not found or max(found.values()) == 1


def tint(window: MainWindow, name: str) -> QColor | None:
    item = window.canvas.stage.nodes[name]
    assert isinstance(item, NodeItem)
    return item.tint.color() if item.tint else None


def test_cards_are_coloured_and_follow_edits(window: MainWindow) -> None:
    heat = window.account.heat
    assert tint(window, "fc1") is None
    window.actions_by_key["heat_parameters"].trigger()
    warmest = window.canvas.stage.look.warm(1).color()
    assert tint(window, "fc1") == warmest
    assert tint(window, "relu1") == window.canvas.stage.look.warm(0).color()
    cold = tint(window, "conv1")
    assert cold not in (None, warmest)
    graph = window.document.design.graph.set("fc1", out_features=1)
    graph = graph.set("conv1", kernel_size=(8, 8), out_channels=100)
    window.document.edit("Set", window.document.design.with_graph(graph))
    assert tint(window, "conv1") == warmest != tint(window, "fc1")
    assert window.account.buttons is not None
    assert window.account.buttons.colour.text() == "Heat: parameters"
    heat.choose("family")
    assert tint(window, "fc1") is None
    assert window.account.buttons.colour.text() == "Heat: off"


def test_a_key_goes_round_and_the_legend_says_where_it_is(window: MainWindow) -> None:
    window.show()
    legend, heat = window.account.legend, window.account.heat
    assert not legend.isVisible()
    seen = []
    for _ in MEASURES:
        window.actions_by_key["heat_next"].trigger()
        seen.append(heat.mode)
        assert legend.isVisible() == (heat.mode != "family")
        assert window.actions_by_key[f"heat_{heat.mode}"].isChecked()
        assert heat.measure.title in legend.accessibleName()
    assert seen == [*list(MEASURES)[1:], "family"]


def test_the_legend_shows_the_least_and_the_most(window: MainWindow) -> None:
    window.show()
    window.canvas.setMinimumWidth(600)
    QApplication.sendPostedEvents()
    legend, design = window.account.legend, window.document.design
    window.actions_by_key["heat_parameters"].trigger()
    rows = window.account.ledger.costs.rows.values()
    counts = sorted(row.parameters for row in rows if row.parameters)
    ends = f"{short(counts[0])} to {short(counts[-1])} parameters, logarithmic"
    assert legend.accessibleName() == f"Coloured by parameters: {ends}"
    width = legend.width()
    graph = design.graph.set("fc1", out_features=123_456_789)
    window.document.edit("Set", design.with_graph(graph))
    assert short(123_456_789) not in ends
    assert "G parameters" in legend.accessibleName()
    assert legend.width() != width, "it has room for other numbers"
    window.canvas.setMinimumWidth(0)
    window.canvas.resize(300, 300)
    window.account.legend.refresh()
    assert "logarithmic" not in legend.accessibleName(), "there is no room for it"
    assert legend.geometry().right() <= window.canvas.width()
    window.actions_by_key["heat_activations"].trigger()
    assert "iB of activations" in legend.accessibleName()
    window.document.open_design(Design(), "untitled")
    assert (
        legend.accessibleName() == "Coloured by activations: none to some activations"
    )


def test_the_neighbours_of_the_button_stay_where_they_are(window: MainWindow) -> None:
    window.resize(1680, 1000)
    window.show()
    buttons = window.account.buttons
    assert buttons is not None
    places = set()
    for _ in MEASURES:
        window.actions_by_key["heat_next"].trigger()
        QApplication.sendPostedEvents()
        assert buttons.colour.sizeHint().width() <= buttons.colour.width()
        places.add((buttons.budget.x(), buttons.colour.width()))
    assert len(places) == 1


def test_it_is_remembered_and_is_no_edit(
    window: MainWindow, settings: QSettings
) -> None:
    window.actions_by_key["heat_macs"].trigger()
    assert settings.value(KEY) == "macs"
    assert not window.document.dirty


def test_blocks_have_colours_of_their_own_inside(window: MainWindow) -> None:
    window.filing.open_example("resnet-50")
    window.actions_by_key["heat_macs"].trigger()
    window.place.enter("layer2")
    names = list(window.place.design.graph.nodes)
    warmest = window.canvas.stage.look.warm(1).color()
    assert [n for n in names if tint(window, n) == warmest] == ["rest"]


def test_a_picture_from_afar_has_the_colours_too(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.show()
    window.actions_by_key["heat_parameters"].trigger()
    window.canvas.set_zoom(OVERVIEW_ZOOM / 2)
    window.canvas.centerOn(window.canvas.stage.nodes["fc1"].card_rect.center())
    picture = window.canvas.viewport().grab().toImage()
    middle = window.canvas.stage.nodes["fc1"].card_rect.center()
    pixel = window.canvas.mapFromScene(middle)
    warmest = window.canvas.stage.look.warm(1).color()
    assert picture.pixelColor(pixel).name() == warmest.name()


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_words_can_be_read_on_the_warmest_card(
    theme: Theme, qapp: QApplication
) -> None:
    warmest = Look(theme).warm(1).color()
    assert contrast(QColor(theme.text), warmest) >= 4.5

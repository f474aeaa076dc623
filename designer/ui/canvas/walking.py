"""From node to node and from port to port by keys: along wires, and to what is beside."""

from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtCore import QPointF

from designer.graph import Graph

ASIDE = 2.0
"""How much farther away something seems for each unit that it lies to the side."""

T = TypeVar("T")


def neighbour(
    graph: Graph, places: Mapping[str, QPointF], name: str, step: QPointF
) -> str:
    """The node next to one in the direction of a step; empty where there is none.

    With the flow and against it that is one that is wired to it, so that one can follow
    a network into its next row. `places` are the middles of the nodes.
    """
    ahead = step.x() if graph.flow == "right" else step.y()
    wired: list[str] = []
    if ahead > 0:
        wired = [wire.target for wire in graph.wires_from(name)]
    elif ahead < 0:
        wired = [wire.source for wire in graph.wires_into(name).values()]
    here = places[name]
    if wired:
        return min(wired, key=lambda other: (places[other] - here).manhattanLength())
    others = {other: place for other, place in places.items() if other != name}
    return nearest(here, others, step) or ""


def nearest(here: QPointF, places: Mapping[T, QPointF], step: QPointF) -> T | None:
    """What is nearest in the direction of a step; None where nothing is."""
    found: list[tuple[float, T]] = []
    for each, place in places.items():
        way = place - here
        ahead = way.x() * step.x() + way.y() * step.y()
        aside = abs(way.x() * step.y() - way.y() * step.x())
        if ahead > 0:
            found.append((ahead + ASIDE * aside, each))
    return min(found, key=lambda one: one[0])[1] if found else None

"""Designs that are quick to train, made in code."""

from collections.abc import Callable
from typing import Any

import pytest

from designer import Design, Graph, layers
from designer.data.source import Shapes
from designer.layers import Layer

Chain = Callable[..., Design]


def chained(*placed: Layer, name: str = "Network", **training: Any) -> Design:
    """A design whose layers follow each other; without an end, one is put there."""
    if not isinstance(placed[-1], layers.Output):
        end = (layers.Flatten(), layers.Linear(out_features=10), layers.Output())
        placed = (*placed, *end)
    graph = Graph()
    before = ""
    for layer in placed:
        here = graph.free_name(layer)
        graph = graph.add(here, layer)
        if before:
            graph = graph.connect(before, here)
        before = here
    return Design(graph, name=name).with_training(**training)


@pytest.fixture
def chain() -> Chain:
    return chained


@pytest.fixture
def tiny() -> Design:
    """The smallest network that can learn digits; two epochs take a moment."""
    return chained(layers.Input(shape=(1, 8, 8)), epochs=2, threads=1)


@pytest.fixture
def small() -> Design:
    """A network with all that could make two runs differ: dropout, norm, padding."""
    return chained(
        layers.Input(shape=(1, 8, 8)),
        layers.Conv2d(out_channels=8, padding=1),
        layers.BatchNorm2d(),
        layers.ReLU(),
        layers.MaxPool2d(),
        layers.Dropout(p=0.2),
        epochs=2,
        threads=1,
        seed=7,
    )


@pytest.fixture
def drawn() -> Shapes:
    """Few drawn pictures."""
    return Shapes(samples=100)

"""Small designs with one layer that reads sequences, for the tests of such layers."""

import designer
from designer import Graph, layers
from designer.layers import Layer

SEQUENCE = layers.Input(shape=(5, 8))
TRUTHS = layers.Input(shape=(5,), dtype="bool")
LOOKS = layers.Input(shape=(5, 5), dtype="bool")
SEEN = ("query", "key", "value")


def made(nodes: dict[str, Layer], *wires: str) -> designer.Design:
    """A design of these nodes and wires, each as "source > target"."""
    graph = Graph()
    for name, layer in nodes.items():
        graph = graph.add(name, layer)
    for wire in wires:
        graph = graph.connect(*wire.split(" > "))
    return designer.Design(graph)


def answering(layer: Layer, *wires: str, **inputs: Layer) -> designer.Design:
    """A design of inputs, one layer and an Output."""
    nodes = {**inputs, "layer": layer, "answer": layers.Output()}
    return made(nodes, *wires, "layer > answer")


def attending(layer: Layer, **masks: Layer) -> designer.Design:
    """Self-attention of one sequence, with a mask at each of the named ports."""
    wires = [f"x > layer.{port}" for port in SEEN]
    wires += [f"{port} > layer.{port}" for port in masks]
    return answering(layer, *wires, x=SEQUENCE, **masks)


def refusal(design: designer.Design) -> designer.Problem:
    """The one problem that its layers have."""
    (problem,) = designer.check(design).errors
    return problem

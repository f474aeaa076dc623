"""Activations."""

from tests.layers.case import Cases
from tests.layers.oracle import usual

GUESSED = "torch guesses the axis when none is given, and warns"

CASES = Cases(
    inputs={"Softmax": usual(2), "LogSoftmax": usual(2)},
    other_defaults={("Softmax", "dim"): GUESSED, ("LogSoftmax", "dim"): GUESSED},
)

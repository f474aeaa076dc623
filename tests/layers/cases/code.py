"""A layer of one's own."""

from tests.layers.case import Cases

CASES = Cases(without_module={"Code": "what the person writes"})

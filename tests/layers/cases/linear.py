"""Linear layers."""

from tests.layers.case import Cases
from tests.layers.oracle import usual

CASES = Cases(inputs={"Linear": usual(1)})

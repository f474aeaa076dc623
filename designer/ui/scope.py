"""Which settings an expression in a layer's form may follow, and what they are now."""

from designer.errors import SettingError
from designer.graph import Design
from designer.graph.block import INDEX, REPEAT, Use
from designer.graph.design import Way
from designer.graph.settings_edits import values_at
from designer.layers import Layer
from designer.ui.expression_text import Scope


def scope_in(design: Design, way: Way, layer: Layer, setting: str) -> Scope:
    """What a setting of a layer may follow, in the block that a way leads to.

    A setting of a repeated block may follow the number of the repeat too.
    """
    values = values_at(design, way)
    if not isinstance(layer, Use) or setting == REPEAT.name:
        return (values,)
    return ({**values, INDEX: 0}, {**values, INDEX: _repeats(layer, values) - 1})


def _repeats(use: Use, values: dict[str, object]) -> int:
    """How often a block is repeated; once where that is not known."""
    try:
        return max(1, len(use.resolved(values).rounds()))
    except SettingError:
        return 1

"""What is special to a family of layers when it is held against torch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from importlib import import_module
from pathlib import Path
from typing import Any

from hypothesis.strategies import SearchStrategy

from tests.layers.oracle import Drawn, Inputs

Reason = Callable[[Any, Any], bool]
"""Whether a reason to refuse holds for a layer and its inputs."""


ANY_DTYPE = ("float32", "int64", "bool")


@dataclass(frozen=True)
class Cases:
    """Each is a mapping from a layer's name, or from its name and a setting's.

    `settings`: how a setting is drawn, where its kind would seldom give one that fits.
    `inputs`: what a layer is tried on, where one picture would not do.
    `example`: inputs that a layer with its default settings takes, likewise.
    `takes`: the dtypes that a layer takes; float32 alone where nothing is said.
    `refused`: where torch says yes and a person meant no, by the reason why.
    `harmful`: where torch writes outside of its memory; it is not run, and ours refuses.
    `without_module`: why no class of torch.nn has the layer's name.
    `left_out`: why an argument of torch's is no setting here.
    `ours`: why a setting is no argument of torch's.
    `other_defaults`: why a default is not torch's.
    `always_written`: why a setting is written although torch has a default.
    `macs`: multiply-accumulates of what FlopCounterMode does not count.
    """

    settings: Mapping[tuple[str, str], SearchStrategy[Any]] = field(
        default_factory=dict
    )
    inputs: Mapping[str, Drawn] = field(default_factory=dict)
    example: Mapping[str, Inputs] = field(default_factory=dict)
    takes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    refused: Mapping[str, Reason] = field(default_factory=dict)
    harmful: Mapping[str, Reason] = field(default_factory=dict)
    without_module: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[tuple[str, str], str] = field(default_factory=dict)
    ours: Mapping[tuple[str, str], str] = field(default_factory=dict)
    other_defaults: Mapping[tuple[str, str], str] = field(default_factory=dict)
    always_written: Mapping[tuple[str, str], str] = field(default_factory=dict)
    macs: Mapping[str, Callable[[Any, Any], int]] = field(default_factory=dict)


def all_cases() -> Cases:
    """The cases of every family, from the modules of `cases/`."""
    found: dict[str, dict[Any, Any]] = {each.name: {} for each in fields(Cases)}
    for path in sorted(Path(__file__).with_name("cases").glob("*.py")):
        cases: Cases = import_module(f"tests.layers.cases.{path.stem}").CASES
        for name, known in found.items():
            more = getattr(cases, name)
            twice = known.keys() & more.keys()
            assert not twice, f"{path.name}: {twice} is told twice"
            known.update(more)
    return Cases(**found)


def misshapen(axes: Mapping[str, int]) -> Reason:
    """Whether a layer's first input has not the axes that its name asks for."""

    def holds(layer: Any, inputs: Inputs) -> bool:
        wanted = axes.get(type(layer).__name__)
        return (
            wanted is not None
            and inputs[0] is not None
            and len(inputs[0].shape) != wanted
        )

    return holds


CASES = all_cases()

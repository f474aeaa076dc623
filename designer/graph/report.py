"""What `check` says of a design: tensors, costs and problems."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

from designer.graph.design import Design, Step, Way
from designer.graph.graph import Graph
from designer.graph.inference import Broken, Inference, Inside, NotRun, Outcome, carried
from designer.graph.wiring import Wire
from designer.layers import Tensor

Severity = Literal["error", "warning", "hint"]

BETWEEN = " ▸ "
"""Between the parts of a way into blocks, as in "stage3 ▸ block 2 ▸ conv1"."""


@dataclass(frozen=True)
class Fix:
    """An edit that mends a problem, with a label for its button.

    `reason` is a sentence that says what the edit mends, where that is worth saying. One
    `by_hand` gives up something that a person may still want, as a layer not wired yet:
    it is offered, and never made unasked. `sets` are the node and the settings of one
    that does no more than set these, so that many can be made together.
    """

    label: str
    apply: Callable[[Design], Design] = field(compare=False)
    reason: str = ""
    by_hand: bool = False
    sets: tuple[str, Mapping[str, Any]] | None = field(default=None, compare=False)


class Kind(NamedTuple):
    """What problems say together that are one habit at several places.

    Both are sentences with a place for the number: "{} layers have a bias in vain."
    and "Turn off the bias in all {}".
    """

    words: str
    deed: str


@dataclass(frozen=True)
class Problem:
    """Something wrong ("error"), doubtful ("warning") or wasteful ("hint") in a design.

    `node` is where it shows, empty for the design as a whole; `setting` is the field to
    look at, if it is one, and `line` the line of its text, from 1. An error must be
    mended before the design can be trained, and a hint may be left for ever.

    Where the mistake lies inside a block, `node` is the block's node, `way` leads in from
    there to the node called `inner`, `place` says so in words, and `block` names the
    block. Problems with the same `kind` are one habit at several places.
    """

    node: str
    message: str
    severity: Severity = "error"
    setting: str = ""
    line: int = 0
    rule: str = ""
    find_fixes: Callable[[], tuple[Fix, ...]] = field(default=tuple, compare=False)
    way: Way = ()
    inner: str = ""
    place: str = ""
    block: str = ""
    kind: Kind | None = None

    @cached_property
    def fixes(self) -> tuple[Fix, ...]:
        """Edits that mend it, the best first. Looked for when first asked."""
        return self.find_fixes()

    @property
    def reason(self) -> str:
        """Where the mistake began, or else the rule that it breaks, if there is one."""
        return next((fix.reason for fix in self.fixes if fix.reason), self.rule)

    @property
    def at(self) -> str:
        """The node where it lies, in the graph that `way` leads to."""
        return self.inner or self.node

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        return f"{place}{self.message} {self.reason}".strip()


@dataclass(frozen=True)
class Report:
    """What is known of a design. Downstream of an error, tensors are unknown.

    `found` holds its problems and after them hints.
    """

    graph: Graph
    inside: Inside
    found: tuple[Problem, ...]

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong or doubtful."""
        return tuple(p for p in self.found if p.severity != "hint")

    @cached_property
    def hints(self) -> tuple[Problem, ...]:
        """What could be better, though nothing is wrong with it."""
        return tuple(p for p in self.found if p.severity == "hint")

    @property
    def outcomes(self) -> Mapping[str, Outcome]:
        """What each node makes of its inputs."""
        return self.inside.outcomes

    @property
    def resolved(self) -> Graph:
        """The graph with values in place of expressions."""
        return self.inside.graph

    def inside_of(self, step: Step) -> Inside | None:
        """What is known inside a block, if anything is."""
        outcome = self.outcomes.get(step.node)
        known = outcome.inside if isinstance(outcome, Inference | Broken) else ()
        return known[min(step.repeat, len(known) - 1)] if known else None

    @cached_property
    def tensors(self) -> Mapping[str, Tensor]:
        """Tensors by "node", for its first output, and by "node.port"."""
        found: dict[str, Tensor] = {}
        for name, outcome in self.outcomes.items():
            if isinstance(outcome, Inference) and outcome.outputs:
                found[name] = outcome.outputs[0]
                ports = self.graph.nodes[name].layer.outputs
                for port, tensor in zip(ports, outcome.outputs, strict=True):
                    found[f"{name}.{port.name}"] = tensor
        return found

    def on_wire(self, wire: Wire) -> Tensor | None:
        """The tensor that a wire carries, if it is known."""
        return carried(self.graph, wire, self.outcomes)

    def inference(self, name: str) -> Inference | None:
        """A node's inputs, outputs and cost, if they are known."""
        outcome = self.outcomes.get(name)
        return outcome if isinstance(outcome, Inference) else None

    @cached_property
    def awaited(self) -> tuple[str, ...]:
        """The nodes that are being tried out: more will be known of them soon."""
        return tuple(
            name
            for name, outcome in self.outcomes.items()
            if not isinstance(outcome, Inference) and _is_awaited(outcome)
        )

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that must be mended before the design can be trained."""
        return tuple(p for p in self.problems if p.severity == "error")

    @cached_property
    def parameters(self) -> int:
        """Learned numbers, counted as PyTorch counts them."""
        return self.inside.parameters

    @cached_property
    def macs(self) -> int:
        """Multiply-accumulates for one sample."""
        return self.inside.macs

    def of(self, name: str) -> tuple[Problem, ...]:
        """The problems that show at a node."""
        return self.problems_by_node.get(name, ())

    def said_of(self, name: str) -> tuple[Problem, ...]:
        """The problems that show at a node, and after them its hints."""
        return (*self.of(name), *self.hints_of(name))

    def hints_of(self, name: str) -> tuple[Problem, ...]:
        """The hints that a node gives cause to."""
        return tuple(hint for hint in self.hints if hint.node == name)

    @cached_property
    def problems_by_node(self) -> Mapping[str, tuple[Problem, ...]]:
        """The problems of each node that has any."""
        found: dict[str, tuple[Problem, ...]] = {}
        for problem in self.problems:
            found[problem.node] = (*found.get(problem.node, ()), problem)
        return found


def _is_awaited(outcome: Outcome) -> bool:
    if isinstance(outcome, Broken):
        return any(map(_is_awaited, outcome.inside[-1].outcomes.values()))
    return outcome == NotRun()

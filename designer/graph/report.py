"""What `check` says of a design: tensors, costs and problems."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from designer.graph.design import Design
from designer.graph.graph import Graph
from designer.graph.inference import Inference, NotRun, Outcome, carried
from designer.graph.wiring import Wire
from designer.layers import Tensor

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Fix:
    """An edit that mends a problem, with a label for its button.

    `reason` is a sentence that says what the edit mends, where that is worth saying.
    """

    label: str
    apply: Callable[[Design], Design] = field(compare=False)
    reason: str = ""


@dataclass(frozen=True)
class Problem:
    """Something wrong ("error") or doubtful ("warning") with a design.

    `node` is where it shows, empty for the design as a whole; `setting` is the field to
    look at, if it is one, and `line` the line of its text, from 1. An error must be
    mended before the design can be trained.
    """

    node: str
    message: str
    severity: Severity = "error"
    setting: str = ""
    line: int = 0
    rule: str = ""
    find_fixes: Callable[[], tuple[Fix, ...]] = field(default=tuple, compare=False)

    @cached_property
    def fixes(self) -> tuple[Fix, ...]:
        """Edits that mend it, the best first. Looked for when first asked."""
        return self.find_fixes()

    @property
    def reason(self) -> str:
        """Where the mistake began, or else the rule that it breaks, if there is one."""
        return next((fix.reason for fix in self.fixes if fix.reason), self.rule)

    def __str__(self) -> str:
        return f"{self.message} {self.reason}".strip()


@dataclass(frozen=True)
class Report:
    """What is known of a design. Downstream of an error, tensors are unknown."""

    graph: Graph
    outcomes: Mapping[str, Outcome]
    problems: tuple[Problem, ...]

    @cached_property
    def tensors(self) -> Mapping[str, Tensor]:
        """Tensors by "node", for its first output, and by "node.port"."""
        found: dict[str, Tensor] = {}
        for name, outcome in self.outcomes.items():
            if isinstance(outcome, Inference) and outcome.outputs:
                found[name] = outcome.outputs[0]
                for port, tensor in zip(
                    self.graph.output_ports(name), outcome.outputs, strict=True
                ):
                    found[f"{name}.{port}"] = tensor
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
        return tuple(name for name, out in self.outcomes.items() if out == NotRun())

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that must be mended before the design can be trained."""
        return tuple(p for p in self.problems if p.severity == "error")

    @property
    def parameters(self) -> int:
        """Learned numbers, counted as PyTorch counts them."""
        return sum(each.parameters for each in self._known)

    @property
    def macs(self) -> int:
        """Multiply-accumulates for one sample."""
        return sum(each.macs for each in self._known)

    @property
    def _known(self) -> list[Inference]:
        return [each for each in self.outcomes.values() if isinstance(each, Inference)]

    def of(self, name: str) -> tuple[Problem, ...]:
        """The problems that show at a node."""
        return self.problems_by_node.get(name, ())

    @cached_property
    def problems_by_node(self) -> Mapping[str, tuple[Problem, ...]]:
        """The problems of each node that has any."""
        found: dict[str, tuple[Problem, ...]] = {}
        for problem in self.problems:
            found[problem.node] = (*found.get(problem.node, ()), problem)
        return found

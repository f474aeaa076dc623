"""A spot where something is about to be added: what reaches it, and what would fit."""

from functools import cached_property

from designer.graph.adding import Site
from designer.graph.chain import Context
from designer.graph.design import Design
from designer.graph.inference import carried, outcome_of
from designer.graph.ports import in_order
from designer.graph.report import Report
from designer.graph.taking import LIKELY, Taken, offered, taken
from designer.graph.taking import of as taken_of
from designer.layers import Layer, Tensor

FREE = Taken()


class Spot:
    """A site in a design as it is known.

    `after` and `before` are the nodes at its ends, as far as there are any.
    """

    def __init__(self, design: Design, report: Report, site: Site) -> None:
        self.design = design
        self.report = report
        self.site = site
        source, target = site.source, site.target
        if site.wire is not None:
            source = f"{site.wire.source}.{site.wire.source_port}"
            target = f"{site.wire.target}.{site.wire.target_port}"
        self._source, self._target = source, target
        self.after = source.partition(".")[0]
        self.before = target.partition(".")[0]

    @property
    def words(self) -> str:
        """Where it is, in words; empty where nothing will be wired."""
        if self.after and self.before:
            return f"between {self.after} and {self.before}"
        if self.after:
            return f"after {self.after}"
        return f"before {self.before}" if self.before else ""

    @property
    def tensor(self) -> Tensor | None:
        """What reaches it, if anything does and it is known."""
        return self.report.tensors.get(self._source)

    @property
    def axes(self) -> int:
        """How many axes a tensor likely has there, besides its channels."""
        if self.tensor is not None:
            return len(self.tensor.shape) - 1
        first = self.design.input()
        return 2 if first is None else len(first.shape) - 1

    def judge(self, layer: Layer) -> Taken:
        """Whether a layer would fit, as far as can be known."""
        if self.after:
            if not layer.inputs:
                return Taken("takes no input.")
            if self.before and not layer.outputs:
                return Taken("gives nothing.")
            return taken(layer, self.tensor, self.design.values)
        if self.before:
            return offered(layer, self._refusal, self._hints, self.design.values)
        return FREE

    def is_likely(self, layer: Layer) -> bool:
        """Whether a layer fits, or would fit what is usual in this design."""
        if self.tensor is not None or (self.before and not self.after):
            return self.judge(layer).fits
        if self.after and not layer.inputs:
            return False
        usual = LIKELY[min(max(self.axes, 0), 3)]
        return not layer.inputs or taken(layer, usual, self.design.values).fits

    def context(self, blocks: dict[str, Layer]) -> Context:
        """What a chain begins with there."""
        return Context(self.tensor, self.axes, blocks, self.design.values)

    @cached_property
    def _others(self) -> dict[str, Tensor]:
        """What reaches the other inputs of the node that comes after."""
        found = {}
        for port, wire in self.report.graph.wires_into(self.before).items():
            tensor = carried(self.report.graph, wire, self.report.outcomes)
            if tensor is not None and f"{self.before}.{port}" != self._target:
                found[port] = tensor
        return found

    @property
    def _hints(self) -> tuple[Tensor, ...]:
        return tuple(dict.fromkeys(self._others.values()))

    def _refusal(self, tensor: Tensor) -> str:
        """Why the node that comes after would not take a tensor; empty if it would."""
        graph = self.report.resolved
        port = self._target.partition(".")[2]
        tensors = {**self._others, port: tensor}
        layer = graph.node(self.before).layer
        wired = {each: tensors[each] for each in in_order(layer.inputs, tensors)}
        made = taken_of(outcome_of(layer, wired))
        return f"{self.before} {made.why}" if made.why else ""

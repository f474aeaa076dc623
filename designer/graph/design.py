"""A design: one document, with its graph and what its training is told."""

from dataclasses import dataclass, field, replace
from typing import Any

from designer.errors import GraphError
from designer.graph.graph import Graph
from designer.graph.names import CODE_NAMES, is_plain
from designer.recipe import Training
from designer.words import listed


@dataclass(frozen=True)
class Design:
    """A frozen document. `name` is the name of the generated class."""

    graph: Graph = field(default_factory=Graph)
    training: Training = field(default_factory=lambda: Training())
    name: str = "Network"

    def __post_init__(self) -> None:
        if not is_plain(self.name) or self.name in CODE_NAMES:
            raise GraphError(
                f"{self.name!r} cannot name a design: the name becomes a class in the "
                f"code, so it starts with a letter and holds only letters, digits and _, "
                f"and is none of {listed(sorted(CODE_NAMES), last='or')}."
            )

    def with_graph(self, graph: Graph) -> "Design":
        """The same design with another graph."""
        return replace(self, graph=graph)

    def with_training(self, **changes: Any) -> "Design":
        """The same design with other training settings; raises SettingError."""
        return replace(self, training=self.training.changed(**changes))

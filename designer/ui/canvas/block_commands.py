"""What a person does with blocks and shared weights on the canvas.

Each deed is one step of undo, or refused in words beside the pointer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from designer.errors import DesignerError
from designer.graph import Design, Graph
from designer.graph.block import Use
from designer.graph.dissolving import dissolvable, dissolved, standing_clear
from designer.graph.framing import with_members
from designer.graph.grouping import grouped, unique
from designer.graph.nesting import uses
from designer.layers import Annotation, Input, Layer, Output
from designer.ui.canvas import commands
from designer.ui.canvas.title_field import TitleField
from designer.ui.place import Place

if TYPE_CHECKING:
    from designer.ui.canvas.view import Canvas


class BlockCommands:
    """Deeds on the selection of a canvas; `can` tells which of them are possible."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.field = TitleField(canvas)
        self.field.entered.connect(self._call)
        self._tests: dict[str, Callable[[], bool]] = {
            "open": lambda: self._use is not None and self._place is not None,
            "leave": lambda: bool(self._document.way),
            "group": self._can_group,
            "dissolve": lambda: self._use is not None,
            "unique": self._can_be_unique,
            "duplicate": lambda: any(map(self._is_learned, self._names)),
            "share": self._can_share,
            "replace": self._can_be_replaced,
            "repeat": lambda: self._use is not None,
            "rename": lambda: self._use is not None,
        }

    def can(self, deed: str) -> bool:
        """Whether something can be done to what is selected."""
        return self._tests[deed]()

    # Going in and out

    def open(self, name: str = "") -> None:
        """Go into the block of a node, by default of the one that is selected."""
        name = name or self.canvas.selection.single
        place = self._place
        if place is not None and name:
            self._try(lambda: place.enter(name))

    def leave(self) -> None:
        """Go out of the block that is seen."""
        place = self._place
        if place is not None and place.way:
            self._try(place.leave)

    # Blocks

    def group(self) -> None:
        """Make a block of the selected nodes, and let its name be typed over."""
        document = self._document

        def deed() -> None:
            design, name = grouped(document.design, self._names, report=document.report)
            document.edit(f"Group {commands.named(self._names)} into a block", design)
            self.canvas.choose([name])
            self.rename()

        self._try(deed)

    def dissolve(self) -> None:
        """Put what is inside the selected block in its place.

        What was repeated is arranged by itself: copies side by side make a long row.
        """
        name, before = self.canvas.selection.single, self._graph

        def deed() -> None:
            count = dissolvable(before, name)
            design = dissolved(self._design, name)
            come = [each for each in design.graph.nodes if each not in before.nodes]
            if count > 1:
                design = design.with_graph(standing_clear(before, design.graph, name))
            self._document.edit(f"Dissolve {name}", design)
            self.canvas.choose(come)
            self.canvas.show_new(come)

        self._try(deed)

    def unique(self) -> None:
        """Give the selected node weights, or else a block, of its own."""
        name = self.canvas.selection.single

        def deed() -> None:
            label = f"Make {name} unique"
            self._document.edit(label, unique(self._design, name))

        self._try(deed)

    def rename(self) -> None:
        """Let the name of the selected block be typed where it stands."""
        name = self.canvas.selection.single
        if name in self.canvas.stage.nodes:
            self.field.show_at(
                self.canvas.stage.nodes[name].card_rect, self._title(name)
            )

    def _call(self, new: str) -> None:
        """Give the block of the selected node another name; every use follows."""
        use, whole = self._use, self._document.document
        if use is None or new == use.block.name:
            return
        old = use.block.name

        def deed() -> None:
            called = replace(whole.design.block(old), name=new)
            design = whole.design.with_block(called, was=old)
            whole.edit(f"Rename {old} to {new}", design)

        self._try(deed)

    # Weights and layers

    def duplicate(self) -> None:
        """Add copies of the selected nodes that use the same weights."""
        names = commands.in_order(self._graph, self._names)

        def deed() -> None:
            offset = commands.free_offset(self._graph, names)
            graph, copies = commands.duplicated_sharing(
                self._graph, names, self._learned(), offset, self._design.taken
            )
            label = f"Duplicate {commands.named(names)} with the same weights"
            self.canvas.edit(label, graph)
            self.canvas.choose(copies)

        self._try(deed)

    def share(self) -> None:
        """Let the selected nodes use the weights of the first of them."""
        names = commands.in_order(self._graph, self._names)

        def deed() -> None:
            graph = commands.sharing(self._graph, names)
            self.canvas.edit(f"Share the weights of {names[0]}", graph)

        self._try(deed)

    def replace(self, name: str, layer: Layer) -> None:
        """Put another layer or block in a node's place, with its wires."""

        def deed() -> None:
            graph, new = commands.replaced(self._graph, name, layer, self._design.taken)
            label = f"Replace {name} by {type(layer).__name__}"
            self.canvas.edit(label, graph)
            self.canvas.choose([new])

        self._try(deed)

    # What there is

    @property
    def _document(self):  # type: ignore[no-untyped-def]
        return self.canvas.document

    @property
    def _place(self) -> Place | None:
        document = self.canvas.document
        return document if isinstance(document, Place) else None

    @property
    def _design(self) -> Design:
        return self.canvas.document.design

    @property
    def _graph(self) -> Graph:
        return self.canvas.graph

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(with_members(self._graph, self.canvas.selection.names))

    @property
    def _use(self) -> Use | None:
        """The block that is selected, if it is the only node."""
        node = self._graph.nodes.get(self.canvas.selection.single)
        return node.layer if node and isinstance(node.layer, Use) else None

    def _title(self, name: str) -> str:
        return type(self._graph.node(name).layer).__name__

    def _can_group(self) -> bool:
        nodes = (self._graph.nodes.get(name) for name in self._names)
        apart = Input | Output | Annotation
        return any(node and not isinstance(node.layer, apart) for node in nodes)

    def _can_be_unique(self) -> bool:
        name, use = self.canvas.selection.single, self._use
        if name in self._graph.nodes and len(self._graph.group(name)) > 1:
            return True
        return use is not None and _places(self._document.document.design, use) > 1

    def _can_be_replaced(self) -> bool:
        node = self._graph.nodes.get(self.canvas.selection.single)
        return node is not None and not isinstance(node.layer, Annotation)

    def _can_share(self) -> bool:
        if not commands.can_share(self._graph, self._names):
            return False
        known = map(self._document.report.inference, self._names)
        return any(each is None or each.parameters for each in known)

    def _learned(self) -> set[str]:
        """The selected nodes that have weights."""
        return set(filter(self._is_learned, self._names))

    def _is_learned(self, name: str) -> bool:
        known = self._document.report.inference(name)
        return known is not None and bool(known.parameters)

    def _try(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except DesignerError as error:
            self.canvas.refuse(str(error))


def _places(design: Design, use: Use) -> int:
    """How many nodes of a design use a block."""
    return sum(
        each.block.name == use.block.name
        for _, graph in design.graphs()
        for _, each in uses(graph)
    )

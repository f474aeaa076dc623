"""The place in the design where the person is: in the network, or inside a block.

It has the surface of a Document, as seen from there, for all that shows or edits the
graph that is seen. Going in and out is no edit, and no step of undo.
"""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from designer.errors import GraphError
from designer.graph import Design, Report
from designer.graph.block import Use
from designer.graph.check import check_inside
from designer.graph.design import Step, Way
from designer.graph.inference import Broken, Inference, Inside, do_not_run
from designer.graph.nesting import uses
from designer.trust import Trust
from designer.ui.document import Document
from designer.ui.follow import renamed


class Crumb(NamedTuple):
    """A part of the way: the node that leads in, its block, and which of its repeats.

    The first stands for the network, with the name of the document.
    """

    title: str
    block: str = ""
    repeat: int = 0
    repeats: int = 1


class Place(QObject):
    """A Document as seen from inside a block; `way` is empty in the network itself.

    `moved` says that the person is elsewhere now; `changed` and `checked` follow it, as
    they follow an edit. `left` is the node whose block was left last, if that is where
    the person came from. `ask` is asked before each move for a reason to stay.
    """

    changed = Signal(object, object)
    checked = Signal(object)
    rechecked = Signal()
    opened = Signal()
    moved = Signal()
    mended = Signal(tuple)
    """The nodes that a fix has added, once they are there."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.way: Way = ()
        self.left = ""
        self.ask: Callable[[], str] = lambda: ""
        self._design = document.design
        self._seen: tuple[Report, Way] | None = None
        self._report = document.report
        document.opening.connect(self._begin_afresh)
        document.changed.connect(self._follow)
        document.rechecked.connect(self.rechecked)
        document.checked.connect(self._tell)
        document.opened.connect(self.opened)

    # The surface of a Document

    @property
    def design(self) -> Design:
        """The design as it is seen from here."""
        return self._design

    @property
    def report(self) -> Report:
        """What is known of it, with what reaches it here."""
        whole = self.document.report
        if (
            self._seen is None
            or self._seen[0] is not whole
            or self._seen[1] != self.way
        ):
            measure = self.document.measure if self.trusted else do_not_run
            design = self.document.design
            self._report = check_inside(design, whole, self.way, measure)
            self._seen = (whole, self.way)
        return self._report

    @property
    def trusted(self) -> bool:
        """Whether the code that the whole design holds may run."""
        return self.document.trusted

    @property
    def trust(self) -> Trust:
        """What may run."""
        return self.document.trust

    @property
    def undo_stack(self) -> QUndoStack:
        """The steps of undo, of the whole design."""
        return self.document.undo_stack

    def edit(self, label: str, design: Design, merge_key: str = "") -> None:
        """Put another design in place of the one seen here, as one step of undo.

        Raises GraphError where a block would then hold itself.
        """
        self.document.edit(label, self._put(design), self._key(merge_key))

    def write_code(self, label: str, design: Design, merge_key: str = "") -> None:
        """Edit code that the design holds: what is written here may run."""
        self.document.write_code(label, self._put(design), self._key(merge_key))

    def look_ahead(self, design: Design) -> None:
        """Let be found out what code gives that is about to be written."""
        self.document.look_ahead(self._put(design))

    def trust_design(self) -> None:
        """Let the code of the whole design run; raises FileError as the Document does."""
        self.document.trust_design()

    def _put(self, design: Design) -> Design:
        """The whole design with another one in place of what is seen here."""
        return self.document.design.put(self.way, design)

    def _key(self, merge_key: str) -> str:
        """Edits of one name in two places are no one step."""
        return f"{self.way}{merge_key}" if merge_key and self.way else merge_key

    # Where one is

    @property
    def titles(self) -> tuple[str, ...]:
        """The way in words: the document, and the node of each step."""
        return tuple(crumb.title for crumb in self.crumbs)

    @property
    def crumbs(self) -> tuple[Crumb, ...]:
        """The way from the network to here."""
        found = [Crumb(self.document.title)]
        design, report = self.document.design, self.document.report
        for depth, step in enumerate(self.way):
            use = design.use_at(step)
            count = _repeats(use, report.outcomes.get(step.node))
            found.append(Crumb(step.node, use.block.name, step.repeat, count))
            measure = self.document.measure if self.trusted else do_not_run
            if depth < len(self.way) - 1:
                report = check_inside(design, report, (step,), measure)
                design = design.at((step,))
        return tuple(found)

    @property
    def uses(self) -> int:
        """How often the block that is seen stands in the network, repeats counted."""
        return used(self.document.report.inside)[self.design.name] if self.way else 1

    def enter(self, node: str, repeat: int = 0) -> None:
        """Go into the block of a node; raises GraphError for any other layer."""
        self.go((*self.way, Step(node, repeat)))

    def leave(self, depth: int | None = None) -> None:
        """Go out to a depth, 0 being the network; by default one step."""
        depth = len(self.way) - 1 if depth is None else depth
        self.go(self.way[: max(depth, 0)])

    def go(self, way: Way) -> None:
        """Go anywhere; raises GraphError where the way leads nowhere, or one must stay."""
        if way == self.way:
            return
        design = self._at(way)
        if reason := self.ask():
            raise GraphError(reason)
        design = self._at(way)  # what was typed may have been entered just now
        before = self._design
        self._move(way, design)
        self.changed.emit(before, design)
        self.checked.emit(self.report)

    def _move(self, way: Way, design: Design) -> None:
        is_out = len(way) < len(self.way) and self.way[: len(way)] == way
        self.left = self.way[len(way)].node if is_out else ""
        self.way, self._design = way, design
        self.moved.emit()

    def _at(self, way: Way) -> Design:
        return self.document.design.at(way) if way else self.document.design

    # Following the document

    def _begin_afresh(self) -> None:
        if self.way:
            self._move((), self.document.design)

    def _follow(self, before: Design, after: Design) -> None:
        """See what has become of the place, or of the nearest one that is still there."""
        seen, way = self._design, still_there(self.way, before, after)
        if len(way) == len(self.way):
            self.way, self._design = way, self._at(way)
        else:
            self._move(way, self._at(way))
        self.changed.emit(seen, self._design)

    def _tell(self) -> None:
        self.checked.emit(self.report)


def still_there(way: Way, before: Design, after: Design) -> Way:
    """As much of a way as still leads somewhere; it follows nodes that are renamed."""
    found: list[Step] = []
    old, new = before.graph, after.graph
    for step in way:
        node = step.node
        if node not in new.nodes:
            node = renamed(old, new).get(node, node)
        inside = new.nodes.get(node)
        if inside is None or not isinstance(inside.layer, Use):
            break
        was = old.nodes[step.node].layer
        found.append(Step(node, step.repeat))
        if not isinstance(was, Use):
            break
        old, new = was.block.graph, inside.layer.block.graph
    return tuple(found)


def used(inside: Inside) -> Counter[str]:
    """How often each block stands in a graph and in its blocks, repeats counted."""
    if "uses" not in inside.kept:
        found: Counter[str] = Counter()
        for name, use in uses(inside.graph):
            outcome = inside.outcomes.get(name)
            repeats, known = _repeats(use, outcome), _known(outcome)
            found[use.block.name] += repeats
            unknown = Inside(use.block.graph, {})
            for place in range(repeats):
                found += used(known[place] if place < len(known) else unknown)
        inside.kept["uses"] = found
    counted: Counter[str] = inside.kept["uses"]
    return counted


def _known(outcome: object) -> tuple[Inside, ...]:
    return outcome.inside if isinstance(outcome, Inference | Broken) else ()


def _repeats(use: Use, outcome: object) -> int:
    """How often a use stands in a row, as far as that is known."""
    if isinstance(use.repeat, int):
        return max(use.repeat, 1)
    return max(len(_known(outcome)), 1)

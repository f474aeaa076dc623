"""Keeps the selection on nodes that are there: it follows a rename and drops the gone.

It belongs to the graph that is seen: who leaves a block has its node selected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer.graph import Design, Graph
from designer.ui.document import Document
from designer.ui.selection import Selection

if TYPE_CHECKING:
    from designer.ui.place import Place


def follow(document: Document | Place, selection: Selection) -> None:
    """Bind a selection to a document. Call it before any panel listens to either."""
    followed: dict[str, str] = {}

    def compare(before: Design, after: Design) -> None:
        followed.clear()
        gone = [name for name in selection.names if name not in after.graph.nodes]
        if gone:
            followed.update(renamed(before.graph, after.graph))

    def keep() -> None:
        nodes = document.design.graph.nodes
        names = (followed.get(name, name) for name in selection.names)
        selection.set(name for name in names if name in nodes)

    document.changed.connect(compare)
    document.checked.connect(keep)
    document.moved.connect(
        lambda: selection.set([document.left] if document.left else [])
    )


def renamed(before: Graph, after: Graph) -> dict[str, str]:
    """The one node that has another name now, if just one name went and one came."""
    gone = before.nodes.keys() - after.nodes.keys()
    come = after.nodes.keys() - before.nodes.keys()
    if len(gone) != 1 or len(come) != 1:
        return {}
    (old,), (new,) = gone, come
    is_same = before.nodes[old].layer is after.nodes[new].layer
    return {old: new} if is_same else {}

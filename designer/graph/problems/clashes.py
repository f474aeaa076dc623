"""Names that layers bring into the code: no two things may have the same one."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from types import MappingProxyType
from typing import NamedTuple

from designer.graph.design import Design
from designer.graph.graph import Graph
from designer.graph.names import CODE_NAMES, free_name
from designer.graph.problems.fixes import fix
from designer.graph.report import BETWEEN, Fix, Problem
from designer.layers import Layer
from designer.words import listed

OURS = MappingProxyType(
    {"torch": "torch", "nn": "torch.nn", "Tensor": "torch.Tensor"},
)
"""What the code imports anyway, and may be imported once more."""


class Brought(NamedTuple):
    """A name that a layer brings: how it comes, and what it stands for."""

    verb: str
    name: str
    meaning: str


def clash_problems(design: Design) -> list[Problem]:
    """Layers that bring a name which the code needs for something else."""
    seen: dict[str, tuple[str, Brought]] = {}
    problems = []
    for place, layer in bringing(design).items():
        for brought in brought_by(layer):
            first = seen.setdefault(brought.name, (place.node, brought))
            words, fixes = _clash(design, brought, *first)
            if words:
                title = f"{type(layer).__name__} {place.node}"
                message = f"{title} {brought.verb} {brought.name}{words}"
                problems.append(_problem(design, place, layer, message, fixes))
    return problems


def _clash(
    design: Design, brought: Brought, node: str, first: Brought
) -> tuple[str, tuple[Fix, ...]]:
    """What is wrong with a name, in words, and what mends it; no words if nothing is.

    `node` brought the `first` thing of that name.
    """
    if brought.meaning != first.meaning:
        return f", and {node} {first.verb} it otherwise.", ()
    if brought.name in design.graph.nodes:
        fixes = (_rename_fix(design.graph, brought.name),)
        return ", which is also the name of a node.", fixes
    for name, graph in design.graphs():
        if brought.name in graph.nodes:
            return f", which is also the name of a node in {name}.", ()
    if brought.name == design.name:
        return ", and the design has that name.", ()
    if brought.name in design.blocks:
        return ", and a block has that name.", ()
    if brought.name in CODE_NAMES and OURS.get(brought.name) != brought.meaning:
        taken = listed(sorted(CODE_NAMES), last="or")
        return f"; nothing may be called {taken}.", ()
    return "", ()


class Place(NamedTuple):
    """A node, and the block that it stands in; empty for the network itself."""

    block: str
    node: str


def bringing(design: Design) -> Mapping[Place, Layer]:
    """The layers that bring a definition or an import."""
    return {
        Place(block, name): graph.nodes[name].layer
        for block, graph in design.graphs()
        for name in graph.once("bringing", partial(_bringing, graph))
    }


def _bringing(graph: Graph) -> list[str]:
    return [
        node.name
        for node in graph
        if type(node.layer).definition is not Layer.definition
        or type(node.layer).imports is not Layer.imports
    ]


def brought_by(layer: Layer) -> Iterator[Brought]:
    """The names that a layer brings into the code."""
    text = layer.definition
    for name in sorted(defined_names(text)):
        yield Brought("defines", name, text)
    for statement in layer.imports:
        for name, meaning in imported_names(statement).items():
            yield Brought("imports", name, meaning)


@lru_cache(maxsize=256)
def imported_names(statement: str) -> Mapping[str, str]:
    """The names that an import makes known, and what each stands for."""
    found: dict[str, str] = {}
    for node in ast.parse(statement).body:
        if isinstance(node, ast.Import):
            for each in node.names:
                name = each.asname or each.name.partition(".")[0]
                found[name] = each.name if each.asname else name
        elif isinstance(node, ast.ImportFrom):
            for each in node.names:
                found[each.asname or each.name] = f"{node.module}.{each.name}"
    return MappingProxyType(found)


@lru_cache(maxsize=256)
def defined_names(text: str) -> frozenset[str]:
    """The names that a text makes known; none for one with a mistake."""
    try:
        body = ast.parse(text).body
    except SyntaxError:
        return frozenset()
    names: set[str] = set()
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {t.id for t in targets if isinstance(t, ast.Name)}
    return frozenset(names)


def _problem(
    design: Design, place: Place, layer: Layer, message: str, fixes: tuple[Fix, ...]
) -> Problem:
    rule = "" if fixes else "Give one of them another name."
    setting = "text" if "text" in layer.declared_settings else ""
    problem = Problem(
        place.node, message, setting=setting, rule=rule, find_fixes=lambda: fixes
    )
    way = design.way_to(place.block) if place.block else ()
    if not way:
        return problem
    return replace(
        problem,
        node=way[0].node,
        way=way,
        inner=place.node,
        place=BETWEEN.join([*(step.node for step in way), place.node]),
    )


def _rename_fix(graph: Graph, name: str) -> Fix:
    free = free_name(name, graph.nodes)
    return fix(f"Rename the node {name} to {free}", partial(_renamed, name, free))


def _renamed(old: str, new: str, graph: Graph) -> Graph:
    return graph.rename(old, new)

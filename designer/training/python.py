"""Pieces of Python text: a module taken apart, and a script put together from them.

Only what a script uses gets into it: definitions that something needs, and imports of
names that occur, merged and sorted as ruff sorts them.
"""

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from designer.codegen.imports import Import, imported, sorted_imports
from designer.codegen.text import Line, plain


@dataclass(frozen=True)
class Piece:
    """A definition or an assignment at the top of a module, as its lines stand there."""

    lines: tuple[Line, ...]

    @cached_property
    def tree(self) -> ast.Module:
        """The piece as syntax."""
        return ast.parse("\n".join(line.text for line in self.lines))

    @cached_property
    def defines(self) -> frozenset[str]:
        """The names that the piece makes known."""
        defined = set()
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                defined.add(node.name)
            elif isinstance(node, ast.Assign):
                defined |= {t.id for t in node.targets if isinstance(t, ast.Name)}
        return frozenset(defined)

    @cached_property
    def uses(self) -> frozenset[str]:
        """All names that occur in the piece."""
        nodes = ast.walk(self.tree)
        return frozenset(node.id for node in nodes if isinstance(node, ast.Name))

    @property
    def is_assignment(self) -> bool:
        """Whether the piece is only `name = value`."""
        return all(isinstance(node, ast.Assign) for node in self.tree.body)

    @property
    def is_constant(self) -> bool:
        """Whether the piece is `NAME = value`."""
        return self.is_assignment and all(name.isupper() for name in self.defines)


def take_apart(lines: Sequence[Line]) -> tuple[list[Import], list[Piece]]:
    """The imports and the other pieces of a module; its docstring is left out.

    A comment belongs to the piece below it.
    """
    imports: list[Import] = []
    pieces: list[Piece] = []
    end = 0
    for node in ast.parse("\n".join(line.text for line in lines)).body:
        start, end = end, node.end_lineno or node.lineno
        if isinstance(node, ast.Import | ast.ImportFrom):
            imports += imported(node)
        elif not isinstance(node, ast.Expr):
            while not lines[start].text.strip():
                start += 1
            pieces.append(Piece(tuple(lines[start:end])))
    return imports, pieces


def needed(pieces: Iterable[Piece], wanted: Iterable[str]) -> list[Piece]:
    """The pieces that define what is wanted, and what those use, in their order."""
    pieces, todo, found = list(pieces), set(wanted), set()
    while todo:
        name = todo.pop()
        for piece in pieces:
            if name in piece.defines and piece not in found:
                found.add(piece)
                todo |= piece.uses
    return [piece for piece in pieces if piece in found]


def put_together(
    title: str, imports: Iterable[Import], pieces: Sequence[Piece]
) -> tuple[Line, ...]:
    """A module: its docstring, the imports that its pieces use, and the pieces."""
    used = frozenset[str]().union(*(piece.uses for piece in pieces))
    lines = plain([*title.splitlines(), ""])
    lines += plain(sorted_imports({each for each in imports if each.binds in used}))
    before = None
    for piece in pieces:
        lines += [*plain([""] * _gap(before, piece)), *piece.lines]
        before = piece
    return tuple(lines)


def _gap(before: Piece | None, piece: Piece) -> int:
    """Empty lines between two pieces; constants stand together."""
    if not piece.is_assignment or not (before is None or before.is_assignment):
        return 2
    return 0 if before and before.is_constant == piece.is_constant else 1

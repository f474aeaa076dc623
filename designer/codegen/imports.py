"""Import statements: read, merged, and sorted as ruff sorts them."""

import ast
import sys
from collections.abc import Iterable
from typing import NamedTuple


class Import(NamedTuple):
    """One imported name: `from module import name as known`, or `import module`."""

    module: str
    name: str
    known: str

    @property
    def binds(self) -> str:
        """The name that the import makes known."""
        return self.known or self.name or self.module.split(".")[0]


def imported(node: ast.Import | ast.ImportFrom) -> list[Import]:
    """The names that a statement imports."""
    module = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
    return [
        Import(module, a.name, a.asname or "")
        if module
        else Import(a.name, "", a.asname or "")
        for a in node.names
    ]


def read_imports(text: str) -> list[Import]:
    """The names that the import statements at the top of a text import."""
    nodes = ast.parse(text).body
    found = [imported(n) for n in nodes if isinstance(n, ast.Import | ast.ImportFrom)]
    return [each for names in found for each in names]


def sorted_imports(imports: Iterable[Import]) -> list[str]:
    """Import statements as ruff sorts them: the standard library first."""
    groups: dict[bool, list[Import]] = {True: [], False: []}
    for each in imports:
        groups[each.module.split(".")[0] in sys.stdlib_module_names].append(each)
    texts = [_statements(group) for group in groups.values() if group]
    return [line for text in texts for line in ("", *text)][1:]


def _statements(imports: list[Import]) -> list[str]:
    """`import a` before `from a import b`, each by its module."""
    whole = sorted(each for each in imports if not each.name)
    lines = [_renamed(f"import {each.module}", each) for each in whole]
    for module in sorted({each.module for each in imports if each.name}):
        members = [each for each in imports if each.module == module and each.name]
        names = [_renamed(m.name, m) for m in sorted(members, key=_name_order)]
        lines.append(f"from {module} import {', '.join(names)}")
    return lines


def _name_order(each: Import) -> tuple[int, str]:
    """CONSTANTS, then Classes, then functions and modules."""
    if each.name.isupper() and len(each.name) > 1:
        return (0, each.name)
    return (1 if each.name[0].isupper() else 2, each.name)


def _renamed(text: str, each: Import) -> str:
    return f"{text} as {each.known}" if each.known else text

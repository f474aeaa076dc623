"""Who may import whom, and other rules that no single module can keep."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "designer"
MODULES = sorted(PACKAGE.rglob("*.py"))

WORDS = {"errors", "expression", "words", "kinds", "settings", "storage"}
CORE = WORDS | {"layers", "data", "recipe", "graph", "codegen"}
MAY_IMPORT = {
    "errors": set(),
    "words": set(),
    "kinds": {"words"},
    "expression": {"kinds", "words"},
    "settings": {"errors", "expression", "kinds", "words"},
    "storage": {"errors"},
    "resources": set(),
    "system": {"errors"},
    "layers": WORDS - {"storage"} | {"numpy"},
    "data": {"errors", "settings", "words", "numpy", "sklearn"},
    "recipe": WORDS - {"storage"} | {"layers", "data"},
    "graph": WORDS | {"layers", "data", "recipe", "networkx", "fast_sugiyama"},
    "codegen": WORDS | {"layers", "data", "recipe", "graph", "networkx", "torch"},
    "training": CORE | {"numpy", "sklearn", "torch", "safetensors"},
    "ui": CORE
    | {"library", "resources", "system", "training", "trust", "numpy", "networkx"}
    | {"PySide6", "shiboken6", "pyqtgraph", "platformdirs"},
    "trust": CORE | {"platformdirs"},
    "library": CORE | {"platformdirs"},
    "cli": CORE | {"resources", "system", "training", "trust", "ui"},
    "__main__": {"cli"},
    "__init__": CORE | {"training"},
}
"""For each part of the package: the other parts and the libraries that it may import."""

WITH_TORCH = {
    "codegen": {"measuring"},
    "training": {"loop", "measurer", "performance", "pictures", "worker"},
}
"""The modules that run what others only write: the window imports torch nowhere."""

HOSTS = re.compile(
    r"(?i)\b(pypi|pythonhosted|download\.pytorch|npmjs|deb\.debian)\.\w+"
)
HERE = re.compile(r"(?<![\w.])/(wor[k]/(main|shared|notes)|op[t]/wheels|root/ven[v])")


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports when it runs, at the top or later."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in hidden:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, (
                f"{path}:{node.lineno}: write the module's full name"
            )
            if node.module == "designer":
                yield from (f"designer.{alias.name}" for alias in node.names)
            else:
                yield str(node.module)


def named(module: str) -> str:
    """The part of the package, or else the library, that a module belongs to."""
    names = module.split(".")
    if names[0] != "designer" or len(names) == 1:
        return names[0]
    inside = PACKAGE / names[1]
    is_part = inside.is_dir() or inside.with_suffix(".py").is_file()
    return names[1] if is_part else "designer"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_upwards(path: Path) -> None:
    part = part_of(path)
    allowed = MAY_IMPORT[part] | {part} | sys.stdlib_module_names
    if part in ("ui", "cli"):
        allowed |= {"designer"}
    if path.stem not in WITH_TORCH.get(part, {path.stem}):
        allowed -= {"torch", "safetensors"}
    wrong = {module for module in imports(path) if named(module) not in allowed}
    assert not wrong, f"{path.relative_to(ROOT)} may not import {wrong}"


@pytest.mark.parametrize(
    "name", ["data/digits.py", "data/shapes.py", "training/loop.py"]
)
def test_what_an_exported_script_includes_needs_nothing_of_ours(name: str) -> None:
    assert not [m for m in imports(PACKAGE / name) if m.startswith("designer")]


@pytest.mark.parametrize(
    "module",
    [
        "designer.codegen",
        "designer.layers.plugins",
        "designer.training.messages",
        "designer.training.script",
    ],
)
def test_torch_and_qt_are_not_imported_by(module: str, python_path: None) -> None:
    heavy = {"torch", "PySide6", "numpy", "sklearn", "pyqtgraph"}
    code = f"import {module}, sys; print(*({heavy} & set(sys.modules)))"
    assert output_of(code).split() == []


def test_torch_is_not_imported_by_the_open_window(python_path: None) -> None:
    code = """
        import sys
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication
        from designer.ui import application
        from designer.ui.window import MainWindow

        paint = MainWindow.paintEvent

        def paint_and_look(window, event):
            paint(window, event)
            QTimer.singleShot(1500, look)  # the worker has been started by then

        def look():
            print("torch" in sys.modules)
            QApplication.closeAllWindows()

        MainWindow.paintEvent = paint_and_look
        application.run(["designer"])
    """
    assert output_of(code).splitlines()[0] == "False"


def test_modules_are_named_for_what_they_hold() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert not [
        path for path in MODULES if path.stem in vague | {f"_{v}" for v in vague}
    ]


def test_the_broken_pyside_is_refused() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needs = [Requirement(text) for text in project["dependencies"]]
    for python in ("3.11", "3.12", "3.14"):
        environment = {"python_version": python}
        (qt,) = (
            need.specifier
            for need in needs
            if need.name == "PySide6-Essentials" and need.marker
            if need.marker.evaluate(environment)
        )
        assert "6.11.3" in qt
        assert "6.12.0" not in qt


QT_CALLS = """
    import gc, sys
    from PySide6.QtCore import QObject, QPointF, QRectF, QSettings, QTimer
    from PySide6.QtGui import QAction, QColor, QPainter, QPainterPath, QPixmap, QUndoStack
    from PySide6.QtWidgets import (
        QApplication, QGraphicsRectItem, QGraphicsScene, QLabel, QSpinBox, QWidget
    )

    application = QApplication([])
    thing, timer, widget, label = QObject(), QTimer(), QWidget(), QLabel()
    box, action, stack, path = QSpinBox(), QAction(), QUndoStack(), QPainterPath()
    scene, item, pixmap = QGraphicsScene(), QGraphicsRectItem(), QPixmap(64, 64)
    scene.addItem(item)
    painter = QPainter(pixmap)
    calls = [
        lambda n: thing.setObjectName(f"{n}"),
        lambda n: thing.blockSignals(False),
        lambda n: timer.setInterval(n),
        lambda n: timer.stop(),
        lambda n: widget.resize(n % 100 + 1, 50),
        lambda n: widget.move(n % 7, 0),
        lambda n: widget.setToolTip(f"{n}"),
        lambda n: widget.update(),
        lambda n: label.setText(f"{n}"),
        lambda n: box.setValue(n % 90),
        lambda n: action.setEnabled(n % 2 == 0),
        lambda n: stack.setClean(),
        lambda n: item.setPos(n % 50, 3),
        lambda n: item.setRect(QRectF(0, 0, n % 9, 4)),
        lambda n: scene.invalidate(QRectF(0, 0, 5, 5)),
        lambda n: painter.setPen(QColor("#123456")),
        lambda n: painter.drawLine(QPointF(0, 0), QPointF(n % 60, 9)),
        lambda n: painter.fillRect(QRectF(0, 0, 4, 4), QColor("white")),
        lambda n: path.clear(),
        lambda n: path.lineTo(n % 60, 1),
    ]
    before = sys.getrefcount(None)
    for n in range(20_000):
        calls[n % len(calls)](n)
    lost = before - sys.getrefcount(None)
    painter.end()
    print("lost" if lost > 1_000 else "kept", n + 1)
"""


def test_twenty_thousand_calls_of_qt_are_survived() -> None:
    assert output_of(QT_CALLS) == "kept 20000\n"


def output_of(code: str) -> str:
    """What a fresh interpreter prints."""
    lines = code.strip("\n").splitlines()
    margin = len(lines[0]) - len(lines[0].lstrip())
    text = "\n".join(line[margin:] for line in lines)
    command = [sys.executable, "-c", text]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def repository_files() -> Iterator[Path]:
    for top in ("designer", "resources", "tests", ".ci"):
        for folder, folders, names in os.walk(ROOT / top):
            folders[:] = [
                name for name in folders if name not in ("__pycache__", "shots")
            ]
            yield from (Path(folder, name) for name in names)
    tops = (path for path in ROOT.iterdir() if path.is_file())
    yield from (
        path for path in tops if path.name != ".git"
    )  # a linked checkout has one


def test_no_file_names_the_machine_it_was_written_on_or_a_registry() -> None:
    for path in repository_files():
        if path.suffix not in (".png", ".ico") and path != Path(__file__):
            text = path.read_text(encoding="utf-8")
            assert not HOSTS.search(text), path
            assert not HERE.search(text), path


def commands_in_readme() -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"```sh\n(.*?)```", text, re.DOTALL)


def test_the_readme_starts_with_a_line_to_run_it_and_a_line_to_test_it() -> None:
    run, test = commands_in_readme()[:2]
    for command in (run, test):
        assert len(command.strip().splitlines()) == 1
        assert "-c tests/constraints.txt" in command
        assert "apt-get" in command
    assert run.strip().endswith(".venv/bin/designer")
    for tool in ("ruff check", "ruff format --check", "mypy", "pytest"):
        assert tool in test


def test_every_library_that_a_design_needs_is_pinned_for_tests() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["test"]
    lines = (ROOT / "tests" / "constraints.txt").read_text().splitlines()
    pinned = {
        pin.name: pin.specifier
        for pin in (Requirement(line) for line in lines if not line.startswith("#"))
    }
    for need in map(Requirement, wanted):
        (only,) = pinned[need.name]
        assert need.marker or only.version in need.specifier, need
    assert str(pinned["torch"]) == "==2.13.0"

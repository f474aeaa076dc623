"""What the menus of files, edits and views offer: words, shortcuts, icons and deeds."""

from collections.abc import Callable, Collection, Iterable

from designer.graph import Graph
from designer.graph.reach import downstream, upstream
from designer.resources import examples
from designer.ui.actions import Wanted
from designer.ui.block_filing import BlockFiling
from designer.ui.canvas import Canvas, keyboard
from designer.ui.canvas.commands import in_order
from designer.ui.filing import Filing

Deed = Callable[[], object]

WITH_KEYS = 9
"""How many examples have a shortcut: there are no more digits."""

NEEDS_NO_DESIGN = {
    "new",
    "open",
    "start",
    "example",
    "quit",
    "help",
    "commands",
    "shortcuts",
    "about",
}
"""The keys of what can be done while no design is seen."""


def file_actions(
    filing: Filing, start: Deed, export_weights: Deed, quit: Deed
) -> list[Wanted]:
    """What the File menu offers."""
    chosen = [
        Wanted(
            f"example {name}",
            name,
            f"Ctrl+Alt+{number}" if number <= WITH_KEYS else "",
            "",
            lambda name=name: filing.choose_example(name),
        )
        for number, name in enumerate(examples(), start=1)
    ]
    return [
        Wanted("new", "&New", "Ctrl+N", "new", filing.new),
        Wanted("open", "&Open…", "Ctrl+O", "folder", filing.open),
        Wanted("start", "Start &page", "Ctrl+Shift+N", "", start),
        *chosen,
        Wanted("save", "&Save", "Ctrl+S", "save", filing.save),
        Wanted("save_as", "Save &as…", "Ctrl+Shift+S", "", filing.save_as),
        Wanted("export_model", "&Model (.py)…", "Ctrl+E", "code", filing.export_model),
        Wanted(
            "export_script",
            "Training &script (.py)…",
            "Ctrl+Shift+E",
            "script",
            filing.export_script,
        ),
        Wanted(
            "export_weights",
            "Trained &weights (.safetensors)…",
            "Ctrl+Alt+E",
            "weights",
            export_weights,
        ),
        Wanted("quit", "&Quit", "Ctrl+Q", "", quit),
    ]


def block_actions(blocks: BlockFiling, chosen: Callable[[], str]) -> list[Wanted]:
    """What the File menu offers for blocks. `chosen` names the one that is selected."""
    return [
        Wanted(
            "add_block",
            "Add &block from file…",
            "Ctrl+Shift+O",
            "",
            blocks.add_from_file,
        ),
        Wanted(
            "save_block",
            "Save bloc&k as file…",
            "Ctrl+Alt+K",
            "",
            lambda: blocks.save_as_file(chosen()),
        ),
        Wanted(
            "keep_block",
            "Save block to &my blocks",
            "Ctrl+Shift+K",
            "",
            lambda: blocks.keep(chosen()),
        ),
    ]


def edit_actions(canvas: Canvas, search: Deed) -> list[Wanted]:
    """What the Edit menu offers, besides undo and redo."""
    return [
        Wanted("cut", "Cu&t", "Ctrl+X", "cut", canvas.cut),
        Wanted("copy", "&Copy", "Ctrl+C", "copy", canvas.copy),
        Wanted("paste", "&Paste", "Ctrl+V", "paste", canvas.paste),
        Wanted("duplicate", "&Duplicate", "Ctrl+D", "duplicate", canvas.duplicate),
        Wanted("delete", "D&elete", "Del  Backspace", "trash", canvas.delete_selected),
        Wanted("wire", "&Wire from here", "W", "", lambda: keyboard.wire(canvas)),
        Wanted("select_all", "Select &all", "Ctrl+A", "", canvas.select_all),
        Wanted(
            "select_upstream",
            "Select up&stream",
            "Ctrl+Shift+Left",
            "",
            lambda: _choose(canvas, upstream),
        ),
        Wanted(
            "select_downstream",
            "Select d&ownstream",
            "Ctrl+Shift+Right",
            "",
            lambda: _choose(canvas, downstream),
        ),
        Wanted(
            "add",
            "Add by searc&h…",
            "Space",
            "",
            lambda: canvas.add_wanted.emit(None),
            only_shown=True,
        ),
        Wanted("search", "Search &layers", "/", "search", search),
    ]


def _choose(
    canvas: Canvas, found: Callable[[Graph, Iterable[str]], Collection[str]]
) -> None:
    """Add to the selection what lies before or behind it."""
    reached = found(canvas.graph, canvas.selection.names)
    canvas.choose(in_order(canvas.graph, reached))


def view_actions(canvas: Canvas, move_code: Deed, arrange: Deed) -> list[Wanted]:
    """What the View menu offers, besides themes and panels."""
    return [
        Wanted("zoom_in", "Zoom &in", "Ctrl++  Ctrl+=", "zoom-in", canvas.zoom_in),
        Wanted("zoom_out", "Zoom &out", "Ctrl+-", "zoom-out", canvas.zoom_out),
        Wanted("actual_size", "&100 %", "Ctrl+1", "", canvas.reset_zoom),
        Wanted("fit", "&Fit", "Ctrl+0", "fit", canvas.fit),
        Wanted(
            "code_beside",
            "&Code beside the canvas",
            "Ctrl+Alt+C",
            "",
            move_code,
        ),
        Wanted(
            "reset_layout",
            "&Reset the layout",
            "Ctrl+Shift+R",
            "",
            arrange,
        ),
    ]

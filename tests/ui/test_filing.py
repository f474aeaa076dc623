"""Files: nothing is lost, neither by closing nor by a save that fails."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMessageBox

from designer.errors import FileError
from designer.graph import Design, load
from designer.ui import filing as filing_module
from designer.ui.window import MainWindow

Button = QMessageBox.StandardButton


def spoil(window: MainWindow) -> None:
    design = window.document.design
    graph = design.graph.set("conv1", bias=False)
    window.document.edit("bias", design.with_graph(graph))


def answer(monkeypatch: pytest.MonkeyPatch, button: Button) -> list[str]:
    asked: list[str] = []

    def ask(window: MainWindow, title: str) -> Button:
        asked.append(title)
        return button

    monkeypatch.setattr(filing_module, "ask_to_save", ask)
    return asked


def choose(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> None:
    monkeypatch.setattr(filing_module, "ask_path", lambda *_: path)


def closes(window: MainWindow) -> bool:
    event = QCloseEvent()
    window.closeEvent(event)
    return event.isAccepted()


def test_a_saved_design_closes_without_a_question(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answer(monkeypatch, Button.Cancel)
    assert closes(window)
    assert asked == []


@pytest.mark.parametrize(
    ("button", "closed"), [(Button.Discard, True), (Button.Cancel, False)]
)
def test_unsaved_work_is_asked_about(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, button: Button, closed: bool
) -> None:
    asked = answer(monkeypatch, button)
    spoil(window)
    assert closes(window) is closed
    assert asked == ["small"]


def test_saving_at_the_end_saves(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer(monkeypatch, Button.Save)
    choose(monkeypatch, tmp_path / "net.json")
    spoil(window)
    assert closes(window)
    assert load(tmp_path / "net.json") == window.document.design


def test_leaving_the_file_dialog_keeps_the_window_open(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, Button.Save)
    choose(monkeypatch, None)
    spoil(window)
    assert not closes(window)


def test_a_save_that_fails_keeps_the_window_open_and_the_work_unsaved(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[str] = []
    monkeypatch.setattr(
        "designer.ui.window.tell", lambda _, message: told.append(message)
    )
    answer(monkeypatch, Button.Save)
    choose(monkeypatch, tmp_path / "no such folder" / "net.json")
    spoil(window)
    assert not closes(window)
    assert window.document.dirty
    assert "could not be written" in told[0]


def test_a_failed_save_keeps_the_old_file_and_the_design_dirty(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "net.json"
    window.filing.save_to(path)
    old = path.read_text()
    spoil(window)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(FileError, match="No space left"):
        window.filing.save()
    assert path.read_text() == old
    assert window.document.dirty
    assert window.tool_bar.state.text() == "edited"


def test_saving_shows_in_the_title(window: MainWindow, tmp_path: Path) -> None:
    spoil(window)
    assert window.isWindowModified()
    window.filing.save_to(tmp_path / "net.json")
    assert not window.isWindowModified()
    assert window.windowTitle().startswith("net")
    assert window.tool_bar.name.text() == "net"
    assert window.tool_bar.state.text() == "saved"


def test_what_is_typed_is_saved_too(window: MainWindow, tmp_path: Path) -> None:
    window.selection.set(["conv1"])
    assert window.inspector.form is not None
    field = window.inspector.form.rows["out_channels"].field
    field.edit.setText("16")  # type: ignore[attr-defined]
    window.filing.save_to(tmp_path / "net.json")
    saved = load(tmp_path / "net.json").graph.node("conv1").layer
    assert saved.changed(out_channels=16) == saved


def test_recent_files_are_remembered_newest_first(
    window: MainWindow, settings: QSettings, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    window.filing.save_to(first)
    window.filing.save_to(second)
    window.filing.open_recent(first)
    assert window.filing.recent == [first, second]
    assert window.document.path == first


def test_a_recent_file_that_is_gone_is_forgotten(
    window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "net.json"
    window.filing.save_to(path)
    path.unlink()
    with pytest.raises(FileError, match="not there any more"):
        window.filing.open_recent(path)
    assert window.filing.recent == []


def test_a_bad_file_leaves_the_open_design(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text('{"format": 1')
    before = window.document.design
    with pytest.raises(FileError, match=r"bad\.json"):
        window.filing.open_path(path)
    assert window.document.design is before
    assert window.filing.recent == []


def test_it_begins_with_an_example_or_a_file(
    window: MainWindow, tmp_path: Path
) -> None:
    window.filing.begin("mlp")
    assert window.document.title == "mlp"
    assert window.tool_bar.state.text() == "example"
    path = tmp_path / "net.json"
    window.filing.save_to(path)
    window.filing.open_example("digits-cnn")
    window.filing.begin(str(path))
    assert window.document.title == "net"
    assert window.document.path == path


def test_a_file_is_meant_before_an_example_of_that_name(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    window.filing.save_to(tmp_path / "mlp")
    window.document.open_design(Design(), "untitled")
    window.filing.begin("mlp")
    assert window.document.path == tmp_path / "mlp"


def test_exports(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, export in (
        ("model.py", window.filing.export_model),
        ("train.py", window.filing.export_script),
    ):
        choose(monkeypatch, tmp_path / name)
        export()
        assert window.canvas.toast.text().endswith(f"written to {name}")
        compile((tmp_path / name).read_text(), name, "exec")
    weights = tmp_path / "run.safetensors"
    weights.write_bytes(b"weights")
    choose(monkeypatch, tmp_path / "copy.safetensors")
    window.filing.export_weights(weights)
    assert (tmp_path / "copy.safetensors").read_bytes() == b"weights"


def test_files_are_looked_for_where_designs_are_or_else_where_something_was_written(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filing = window.filing
    window.document.open_design(window.document.design, "untitled")
    window.settings.remove("recent")
    window.settings.remove("export_folder")
    assert filing.folder == Path.home()
    (tmp_path / "exports").mkdir()
    choose(monkeypatch, tmp_path / "exports" / "model.py")
    filing.export_model()
    assert filing.folder == tmp_path / "exports"
    filing.save_to(tmp_path / "net.json")
    assert filing.folder == tmp_path
    window.document.open_design(Design(), "untitled")
    assert filing.folder == tmp_path, "designs come first"

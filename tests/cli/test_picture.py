"""Drawing a design in a terminal, without a screen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from designer import load
from designer.cli import main
from designer.resources import examples


def run(*words: str) -> subprocess.CompletedProcess[str]:
    gone = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {name: value for name, value in os.environ.items() if name not in gone}
    return subprocess.run(
        [sys.executable, "-m", "designer", *words],
        env=kept,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("suffix", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")]
)
def test_a_picture_is_written_without_a_screen(
    python_path: None, suffix: str, start: bytes, tmp_path: Path
) -> None:
    path = tmp_path / f"net.{suffix}"
    done = run("picture", "mlp", "-o", str(path), "--theme", "dark")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert path.read_bytes().startswith(start)
    if suffix != "pdf":
        assert load(path) == load(examples()["mlp"])
        again = run("export", str(path), "--to", "model")
        assert "class" in again.stdout


def test_a_name_that_says_no_format_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["picture", "mlp", "-o", "net.bmp"]) == 2
    assert ".png, .svg or .pdf" in capsys.readouterr().err


def test_a_picture_without_a_design_is_no_design(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "holiday.svg"
    path.write_text("<svg></svg>")
    assert main(["check", str(path)]) == 2
    assert "SVG picture without a design" in capsys.readouterr().err

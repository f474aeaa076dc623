"""What is said where no window can be opened. Each case is a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from designer import system

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="Linux leaves these to chance"),
    pytest.mark.usefixtures("python_path"),
]


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    gone = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {name: value for name, value in os.environ.items() if name not in gone}
    return subprocess.run(
        [sys.executable, "-m", "designer", *arguments],
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"DISPLAY": ":7654"},
        {"WAYLAND_DISPLAY": "wayland-none", "XDG_RUNTIME_DIR": "/nonexistent"},
        {"QT_QPA_PLATFORM": "xcb"},
    ],
    ids=["nothing", "a dead display", "a dead Wayland", "told to use X"],
)
def test_without_a_display_it_says_how_to_train(environment: dict[str, str]) -> None:
    done = start(**environment)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "designer train" in done.stderr


def test_a_missing_library_is_named_with_its_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        system, "NEEDED", {"libc.so.6": "libc6", "libnone.so.1": "libnone1"}
    )
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    with pytest.raises(system.MissingLibraryError) as error:
        system.require_window_system()
    assert "libnone.so.1" in str(error.value)
    assert str(error.value).endswith("apt-get install libnone1")


@pytest.mark.parametrize("arguments", [(), ("-platform", "offscreen")])
def test_a_platform_without_a_screen_needs_no_display(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    if not arguments:
        monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    system.require_window_system(arguments)


def test_the_readme_installs_every_package_that_may_be_missed() -> None:
    text = (Path(__file__).parents[1] / "README.md").read_text()
    told = {*system.NEEDED.values(), *system.NEEDED_ON_X.values()}
    brought_by_others = {"libx11-6", "libx11-xcb1", "libxcb1"}
    lines = [line.replace(";", " ").split() for line in text.splitlines()]
    installing = [words for words in lines if "apt-get" in words]
    assert len(installing) == 2
    for words in installing:
        assert not told - brought_by_others - set(words)

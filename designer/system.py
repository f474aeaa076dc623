"""What a window needs of the system, asked before Qt is, for Qt aborts without it.

Only Linux leaves a display and its libraries to chance.
"""

import ctypes
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from designer.errors import DesignerError, MissingLibraryError

NEEDED = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
NEEDED_ON_X = {
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

NO_DISPLAY = (
    "There is no display to open a window on. Without one, designer can still train: "
    "designer train digits-cnn. See designer --help for what else it can."
)


def require_window_system(arguments: Sequence[str] = ()) -> None:
    """Raise DesignerError in words if a window cannot be opened here.

    `arguments` are those of the command line, where Qt too finds its platform.
    """
    if not sys.platform.startswith("linux"):
        return
    platform = _chosen_platform(arguments, os.environ)
    if platform and platform not in ("xcb", "wayland"):
        _require_libraries(NEEDED)
        return
    if platform != "xcb" and _wayland_answers(os.environ):
        _require_libraries(NEEDED)
        return
    if not os.environ.get("DISPLAY"):
        raise DesignerError(NO_DISPLAY)
    _require_libraries(NEEDED | NEEDED_ON_X)
    if not _x_answers():
        raise DesignerError(f"{os.environ['DISPLAY']} does not answer. {NO_DISPLAY}")


def _chosen_platform(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The first platform that Qt was told to use, such as "offscreen"; empty if none."""
    chosen = environment.get("QT_QPA_PLATFORM", "")
    for option, value in pairwise(arguments):
        if option in ("-platform", "--platform"):
            chosen = value
    return chosen.split(";")[0].split(":")[0]


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY", "")
    if not name:
        return False
    path = Path(environment.get("XDG_RUNTIME_DIR", ""), name)
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(path))
        except OSError:
            return False
    return True


def _x_answers() -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    answers: bool = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    return answers


def _require_libraries(packages: Mapping[str, str]) -> None:
    missing = [library for library in packages if not _loads(library)]
    if missing:
        install = " ".join(packages[library] for library in missing)
        raise MissingLibraryError(
            f"The window needs {', '.join(missing)}, which this system lacks. "
            f"On Debian and Ubuntu: sudo apt-get install {install}"
        )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True

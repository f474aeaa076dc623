"""Files that are written whole or not at all."""

import os
import tempfile
from pathlib import Path

from designer.errors import FileError


def write_whole(path: str | Path, content: str | bytes) -> None:
    """Write a file so that it holds either all of `content` or what it held before.

    Raises FileError in words: a full disk, a folder that is not there or not writable.
    """
    path = Path(path)
    data = content.encode() if isinstance(content, str) else content
    target = path.resolve()
    temporary = None
    try:
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        with tempfile.NamedTemporaryFile(
            dir=target.parent, prefix=f".{target.name}.", delete=False
        ) as file:
            temporary = file.name
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, target)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        raise FileError(
            f"{path} could not be written: {error.strerror or error}. Nothing that was "
            f"there has changed. Choose a folder that exists and that you may write to."
        ) from error


def read_bytes(path: str | Path) -> bytes:
    """What a file holds; raises FileError in words."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise FileError(
            f"{path} could not be read: {error.strerror or error}."
        ) from error


def read_text(path: str | Path) -> str:
    """The text of a file; raises FileError in words."""
    try:
        text = read_bytes(path).decode("utf-8")
    except UnicodeDecodeError:
        raise FileError(f"{path} is not a text file.") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

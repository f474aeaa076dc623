"""Pictures that carry a design: a PNG in a chunk of text, an SVG in its metadata.

A picture is a file from a stranger as any other: no more is read of it than its frame,
what it says of lengths is not believed, and text does not grow beyond a limit. Nothing
here draws.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from xml.sax.saxutils import escape

from designer.errors import DesignerError, FileError

PDF = b"%PDF-"
PNG = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"designer"
"""Of the chunk, and the id of the metadata."""

MOST = 64 * 2**20
"""Bytes of a design in a picture; ten thousand layers are some two million."""

HEADER = 2000
"""Bytes in which an SVG says that it is one."""

METADATA = re.compile(
    rb'<metadata\b[^>]{0,200}\bid="designer"[^>]{0,200}>(.*?)</metadata>', re.DOTALL
)


def is_picture(data: bytes) -> bool:
    """Whether a file that begins so may carry a design in a picture."""
    is_xml = data[:HEADER].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    return data.startswith(PNG) or (is_xml and b"<svg" in data[:HEADER])


def is_picture_file(path: str | Path) -> bool:
    """Whether a file is a picture; raises FileError in words."""
    return is_picture(_start(path))


def is_pdf_file(path: str | Path) -> bool:
    """Whether a file is a PDF, which carries no design; raises FileError in words."""
    return _start(path).startswith(PDF)


def _start(path: str | Path) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(HEADER)
    except OSError as error:
        raise FileError(
            f"{path} could not be read: {error.strerror or error}."
        ) from error


def text_in(data: bytes) -> str:
    """The text of the design in a picture; raises DesignerError in words."""
    found = _in_png(data) if data.startswith(PNG) else _in_svg(data)
    if found is None:
        kind = "PNG" if data.startswith(PNG) else "SVG"
        raise DesignerError(
            f"it is a {kind} picture without a design in it. Pictures that File ▸ Export "
            "saves carry one, unless another program has saved them again."
        )
    try:
        return found.decode("utf-8")
    except UnicodeDecodeError:
        raise DesignerError("the design in the picture is no text.") from None


def png_with(data: bytes, text: str) -> bytes:
    """A PNG that carries the text of a design too.

    Source: PNG, third edition, 11.3.3.4, iTXt; compressed by zlib.
    """
    body = KEYWORD + b"\0\1\0\0\0" + zlib.compress(text.encode(), 9)
    content = b"iTXt" + body
    chunk = struct.pack(">I", len(body)) + content
    chunk += struct.pack(">I", zlib.crc32(content))
    end = data.rindex(b"IEND") - 4
    return data[:end] + chunk + data[end:]


def svg_with(data: bytes, text: str) -> bytes:
    """An SVG that carries the text of a design too."""
    start = data.index(b">", data.index(b"<svg")) + 1
    inside = f'\n<metadata id="designer">{escape(text)}</metadata>'.encode()
    return data[:start] + inside + data[start:]


def _in_svg(data: bytes) -> bytes | None:
    found = METADATA.search(data)
    if found is None:
        return None
    if len(found[1]) > MOST:
        raise DesignerError(TOO_LARGE)
    return unescape(found[1].decode("utf-8", errors="replace")).encode()


def _in_png(data: bytes) -> bytes | None:
    for kind, body in _chunks(data):
        keyword, _, rest = body.partition(b"\0")
        if kind == b"iTXt" and keyword == KEYWORD and len(rest) >= 2:
            is_packed, method = rest[0], rest[1]
            _, _, after = rest[2:].partition(b"\0")  # a language, and the keyword in it
            _, _, text = after.partition(b"\0")
            return _unpacked(text) if is_packed and not method else text
    return None


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each chunk that is whole; raises DesignerError."""
    place = len(PNG)
    while place + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, place)
        end = place + 8 + length
        if end + 4 > len(data):
            break
        kind, body = data[place + 4 : place + 8], data[place + 8 : end]
        if kind == b"iTXt" and zlib.crc32(kind + body) != _number(data, end):
            raise DesignerError("the picture is damaged: its sums are wrong.")
        yield kind, body
        if kind == b"IEND":
            return
        place = end + 4
    raise DesignerError("the picture is damaged: it ends too early.")


def _number(data: bytes, place: int) -> int:
    (number,) = struct.unpack_from(">I", data, place)
    return int(number)


def _unpacked(packed: bytes) -> bytes:
    """The text, as far as a limit: a few bytes can hold any number of others."""
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(packed, MOST + 1)
    except zlib.error:
        raise DesignerError("the design in the picture is damaged.") from None
    if len(text) > MOST:
        raise DesignerError(TOO_LARGE)
    if not unpacker.eof:
        raise DesignerError("the design in the picture is damaged.")
    return text


TOO_LARGE = f"it holds more than {MOST // 2**20} MiB, which is no design."

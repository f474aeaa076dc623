"""Designs in pictures: put in, found again, and never believed blindly."""

import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer import Design, load
from designer.errors import DesignerError, FileError
from designer.graph import picture_file
from designer.graph.files import to_text
from designer.graph.picture_file import (
    PNG,
    is_picture,
    is_picture_file,
    png_with,
    svg_with,
    text_in,
)
from tests.strategies import any_designs, chain


def chunk(kind: bytes, body: bytes) -> bytes:
    sums = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + sums


def png(*more: bytes) -> bytes:
    """One grey pixel."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixel = chunk(b"IDAT", zlib.compress(b"\0\x80"))
    return PNG + head + pixel + b"".join(more) + chunk(b"IEND", b"")


SVG = b"""<?xml version="1.0" encoding="UTF-8"?>
<svg width="1mm" height="1mm" viewBox="0 0 1 1"
 xmlns="http://www.w3.org/2000/svg"><title>a</title><g/></svg>"""


@given(any_designs())
def test_a_design_comes_out_of_a_picture_as_it_went_in(design: Design) -> None:
    text = to_text(design)
    assert text_in(png_with(png(), text)) == text
    assert text_in(svg_with(SVG, text)) == text


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r")))
def test_any_text_comes_out_as_it_went_in(text: str) -> None:
    assert text_in(png_with(png(), text)) == text
    assert text_in(svg_with(SVG, text)) == text


def test_a_picture_is_opened_as_a_file(tmp_path: Path) -> None:
    design = Design(chain(4))
    for name, data in (
        ("a.png", png_with(png(), to_text(design))),
        ("a.svg", svg_with(SVG, to_text(design))),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        assert is_picture_file(path)
        assert load(path) == design


@pytest.mark.parametrize(("data", "kind"), [(png(), "PNG"), (SVG, "SVG")])
def test_a_picture_without_a_design_says_so(
    data: bytes, kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "holiday.picture"
    path.write_bytes(data)
    with pytest.raises(FileError, match=f"holiday.picture .* {kind} picture without"):
        load(path)


def test_a_note_about_pictures_makes_no_picture(tmp_path: Path) -> None:
    assert not is_picture(b'{"format": 2, "note": "<svg>"}')
    assert not is_picture(b"")
    assert is_picture(b"\xef\xbb\xbf\n<svg>")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"designer\0\1\0\0\0" + b"no zlib", "damaged"),
        (b"designer\0\1\0\0\0" + zlib.compress(b"{}")[:-3], "damaged"),
        (b"designer\0\0\0\0\0" + b"\xff\xfe", "no text"),
        (b"designer\0", "without a design"),
        (b"Comment\0\0\0\0\0hello", "without a design"),
    ],
)
def test_bad_chunks_are_refused_in_words(body: bytes, words: str) -> None:
    with pytest.raises(DesignerError, match=words):
        text_in(png(chunk(b"iTXt", body)))


def test_text_does_not_grow_beyond_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_file, "MOST", 1000)
    assert text_in(png_with(png(), "a" * 1000)) == "a" * 1000
    for data in (png_with(png(), "a" * 1001), svg_with(SVG, "a" * 1001)):
        with pytest.raises(DesignerError, match="no design"):
            text_in(data)


@given(st.data())
def test_a_damaged_picture_never_does_more_than_refuse(data: st.DataObject) -> None:
    whole = png_with(png(), to_text(Design(chain(3))))
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    place = data.draw(st.integers(8, len(whole) - 1))
    bent = whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]
    for broken in (cut if cut.startswith(PNG) else PNG, bent):
        try:
            text = text_in(broken)
        except DesignerError:
            continue
        assert text == text_in(whole)


@given(st.binary())
def test_any_bytes_after_the_signature_are_read_or_refused(rest: bytes) -> None:
    with pytest.raises(DesignerError):
        text_in(PNG + rest)

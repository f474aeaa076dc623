"""What a file is that is no design, in words: for who has dropped the wrong one."""

from pathlib import Path

BEGINNINGS = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"BM": "a BMP picture",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive",
    b"\x1f\x8b": "a gzip archive",
    b"\x89HDF": "an HDF5 file",
    b"\x93NUMPY": "a NumPy array",
    b"SQLite format 3": "a SQLite database",
    b"\x7fELF": "a program",
    b"MZ": "a program",
}
"""How files begin, whatever they are called."""

ENDINGS = {
    ".pt": "a file of PyTorch weights",
    ".pth": "a file of PyTorch weights",
    ".ckpt": "a file of weights",
    ".safetensors": "a file of weights",
    ".onnx": "an ONNX model",
    ".py": "a Python file",
    ".ipynb": "a notebook",
    ".csv": "a table",
    ".svg": "an SVG picture",
    ".webp": "a WebP picture",
    ".json": "a JSON file",
    ".md": "a text",
    ".txt": "a text",
}
READ = 64


def described(path: Path) -> str:
    """What a file is: "a JPEG picture"; "a file" where that cannot be told."""
    if path.is_dir():
        return "a folder"
    ending = ENDINGS.get(path.suffix.lower())
    try:
        with path.open("rb") as file:
            data = file.read(READ)
    except OSError as error:
        return f"a file that cannot be read ({error.strerror or error})"
    if not data:
        return "an empty file"
    begun = (words for start, words in BEGINNINGS.items() if data.startswith(start))
    if ending in WEIGHTS:  # PyTorch packs them into a ZIP archive
        return ending
    return next(begun, ending or "a file")


WEIGHTS = {words for words in ENDINGS.values() if "weights" in words}

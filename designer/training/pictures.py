"""How the pictures of a data source are made to fit the network's Input layer.

The script does it in a line each, and `note` says it in words.
"""

from designer.codegen.text import Line, assignment, plain
from designer.graph.design import Design
from designer.kinds import TIMES
from designer.layers import Call

Shape = tuple[int, ...]


def shapes(design: Design) -> tuple[Shape, Shape]:
    """Channels × height × width that the data has, and that the network asks for."""
    source, wanted = design.training.data.shape, design.input()
    return source, wanted.shape if wanted else source


def note(design: Design) -> str:
    """A sentence for each thing that is done to the pictures, or nothing."""
    source, wanted = shapes(design)
    sentences = []
    if source[1:] != wanted[1:]:
        before, after = (TIMES.join(map(str, shape[1:])) for shape in (source, wanted))
        sentences.append(f"Pictures are resized from {before} to {after}.")
    if source[0] > wanted[0]:
        sentences.append("Colours are turned to grey.")
    if source[0] < wanted[0]:
        sentences.append("Grey is repeated in all three colours.")
    return " ".join(sentences)


def fitting(design: Design) -> list[Line]:
    """The lines of code that make the tensor `pictures` fit."""
    source, wanted = shapes(design)
    lines: list[Line] = []
    if source[0] > wanted[0]:
        lines += plain(["    pictures = pictures.mean(dim=1, keepdim=True)  # to grey"])
    if source[1:] != wanted[1:]:
        size = wanted[1] if wanted[1] == wanted[2] else wanted[1:]
        how = ("pictures", f"size={size}", 'mode="bilinear"', "antialias=True")
        lines += assignment("pictures", Call("F.interpolate", how), "", indent=4)
    if source[0] < wanted[0]:
        lines += plain(["    pictures = pictures.repeat(1, 3, 1, 1)  # to colour"])
    return lines

"""Names that layers bring into the code: no two things may have the same one."""

import pytest

import designer
from designer import layers
from designer.graph import Design, Graph, check
from designer.graph.problems.clashes import imported_names
from designer.layers import Layer, Tensor
from designer.settings import declared, setting


@declared
class Importing(Layer):
    """A stand-in for a layer of a plug-in. Input and output: any shape."""

    statement: str = setting("import math", "What its code imports.")

    @property
    def imports(self) -> tuple[str, ...]:
        return (self.statement,)

    def output(self, x: Tensor) -> Tensor:
        return x

    def make(self, x: Tensor) -> None:
        return None

    def call(self, module: str, x: str) -> str:
        return f"{x} * math.pi"


def design(*statements: str, name: str = "Network", node: str = "relu1") -> Design:
    graph = Graph().add("image", layers.Input()).add(node, layers.ReLU())
    graph = graph.connect("image", node)
    last = node
    for number, statement in enumerate(statements, start=1):
        graph = graph.add(f"own{number}", Importing(statement=statement))
        graph = graph.connect(last, f"own{number}")
        last = f"own{number}"
    return Design(graph, name=name)


@pytest.mark.parametrize(
    "made",
    [
        design("import math"),
        design("import math", "import math"),
        design("from torch import nn", "from torch import Tensor, nn"),
        design("import torch", "import torch.nn.functional as F"),
        design("import fancy.one", "import fancy.two"),
        design("from fancy import Scale", "from fancy import Scale, Gate"),
    ],
)
def test_an_import_by_itself_is_no_clash(made: Design) -> None:
    assert check(made).problems == ()


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (
            design("import math", node="math"),
            "Importing own1 imports math, which is also the name of a node.",
        ),
        (
            design("from fancy import Scale", name="Scale"),
            "Importing own1 imports Scale, and the design has that name. "
            "Give one of them another name.",
        ),
        (
            design("from fancy import Scale", "from plain import Scale"),
            "Importing own2 imports Scale, and own1 imports it otherwise. "
            "Give one of them another name.",
        ),
        (
            design("import numpy as nn"),
            "Importing own1 imports nn; nothing may be called Tensor, _, nn, self, "
            "super, torch or tuple. Give one of them another name.",
        ),
    ],
)
def test_an_import_may_hide_nothing(made: Design, words: str) -> None:
    (problem,) = check(made).problems
    assert str(problem) == words
    assert problem.setting == ""


def test_renaming_the_node_mends_it() -> None:
    made = design("import math", node="math")
    (problem,) = check(made).problems
    mended = problem.fixes[0].apply(made)
    assert check(mended).problems == ()
    text = designer.model_source(mended)
    assert text.startswith("import math\n")
    assert "x = x * math.pi" in text


def test_what_an_import_makes_known() -> None:
    text = "import a.b, c as d\nfrom e.f import g, h as i"
    assert imported_names(text) == {"a": "a", "d": "c", "g": "e.f.g", "i": "e.f.h"}

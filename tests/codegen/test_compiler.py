"""The generated text is what runs: errors find their node, models pickle."""

import linecache
import pickle
import subprocess
import sys
import traceback

import pytest
import torch

import designer
from designer import layers
from designer.codegen import generate_model
from designer.codegen.compiler import in_words, line_of, run, way_of
from designer.errors import CodeError, MissingLibraryError
from designer.graph import Design, Graph, check
from designer.graph.block import Block, Use
from designer.graph.inference import Inference, NotRun
from designer.layers import Tensor


def small(width: int = 4) -> Design:
    graph = Graph().add("image", layers.Input(shape=(3,)))
    graph = graph.add("fc1", layers.Linear(out_features=width)).connect("image", "fc1")
    graph = graph.add("relu1", layers.ReLU()).connect("fc1", "relu1")
    graph = graph.add("fc2", layers.Linear(out_features=2)).connect("relu1", "fc2")
    return Design(graph)


def test_the_same_seed_gives_the_same_weights() -> None:
    torch.manual_seed(3)
    one = designer.compile(small())
    torch.manual_seed(3)
    other = designer.compile(small())
    assert list(one.state_dict()) == list(other.state_dict())
    for name, weight in one.state_dict().items():
        assert torch.equal(weight, other.state_dict()[name])


def test_weights_are_named_by_node() -> None:
    names = ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"]
    assert list(designer.compile(small()).state_dict()) == names


def test_a_compiled_module_pickles() -> None:
    first = designer.compile(small(5))
    designer.compile(small(5))  # the same text again must not get in the way
    again = pickle.loads(pickle.dumps(first))
    x = torch.rand(2, 3)
    assert torch.equal(again(x), first(x))


def test_an_error_at_run_time_is_led_back_to_its_node() -> None:
    design = small()
    source, model = generate_model(design), designer.compile(design)
    with pytest.raises(RuntimeError) as failure:
        model(torch.rand(2, 7))
    assert way_of(failure.value.__traceback__, source, design) == ("fc1",)
    model.fc2 = torch.nn.Linear(9, 9)
    with pytest.raises(RuntimeError) as failure:
        model(torch.rand(2, 3))
    assert way_of(failure.value.__traceback__, source, design) == ("fc2",)
    shown = "".join(traceback.format_exception(failure.value))
    assert "x = self.fc2(x)  # 2" in shown


def test_an_error_elsewhere_has_no_node() -> None:
    source = generate_model(small())
    assert way_of(None, source, small()) == ()
    assert in_words((), small()) == "The network"
    try:
        raise RuntimeError
    except RuntimeError as error:
        assert way_of(error.__traceback__, source, small()) == ()


TEXT = """\
import math

def halved(x: Tensor) -> Tensor:
    y = x / 2
    y = x / 2
    return y.reshape(len(y) - math.floor(1.5))
"""


def test_a_line_of_ones_own_code_is_found_again() -> None:
    graph = small().graph.add("code1", layers.Code(text=TEXT)).connect("fc2", "code1")
    design = Design(
        graph.add("code2", layers.Code(text=TEXT)).connect("code1", "code2")
    )
    known = Inference((Tensor((2,)),), (Tensor((2,)),), 0, 0)
    source = generate_model(design, check(design, lambda layer, inputs: known))
    model = run(source).Network()
    with pytest.raises(RuntimeError) as failure:
        model(torch.rand(2, 3))
    trace = failure.value.__traceback__
    assert way_of(trace, source, design) == ("code1",)
    assert line_of(trace, source, ("code1",), design) == 6
    assert line_of(trace, source, ("fc2",), design) == 0
    assert line_of(trace, source, (), design) == 0
    assert line_of(None, source, ("code1",), design) == 0


def test_an_error_in_a_block_is_led_back_through_it() -> None:
    block = Block("Halving", small().graph.add("code1", layers.Code(text=TEXT)))
    block = Block("Halving", block.graph.connect("fc2", "code1"))
    outer = Graph().add("x", layers.Input(shape=(3,))).add("inner", Use(block))
    outer = outer.connect("x", "inner")
    graph = Graph().add("data", layers.Input(shape=(3,)))
    graph = graph.add("stage", Use(Block("Stage", outer))).connect("data", "stage")
    design = Design().with_graph(graph)
    known = Inference((Tensor((2,)),), (Tensor((2,)),), 0, 0)
    source = generate_model(design, check(design, lambda layer, inputs: known))
    model = run(source).Network()
    way = ("stage", "inner", "code1")
    with pytest.raises(RuntimeError) as failure:
        model(torch.rand(2, 3))
    trace = failure.value.__traceback__
    assert way_of(trace, source, design) == way
    assert line_of(trace, source, way, design) == 6
    assert in_words(way, design) == "stage ▸ inner ▸ code1"
    model.stage.inner.fc1 = torch.nn.Linear(9, 9)
    with pytest.raises(RuntimeError) as failure:
        model(torch.rand(2, 3))
    assert way_of(failure.value.__traceback__, source, design)[1:] == ("inner", "fc1")


def test_an_error_while_building_a_block_names_the_way() -> None:
    huge = Block("Huge", small().graph.set("fc1", out_features=2**62))
    graph = Graph().add("data", layers.Input(shape=(3,)))
    graph = graph.add("stage", Use(huge)).connect("data", "stage")
    with pytest.raises(CodeError, match="stage ▸ fc1 cannot be built"):
        designer.compile(Design().with_graph(graph))


def test_code_that_is_being_tried_out_is_waited_for() -> None:
    graph = small().graph.add("code1", layers.Code(text=TEXT)).connect("fc2", "code1")
    design = Design(graph.add("relu2", layers.ReLU()).connect("code1", "relu2"))
    report = check(design, lambda layer, inputs: NotRun())
    with pytest.raises(CodeError, match="Code code1 is being tried out"):
        generate_model(design, report)
    outer = Graph().add("data", layers.Input(shape=(3,)))
    outer = outer.add("stage", Use(Block("Stage", design.graph)))
    design = Design().with_graph(outer.connect("data", "stage"))
    report = check(design, lambda layer, inputs: NotRun())
    with pytest.raises(CodeError, match="Stage stage is being tried out"):
        generate_model(design, report)


def test_an_error_while_building_names_the_node() -> None:
    huge = small().graph.set("fc1", out_features=2**62)
    with pytest.raises(CodeError, match="Linear fc1 cannot be built"):
        designer.compile(Design(huge))


def test_lines_outlive_a_check_of_the_cache() -> None:
    source = generate_model(small(6))
    module = run(source)
    linecache.checkcache()
    assert linecache.getline(module.__file__ or "", 1) == source.lines[0].text + "\n"
    assert run(source) is module


def test_without_torch_the_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MissingLibraryError, match="pip install torch"):
        designer.compile(small(7))


def test_text_and_model_need_nothing_of_ours() -> None:
    program = designer.model_source(small()) + (
        "\n\nimport sys\nimport torch\n"
        "print(tuple(Network()(torch.zeros(5, 3)).shape))\n"
        "print(any(name.startswith('designer') for name in sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("\n")[:2] == ["(5, 2)", "False"]


@pytest.mark.usefixtures("python_path")
def test_importing_designer_imports_neither_torch_nor_qt() -> None:
    program = (
        "import sys, designer\n"
        "g = designer.Graph().add('a', designer.layers.Input())\n"
        "designer.check(designer.Design(g))\n"
        "print(sorted({'torch', 'PySide6', 'sklearn'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"

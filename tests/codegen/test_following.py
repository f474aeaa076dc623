"""Code that follows edits is the code that is written from nothing."""

from hypothesis import given, settings
from hypothesis import strategies as st

from designer import load
from designer.codegen import generate_model
from designer.errors import DesignerError
from designer.graph import Design, Graph, Report, check, edits
from designer.layers import ReLU
from designer.resources import examples

NAMES = ("classic-cnn", "resnet-18", "unet", "digits-transformer", "densenet-121")


@st.composite
def edited(draw: st.DrawFn, design: Design) -> Design:
    """A design after one more edit; as it was where the edit cannot be."""
    graph = design.graph
    name = draw(st.sampled_from(list(graph.nodes)))
    kind = draw(st.sampled_from(["rename", "set", "insert", "bypass", "move"]))
    try:
        if kind == "rename":
            graph = graph.rename(name, f"{name}_b")
        elif kind == "insert":
            wires = list(graph.wires_into(name).values())
            graph = edits.insert(graph, wires[0], ReLU())[0] if wires else graph
        elif kind == "bypass":
            graph = edits.bypass(graph, name)
        elif kind == "move":
            graph = graph.move({name: (1.0, 2.0)})
        else:
            graph = _with_more(draw, graph, name)
    except DesignerError:
        return design
    return design.with_graph(graph)


def _with_more(draw: st.DrawFn, graph: Graph, name: str) -> Graph:
    layer = graph.node(name).layer
    wholes = [
        key for key in layer.declared_settings if type(getattr(layer, key)) is int
    ]
    if not wholes:
        return graph
    key = draw(st.sampled_from(wholes))
    return graph.set(name, **{key: getattr(layer, key) + 1})


def text(design: Design, report: Report) -> str:
    try:
        return generate_model(design, report).text
    except DesignerError as error:
        return str(error)


def anew(design: Design) -> Design:
    graph = design.graph
    wires = [w for name in graph.nodes for w in graph.wires_into(name).values()]
    return design.with_graph(Graph.of(graph.nodes.values(), wires, graph.flow))


@given(st.sampled_from(NAMES), st.data())
@settings(max_examples=12, deadline=None)
def test_code_after_edits_is_the_code_from_nothing(name: str, data: st.DataObject):
    design = load(examples()[name])
    report = check(design)
    text(design, report)
    for _ in range(4):
        design = data.draw(edited(design))
        report = check(design, before=report)
        fresh = anew(design)
        assert text(design, report) == text(fresh, check(fresh))

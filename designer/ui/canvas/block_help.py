"""What hovering over a block says: its settings, its repeats, its shapes and its size."""

from designer.graph import Report
from designer.graph.block import Use
from designer.graph.inference import Inference, Tensors
from designer.words import counted, listed


def block_help(report: Report, name: str) -> str:
    """Some lines on the block at a node."""
    layer = report.graph.nodes[name].layer
    assert isinstance(layer, Use)
    known = report.inference(name)
    lines = [f"{type(layer).__name__} {name}", _settings(layer)]
    if known is not None and known.inside:
        lines += [_shapes(layer, known), counted(known.parameters, "parameter")]
    if shares := report.graph.nodes[name].shares:
        lines.append(f"It uses the weights of {shares}")
    if sharers := report.graph.sharers.get(name):
        verb = "uses" if len(sharers) == 1 else "use"
        lines.append(f"{listed(sharers)} {verb} its weights too")
    lines.append("Double-click to open it")
    return "\n".join(filter(None, lines))


def _settings(use: Use) -> str:
    return ", ".join(
        f"{each.name} {each.show(getattr(use, each.name))}"
        for each in use.block.settings
    )


def _shapes(use: Use, known: Inference) -> str:
    """What the first repeat takes and what the last one gives, and between."""
    given, made = _named(known.inputs), _named(known.outputs)
    if len(known.inside) == 1:
        return f"{given} → {made}"
    first = _named(known.inside[0].answers or ())
    count = f"{len(known.inside)} repeats"
    return f"{count}: the first {given} → {first}, the last gives {made}"


def _named(tensors: Tensors) -> str:
    return listed([str(each) for each in tensors if each is not None]) or "nothing"

"""Whether a network that works also suits its data and its loss."""

from dataclasses import replace
from functools import partial

import networkx as nx

from designer.expression import Expression
from designer.graph.block_settings import block_setting
from designer.graph.design import Design
from designer.graph.edits import insert
from designer.graph.ends import titled
from designer.graph.graph import Graph
from designer.graph.inference import Inference, Inside
from designer.graph.node import Node
from designer.graph.problems.fixes import both, fix, remove_fix, set_fix
from designer.graph.problems.lacking import lacking_fixes
from designer.graph.report import Fix, Problem
from designer.graph.settings_edits import with_setting
from designer.kinds import TIMES
from designer.layers import (
    AdaptiveAvgPool2d,
    Dropout,
    Flatten,
    Input,
    Layer,
    Linear,
    LogSoftmax,
    Output,
    ReLU,
    ReLU6,
    Sigmoid,
    Softmax,
    Tensor,
)
from designer.layers.embedding import Lookup
from designer.recipe.losses import BCELoss, CrossEntropyLoss, Loss, NLLLoss
from designer.recipe.optimizers import SGD, Optimizer

ENDS: dict[str, tuple[type, ...]] = {
    "scores": (),
    "probabilities": (Softmax, Sigmoid),
    "log-probabilities": (LogSoftmax,),
}

SPOIL: dict[type, str] = {
    ReLU: "makes scores below 0 to 0, which hides how sure the network is",
    ReLU6: "cuts scores off at 0 and at 6",
    Dropout: "throws scores away at random",
}
"""Layers that no scores should go through last, and what they do to them."""


def fit_problems(design: Design, inside: Inside) -> list[Problem]:
    """What keeps a design with an Output from being trained on its data, or spoils it.

    `inside` is what is known of its graph.
    """
    graph = inside.graph
    inputs, outputs = graph.named(Input), graph.named(Output)
    if not outputs or not design.training.data.is_there:
        return []
    if surplus := surplus_problems(design):
        return surplus
    problems = _input_problems(design, graph.nodes[inputs[0]]) if inputs else []
    answer = inside.outcomes[outputs[0]]
    if isinstance(answer, Inference):
        answers = _answer_problems(design, outputs[0], answer)
        problems += answers or _spoilt_problems(design, outputs[0])
        problems += _end_problems(design, outputs[0])
    return problems + _sparse_problems(graph, design.training.optimizer, outputs[0])


def ready_problems(design: Design) -> list[Problem]:
    """What a design lacks, or has too much of, before it can be trained at all."""
    graph = design.graph
    lacking = []
    for layer, words in ((Input(), "gets its data"), (Output(), "gives its answer")):
        if not graph.named(type(layer)):
            words = (
                f"The network needs an {type(layer).__name__} layer, where it {words}."
            )
            find = partial(lacking_fixes, design, layer)
            lacking.append(Problem("", words, find_fixes=find))
    if not design.training.data.is_there:
        words = "There is no data to learn from. Choose some in the Data tab."
        lacking.append(Problem("", words))
    surplus = [replace(each, severity="error") for each in surplus_problems(design)]
    return [*lacking, *surplus]


def surplus_problems(design: Design) -> list[Problem]:
    """Warnings for ends that training here has no use for, though the code has."""
    ends: tuple[tuple[type[Layer], str], ...] = (
        (Output, "one answer"),
        (Input, "one picture at a time"),
    )
    found = []
    for kind, gives in ends:
        names = design.graph.named(kind)
        found += [_surplus(name, kind.__name__, gives) for name in names[1:2]]
    return found


def _surplus(name: str, kind: str, gives: str) -> Problem:
    return Problem(
        name,
        f"{kind} {name} is one too many for training here: the data and the loss know "
        f"{gives}. The design still gives its code.",
        "warning",
        find_fixes=lambda: (remove_fix(name),),
    )


def _input_problems(design: Design, node: Node) -> list[Problem]:
    name, layer, source = node.name, node.layer, design.training.data
    assert isinstance(layer, Input)
    if len(layer.shape) == 3 and layer.shape[0] in (1, 3) and layer.dtype == "float32":
        return []
    wanted = TIMES.join(map(str, source.shape))
    changes = {"shape": source.shape, "dtype": "float32"}
    return [
        Problem(
            name,
            f"Input {name} asks for {TIMES.join(map(str, layer.shape))} of {layer.dtype}, "
            f"but {type(source).__name__} gives float32 pictures of {wanted}, grey (1) or "
            f"in colour (3).",
            setting="shape",
            find_fixes=lambda: (
                _short(set_fix(name, changes, layer), f"Set {name} shape to {wanted}"),
            ),
        )
    ]


def _short(long: Fix, label: str) -> Fix:
    return replace(long, label=label)


def _answer_problems(design: Design, name: str, answer: Inference) -> list[Problem]:
    tensor = answer.inputs[0]
    source = design.training.data
    classes = len(source.classes)
    if tensor is None or tensor.shape == (classes,):
        return []
    return [
        Problem(
            name,
            f"Output {name} gets {tensor}, but {type(source).__name__} has "
            f"{classes} classes, so the network must answer with {classes} numbers.",
            find_fixes=lambda: _answer_fixes(design, name, tensor, classes),
        )
    ]


NOT_IN_A_ROW = (
    "Nothing lays the numbers in a row before {}, so it looks along the last axis only."
)


def _answer_fixes(
    design: Design, name: str, answer: Tensor, classes: int
) -> tuple[Fix, ...]:
    """The last Linear with as many outputs as classes, on numbers laid in a row."""
    graph = design.graph
    before = nx.ancestors(graph.wiring, name)
    kinds = {n: graph.nodes[n].layer for n in graph.order if n in before}
    linears = [n for n, layer in kinds.items() if isinstance(layer, Linear)]
    in_a_row = len(answer.shape) == 1
    is_flat = in_a_row or any(isinstance(layer, Flatten) for layer in kinds.values())
    if linears and is_flat:
        return (_set_outputs(design, linears[-1], classes),)

    def mended(graph: Graph) -> Graph:
        place = linears[0] if linears else name
        (wire,) = graph.wires_into(place).values()
        if not in_a_row:
            graph, flatten = insert(graph, wire, Flatten())
            (wire,) = graph.wires_from(flatten)
        if linears:
            return graph.set(linears[-1], out_features=classes)
        return insert(graph, wire, Linear(out_features=classes))[0]

    def averaged(graph: Graph) -> Graph:
        (wire,) = graph.wires_into(linears[0] if linears else name).values()
        return mended(insert(graph, wire, AdaptiveAvgPool2d())[0])

    words = ""
    if linears:
        words = NOT_IN_A_ROW.format(linears[0])
        label = f"Flatten before {linears[0]}, {classes} outputs at the end"
    else:
        added = "Linear" if in_a_row else "Flatten and Linear"
        label = f"Add {added} with {classes} outputs"
    if in_a_row or len(answer.shape) != 3:
        return (fix(label, mended, words),)
    pooled = fix(f"Average each channel and {label[0].lower()}{label[1:]}", averaged)
    return (fix(label, mended, words), pooled)


def _set_outputs(design: Design, linear: str, classes: int) -> Fix:
    """As many outputs, by the setting of the network that tells them if there is one."""
    follows = design.graph.nodes[linear].layer.expressions.get("out_features")
    told = [each for each in design.settings if follows == Expression(each.name)]
    if told:
        changed = block_setting(told[0].name, classes, told[0].help)
        return Fix(
            f"Set {changed.name} to {classes}",
            lambda design: with_setting(design, changed),
        )
    return fix(
        f"Set {linear} out_features to {classes}",
        lambda graph: graph.set(linear, out_features=classes),
    )


def _end_problems(design: Design, name: str) -> list[Problem]:
    """The loss expects scores, probabilities or their logarithms; the end must suit."""
    graph, loss = design.graph, design.training.loss
    (wire,) = graph.wires_into(name).values()
    last = graph.nodes[wire.source]
    kind = type(last.layer)
    if loss.wants == "any" or kind in ENDS[loss.wants]:
        return []
    if loss.wants == "scores" and kind not in (Softmax, LogSoftmax, Sigmoid):
        return []
    if loss.wants == "scores":
        text = (
            f"{kind.__name__} {last.name} comes before {type(loss).__name__}, which has "
            f"one of its own; together they learn slowly."
        )
        ways = _softmax_fixes(last)
        return [Problem(last.name, text, "warning", find_fixes=lambda: ways)]
    end = ENDS[loss.wants][-1]()
    text = (
        f"{type(loss).__name__} wants {loss.wants}, as {type(end).__name__} gives them, "
        f"and {kind.__name__} {last.name} gives others."
    )
    fixes = (
        fix(f"Insert {type(end).__name__}", lambda g: insert(g, wire, end)[0]),
        _loss_fix(
            CrossEntropyLoss() if isinstance(loss, NLLLoss) else _with_scores(loss)
        ),
    )
    severity = "error" if isinstance(loss, BCELoss) else "warning"
    return [Problem(name, text, severity, find_fixes=lambda: fixes)]  # type: ignore[arg-type]


def _softmax_fixes(last: Node) -> tuple[Fix, ...]:
    """Without the layer, or with the loss that takes what it gives."""
    fixes = [remove_fix(last.name)]
    if isinstance(last.layer, Softmax):
        log = LogSoftmax(dim=last.layer.dim)
        as_log = fix(
            f"Use LogSoftmax for {last.name}", lambda g: g.replace(last.name, log)
        )
        fixes.append(both(as_log, _loss_fix(NLLLoss())))
    elif isinstance(last.layer, LogSoftmax):
        fixes.append(_loss_fix(NLLLoss()))
    return tuple(fixes)


def _spoilt_problems(design: Design, name: str) -> list[Problem]:
    graph = design.graph
    (wire,) = graph.wires_into(name).values()
    last = wire.source
    why = SPOIL.get(type(graph.nodes[last].layer))
    if why is None or design.training.loss.wants != "scores":
        return []
    return [
        Problem(
            last,
            f"{titled(graph, last)} comes right before the answer and {why}.",
            "warning",
            find_fixes=lambda: (remove_fix(last),),
        )
    ]


def _with_scores(loss: Loss) -> Loss:
    return Loss.variants["BCEWithLogitsLoss"]() if isinstance(loss, BCELoss) else loss


def _loss_fix(loss: Loss) -> Fix:
    return Fix(
        f"Use {type(loss).__name__}", lambda design: design.with_training(loss=loss)
    )


def _sparse_problems(graph: Graph, optimizer: Optimizer, output: str) -> list[Problem]:
    """Tables that learn by gradients of some rows only, which few optimizers take."""
    if isinstance(optimizer, SGD) and optimizer.weight_decay == 0:
        return []
    before = nx.ancestors(graph.wiring, output)
    found = []
    for node in graph:
        if isinstance(node.layer, Lookup) and node.layer.sparse and node.name in before:
            found.append(_too_sparse(node, optimizer))
    return found


def _too_sparse(node: Node, optimizer: Optimizer) -> Problem:
    decays = " with weight_decay" if isinstance(optimizer, SGD) else ""
    plain = optimizer.changed(weight_decay=0.0) if decays else SGD()
    label = "Set weight_decay to 0" if decays else "Use SGD"
    return Problem(
        node.name,
        f"{type(node.layer).__name__} {node.name} learns by sparse gradients, which "
        f"{type(optimizer).__name__}{decays} does not take.",
        setting="sparse",
        find_fixes=lambda: (
            set_fix(node.name, {"sparse": False}, node.layer),
            Fix(label, lambda design: design.with_training(optimizer=plain)),
        ),
    )

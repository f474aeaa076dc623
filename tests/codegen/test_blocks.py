"""Blocks become classes: what they compute, what they are called, and how they read."""

import re
from dataclasses import replace
from typing import Any

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import designer
from designer import layers
from designer.codegen import generate_model, model_source
from designer.codegen.compiler import run
from designer.errors import CodeError
from designer.expression import Expression
from designer.graph import Design, Graph
from designer.graph.block import Block, Use
from designer.graph.block_settings import block_setting
from designer.graph.check import check
from designer.graph.inference import Inside, survey
from designer.layers import Layer, Tensor
from designer.layers.merge import Join
from designer.resources import resource
from designer.settings import Setting
from tests.codegen.flatten import flattened
from tests.codegen.test_model import assert_clean
from tests.graph.blocks import network, residual

FEW = settings(max_examples=max(60, settings().max_examples // 2))


def wired(*steps: tuple[str, Layer, str]) -> Graph:
    """Nodes, each with the nodes that are wired to it, in a text."""
    graph = Graph()
    for name, layer, sources in steps:
        graph = graph.add(name, layer)
        for source in sources.split():
            graph = graph.connect(source, name)
    return graph


def of(text: str) -> Expression:
    return Expression(text)


def shown(design: Design, name: str) -> str:
    """The lines of a node of the network, on one line."""
    source = generate_model(design)
    lines = [source.lines[n - 1].text.strip() for n in source.lines_of[name]]
    return re.sub(r"(?<=[(\[]) | (?=[)\]])|,(?= [)\]])", "", " ".join(lines))


def class_of(design: Design, name: str) -> str:
    """The text of one class."""
    text = model_source(design)
    return re.split(r"\n\n\n", text[text.index(f"class {name}(") :])[0]


def inputs_of(design: Design, batch: int = 3) -> list[torch.Tensor]:
    nodes = [node.layer for node in check(design).resolved]
    tensors = [n.output() for n in nodes if isinstance(n, layers.Input)]
    return [torch.rand(batch, *tensor.shape) for tensor in tensors]


def assert_does_what_the_flat_network_does(design: Design) -> None:
    """The same weights, under the names of the blocks, and the same answers."""
    flat, keys = flattened(design)
    model, other = designer.compile(design).eval(), designer.compile(flat).eval()
    weights = {}
    for key in other.state_dict():
        node, _, rest = key.partition(".")
        weights[key] = f"{keys[node]}.{rest}" if rest else keys[node]
    state = model.state_dict()
    assert set(weights.values()) <= set(state)  # it leaves out what nothing needs
    other.load_state_dict({key: state[own] for key, own in weights.items()})
    count, report = sum(p.numel() for p in model.parameters()), check(design)
    assert count == report.parameters or report.problems  # what is left out counts
    inputs = inputs_of(design)
    with torch.no_grad():
        for mine, theirs in zip(
            listed(model(*inputs)), listed(other(*inputs)), strict=True
        ):
            torch.testing.assert_close(mine, theirs)


def listed(answer: Any) -> list[torch.Tensor]:
    return list(answer) if isinstance(answer, tuple) else [answer]


# Any blocks ----------------------------------------------------------------------------

EXPRESSIONS = ["channels", "channels * 2", "channels + growth", "max(channels // 2, 1)"]
EXPRESSIONS += ["growth if deep else channels", "(channels + 1) * growth", "4"]

POOL: tuple[Any, ...] = (
    lambda size: layers.Conv2d(out_channels=size, kernel_size=3, padding=1),
    lambda size: layers.Conv2d(out_channels=size, kernel_size=1, stride=of("growth")),
    lambda size: layers.Conv2d(
        out_channels=4, kernel_size=of("growth"), bias=of("deep")
    ),
    lambda size: layers.Linear(out_features=size),
    lambda size: layers.BatchNorm2d(momentum=of("rate")),
    lambda size: layers.GroupNorm(num_groups=of("growth")),
    lambda size: layers.LayerNorm(axes=2),
    lambda size: layers.Dropout(p=of("rate / 2")),
    lambda size: layers.LeakyReLU(negative_slope=of("rate")),
    lambda size: layers.ReLU(),
    lambda size: layers.MaxPool2d(kernel_size=(2, 2)),
    lambda size: layers.AdaptiveAvgPool2d(output_size=size),
    lambda size: layers.Upsample(scale_factor=(2.0, 2.0)),
    lambda size: layers.Flatten(),
    lambda size: layers.Crop(size=(2, 3)),
    lambda size: layers.Reshape(shape=of(f"({size.text}, -1)")),
    lambda size: layers.Permute(dims=(3, 1, 2)),
    lambda size: layers.LearnedPositionalEncoding(),
    lambda size: layers.SqueezeExcitation(reduction=of("growth")),
    lambda size: layers.MultiheadAttention(num_heads=of("growth")),
    lambda size: layers.Add(),
    lambda size: layers.Concat(),
)
SETTINGS = (
    block_setting("channels", 6, "How wide it is."),
    block_setting("growth", 2),
    block_setting("deep", True),
    block_setting("rate", 0.25),
)
VALUES = st.fixed_dictionaries(
    {
        "channels": st.sampled_from([6, 6, 2, 8]),
        "growth": st.sampled_from([2, 2, 1, 3]),
        "deep": st.booleans(),
        "rate": st.sampled_from([0.25, 0.5]),
    }
)
SHAPES = st.sampled_from(
    [(6, 6, 6), (6, 6, 6), (2, 6, 6), (6, 4, 9), (6, 8), (3, 7, 5)]
)
Met = list[tuple[dict[str, Any], Tensor]]


def works(graph: Graph, met: Met) -> bool:
    ports = [node.name for node in graph if isinstance(node.layer, layers.Input)]
    found = [
        survey(graph, values, dict.fromkeys(ports, tensor)) for values, tensor in met
    ]
    return all(is_small(each) for each in found)


def is_small(inside: Inside) -> bool:
    """Whether all is known, and torch computes it at once."""
    sizes = [tensor.elements for tensor in inside.answers or ()]
    return bool(sizes) and max(sizes) < 5_000 and inside.parameters < 100_000


@st.composite
def graphs(
    draw: st.DrawFn, met: Met, inner: Block | None = None, ports: str = "x"
) -> Graph:
    """A graph from these Inputs that works with all these settings and inputs."""
    graph = Graph()
    for port in ports:
        graph = graph.add(port, layers.Input())
    for number in range(draw(st.integers(1, 7))):
        make = draw(st.sampled_from(POOL))
        layer = make(of(draw(st.sampled_from(EXPRESSIONS))))
        if inner is not None and draw(st.integers(0, 2)) == 0:
            layer = Use(inner, channels=of(draw(st.sampled_from(EXPRESSIONS))))
            if draw(st.booleans()):
                layer = layer.changed(
                    repeat=draw(st.sampled_from([2, of("growth + 1")]))
                )
        names = list(graph.nodes)
        name = f"node{number}"
        longer = graph.add(name, layer)
        for _ in range(2 if isinstance(layer, Join) else len(layer.inputs)):
            source = names[-1] if draw(st.booleans()) else draw(st.sampled_from(names))
            longer = longer.connect(source, name)
        if works(longer, met):
            graph = longer
    if draw(st.booleans()):
        end = list(graph.nodes)[-1]
        graph = graph.add("end", layers.Output()).connect(end, "end")
    return graph


@st.composite
def block_designs(draw: st.DrawFn) -> Design:
    """One block at several places, with other settings and inputs at each."""
    met: Met = [
        (draw(VALUES), Tensor(draw(SHAPES))) for _ in range(draw(st.integers(1, 3)))
    ]
    ports = draw(st.sampled_from(["x", "x", "xy"]))
    inner = Block("Inner", draw(graphs(met, ports=ports)), SETTINGS)
    block = Block("Outer", draw(graphs(met, inner)), SETTINGS)
    graph, settings = Graph(), list[Setting]()
    for number, (values, tensor) in enumerate(met):
        graph = graph.add(f"image{number}", layers.Input(shape=tensor.shape))
        own = [block_setting(f"{n}{number}", value) for n, value in values.items()]
        if draw(st.booleans()):
            settings += own
            values = {n: of(f"{n}{number}") for n in values}
        use = Use(block, **values)
        name = f"stage{number}"
        for repeat in draw(st.sampled_from([(1,), (1, 1), (3, 2), (2,)])):
            longer = graph.add(name, use.changed(repeat=repeat))
            longer = longer.connect(list(graph.nodes)[-1], name)
            report = check(Design(settings=tuple(settings)).with_graph(longer))
            if report.errors or not is_small(report.inside):
                break
            graph, name = longer, f"{name}_again"
    return Design(settings=tuple(settings)).with_graph(graph)


def can_be_written(design: Design) -> bool:
    """Whether no repeat needs a loop that cannot be written, which is refused in words."""
    try:
        model_source(design)
    except CodeError as error:
        assert "cannot be written as a loop" in str(error)
        return False
    return True


@FEW
@given(block_designs())
def test_blocks_do_what_the_flat_network_does(design: Design) -> None:
    assume(not check(design).errors and can_be_written(design))
    assert_does_what_the_flat_network_does(design)


@settings(max_examples=60)
@given(block_designs())
def test_code_of_blocks_is_clean(design: Design) -> None:
    assume(not check(design).errors and can_be_written(design))
    assert_clean(model_source(design))


# One class a block ---------------------------------------------------------------------


def conv_block(**layer: Any) -> Block:
    """A convolution and a normalization, in a block with a setting."""
    conv = layers.Conv2d(**{"out_channels": of("channels"), "kernel_size": 1, **layer})
    graph = wired(
        ("x", layers.Input(), ""),
        ("conv", conv, "x"),
        ("bn", layers.BatchNorm2d(), "conv"),
    )
    return Block("Stage", graph, (block_setting("channels", 8),))


def in_a_row(
    block: Block, *uses: dict[str, Any], size: int = 8, **design: Any
) -> Design:
    """An image, and uses of a block one after another."""
    graph = Graph().add("image", layers.Input(shape=(3, size, size)))
    for number, use in enumerate(uses, start=1):
        before = list(graph.nodes)[-1]
        graph = graph.add(f"stage{number}", Use(block, **use))
        graph = graph.connect(before, f"stage{number}")
    return Design(**design).with_graph(graph)


def test_a_block_reads_as_a_person_would_write_it() -> None:
    assert (
        class_of(network(), "Residual")
        == '''\
class Residual(nn.Module):
    """From x in_channels×H×W to channels×H'×W'.

    channels: Channels of both convolutions.
    stride: How far the first convolution steps.
    """

    def __init__(self, in_channels: int, channels: int = 8, stride: int = 1) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(
            in_channels, channels, kernel_size=3, stride=stride, padding=1
        )
        self.bn1 = nn.BatchNorm2d(channels)
        self.relu1 = nn.ReLU()
        self.conv2 = nn.Conv2d(channels, channels, kernel_size=3, padding=1)
        self.skip = nn.Conv2d(in_channels, channels, kernel_size=1, stride=stride)

    def forward(self, x: Tensor) -> Tensor:
        out = self.conv1(x)
        out = self.bn1(out)
        out = self.relu1(out)
        out = self.conv2(out)
        x = self.skip(x)
        x = out + x
        return x'''
    )


def test_a_network_has_its_settings_as_arguments() -> None:
    assert (
        class_of(network(), "Net")
        == '''\
class Net(nn.Module):
    """From image 1×16×16 to 10, 24,498 parameters."""

    def __init__(self, width: int = 8, classes: int = 10) -> None:
        super().__init__()
        self.stage1 = Residual(1)
        self.stage2 = nn.Sequential(
            Residual(8, width * 2, stride=2),
            *(Residual(width * 2, width * 2) for _ in range(2)),
        )
        self.flatten1 = nn.Flatten()
        self.fc1 = nn.Linear(width * 128, classes)

    def forward(self, image: Tensor) -> Tensor:
        x = self.stage1(image)  # 8×16×16
        x = self.stage2(x)  # (width * 2)×8×8
        x = self.flatten1(x)  # width * 128
        x = self.fc1(x)  # classes
        return x
'''
    )


def test_the_network_can_be_made_with_other_settings() -> None:
    assert_does_what_the_flat_network_does(network())
    model = run(generate_model(network())).Net(width=4, classes=3)
    assert model(torch.rand(2, 1, 16, 16)).shape == (2, 3)


@pytest.mark.parametrize("depth", [1, 3])
@pytest.mark.parametrize(
    "channels",
    [
        "width",
        "width * 2**i",
        "width * (i + 1)",
        "width * 2**i if grow else width",
        "width + 4 * i",
    ],
)
def test_a_count_from_a_setting_is_followed_and_so_is_what_each_repeat_takes(
    channels: str, depth: int
) -> None:
    use = Use(conv_block(), channels=of(channels), repeat=of("depth"))
    graph = wired(
        ("image", layers.Input(shape=(5, 4, 4)), ""),
        ("stage", use, "image"),
    )
    declared = {"width": 2, "depth": depth, "grow": True}
    named = tuple(block_setting(name, value) for name, value in declared.items())
    design = Design(name="Net", settings=named).with_graph(graph)
    if depth > 1:  # the flat network knows no row of one
        assert_does_what_the_flat_network_does(design)
    made = run(generate_model(design)).Net
    for values in ({"depth": 5}, {"depth": 1, "width": 3}, {"depth": 4, "grow": False}):
        other = replace(
            design,
            settings=tuple(
                block_setting(name, value)
                for name, value in {**declared, **values}.items()
            ),
        )
        model = made(**values)
        parameters = sum(each.numel() for each in model.parameters())
        assert parameters == check(other).parameters
        answer = model(torch.rand(2, 5, 4, 4))
        assert answer.shape[1:] == check(other).tensors["stage"].shape


def test_weights_are_named_by_the_way_to_them() -> None:
    names = list(designer.compile(network()).state_dict())
    assert "stage1.conv1.weight" in names
    assert "stage2.2.bn1.running_mean" in names
    assert {name.split(".")[0] for name in names} == {"stage1", "stage2", "fc1"}


def test_what_does_not_differ_between_uses_is_a_literal() -> None:
    text = class_of(in_a_row(conv_block(), {}), "Stage")
    assert "def __init__(self, channels: int = 8) -> None:" in text
    assert "self.conv = nn.Conv2d(3, channels, kernel_size=1)" in text
    assert '"""From x 3×8×8 to channels×8×8."""' in text


def test_uses_write_only_what_differs_from_the_defaults() -> None:
    design = in_a_row(conv_block(), {}, {"channels": 8}, {"channels": 4})
    assert (
        shown(design, "stage1")
        == "self.stage1 = Stage(3) x = self.stage1(image)  # 8×8×8"
    )
    assert "= Stage(8) " in shown(design, "stage2")
    assert "= Stage(8, 4) " in shown(design, "stage3")


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"repeat": 1}, "Stage(3)"),
        ({"repeat": 2}, "nn.Sequential(Stage(3), Stage(8))"),
        ({"repeat": 4}, "nn.Sequential(Stage(3), *(Stage(8) for _ in range(3)))"),
        (
            {"repeat": 4, "channels": 3},
            "nn.Sequential(*(Stage(3, 3) for _ in range(4)))",
        ),
        (
            {"repeat": of("depth"), "channels": 3},
            "nn.Sequential(*(Stage(3, 3) for _ in range(depth)))",
        ),
        (
            {"repeat": of("depth"), "channels": of("width")},
            "nn.Sequential(Stage(3, width), *(Stage(width, width) for _ in range(depth - 1)))",
        ),
        (
            {"repeat": 3, "channels": of("3 * (i + 2)")},
            "nn.Sequential(*(Stage(3 + 3 * i, 3 * (i + 2)) for i in range(3)))",
        ),
        (
            {"repeat": 5, "channels": of("width * (i + 1)")},
            "nn.Sequential(Stage(3, width), "
            "*(Stage(width * i, width * (i + 1)) for i in range(1, 5)))",
        ),
        (
            {"repeat": 4, "channels": of("2 ** (i + 1)")},
            "nn.Sequential(Stage(3, 2), *(Stage(2**i, 2 ** (i + 1)) for i in range(1, 4)))",
        ),
    ],
)
def test_repeats_are_loops_where_they_can_be(
    settings: dict[str, Any], code: str
) -> None:
    own = (block_setting("depth", 3), block_setting("width", 8))
    design = in_a_row(conv_block(), settings, settings=own)
    # Settings may vary in the block's class only by what its uses give.
    design = design.with_graph(elsewhere(design.graph))
    assert shown(design, "stage1").startswith(f"self.stage1 = {code} ")
    assert_does_what_the_flat_network_does(design)
    assert_clean(model_source(design))


def elsewhere(graph: Graph) -> Graph:
    """With one more use, so that the channels of the input are an argument."""
    graph = graph.add("other", layers.Input(shape=(5, 8, 8)))
    return graph.add("stage", Use(conv_block())).connect("other", "stage")


def test_a_loop_follows_what_grows() -> None:
    graph = wired(
        ("x", layers.Input(), ""),
        ("bn", layers.BatchNorm2d(), "x"),
        ("conv", layers.Conv2d(out_channels=of("growth"), padding=1), "bn"),
        ("join", layers.Concat(), "x conv"),
    )
    block = Block("Dense", graph, (block_setting("growth", 4),))
    design = in_a_row(
        block,
        {"repeat": 5},
        {"repeat": 3, "growth": of("width")},
        settings=(block_setting("width", 2),),
    )
    code = "nn.Sequential(*(Dense(3 + 4 * i) for i in range(5)))"
    assert shown(design, "stage1").startswith(f"self.stage1 = {code} ")
    code = "nn.Sequential(*(Dense(23 + width * i, width) for i in range(3)))"
    assert shown(design, "stage2").startswith(f"self.stage2 = {code} ")
    assert "def __init__(self, in_channels: int, growth: int = 4)" in model_source(
        design
    )
    assert "torch.cat((x, out), dim=1)  # (in_channels + growth)×8×8" in model_source(
        design
    )
    assert_does_what_the_flat_network_does(design)


def test_blocks_with_several_inputs_are_called_in_a_loop() -> None:
    graph = wired(
        ("x", layers.Input(), ""),
        ("memory", layers.Input(), ""),
        ("cross", layers.MultiheadAttention(num_heads=2), "x memory memory"),
        ("add", layers.Add(), "x cross"),
    )
    block = Block("Decoder", graph)
    design = Design().with_graph(
        wired(
            ("target", layers.Input(shape=(5, 8)), ""),
            ("source", layers.Input(shape=(7, 6)), ""),
            ("steps", Use(block, repeat=3), "target source"),
            ("fc", layers.Linear(out_features=4), "source"),
            ("turned", Use(block, repeat=2), "steps fc"),
        )
    )
    assert shown(design, "steps") == (
        "self.steps = nn.ModuleList(Decoder(6) for _ in range(3)) "
        "x = target for layer in self.steps: x = layer(x, source)  # 5×8"
    )
    assert "def __init__(self, memory_features: int)" in model_source(design)
    assert "steps.2.cross.in_proj_bias" in designer.compile(design).state_dict()
    assert_does_what_the_flat_network_does(design)
    assert_clean(model_source(design))


def test_a_loop_does_not_overwrite_what_it_still_needs() -> None:
    graph = wired(
        ("a", layers.Input(), ""),
        ("b", layers.Input(), ""),
        ("sub", layers.Subtract(), "a b"),
    )
    design = Design().with_graph(
        wired(
            ("image", layers.Input(shape=(4,)), ""),
            ("fc1", layers.Linear(out_features=4), "image"),
            ("fc2", layers.Linear(out_features=4), "image"),
            ("less", Use(Block("Less", graph), repeat=3), "fc2 fc1"),
            ("fc3", layers.Linear(out_features=4), "less"),
        )
    )
    assert_does_what_the_flat_network_does(design)
    assert_clean(model_source(design))


def test_what_forward_needs_is_kept() -> None:
    attention = layers.ScaledDotProductAttention(
        dropout_p=of("rate"), scale=of("rate + 1")
    )
    graph = wired(
        ("x", layers.Input(), ""),
        ("view", layers.Reshape(shape=of("(heads * 2, -1, size)")), "x"),
        ("attention", attention, "view view view"),
    )
    own = (block_setting("heads", 2), block_setting("size", 4))
    own = (*own, block_setting("unused", 1), block_setting("rate", 0.5))
    block = Block("Split", graph, own)
    design = in_a_row(block, {"heads": 4, "size": 2, "rate": 0.25}, {})
    text = class_of(design, "Split")
    kept = "".join(f"        self.{n} = {n}\n" for n in ("heads", "size", "rate"))
    assert f"        super().__init__()\n{kept}\n    def forward" in text
    assert "view = x.reshape(x.shape[0], self.heads * 2, -1, self.size)" in text
    assert "dropout_p=self.rate if self.training else 0.0" in text
    assert "scale=self.rate + 1" in text
    assert_does_what_the_flat_network_does(design)
    assert_clean(model_source(design))


def test_a_number_that_no_rule_can_trace_becomes_an_argument() -> None:
    graph = wired(
        ("x", layers.Input(), ""),
        ("up", layers.Upsample(scale_factor=(1.5, 1.5)), "x"),
        ("flat", layers.Flatten(), "up"),
        ("fc", layers.Linear(out_features=2), "flat"),
    )
    block = Block("Head", graph)
    design = Design().with_graph(
        wired(
            ("image", layers.Input(shape=(2, 4, 4)), ""),
            ("other", layers.Input(shape=(2, 8, 6)), ""),
            ("head1", Use(block), "image"),
            ("head2", Use(block), "other"),
        )
    )
    assert "self.fc = nn.Linear(in_features, 2)" in model_source(design)
    assert "def __init__(self, in_features: int) -> None:" in model_source(design)
    assert "= Head(72)" in shown(design, "head1")
    assert "= Head(216)" in shown(design, "head2")
    assert_does_what_the_flat_network_does(design)


def test_a_block_whose_code_differs_becomes_two_classes() -> None:
    design = Design().with_graph(
        wired(
            ("image", layers.Input(shape=(6, 8)), ""),
            ("other", layers.Input(shape=(6, 4, 4)), ""),
            ("stage1", Use(norm_block()), "image"),
            ("stage2", Use(norm_block()), "other"),
        )
    )
    assert "self.stage1 = Norm()" in model_source(design)
    assert "self.stage2 = Norm2()" in model_source(design)
    assert_does_what_the_flat_network_does(design)


def norm_block() -> Block:
    norm = layers.LayerNorm(axes=2)
    return Block("Norm", wired(("x", layers.Input(), ""), ("norm", norm, "x")))


def test_a_block_that_only_its_shapes_tell_apart_is_one_class() -> None:
    block = Block("Act", wired(("x", layers.Input(), ""), ("relu", layers.ReLU(), "x")))
    design = Design().with_graph(
        wired(
            ("image", layers.Input(shape=(6, 8)), ""),
            ("other", layers.Input(shape=(6, 4, 4)), ""),
            ("stage1", Use(block), "image"),
            ("stage2", Use(block), "other"),
        )
    )
    assert model_source(design).count("class ") == 2


def test_nodes_that_share_weights_call_the_same_module() -> None:
    graph = in_a_row(conv_block(), {"channels": 3}, {"channels": 3}).graph
    design = Design().with_graph(graph.share("stage2", "stage1"))
    text = class_of(design, "Network")
    assert text.count("Stage(") == 1
    assert text.count("self.stage1(") == 2
    model = designer.compile(design)
    assert sum(p.numel() for p in model.parameters()) == check(design).parameters == 18


def test_weights_that_would_need_other_code_are_refused_in_words() -> None:
    crop = layers.Crop(size=(2, 2))
    block = Block("Middle", wired(("x", layers.Input(), ""), ("crop", crop, "x")))
    graph = wired(
        ("image", layers.Input(shape=(3, 8, 8)), ""),
        ("other", layers.Input(shape=(3, 4, 4)), ""),
        ("stage1", Use(block), "image"),
        ("stage2", Use(block), "other"),
    )
    with pytest.raises(CodeError, match="stage2 uses the weights of stage1"):
        model_source(Design().with_graph(graph.share("stage2", "stage1")))


def test_a_setting_with_the_name_of_a_block_is_refused_in_words() -> None:
    inner = in_a_row(conv_block(), {}).graph
    outer = Block("Outer", inner, (block_setting("Stage", 1),))
    with pytest.raises(CodeError, match="Outer has a setting called Stage"):
        model_source(in_a_row(outer, {}))


def test_lines_know_their_block_and_node() -> None:
    source = generate_model(network())
    inside = source.lines_in("Residual")
    assert set(inside) == set(residual().graph.nodes) - {"x"}
    texts = [source.lines[number - 1].text.strip() for number in inside["bn1"]]
    assert texts == ["self.bn1 = nn.BatchNorm2d(channels)", "out = self.bn1(out)"]
    number = inside["bn1"][0]
    assert (source.node_at(number, "Residual"), source.node_at(number)) == ("bn1", "")
    assert source.line_at(number)[1:] == ("bn1", "Residual")
    assert set(source.lines_of) == set(network().graph.nodes) - {"image"}
    assert source.lines_in("Other") == {}


def test_the_same_design_gives_the_same_text_and_weights() -> None:
    one, other = network(), network()
    assert model_source(one) == model_source(other)
    assert model_source(one) == model_source(one)
    torch.manual_seed(5)
    first = designer.compile(one)
    torch.manual_seed(5)
    second = designer.compile(other)
    x = torch.rand(2, 1, 16, 16)
    assert torch.equal(first.eval()(x), second.eval()(x))


def test_definitions_and_imports_of_inner_layers_stand_at_the_top_once() -> None:
    text = "import math\n\n\ndef halved(x: Tensor) -> Tensor:\n    return x / math.sqrt(4)\n"
    graph = wired(
        ("x", layers.Input(), ""),
        ("half1", layers.Code(text=text), "x"),
        ("position", layers.PositionalEncoding(), "half1"),
    )
    block = Block("Half", graph)
    design = Design().with_graph(
        wired(
            ("image", layers.Input(shape=(4, 6)), ""),
            ("stage1", Use(block, repeat=2), "image"),
            ("stage2", Use(block), "stage1"),
        )
    )
    source = generate_model(design, check(design, designer.measure))
    assert source.text.count("import math") == 1
    assert source.text.count("def halved(") == 1
    assert source.text.count("class PositionalEncoding(") == 1
    assert_clean(source.text)
    number = source.text[: source.text.index("def halved(")].count("\n") + 1
    assert source.node_at(number, "Half") == "half1"
    model = run(source).Network()
    assert model(torch.zeros(2, 4, 6)).shape == (2, 4, 6)


def test_notes_in_a_block_stand_above_its_class() -> None:
    graph = conv_block().graph.add("note", layers.Note(text="Says why."))
    block = Block("Stage", graph, (block_setting("channels", 8),))
    assert "# Says why.\nclass Stage(" in model_source(in_a_row(block, {}))


def test_operators_around_what_is_reckoned_keep_their_order() -> None:
    graph = wired(
        ("x", layers.Input(), ""),
        ("power", layers.Power(exponent=of("rate")), "x"),
        ("more", layers.Power(exponent=of("rate + 1")), "power"),
        ("scale", layers.Scale(factor=of("rate / 4")), "more"),
    )
    block = Block("Curve", graph, (block_setting("rate", 2.0),))
    design = in_a_row(block, {}, {"rate": 3.0})
    text = class_of(design, "Curve")
    assert "x**self.rate\n" in text
    assert "x ** (self.rate + 1)\n" in text
    assert "x * (self.rate / 4)\n" in text
    assert_does_what_the_flat_network_does(design)
    assert_clean(model_source(design))


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("resnet-18", {"width": 16, "classes": 10}),
        ("resnet-50", {"width": 8}),
        ("densenet-121", {"growth": 8}),
        ("vit-b-16", {"width": 48, "depth": 3, "heads": 4}),
        ("unet", {"width": 4, "classes": 2}),
        ("mobilenet-v2", {"width": 64}),
        ("convnext-tiny", {"width": 24}),
        ("efficientnet-b0", {"classes": 7}),
    ],
)
def test_a_network_made_with_other_settings_is_the_design_with_those(
    name: str, changes: dict[str, int]
) -> None:
    design = designer.load(resource("examples", f"{name}.json"))
    others = [
        replace(each, default=changes.get(each.name, each.default))
        for each in design.settings
    ]
    report = check(replace(design, settings=tuple(others)))
    assert not report.errors
    with torch.device("meta"):
        model = getattr(run(generate_model(design)), design.name)(**changes)
        inputs = inputs_of(design, batch=1)
        answer = model.eval()(*inputs)
    assert sum(p.numel() for p in model.parameters()) == report.parameters
    assert tuple(answer.shape[1:]) == report.inside.answers[0].shape


def test_a_setting_that_is_always_the_size_of_the_input_stands_for_it() -> None:
    graph = wired(
        ("x", layers.Input(), ""),
        ("conv", layers.Conv2d(out_channels=of("channels"), padding=1), "x"),
        ("add", layers.Add(), "x conv"),
    )
    block = Block("Keeping", graph, (block_setting("channels", 3),))
    other = layers.Conv2d(out_channels=8)
    design = in_a_row(block, {}, {"repeat": 2})
    assert "self.conv = nn.Conv2d(3, channels" in model_source(design)
    graph = design.graph.add("wide", other).connect("stage2", "wide")
    graph = graph.add("stage3", Use(block, channels=8)).connect("wide", "stage3")
    design = design.with_graph(graph)
    text = class_of(design, "Keeping")
    assert "def __init__(self, channels: int = 3) -> None:" in text
    assert "self.conv = nn.Conv2d(channels, channels, kernel_size=3, padding=1)" in text
    assert "= Keeping(8)" in shown(design, "stage3")
    assert_does_what_the_flat_network_does(design)


def test_a_size_that_follows_a_setting_of_the_network_is_an_argument() -> None:
    block = Block(
        "Head",
        wired(("x", layers.Input(), ""), ("fc", layers.Linear(out_features=2), "x")),
    )
    graph = wired(
        ("data", layers.Input(shape=(5,)), ""),
        ("fc", layers.Linear(out_features=of("width * 2")), "data"),
        ("head", Use(block), "fc"),
    )
    design = Design(settings=(block_setting("width", 8),)).with_graph(graph)
    assert "self.fc = nn.Linear(in_features, 2)" in class_of(design, "Head")
    assert "self.head = Head(width * 2)" in class_of(design, "Network")

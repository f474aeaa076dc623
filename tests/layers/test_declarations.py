"""Settings are torch's own, help is there, and costs are what torch counts.

Also that a layer of any kind torch.nn has can be declared: several outputs, nested
ones, optional inputs, whole numbers.
"""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

import designer
from designer import layers
from designer.codegen import model_source
from designer.errors import ShapeError
from designer.kinds import Choice, Either, Kind
from designer.layers import CATALOGUE, Call, Layer, Port, Tensor, help_line
from designer.layers.layer import layer
from designer.layers.needs import need_axes, need_float
from designer.recipe import Loss, Optimizer
from designer.settings import Settings, setting

MADE_LATER = "the training moves the model and chooses its numbers' type"
ONE_OUTPUT = "would give a second output, which no layer here takes yet"
OLD = "an old name that torch itself advises against"
MEAN = "training shows the mean, so that losses compare between batch sizes"
SPEED = "how torch computes the same thing"
RARE = "for uses that training on labelled pictures does not have"

LEFT_OUT = {
    **dict.fromkeys(("args", "kwargs"), "torch takes nothing and says so this way"),
    **dict.fromkeys(("device", "dtype"), MADE_LATER),
    "return_indices": ONE_OUTPUT,
    ("ConvTranspose2d", "padding_mode"): "torch knows zeros only",
    "recompute_scale_factor": "changes nothing but rounding when weights are exported",
    **dict.fromkeys(("size_average", "reduce"), OLD),
    "reduction": MEAN,
    **dict.fromkeys(("foreach", "fused", "capturable", "differentiable"), SPEED),
    **dict.fromkeys(("weight", "pos_weight", "ignore_index", "maximize"), RARE),
    **dict.fromkeys(("params", "decoupled_weight_decay"), "not a setting of this one"),
}

WITHOUT_MODULE = {
    "Input": "an argument of forward",
    "Output": "what forward returns",
    "Note": "a comment",
    "Reshape": "a method of the tensor",
    "Permute": "a method of the tensor",
    "Add": "an operator",
    "Multiply": "an operator",
    "Concat": "torch.cat, which has no signature to read",
}

OTHER_DEFAULTS = {
    ("Softmax", "dim"): "torch guesses the axis when none is given, and warns",
    ("LogSoftmax", "dim"): "torch guesses the axis when none is given, and warns",
    ("Upsample", "scale_factor"): "torch needs a size or a factor and has neither",
    ("SGD", "lr"): "0.001 learns next to nothing without momentum",
}

ALWAYS_WRITTEN = {
    "Dropout.p": "who reads nn.Dropout(0.5) need not know the default",
    "Dropout2d.p": "who reads nn.Dropout2d(0.5) need not know the default",
    "lr": "the learning rate is what people look for first",
}

OURS = {("LayerNorm", "axes"): "the length of torch's normalized_shape"}

MODULES: dict[str, type[Settings]] = {
    name: cls for name, cls in CATALOGUE.items() if name not in WITHOUT_MODULE
}
DECLARED: dict[str, tuple[type[Settings], Any]] = {
    **{name: (cls, getattr(nn, name)) for name, cls in MODULES.items()},
    **{name: (cls, getattr(nn, name)) for name, cls in Loss.variants.items()},
    **{n: (cls, getattr(torch.optim, n)) for n, cls in Optimizer.variants.items()},
}


# Settings ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DECLARED)
def test_names_and_order_are_torchs(name: str) -> None:
    cls, theirs = DECLARED[name]
    follows = derived(cls()) if issubclass(cls, Layer) else {}
    known = [
        key
        for key in inspect.signature(theirs).parameters
        if key not in LEFT_OUT and (name, key) not in LEFT_OUT and key not in follows
    ]
    assert set(follows) <= set(inspect.signature(theirs).parameters)
    ours = [key for key in cls.declared_settings if (name, key) not in OURS]
    if name == "LayerNorm":
        assert cls.declared_settings["axes"].ours
    assert sorted(ours) == sorted(known)
    if issubclass(cls, Layer) and known:  # the first is written without its name
        assert ours[0] == known[0]


def derived(made: Layer) -> dict[str, Any]:
    """What follows from an input, of any input that the layer takes."""
    usual = [*USUAL.values(), Tensor((4,))]
    return made.derived(next(x for x in usual if works(made, x)))


@pytest.mark.parametrize("name", DECLARED)
def test_defaults_are_torchs(name: str) -> None:
    cls, theirs = DECLARED[name]
    parameters = inspect.signature(theirs).parameters
    for key, declaration in cls.declared_settings.items():
        if (name, key) in OURS:
            continue
        default = parameters[key].default
        if (name, key) in OTHER_DEFAULTS:
            assert declaration.required, f"{key} must be written: torch would not do it"
        elif default is inspect.Parameter.empty:
            assert declaration.required, f"torch requires {key}"
        elif key == "stride" and default is None:
            assert declaration.default is None
        else:
            assert declaration.read(default) == declaration.default, key
            always = f"{name}.{key}" in ALWAYS_WRITTEN or key in ALWAYS_WRITTEN
            assert declaration.required == always, key


def choices(kind: Kind) -> Iterator[Choice]:
    if isinstance(kind, Choice):
        yield kind
    elif isinstance(kind, Either):
        for one in kind.kinds:
            yield from choices(one)


CHOICES = [
    (name, key, choice)
    for name, cls in MODULES.items()
    for key, declaration in cls.declared_settings.items()
    for choice in choices(declaration.kind)
]

USUAL = {2: Tensor((8, 9)), 3: Tensor((8, 9, 9)), 4: Tensor((8, 6, 6, 6))}


@pytest.mark.parametrize(("name", "key", "choice"), CHOICES)
def test_choices_are_torchs(name: str, key: str, choice: Choice) -> None:
    """Each word is one of torch's; where torch lists its words, they are ours."""
    cls = CATALOGUE[name]
    x = next(x for x in USUAL.values() if works(cls(), x))
    for option in choice.options:
        run(str(cls(**{key: option}).make(x)), x)
    theirs = cls(**{key: choice.options[-1]})
    wrong = str(theirs.make(x)).replace(f'"{choice.options[-1]}"', '"no such word"')
    assert "no such word" in wrong
    with pytest.raises((ValueError, RuntimeError, NotImplementedError)) as refusal:
        run(wrong, x)
    listed = set(re.findall(r"'(\w+)'", str(refusal.value)))
    assert listed <= {*choice.options, "no", key}


def works(tried: Layer, x: Tensor) -> bool:
    try:
        tried.output(x)
    except ShapeError:
        return False
    return True


def run(code: str, x: Tensor) -> nn.Module:
    module: nn.Module = eval(code, {"nn": nn})
    module(torch.ones(2, *x.shape))
    return module


# Help ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CATALOGUE)
def test_help_says_what_goes_in_and_out(name: str) -> None:
    made = CATALOGUE[name]()
    text = inspect.getdoc(made) or ""
    assert help_line(type(made)).endswith((".", "):", ")"))
    if made.inputs:
        assert re.search(r"^Inputs?:|^Input and output:", text, re.MULTILINE)
    if made.outputs:
        assert re.search(r"\bOutput:|^Input and output:", text, re.MULTILINE)
    if name in MODULES:
        assert f"torch.nn.{name}." in text.replace("\n", " ")


@pytest.mark.parametrize(
    ("name", "cls"), [*CATALOGUE.items(), *((n, c) for n, (c, _) in DECLARED.items())]
)
def test_every_setting_has_help(name: str, cls: type[Settings]) -> None:
    for declaration in cls.declared_settings.values():
        assert declaration.help.endswith(".")
        assert declaration.help[0].isupper() or declaration.help[0] == "'"
        assert declaration.read(declaration.default) == declaration.default


# Costs ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "x"),
    [
        (layers.Conv1d(out_channels=6, stride=2), Tensor((3, 20))),
        (layers.Conv2d(out_channels=6, groups=3, dilation=2), Tensor((3, 20, 20))),
        (layers.Conv2d(out_channels=6, padding="same", bias=False), Tensor((3, 9, 7))),
        (layers.Conv3d(out_channels=4, kernel_size=(1, 2, 3)), Tensor((3, 5, 6, 7))),
        (layers.ConvTranspose2d(out_channels=6, stride=2), Tensor((4, 5, 6))),
        (layers.ConvTranspose2d(out_channels=6, groups=2), Tensor((4, 5, 6))),
        (layers.Linear(out_features=7), Tensor((5,))),
        (layers.Linear(out_features=7, bias=False), Tensor((3, 4, 5))),
    ],
)
def test_multiply_accumulates_are_torchs(made: Layer, x: Tensor) -> None:
    module = eval(str(made.make(x)), {"nn": nn}).to("meta")
    with FlopCounterMode(display=False) as counter:
        module(torch.ones(2, *x.shape, device="meta"))
    assert counter.get_total_flops() == 2 * 2 * made.macs(x)


# Layers that torch.nn has and we do not declare yet --------------------------------------


@pytest.fixture(autouse=True)
def catalogue() -> Iterator[None]:
    """What a test declares is gone afterwards."""
    before = dict(CATALOGUE)
    yield
    for name in set(CATALOGUE) - set(before):
        del CATALOGUE[name]
    assert before == CATALOGUE


def lstm() -> type[Layer]:
    @layer("Recurrent")
    class LSTM(Layer):
        """Reads a sequence, step by step."""

        hidden_size: int = setting(8, "Numbers remembered.", low=1, required=True)
        num_layers: int = setting(1, "Layers one on another.", low=1)
        batch_first: bool = setting(True, "The batch comes first.", required=True)

        @property
        def outputs(self) -> tuple[Port, ...]:
            return Port("output"), Port("h_n"), Port("c_n")

        def output(self, x: Tensor) -> tuple[Tensor, ...]:
            steps, _ = need_axes(x, 2, "steps × features")
            last = Tensor((steps, self.hidden_size))  # the batch is not its first axis
            return Tensor((steps, self.hidden_size)), last, last

        def derived(self, x: Tensor) -> dict[str, int | tuple[int, ...]]:
            return {"input_size": x.shape[1]}

        def assign(self, *names: str) -> str:
            return f"{names[0]}, ({names[1]}, {names[2]})"

        def parameters(self, x: Tensor) -> int:
            return 4 * self.hidden_size * (x.shape[1] + self.hidden_size + 2)

    return LSTM


def attention() -> type[Layer]:
    @layer("Attention")
    class Attention(Layer):
        """Looks up values by how well their keys fit a query."""

        is_causal: bool = setting(False, "Look back only.")

        @property
        def inputs(self) -> tuple[Port, ...]:
            return (
                Port("query"),
                Port("key"),
                Port("value"),
                Port("attn_mask", optional=True),
            )

        def output(
            self, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None
        ) -> Tensor:
            if mask is not None and mask.dtype != "bool":
                raise ShapeError("needs a mask of truths.")
            return Tensor((query.shape[0], value.shape[1]))

        def make(self, *inputs: Tensor | None) -> None:
            return None

        def call(self, module: str, *arguments: str) -> Call:
            given = tuple(argument for argument in arguments if argument != "None")
            return Call("nn.functional.scaled_dot_product_attention", given)

    return Attention


def embedding() -> type[Layer]:
    @layer("Embedding")
    class Embedding(Layer):
        """Learns numbers for each word."""

        num_embeddings: int = setting(10, "Words.", low=1, required=True)
        embedding_dim: int = setting(4, "Numbers for each.", low=1, required=True)

        def output(self, x: Tensor) -> Tensor:
            if x.dtype != "int64":
                raise ShapeError(f"needs whole numbers and gets {x.dtype}.")
            return Tensor((*x.shape, self.embedding_dim))

        def make(self, x: Tensor) -> Call:
            numbers = (repr(self.num_embeddings), repr(self.embedding_dim))
            return Call("nn.Embedding", numbers)

        def parameters(self, x: Tensor) -> int:
            return self.num_embeddings * self.embedding_dim

    return Embedding


def test_an_lstm_can_be_declared() -> None:
    graph = designer.Graph().add("steps", layers.Input(shape=(5, 3)))
    graph = graph.add("lstm1", lstm()()).connect("steps", "lstm1")
    graph = graph.add("relu1", layers.ReLU()).connect("lstm1.c_n", "relu1")
    graph = graph.add("answer", layers.Output()).connect("lstm1", "answer")
    graph = graph.add("state", layers.Output()).connect("relu1", "state")
    design = designer.Design(graph)
    report = designer.check(design)
    assert report.tensors["lstm1"] == report.tensors["lstm1.output"]
    assert report.tensors["lstm1.c_n"] == Tensor((5, 8))
    assert "(_, " in model_source(design)
    model = designer.compile(design)
    torch.manual_seed(0)
    x = torch.rand(2, 5, 3)
    hidden, state = model(x)
    theirs, (_, last) = model.lstm1(x)
    assert torch.equal(hidden, theirs)
    assert torch.equal(state, last.relu())
    count = sum(parameter.numel() for parameter in model.parameters())
    assert report.parameters == count


@pytest.mark.parametrize("masked", [True, False])
def test_a_layer_with_an_optional_input_can_be_declared(masked: bool) -> None:
    graph = designer.Graph()
    for name in ("query", "key", "value"):
        graph = graph.add(name, layers.Input(shape=(3, 4)))
    graph = graph.add("mask", layers.Input(shape=(3, 3), dtype="bool"))
    graph = graph.add("attention1", attention()())
    for name in ("value", "key", "query"):  # in any order
        graph = graph.connect(name, f"attention1.{name}")
    if masked:
        graph = graph.connect("mask", "attention1.attn_mask")
    graph = graph.add("answer", layers.Output()).connect("attention1", "answer")
    design = designer.Design(graph)
    assert designer.check(design).tensors["attention1"] == Tensor((3, 4))
    model = designer.compile(design)
    q, k, v = torch.rand(3, 2, 3, 4)
    mask = torch.tril(torch.ones(2, 3, 3)).bool()
    named = {"query": q, "key": k, "value": v, **({"mask": mask} if masked else {})}
    answer = model(**named)
    expected = nn.functional.scaled_dot_product_attention(
        q, k, v, mask if masked else None
    )
    assert torch.equal(answer, expected)


def test_a_layer_without_a_needed_input_says_which() -> None:
    graph = designer.Graph().add("query", layers.Input(shape=(3, 4)))
    graph = graph.add("attention1", attention()()).connect("query", "attention1")
    (problem,) = designer.check(designer.Design(graph)).errors
    assert "key and value" in problem.message


def test_an_embedding_takes_whole_numbers() -> None:
    cls = embedding()
    graph = designer.Graph().add("words", layers.Input(shape=(6,), dtype="int64"))
    graph = graph.add("embedding1", cls()).connect("words", "embedding1")
    design = designer.Design(graph)
    report = designer.check(design)
    assert report.tensors["embedding1"] == Tensor((6, 4))
    assert report.parameters == 40
    words = torch.randint(10, (2, 6))
    assert designer.compile(design)(words).shape == (2, 6, 4)
    wrong = graph.set("words", dtype="float32")
    (problem,) = designer.check(designer.Design(wrong)).errors
    assert "needs whole numbers and gets float32" in problem.message


def test_float_layers_refuse_whole_numbers() -> None:
    with pytest.raises(ShapeError, match="needs float32"):
        need_float(Tensor((3,), "int64"))

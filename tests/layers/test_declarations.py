"""All of torch.nn is declared, settings are torch's own, and help is there."""

import inspect
import re
from collections.abc import Iterator
from typing import Any, get_overloads

import pytest
import torch
from torch import nn

from designer.errors import ShapeError
from designer.kinds import Choice, Either, Kind
from designer.layers import CATALOGUE, Layer, Tensor, help_line
from designer.recipe import Loss, Optimizer
from designer.settings import Settings
from tests.layers.case import CASES
from tests.layers.oracle import Inputs, ours, run

MADE_LATER = "the training moves the model and chooses its numbers' type"
OLD = "an old name that torch itself advises against"
MEAN = "training shows the mean, so that losses compare between batch sizes"
SPEED = "how torch computes the same thing"
RARE = "for uses that training on labelled pictures does not have"

LEFT_OUT = {
    **dict.fromkeys(("args", "kwargs"), "torch takes nothing and says so this way"),
    **dict.fromkeys(("device", "dtype"), MADE_LATER),
    **dict.fromkeys(("size_average", "reduce"), OLD),
    "reduction": MEAN,
    **dict.fromkeys(("foreach", "fused", "capturable", "differentiable"), SPEED),
    **dict.fromkeys(("weight", "pos_weight", "ignore_index", "maximize"), RARE),
    **dict.fromkeys(("params", "decoupled_weight_decay"), "not a setting of this one"),
}

OTHER_DEFAULTS = {
    **CASES.other_defaults,
    ("SGD", "lr"): "0.001 learns next to nothing without momentum",
}

ALWAYS_WRITTEN = {"lr": "the learning rate is what people look for first"}

MODULES: dict[str, type[Settings]] = {
    name: cls for name, cls in CATALOGUE.items() if name not in CASES.without_module
}
DECLARED: dict[str, tuple[type[Settings], Any]] = {
    **{name: (cls, getattr(nn, name)) for name, cls in MODULES.items()},
    **{name: (cls, getattr(nn, name)) for name, cls in Loss.variants.items()},
    **{n: (cls, getattr(torch.optim, n)) for n, cls in Optimizer.variants.items()},
}


EXCEPTIONS = {
    **dict.fromkeys(
        (
            "Container",
            "Module",
            "ModuleDict",
            "ModuleList",
            "ParameterDict",
            "ParameterList",
            "Sequential",
        ),
        "holds modules or parameters, and is no layer by itself",
    ),
    **dict.fromkeys(("RNNBase", "RNNCellBase"), "a base of LSTM, GRU and RNN"),
    "DataParallel": "runs another module on several GPUs",
    "SyncBatchNorm": "BatchNorm for several processes, into which torch converts it",
    "CrossMapLRN2d": "an old name of LocalResponseNorm, for old files",
}
LOSS = "compares an answer with the truth: see designer.recipe.losses"
LAZY = "waits for its first input, which here is known already"


# torch.nn ------------------------------------------------------------------------------


def modules_of_torch() -> list[str]:
    """The public classes of torch.nn that are modules."""
    return [
        name
        for name, cls in vars(nn).items()
        if inspect.isclass(cls)
        and issubclass(cls, nn.Module)
        and not name.startswith("_")
    ]


def exception(name: str) -> str:
    """Why a class of torch.nn is no layer; empty if it should be one."""
    if name.startswith("Lazy"):
        return LAZY
    return LOSS if name.endswith(("Loss", "Loss2d")) else EXCEPTIONS.get(name, "")


@pytest.mark.parametrize("name", modules_of_torch())
def test_every_module_of_torch_is_a_layer_or_an_exception(name: str) -> None:
    assert (name in CATALOGUE) != bool(exception(name))


def test_every_layer_without_a_module_says_why() -> None:
    ours = {name for name in CATALOGUE if name not in modules_of_torch()}
    assert ours == set(CASES.without_module)


# Settings ------------------------------------------------------------------------------


def arguments(theirs: Any) -> dict[str, inspect.Parameter]:
    """The arguments of torch's class; an LSTM tells them only to type checkers."""
    for overload in get_overloads(theirs.__init__)[:1]:
        _, *known = inspect.signature(overload).parameters.values()
        return {argument.name: argument for argument in known}
    return dict(inspect.signature(theirs).parameters)


@pytest.mark.parametrize("name", DECLARED)
def test_names_and_order_are_torchs(name: str) -> None:
    cls, theirs = DECLARED[name]
    follows = derived(cls()) if issubclass(cls, Layer) else {}
    known = [
        key
        for key in arguments(theirs)
        if key not in LEFT_OUT
        and (name, key) not in CASES.left_out
        and key not in follows
    ]
    assert set(follows) <= set(arguments(theirs))
    ours = [key for key in cls.declared_settings if (name, key) not in CASES.ours]
    for key in set(cls.declared_settings) - set(ours):
        assert cls.declared_settings[key].ours
    assert sorted(ours) == sorted(known)
    if issubclass(cls, Layer) and known:  # the first is written without its name
        assert ours[0] == known[0]


def derived(made: Layer) -> dict[str, Any]:
    """What follows from an input, of any input that the layer takes."""
    return made.derived(*example(made))


def example(made: Layer) -> Inputs:
    """Inputs that a layer takes."""
    tried = [(x,) for x in USUAL]
    if type(made).__name__ in CASES.example:
        tried = [CASES.example[type(made).__name__]]
    return next(
        inputs for inputs in tried if not isinstance(ours(made, inputs), ShapeError)
    )


@pytest.mark.parametrize("name", DECLARED)
def test_defaults_are_torchs(name: str) -> None:
    cls, theirs = DECLARED[name]
    parameters = arguments(theirs)
    for key, declaration in cls.declared_settings.items():
        if (name, key) in CASES.ours:
            continue
        default = parameters[key].default
        if inspect.isfunction(default):  # torch takes F.relu and "relu" for the same
            default = default.__name__
        if (name, key) in OTHER_DEFAULTS:
            assert declaration.required, f"{key} must be written: torch would not do it"
        elif default is inspect.Parameter.empty:
            assert declaration.required, f"torch requires {key}"
        elif key == "stride" and default is None:
            assert declaration.default is None
        else:
            assert declaration.read(default) == declaration.default, key
            always = (name, key) in CASES.always_written or key in ALWAYS_WRITTEN
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
    if (name, key) not in CASES.ours
]

USUAL = tuple(map(Tensor, [(8, 9), (8, 9, 9), (8, 6, 6, 6), (4,)]))


@pytest.mark.parametrize(("name", "key", "choice"), CHOICES)
def test_choices_are_torchs(name: str, key: str, choice: Choice) -> None:
    """Each word is one of torch's; where torch lists its words, they are ours."""
    for option in choice.options:  # a mode may be for some numbers of axes only
        made = CATALOGUE[name](**{key: option})
        inputs = example(made)
        run(made, inputs, 2)
    theirs = CATALOGUE[name](**{key: choice.options[-1]})
    object.__setattr__(theirs, key, "no such word")
    with pytest.raises((ValueError, RuntimeError, NotImplementedError)) as refusal:
        run(theirs, inputs, 2)
    listed = set(re.findall(r"'(\w+)'", str(refusal.value)))
    assert listed <= {*choice.options, "no such word", "no", key}


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

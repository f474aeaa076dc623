"""Which names a node may have.

A node's name is an attribute of the generated class and a variable in its code, so it
must be a Python identifier and hide nothing that the code or torch needs.
"""

import keyword
import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from itertools import count
from types import MappingProxyType

from designer.errors import GraphError
from designer.words import listed

# Every attribute of torch.nn.Module: torch lets a layer replace them silently, and the
# model breaks later. A test compares this list with torch's own.
MODULE_ATTRIBUTES = frozenset(
    """
    T_destination _apply _backward_hooks _backward_pre_hooks _buffers _call_impl
    _compiled_call_impl _forward_hooks _forward_hooks_always_called
    _forward_hooks_with_kwargs _forward_pre_hooks _forward_pre_hooks_with_kwargs
    _get_backward_hooks _get_backward_pre_hooks _get_name _is_full_backward_hook
    _load_from_state_dict _load_state_dict_post_hooks _load_state_dict_pre_hooks
    _maybe_warn_non_full_backward_hook _modules _named_members
    _non_persistent_buffers_set _parameters _register_load_state_dict_pre_hook
    _register_state_dict_hook _replicate_for_data_parallel _save_to_state_dict
    _slow_forward _state_dict_hooks _state_dict_pre_hooks _version
    _wrapped_call_impl add_module apply bfloat16 buffers call_super_init children
    compile cpu cuda double dump_patches eval extra_repr float forward get_buffer
    get_extra_state get_parameter get_submodule half ipu load_state_dict modules
    mtia named_buffers named_children named_modules named_parameters parameters
    register_backward_hook register_buffer register_forward_hook
    register_forward_pre_hook register_full_backward_hook
    register_full_backward_pre_hook register_load_state_dict_post_hook
    register_load_state_dict_pre_hook register_module register_parameter
    register_state_dict_post_hook register_state_dict_pre_hook requires_grad_
    set_extra_state set_submodule share_memory state_dict to to_empty train training
    type xpu zero_grad
    """.split()
)

# What generated code itself uses.
CODE_NAMES = frozenset({"self", "torch", "nn", "Tensor", "super", "tuple", "_"})

LONGEST = 32
"""Letters of a name, so that it fits on a node and a line of code holds a call."""

DIGITS = 6
"""Of which so many are kept for a number behind a stem."""

RESERVED = MODULE_ATTRIBUTES | CODE_NAMES

NUMBERED = re.compile(r"(.*[^\W\d])(\d)")
"""A name with one digit at its end, which counts."""

SHORT: Mapping[str, str] = MappingProxyType(
    {
        "convtranspose": "upconv",
        "batchnorm": "bn",
        "layernorm": "ln",
        "groupnorm": "gn",
        "maxpool": "pool",
        "avgpool": "pool",
        "adaptiveavgpool": "gap",
        "adaptivemaxpool": "gmp",
        "linear": "fc",
        "multiheadattention": "attention",
        "scaleddotproductattention": "attention",
        "transformerencoderlayer": "encoder",
        "transformerdecoderlayer": "decoder",
        "transformerencoder": "encoder",
        "transformerdecoder": "decoder",
        "positionalencoding": "position",
        "learnedpositionalencoding": "position",
        "rotaryencoding": "rotary",
        "learnedconstant": "token",
        "dropout": "drop",
        "alphadropout": "drop",
        "featurealphadropout": "drop",
        "droppath": "drop_path",
        "layerscale": "layer_scale",
        "localresponsenorm": "lrn",
        "embedding": "embed",
        "embeddingbag": "bag",
        "cosinesimilarity": "similarity",
        "pairwisedistance": "distance",
        "squeezeexcitation": "se",
        "globalavgpool": "gap",
        "globalmaxpool": "gmp",
        "depthwiseseparableconv": "separable",
        "patchembedding": "patch",
        "input": "image",
    }
)
"""The stems of names that read better short."""


def check_name(name: str) -> None:
    """Raises GraphError unless `name` may name a node."""
    if not isinstance(name, str) or not is_plain(name):
        raise GraphError(
            f"{name!r} cannot name a node: a name starts with a letter and holds only "
            f"letters, digits and _, for it becomes a variable in the code."
        )
    if name in RESERVED or name.startswith("__"):
        raise GraphError(
            f"{name!r} cannot name a node: PyTorch or the code uses that name itself. "
            f"Try {name.strip('_')[: LONGEST - 1] or 'layer'}1."
        )
    if len(name) > LONGEST:
        raise GraphError(
            f"{name[:LONGEST]}… cannot name a node: a name has at most {LONGEST} letters."
        )


def check_new_name(name: str, taken: Container[str]) -> None:
    """Raises GraphError unless `name` may name a node and is not taken."""
    check_name(name)
    if name in taken:
        raise GraphError(
            f"There is a node {name!r} already; every node needs a name of its own."
        )


def check_class_name(name: str, what: str) -> None:
    """Raises GraphError unless `name` may name a design or a block."""
    if not is_plain(name) or name in CODE_NAMES:
        raise GraphError(
            f"{name!r} cannot name a {what}: the name becomes a class in the code, so it "
            f"starts with a letter and holds only letters, digits and _, and is none of "
            f"{listed(sorted(CODE_NAMES), last='or')}."
        )


def is_plain(name: str) -> bool:
    """Whether a name is an identifier that Python reads just as it is written."""
    as_read = unicodedata.normalize("NFKC", name)
    return name.isidentifier() and not keyword.iskeyword(name) and name == as_read


def free_name(wanted: str, *taken: Container[str]) -> str:
    """`wanted` followed by a number from 1 that makes it free: "conv1".

    What ends with a digit is kept as it is, and then gets a number of its own: "stem24",
    "stem24_2". The number before it is taken. It is sought by leaps that double and
    halve, so that one name more among thousands costs a dozen looks.
    """

    def named(number: int) -> str:
        if not wanted[-1:].isdigit():
            return f"{wanted}{number}"
        return wanted if number == 1 else f"{wanted}_{number}"

    def is_taken(number: int) -> bool:
        name = named(number)
        return name in RESERVED or any(name in names for names in taken)

    free = 1
    while is_taken(free):
        free *= 2
    used = free // 2
    while free - used > 1:
        middle = (used + free) // 2
        if is_taken(middle):
            used = middle
        else:
            free = middle
    return named(free)


def like(name: str) -> Iterator[str]:
    """The name, and then others like it: Stage, Stage2; ResNet50, ResNet50_2."""
    yield name
    numbered = NUMBERED.fullmatch(name)
    stem, first = numbered.groups() if numbered else (name, "1")
    if stem[-1].isdigit():
        stem = f"{stem}_"
    for number in count(int(first) + 1):
        yield f"{stem}{number}"


def stem_of(type_name: str) -> str:
    """How names of nodes of a type begin: "conv" for Conv2d; with room for a number."""
    stem = re.sub(r"(?<=[a-z])\d+d$", "", type_name).lower()
    return SHORT.get(stem, stem)[: LONGEST - DIGITS]

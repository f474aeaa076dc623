"""Functions of each number by itself."""

from designer.layers import Clamp
from tests.layers.case import ANY_DTYPE, Cases
from tests.layers.oracle import usual

METHODS = ("Abs", "Neg", "Sign", "Exp", "Log", "Sqrt", "Sin", "Cos", "Clamp")
OPERATORS = ("Reciprocal", "Power", "Scale", "Compare", "LogicalNot")
NUMBERS = ("float32", "int64")

CASES = Cases(
    inputs={"LogicalNot": usual(3, "bool")},
    takes={
        **dict.fromkeys(("Abs", "Neg", "Sign", "Clamp", "Compare"), NUMBERS),
        "LogicalNot": ("bool",),
        **dict.fromkeys(("Cast", "Detach"), ANY_DTYPE),
    },
    refused={
        "a smallest above a largest": (
            lambda layer, inputs: (
                isinstance(layer, Clamp)
                and layer.min is not None
                and layer.max is not None
                and layer.min > layer.max
            )
        ),
        "bounds with decimals would make float numbers of whole ones": (
            lambda layer, inputs: (
                isinstance(layer, Clamp)
                and inputs[0].dtype == "int64"
                and any(at % 1 for at in (layer.min, layer.max) if at is not None)
            )
        ),
    },
    without_module={
        **dict.fromkeys((*METHODS, "Cast", "Detach"), "a method of the tensor"),
        **dict.fromkeys(OPERATORS, "an operator"),
        "Normalize": "torch.nn.functional.normalize",
    },
)

"""Where tensors enter and leave, and notes."""

from tests.layers.case import Cases

CASES = Cases(
    without_module={
        "Input": "an argument of forward",
        "Output": "what forward returns",
        "Note": "a comment",
        "Frame": "not in the code",
    }
)

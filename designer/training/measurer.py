"""The process that tries out layers with code of their own, so that the window need not.

It answers each line of standard input with a line of standard output, in order. A layer
that never ends or that kills the process costs the window nothing but this process.
"""

import json
import sys
from typing import Any

from designer.codegen.measuring import measure
from designer.errors import DesignerError, ShapeError, TrainingError
from designer.graph.inference import Inference
from designer.layers import Code, Layer, Tensor
from designer.training.worker import take_over_output

Inputs = tuple[Tensor | None, ...]


def main() -> int:
    """Answer until the input ends; the exit status."""
    say = take_over_output()
    import torch

    torch.set_num_threads(1)
    say(json.dumps({"ready": torch.__version__}))
    for line in sys.stdin:
        if line.strip():
            say(json.dumps(answer(line)))
    return 0


def answer(line: str) -> dict[str, Any]:
    """What a layer makes of its inputs, or why it cannot run."""
    try:
        layer, inputs = read_question(line)
    except (DesignerError, ValueError, KeyError, TypeError) as error:
        return {"error": f"cannot be tried out: {error}", "line": 0}
    found = measure(layer, inputs)
    if isinstance(found, ShapeError):
        return {"error": str(found), "line": found.line}
    return {
        "outputs": [[list(x.shape), x.dtype] for x in found.outputs],
        "parameters": found.parameters,
        "macs": found.macs,
    }


def question(layer: Layer, inputs: Inputs) -> str:
    """A layer and its inputs, as a line for the process."""
    tensors = [None if x is None else [list(x.shape), x.dtype] for x in inputs]
    return json.dumps({"settings": layer.to_json(), "inputs": tensors})


def read_question(line: str) -> tuple[Layer, Inputs]:
    """The layer and its inputs in a line."""
    content = json.loads(line)
    return Code.from_json(content["settings"]), tuple(
        None if x is None else Tensor(tuple(x[0]), x[1]) for x in content["inputs"]
    )


def is_ready(line: str) -> bool:
    """Whether a line says that the process can be asked."""
    return line.startswith('{"ready": ')


def read_answer(line: str, inputs: Inputs) -> Inference | ShapeError:
    """What the process said of a layer; raises TrainingError for what is no answer."""
    try:
        content = json.loads(line)
        if "error" in content:
            return ShapeError(content["error"], setting="text", line=content["line"])
        outputs = tuple(Tensor(tuple(x[0]), x[1]) for x in content["outputs"])
        return Inference(inputs, outputs, content["parameters"], content["macs"])
    except (ValueError, KeyError, TypeError) as error:
        raise TrainingError(f"{line[:80]!r} is no answer of the measurer.") from error

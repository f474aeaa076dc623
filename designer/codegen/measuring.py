"""What a layer with code of its own makes of its inputs, found out by running it.

It runs on torch's `meta` device, where tensors have a shape and no numbers: at two
unlikely batch sizes, and once more at a third to be sure. So what follows the batch is
told from what does not. Code that needs numbers runs on the CPU instead.
"""

import builtins
import linecache
import traceback
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from designer.codegen.text import place_in
from designer.errors import ShapeError
from designer.graph.inference import Inference
from designer.layers import Layer, Tensor
from designer.layers.tensor import BYTES

if TYPE_CHECKING:
    import torch

Inputs = tuple[Tensor | None, ...]
Space = dict[str, Any]
"""The names that a text knows, and those that it makes known."""

META_BATCHES = (7919, 7927, 7933)
CPU_BATCHES = (2, 3, 5)
"""Primes, so that no size of a tensor follows the batch by chance; and never 1."""

LONGEST = 300
"""Characters of what torch said that are worth showing."""


def measure(layer: Layer, inputs: Inputs) -> Inference | ShapeError:
    """Outputs, parameters and multiply-accumulates of a layer, or why it cannot run.

    This runs the text of the layer: ask for it only where the person trusts the design.
    """
    try:
        return _measured(layer, inputs, "meta", META_BATCHES)
    except ShapeError as error:
        return error
    except Exception as error:
        if not _needs_numbers(error):
            return _refusal(error, layer)
    try:
        return _measured(layer, inputs, "cpu", CPU_BATCHES)
    except ShapeError as error:
        return error
    except Exception as error:
        return _refusal(error, layer)


def _measured(
    layer: Layer, inputs: Inputs, device: str, batches: tuple[int, ...]
) -> Inference:
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    with warnings.catch_warnings(), torch.device(device), torch.random.fork_rng([]):
        warnings.simplefilter("ignore")
        call, parameters = _made(layer, inputs)
        with FlopCounterMode(display=False) as counter, torch.no_grad():
            found = _outputs(layer, call, inputs, device, batches[0])
        for batch in batches[1:]:
            with torch.no_grad():
                again = _outputs(layer, call, inputs, device, batch)
            if again != found:
                raise ShapeError("gives a shape that changes with the batch.")
    macs = counter.get_total_flops() // (2 * batches[0])
    return Inference(inputs, found, parameters, macs)


def _made(layer: Layer, inputs: Inputs) -> tuple[Callable[[Space], Space], int]:
    """A function that calls the layer in a space of names, and its parameters."""
    import torch
    from torch import nn

    space: Space = {"torch": torch, "nn": nn, "Tensor": torch.Tensor}
    for statement in layer.imports:
        exec(statement, space)
    exec(builtins.compile(layer.definition, _filename(layer), "exec"), space)
    owner = nn.Module()
    made = layer.make(*inputs)
    parameters = 0
    if made is not None:
        owner.module = eval(str(made), space)
        parameters = sum(each.numel() for each in owner.parameters())
    names = ["None" if x is None else f"x{place}" for place, x in enumerate(inputs)]
    call = builtins.compile(str(layer.call("self.module", *names)), "<call>", "eval")

    def run(given: Space) -> Space:
        result = eval(call, {**space, "self": owner, **given})
        results = result if isinstance(result, tuple | list) else (result,)
        return {str(place): each for place, each in enumerate(results)}

    return run, parameters


def _outputs(
    layer: Layer,
    call: Callable[[Space], Space],
    inputs: Inputs,
    device: str,
    batch: int,
) -> tuple[Tensor, ...]:
    given = {
        f"x{place}": _filled(x, device, batch)
        for place, x in enumerate(inputs)
        if x is not None
    }
    results = list(call(given).values())
    ports = [port.name for port in layer.outputs]
    if len(results) != len(ports):
        raise ShapeError(
            f"returns {len(results)} values, and its signature has {len(ports)}."
        )
    return tuple(
        _described(name, result, batch)
        for name, result in zip(ports, results, strict=True)
    )


def _filled(tensor: Tensor, device: str, batch: int) -> "torch.Tensor":
    """A tensor of that shape: zeros, which are an index that is always there."""
    import torch

    dtype = getattr(torch, tensor.dtype)
    return torch.zeros((batch, *tensor.shape), dtype=dtype, device=device)


def _described(port: str, result: Any, batch: int) -> Tensor:
    import torch

    if not isinstance(result, torch.Tensor):
        raise ShapeError(f"returns {type(result).__name__} as {port}, and no Tensor.")
    if not result.dim() or result.shape[0] != batch:
        raise ShapeError(
            f"returns {port} without the batch as its first axis: each sample needs a "
            f"result of its own."
        )
    dtype = str(result.dtype).removeprefix("torch.")
    if dtype not in BYTES:
        raise ShapeError(
            f"returns {port} as {dtype}; a wire carries float32, int64 or bool."
        )
    if 0 in result.shape:
        raise ShapeError(f"returns {port} without any numbers in it.")
    return Tensor(tuple(result.shape[1:]), dtype)


# Errors --------------------------------------------------------------------------------


def _needs_numbers(error: Exception) -> bool:
    """Whether code asked a `meta` tensor for what it does not have."""
    return isinstance(error, NotImplementedError | RuntimeError) and (
        "meta" in str(error).lower()
    )


def _refusal(error: Exception, layer: Layer) -> ShapeError:
    """What went wrong, with the line of the text where it did."""
    line = _line(error, layer)
    said = " ".join(str(error).split()) or type(error).__name__
    words = said if len(said) < LONGEST else f"{said[:LONGEST]} …"
    place = f" (line {line})" if line else ""
    return ShapeError(
        f"cannot run: {type(error).__name__}: {words}{place}.",
        setting="text",
        line=line,
    )


def _line(error: Exception, layer: Layer) -> int:
    """The line of the person's text that an error passed through last; 0 if none."""
    filename = _filename(layer)
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno or 0 for frame in frames if frame.filename == filename]
    if isinstance(error, SyntaxError):
        lines = [error.lineno or 0]
    if not lines:
        return 0
    text = str(getattr(layer, "text", layer.definition))  # which has imports too
    return place_in(text, layer.definition.splitlines(), lines[-1])


def _filename(layer: Layer) -> str:
    """A name for the text in tracebacks, which show its lines."""
    name = f"<code {hash(layer.definition):x}>"
    lines = layer.definition.splitlines(keepends=True)
    linecache.cache[name] = (len(layer.definition), None, lines, name)
    return name

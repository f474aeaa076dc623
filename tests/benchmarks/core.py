"""How fast the core is: `python tests/benchmarks/core.py`.

Checking and generating code are given as multiples of a plain reference in the same
run, a loop of dictionary look-ups, one for each node; a compiled model is compared with
the same network written by hand. Nothing is asserted but that the outputs are equal.
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import torch
from torch import Tensor, nn

import designer
from designer import layers
from designer.codegen import generate_model
from designer.graph import Design, Graph
from designer.graph.inference import infer
from tests.strategies import chain


def best(action: Callable[[], object], times: int = 15) -> float:
    """Seconds of the fastest of several tries."""
    action()
    found = []
    gc.disable()
    for _ in range(times):
        start = time.perf_counter()
        action()
        found.append(time.perf_counter() - start)
    gc.enable()
    return min(found)


# Check and code ------------------------------------------------------------------------


def widths() -> Iterator[int]:
    """Numbers of features, none of which a check has met before."""
    while True:
        yield from range(1000, 1_000_000)


WIDTHS = widths()


def core(length: int) -> None:
    """Prints what a check and the code of a chain cost."""
    graph = chain(length)
    names = list(graph.nodes) * 10
    known = dict.fromkeys(names, 0)

    def look_up() -> None:
        for name in names:
            known[name]

    reference = best(look_up) / 10
    middle = f"fc{length // 2}"

    def fresh() -> None:
        infer.cache_clear()
        designer.check(Design(graph))

    def edited() -> Design:
        return Design(graph.set(middle, out_features=next(WIDTHS)))

    def edit_and_code() -> None:
        design = edited()
        generate_model(design, designer.check(design))

    rows = {
        "check from nothing": best(fresh, 5),
        "one setting edited": best(edited),
        "… and checked": best(lambda: designer.check(edited())),
        "… and its code": best(edit_and_code),
        "a node appended": best(lambda: graph.add("new", layers.ReLU())),
    }
    print(f"\n{length:,} nodes: one look-up a node takes {reference * 1e6:,.0f} µs")
    for what, seconds in rows.items():
        print(f"  {what:22}{seconds * 1e3:9.2f} ms {seconds / reference:9,.0f}×")


# The compiled model --------------------------------------------------------------------


class ByHand(nn.Module):
    """The network of `by_design`, as one would write it."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 32, 3, padding=1)
        self.bn1 = nn.BatchNorm2d(32)
        self.relu1 = nn.ReLU()
        self.conv2 = nn.Conv2d(32, 32, 3, padding=1)
        self.bn2 = nn.BatchNorm2d(32)
        self.relu2 = nn.ReLU()
        self.pool1 = nn.MaxPool2d(2)
        self.flatten1 = nn.Flatten()
        self.fc1 = nn.Linear(32 * 16 * 16, 10)

    def forward(self, image: Tensor) -> Tensor:
        skip = self.relu1(self.bn1(self.conv1(image)))
        x = self.bn2(self.conv2(skip))
        x = self.pool1(self.relu2(x + skip))
        return self.fc1(self.flatten1(x))


def by_design() -> Design:
    graph = Graph().add("image", layers.Input(shape=(3, 32, 32)))
    last = "image"
    for name, layer in {
        "conv1": layers.Conv2d(out_channels=32, padding=(1, 1)),
        "bn1": layers.BatchNorm2d(),
        "relu1": layers.ReLU(),
        "conv2": layers.Conv2d(out_channels=32, padding=(1, 1)),
        "bn2": layers.BatchNorm2d(),
        "add1": layers.Add(),
        "relu2": layers.ReLU(),
        "pool1": layers.MaxPool2d(),
        "flatten1": layers.Flatten(),
        "fc1": layers.Linear(out_features=10),
    }.items():
        graph = graph.add(name, layer).connect(last, name)
        last = name
    return Design(graph.connect("relu1", "add1"))


def deep_by_hand(length: int, width: int) -> nn.Module:
    """A chain of Linear layers: almost all of its time is Python's."""
    text = ["class Deep(nn.Module):", "    def __init__(self):"]
    text += ["        super().__init__()"]
    text += [f"        self.fc{i} = nn.Linear({width}, {width})" for i in range(length)]
    text += ["    def forward(self, x):"]
    text += [f"        x = self.fc{i}(x)" for i in range(length)] + ["        return x"]
    space: dict[str, object] = {"nn": nn}
    exec("\n".join(text), space)
    made: nn.Module = space["Deep"]()  # type: ignore[operator]
    return made


def compare(
    what: str, ours: Callable[[], nn.Module], theirs: Callable[[], nn.Module], x: Tensor
) -> None:
    """Prints how fast one model is beside another, and checks that outputs agree.

    Over several pairs, for where a model's weights happen to lie in memory counts too.
    """
    ratios = []
    for _ in range(6):  # what is made first is a little slower, whichever it is
        mine, hand = ours(), theirs()
        ratios.append(one_ratio(mine, hand, x))
        hand, mine = theirs(), ours()
        ratios.append(one_ratio(mine, hand, x))
    ratios.sort()
    spread = f"{ratios[1]:.3f} to {ratios[-2]:.3f}"
    middle = statistics.median(ratios)
    print(f"  {what:34}{middle:6.3f} of the speed by hand ({spread}), outputs equal")


def one_ratio(ours: nn.Module, theirs: nn.Module, x: Tensor) -> float:
    """The other's time over ours, of the fastest quarter of steps taken in turns."""
    theirs.load_state_dict(ours.state_dict())
    assert torch.equal(ours(x), theirs(x)), "outputs must be equal bit by bit"
    times: dict[nn.Module, list[float]] = {ours: [], theirs: []}
    for turn in range(60):
        for model in (ours, theirs) if turn % 2 else (theirs, ours):
            start = time.perf_counter()
            model(x).square().mean().backward()
            times[model].append(time.perf_counter() - start)
    mine, hand = (sum(sorted(side)[:15]) for side in times.values())
    return hand / mine


def main() -> None:
    """Print the table."""
    for length in (500, 5_000):
        core(length)
    torch.set_num_threads(1)
    print("\nThe compiled model, forward and backward, one thread")
    images = torch.rand(16, 3, 32, 32)
    design = by_design()
    compare("a residual CNN", lambda: designer.compile(design), ByHand, images)
    compare("the same, by hand on both sides", ByHand, ByHand, images)
    rows, narrow = torch.rand(4, 8), Design(chain(100))
    compare(
        "100 narrow layers",
        lambda: designer.compile(narrow),
        lambda: deep_by_hand(100, 8),
        rows,
    )


if __name__ == "__main__":
    main()

"""Training as the app does it, against a bare loop written by hand.

Both train the same network on the same data with the same threads, test it after each
epoch, and take turns, so that what else the machine does meets both. Printed is the
ratio of their samples per second in the best round, which other work on the machine
disturbs least, and in the middle one; with one thread also that of their CPU time.

    python tests/benchmarks/training.py [DESIGN.json] [--rounds 7] [--threads 1,2]
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import designer  # noqa: E402
from designer import Design  # noqa: E402
from designer.training.messages import Done, Message, Started, encode  # noqa: E402
from designer.training.performance import perform  # noqa: E402

Speeds = tuple[float, float]  # samples per second, and per second of CPU time


def bare(design: Design) -> Speeds:
    """The speeds of a loop without any observation."""
    import torch
    from torch import nn

    from designer.codegen.compiler import run
    from designer.training.script import script_source

    training = design.training
    torch.manual_seed(training.seed)
    (images, labels), (others, truth) = run(script_source(design)).load_data("cpu")
    model = designer.compile(design)
    loss_function = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=training.optimizer.lr)
    began = clocks()
    for _ in range(training.epochs):
        model.train()
        for batch in torch.randperm(len(labels)).split(training.batch_size):
            optimizer.zero_grad()
            loss_function(model(images[batch]), labels[batch]).backward()
            optimizer.step()
        model.eval()
        right, loss = 0, 0.0
        with torch.inference_mode():
            for x, y in zip(
                others.split(training.batch_size),
                truth.split(training.batch_size),
                strict=True,
            ):
                answers = model(x)
                loss += loss_function(answers, y).item() * len(y)
                right += (answers.argmax(1) == y).sum().item()
    return speeds(training.epochs * len(labels), began, clocks())


def performed(design: Design) -> Speeds:
    """The speeds from Started to Done, with every message written."""
    with open(os.devnull, "w") as output:
        times: dict[type, Speeds] = {}
        samples = 0

        def emit(message: Message) -> None:
            nonlocal samples
            times.setdefault(type(message), clocks())
            if isinstance(message, Started):
                samples = message.training_samples
            output.write(encode(message) + "\n")
            output.flush()

        perform(design, SimpleQueue(), emit)
    return speeds(design.training.epochs * samples, times[Started], times[Done])


def clocks() -> tuple[float, float]:
    """Seconds of the wall's clock, and of this process's CPU time."""
    return time.perf_counter(), time.process_time()


def speeds(samples: int, began: Speeds, ended: Speeds) -> Speeds:
    """Samples per second by either clock."""
    wall, cpu = (end - start for start, end in zip(began, ended, strict=True))
    return samples / wall, samples / cpu


def measure(design: Design, rounds: int) -> None:
    """Print one line: the medians, and the median of each round's ratio."""
    import torch

    threads = design.training.threads or 1
    torch.set_num_threads(threads)
    ways: tuple[Callable[[Design], Speeds], ...] = (bare, performed)
    for way in ways:
        way(design.with_training(epochs=1))
    rows = []
    for number in range(rounds):
        order = ways if number % 2 else ways[::-1]
        found = {way: way(design) for way in order}
        rows.append((*found[bare], *found[performed]))
    hand, hand_cpu, ours, ours_cpu = (max(column) for column in zip(*rows, strict=True))
    ratio = statistics.median(row[2] / row[0] for row in rows)
    cpu = f", of CPU time {ours_cpu / hand_cpu:.3f}" if threads == 1 else ""
    print(
        f"{design.name}, {threads} of {os.cpu_count()} threads, best round: "
        f"bare {hand:,.0f} samples/s, performed {ours:,.0f}, ratio {ours / hand:.3f}"
        f"{cpu}; middle round: ratio {ratio:.3f}"
    )


def main() -> None:
    """Measure with each number of threads."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    example = ROOT / "resources" / "examples" / "digits-cnn.json"
    parser.add_argument("design", nargs="?", default=str(example))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--threads", default=f"{max((os.cpu_count() or 2) - 1, 1)},0")
    options = parser.parse_args()
    design = designer.load(options.design).with_training(epochs=options.epochs)
    for threads in map(int, options.threads.split(",")):
        number = threads or os.cpu_count()
        measure(design.with_training(threads=number), options.rounds)


if __name__ == "__main__":
    main()

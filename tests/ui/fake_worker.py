"""A worker that learns nothing and imports no torch: it prints what a test asks for.

The first argument says how the run ends: done, failed, nan, killed, exit, silent,
deaf, garbage or never-ready. With asks-first and asks-later it waits for a command
before the first step and after the first epoch.
"""

import math
import os
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", ".."))

import json
import threading

from designer.training.messages import (
    Done,
    Epoch,
    Failed,
    Paused,
    Ready,
    Resumed,
    Started,
    Steps,
    Weights,
    encode,
)

STEPS = 20  # in each of 3 epochs
CLASSES = tuple(map(str, range(10)))
NOTE = "Pictures are resized from 8×8 to 28×28."


def say(message):
    print(encode(message), flush=True)


def confusion(epoch):
    return tuple(
        tuple(
            30 + 2 * epoch if row == column else (row * column + epoch) % 5 // epoch
            for column in range(10)
        )
        for row in range(10)
    )


def perform(end, command):
    say(Started(3, STEPS, 1437, 360, CLASSES, "cpu", 2, NOTE))
    if end == "silent":
        return say(Done(0, False, 0.1))
    for epoch in range(1, 4):
        for step in range((epoch - 1) * STEPS + 1, epoch * STEPS + 1):
            loss = 2.3 * math.exp(-step / 20) + 0.1 * math.sin(step * 1.7)
            say(Steps(step, (loss,), (1 - loss / 3,), 1204.0))
            if step == {"asks-first": 1, "asks-later": STEPS + 1}.get(end):
                wait_for_command()
            if not follow(step):
                return say(Done(epoch - 1, True, 1.5))
            if step == 30 and end in ("killed", "exit", "failed", "nan"):
                return early_end(end, step)
        say(Epoch(epoch, step, 0.5, 0.9, 0.6 / epoch, 0.96, confusion(epoch), 0.5))
        if command["weights"]:
            with open(command["weights"], "wb") as file:
                file.write(b"weights")
            say(Weights(command["weights"]))
        if end == "garbage":
            print("a library says hello", flush=True)
            print('{"type": "Steps"', flush=True)
            sys.stdout.buffer.write(b"\xff\xfe\n" + b"x" * 300_000 + b"\n")
    return say(Done(3, False, 2.0))


def early_end(end, step):
    if end == "killed":
        print("out of luck", file=sys.stderr, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    if end == "exit":
        print("ImportError: no module", file=sys.stderr, flush=True)
        os._exit(3)
    if end == "nan":
        return say(Failed(f"The loss became nan at step {step}.", "", step, "Trace"))
    return say(
        Failed("Conv2d conv1 ran out of memory.", "conv1", step, "Traceback …", 7)
    )


commands: list[str] = []
arrived = threading.Condition()


def listen():
    for line in sys.stdin:
        with arrived:
            commands.append(line)
            arrived.notify()
    with arrived:
        commands.append('{"command": "stop"}')
        arrived.notify()


def wait_for_command():
    with arrived:
        arrived.wait_for(lambda: commands)


def next_command(wait):
    if wait:
        wait_for_command()
    with arrived:
        return json.loads(commands.pop(0)) if commands else None


def follow(step):
    """Do what was asked for; False means to stop. A step takes two milliseconds."""
    time.sleep(0.002)
    command = next_command(wait=False)
    while command:
        if command["command"] == "stop":
            return False
        if command["command"] == "pause":
            say(Paused(step))
            command = next_command(wait=True)
            if command["command"] == "resume":
                say(Resumed(step))
                command = None
        else:
            command = None
    return True


def main():
    end = sys.argv[1]
    if end == "never-ready":
        sys.exit("torch cannot be imported")
    if end == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    say(Ready("2.13.0", ("cpu",), 2))
    threading.Thread(target=listen, daemon=True).start()
    command = next_command(wait=True)
    if command["command"] != "train":
        return
    if end == "deaf":
        say(Started(3, STEPS, 1437, 360, CLASSES, "cpu", 2, ""))
        threading.Event().wait()
    perform(end, command)


main()

import json
import math
import subprocess
import sys
from queue import SimpleQueue

import pytest
from safetensors.torch import load_file

import designer
from designer import Design, Graph, layers
from designer.data.source import Shapes
from designer.recipe.losses import BCELoss, Loss, NLLLoss
from designer.recipe.optimizers import SGD, Optimizer
from designer.training.messages import (
    Done,
    Epoch,
    Failed,
    Message,
    Paused,
    Resumed,
    Started,
    Steps,
    Weights,
)
from designer.training.performance import perform

GREY = layers.Input(shape=(1, 8, 8))


def performed(design: Design, weights: str | None = None) -> list[Message]:
    messages: list[Message] = []
    last = perform(design, SimpleQueue(), messages.append, weights)
    assert messages[-1] is last
    return messages


def of(messages: list[Message], *kinds: type) -> list[Message]:
    return [message for message in messages if isinstance(message, kinds)]


def losses_of(messages: list[Message]) -> list[float]:
    return [loss for steps in of(messages, Steps) for loss in steps.losses]


ALONE = """
import importlib.util, json, sys, torch
torch.set_num_threads(1)
spec = importlib.util.spec_from_file_location("script", "script.py")
script = importlib.util.module_from_spec(spec)
spec.loader.exec_module(script)
training, validation = script.load_data("cpu")
results = script.train(
    *script.build("cpu"), training, validation,
    epochs=script.EPOCHS, batch_size=script.BATCH_SIZE, seed=script.SEED,
)
steps, epochs = [], []
for result in results:
    if isinstance(result, script.Step):
        steps.append(result.loss.item())
    elif result is not None:
        epochs.append(result)
print(json.dumps([steps, epochs]))
"""


def test_the_app_and_the_exported_script_do_the_same(small, tmp_path) -> None:
    """To the last digit, in another process that knows only the script."""
    (tmp_path / "script.py").write_text(designer.script_source(small), encoding="utf-8")
    told = performed(small)

    alone = subprocess.run(
        [sys.executable, "-I", "-c", ALONE],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    steps, epochs = json.loads(alone.stdout)
    assert losses_of(told) == steps
    assert [
        [
            epoch.epoch,
            epoch.training_loss,
            epoch.training_accuracy,
            epoch.validation_loss,
            epoch.validation_accuracy,
            [list(row) for row in epoch.confusion],
        ]
        for epoch in of(told, Epoch)
    ] == epochs


def test_the_messages_of_a_run_tell_all_of_it(tiny) -> None:
    messages = performed(tiny)

    assert messages[0] == Started(
        epochs=2,
        steps_per_epoch=23,
        training_samples=1437,
        validation_samples=360,
        classes=tuple("0123456789"),
        device="cpu",
        threads=1,
        note="",
    )
    step = 0
    for steps in of(messages, Steps):
        assert steps.first == step + 1
        assert len(steps.losses) == len(steps.accuracies) > 0
        assert steps.samples_per_second > 0
        step += len(steps.losses)
    assert step == 46
    first, second = of(messages, Epoch)
    assert (first.epoch, first.step, second.epoch, second.step) == (1, 23, 2, 46)
    assert second.training_loss < first.training_loss
    assert second.validation_accuracy > first.validation_accuracy
    assert sum(map(sum, second.confusion)) == 360
    assert second.validation_accuracy == pytest.approx(
        sum(second.confusion[i][i] for i in range(10)) / 360
    )
    done = messages[-1]
    assert isinstance(done, Done)
    assert (done.epochs, done.stopped) == (2, False)
    assert 0 < second.seconds < done.seconds


def test_steps_come_before_the_epoch_that_they_belong_to(tiny) -> None:
    step = 0
    for message in performed(tiny):
        if isinstance(message, Steps):
            step += len(message.losses)
        elif isinstance(message, Epoch):
            assert message.step == step


def test_steps_are_gathered(tiny) -> None:
    """At most 10 messages a second, however many steps there are."""
    messages = performed(tiny.with_training(batch_size=2, epochs=1))

    seconds = messages[-1].seconds
    assert len(losses_of(messages)) == 718
    assert len(of(messages, Steps)) <= seconds * 10 + 3


@pytest.mark.parametrize("optimizer", Optimizer.variants.values())
@pytest.mark.parametrize("loss", Loss.variants.values())
def test_every_loss_and_optimizer_trains(chain, loss, optimizer) -> None:
    end = {NLLLoss: [layers.LogSoftmax()], BCELoss: [layers.Sigmoid()]}
    design = chain(
        GREY,
        layers.Flatten(),
        layers.Linear(out_features=10),
        *end.get(loss, []),
        layers.Output(),
        loss=loss(),
        optimizer=optimizer(),
        epochs=1,
        threads=1,
    )

    messages = performed(design)

    assert messages[-1] == Done(1, stopped=False, seconds=messages[-1].seconds)
    losses = losses_of(messages)
    assert sum(losses[-5:]) < sum(losses[:5])


def test_pictures_are_fitted_and_it_is_said(chain) -> None:
    messages = performed(
        chain(
            layers.Input(shape=(1, 16, 16)),
            data=Shapes(samples=100),
            epochs=1,
            threads=1,
        )
    )

    assert messages[0].note == (
        "Pictures are resized from 64×64 to 16×16. Colours are turned to grey."
    )
    assert messages[0].classes == Shapes().classes
    assert isinstance(messages[-1], Done)


def test_weights_are_written_after_each_epoch(small, tmp_path) -> None:
    path = tmp_path / "weights.safetensors"

    messages = performed(small, str(path))

    kinds = [type(m) for m in of(messages, Epoch, Weights)]
    assert kinds == [Epoch, Weights, Epoch, Weights]
    assert of(messages, Weights)[0] == Weights(str(path))
    model = designer.compile(small)
    model.load_state_dict(load_file(path))
    model.eval()
    assert list(tmp_path.iterdir()) == [path]


def test_weights_that_cannot_be_written_fail_in_words(tiny, tmp_path) -> None:
    last = performed(tiny, str(tmp_path / "gone" / "weights.safetensors"))[-1]

    assert isinstance(last, Failed)
    assert "could not be written" in last.message


def test_a_loss_without_a_number_fails_with_its_step(chain) -> None:
    design = chain(
        GREY,
        layers.Conv2d(out_channels=4),
        optimizer=SGD(lr=1e15),
        epochs=3,
        threads=1,
    )

    messages = performed(design)

    failed = messages[-1]
    assert isinstance(failed, Failed)
    assert failed.step > 1
    assert f"step {failed.step}" in failed.message
    assert "learning rate" in failed.message
    losses = losses_of(messages)
    assert len(losses) == failed.step - 1
    assert all(map(math.isfinite, losses))


def test_a_validation_loss_without_a_number_fails_too(chain) -> None:
    """The last step of an epoch can spoil the weights before any loss shows it."""
    design = chain(
        GREY,
        layers.Conv2d(out_channels=4),
        layers.Conv2d(out_channels=4),
        optimizer=SGD(lr=1e38),
        batch_size=2000,
        threads=1,
    )

    messages = performed(design)

    assert len(losses_of(messages)) == 1
    assert isinstance(messages[-1], Failed)
    assert messages[-1].step == 1


def test_problems_are_told_before_anything_runs(chain) -> None:
    wrong = chain(
        GREY, layers.Flatten(), layers.Linear(out_features=4), layers.Output()
    )

    (failed,) = performed(wrong)

    problem = designer.check(wrong).errors[0]
    assert failed == Failed(str(problem), problem.node)
    assert failed.node


def test_a_network_without_an_end_is_told(tiny) -> None:
    (failed,) = performed(designer.Design(Graph().add("image", GREY)))

    assert isinstance(failed, Failed)
    assert "Output" in failed.message


def test_an_error_at_run_time_names_its_node(chain) -> None:
    """One value a channel and one sample a batch: no shape is wrong, and torch raises."""
    design = chain(
        GREY,
        layers.Flatten(),
        layers.Linear(out_features=10),
        layers.BatchNorm1d(),
        layers.Output(),
        batch_size=1,
        threads=1,
    )

    failed = performed(design)[-1]

    assert isinstance(failed, Failed)
    assert failed.node == "bn1"
    assert failed.message.startswith("BatchNorm1d bn1 fails: ")
    assert "self.bn1(x)" in failed.detail
    assert failed.line == 0


DIVIDED = """\
import math


def divided(x: Tensor, by: int = 1) -> Tensor:
    if by == 3 and not x.is_meta:
        raise ValueError("three")
    return x * math.pi / by
"""


def test_an_error_in_code_of_ones_own_names_its_line(chain) -> None:
    """What is shared by two nodes is laid at the door of the one that called it."""
    design = chain(
        GREY,
        layers.Flatten(),
        layers.Code(text=DIVIDED),
        layers.Code(text=DIVIDED, by=3),
        layers.Linear(out_features=10),
        layers.Output(),
    )
    messages: list[Message] = []
    perform(design, SimpleQueue(), messages.append, None, designer.measure)

    failed = messages[-1]

    assert isinstance(failed, Failed)
    assert failed.message == "Code code2 fails: ValueError: three (line 6)."
    assert (failed.node, failed.line) == ("code2", 6)


def test_an_error_of_no_node_is_told_with_its_traceback(tiny, monkeypatch) -> None:
    import torch

    def broken(*arguments: object) -> None:
        raise RuntimeError("The sky fell.")

    monkeypatch.setattr(torch.optim.Adam, "step", broken)

    failed = performed(tiny)[-1]

    assert isinstance(failed, Failed)
    assert failed.message == "The training fails: The sky fell."
    assert failed.node == ""
    assert failed.detail.startswith("Traceback")


def test_too_few_samples_to_split_are_told(chain) -> None:
    design = chain(layers.Input(shape=(3, 64, 64)), data=Shapes(samples=20))

    failed = performed(design)[-1]

    assert isinstance(failed, Failed)
    assert failed.message.startswith("The data cannot be split")


def test_a_device_that_is_not_there_is_told(tiny) -> None:
    from designer.training.performance import devices

    missing = next(name for name in ("mps", "cuda") if name not in devices())

    failed = performed(tiny.with_training(device=missing))[-1]

    assert isinstance(failed, Failed)
    assert missing in failed.message


def test_memory_that_is_not_there_is_told(tiny, monkeypatch) -> None:
    import torch

    def full(*arguments: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory.")

    monkeypatch.setattr(torch.nn.Linear, "forward", full)

    failed = performed(tiny)[-1]

    assert isinstance(failed, Failed)
    assert "not enough memory" in failed.message
    assert failed.node == "fc1"


class Remote:
    """Gives commands at certain messages, as a person would."""

    def __init__(self, plan: dict[type, list[str]]) -> None:
        self.plan = plan
        self.commands: SimpleQueue[str] = SimpleQueue()
        self.messages: list[Message] = []

    def __call__(self, message: Message) -> None:
        self.messages.append(message)
        for command in self.plan.pop(type(message), []):
            self.commands.put(command)

    def perform(self, design: Design) -> list[Message]:
        perform(design, self.commands, self)
        return self.messages


def test_a_pause_changes_nothing(small) -> None:
    remote = Remote({Steps: ["pause", "pause", "resume"], Epoch: ["pause", "resume"]})

    messages = remote.perform(small)

    paused = of(messages, Paused)
    assert [message.step for message in paused] == [
        m.step for m in of(messages, Resumed)
    ]
    assert len(paused) == 2
    assert paused[0].step == len(of(messages, Steps)[0].losses)
    undisturbed = performed(small)
    assert losses_of(messages) == losses_of(undisturbed)
    assert [e.confusion for e in of(messages, Epoch)] == [
        e.confusion for e in of(undisturbed, Epoch)
    ]


class Fifth(SimpleQueue):
    """Commands that come after the fifth step, when no message is due."""

    asked = 0

    def empty(self) -> bool:
        self.asked += 1
        if self.asked == 5:
            for command in ("pause", "stop"):
                self.put(command)
        return super().empty()


def test_nothing_is_kept_back_in_a_pause(tiny) -> None:
    messages: list[Message] = []

    perform(tiny.with_training(batch_size=2), Fifth(), messages.append)

    before = messages[: messages.index(Paused(5))]
    assert len(losses_of(before)) == 5


def test_a_stop_ends_within_a_step(small) -> None:
    messages = Remote({Started: ["stop"]}).perform(small)

    assert len(losses_of(messages)) == 1
    assert isinstance(messages[-1], Done)
    assert (messages[-1].epochs, messages[-1].stopped) == (0, True)


def test_a_paused_run_can_be_stopped(small) -> None:
    messages = Remote({Epoch: ["pause", "stop"]}).perform(small)

    assert not of(messages, Resumed)
    assert isinstance(messages[-1], Done)
    assert (messages[-1].epochs, messages[-1].stopped) == (1, True)


def test_a_stop_ends_a_validation_too(chain) -> None:
    """Steps are told before the validation, whose batches then see the command."""
    design = chain(GREY, batch_size=1000, validation=0.9, epochs=1, threads=1)

    remote = Remote({Steps: ["stop"]})
    messages = remote.perform(design.with_training(batch_size=150))

    assert not of(messages, Epoch)
    assert messages[-1].stopped


def test_losses_do_not_depend_on_who_listens(small) -> None:
    assert losses_of(performed(small)) == losses_of(performed(small))
    assert losses_of(performed(small)) != losses_of(
        performed(small.with_training(seed=8))
    )

"""What layers make of their inputs is found out elsewhere, once, and however that ends."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from designer import layers
from designer.errors import ShapeError
from designer.graph.inference import Inference, NotRun
from designer.layers import Layer, Tensor
from designer.ui.measurer import Measurer

FAKE = str(Path(__file__).with_name("fake_measurer.py"))
IMAGE = (Tensor((3, 8, 8)),)

Made = Callable[..., Measurer]


def layer(name: str = "f") -> Layer:
    return layers.Code(text=f"def {name}(x: Tensor) -> Tensor:\n    return x\n")


@pytest.fixture
def made(qtbot: QtBot) -> Iterator[Made]:
    found: list[Measurer] = []

    def make(mode: str = "answers", patience: int = 20_000) -> Measurer:
        command = [sys.executable, FAKE, mode]
        found.append(Measurer(command=command, patience=patience))
        return found[-1]

    yield make
    for each in found:
        each.close()


def asked(
    qtbot: QtBot, measurer: Measurer, layer: Layer
) -> Inference | ShapeError | NotRun:
    with qtbot.waitSignal(measurer.answered, timeout=20_000):
        assert measurer.look_up(layer, IMAGE) == NotRun()
    return measurer.look_up(layer, IMAGE)


def test_nothing_is_started_before_something_is_asked(made: Made) -> None:
    assert made().process_id == 0


def test_an_answer_is_remembered(qtbot: QtBot, made: Made) -> None:
    measurer = made()
    assert asked(qtbot, measurer, layer()) == Inference(IMAGE, IMAGE, 7, 11)
    assert not measurer.busy
    assert isinstance(measurer.look_up(layer(), IMAGE), Inference)
    assert not measurer.busy


def test_asking_again_meanwhile_asks_once(qtbot: QtBot, made: Made) -> None:
    measurer = made()
    told = []
    measurer.answered.connect(lambda: told.append(1))
    with qtbot.waitSignal(measurer.answered, timeout=20_000):
        for _ in range(3):
            assert measurer.look_up(layer(), IMAGE) == NotRun()
    assert asked(qtbot, measurer, layer("g")) == Inference(IMAGE, IMAGE, 7, 11)
    assert len(told) == 2


def test_several_are_asked_in_turn(qtbot: QtBot, made: Made) -> None:
    measurer = made()
    wanted = [layer(name) for name in "abc"]

    def look() -> bool:
        found = [measurer.look_up(each, IMAGE) for each in wanted]
        return all(isinstance(each, Inference) for each in found)

    qtbot.waitUntil(look, timeout=20_000)


def test_lines_that_are_no_answer_are_passed_over(qtbot: QtBot, made: Made) -> None:
    assert isinstance(asked(qtbot, made("rubbish"), layer()), Inference)


def test_what_takes_too_long_is_ended_and_others_still_answered(
    qtbot: QtBot, made: Made
) -> None:
    measurer = made(patience=1500)
    answer = asked(qtbot, measurer, layer("slow"))
    assert "took longer than 1.5 seconds" in str(answer)
    assert isinstance(asked(qtbot, measurer, layer()), Inference)


def test_what_ends_the_process_is_told_and_others_still_answered(
    qtbot: QtBot, made: Made
) -> None:
    measurer = made()
    answer = asked(qtbot, measurer, layer("dies"))
    assert isinstance(answer, ShapeError)
    assert "it ended the process that tried it out" in str(answer)
    assert answer.setting == "text"
    assert isinstance(asked(qtbot, measurer, layer()), Inference)


def test_a_process_that_exits_is_told(qtbot: QtBot, made: Made) -> None:
    assert "ended by itself with code 3" in str(asked(qtbot, made("exits"), layer()))


def test_a_command_that_is_not_there_is_told(qtbot: QtBot) -> None:
    measurer = Measurer(command=["/nowhere/python"])
    measurer.look_up(layer(), IMAGE)
    qtbot.waitUntil(lambda: measurer.look_up(layer(), IMAGE) != NotRun())
    assert "/nowhere/python could not be started" in str(
        measurer.look_up(layer(), IMAGE)
    )


def test_the_real_one_answers(qtbot: QtBot) -> None:
    measurer = Measurer()
    flat = layers.Code(text="def f(x: Tensor) -> Tensor:\n    return x.flatten(1)\n")
    with qtbot.waitSignal(measurer.answered, timeout=60_000):
        measurer.look_up(flat, IMAGE)
    answer = measurer.look_up(flat, IMAGE)
    assert isinstance(answer, Inference)
    assert answer.outputs == (Tensor((192,)),)
    measurer.close()
    assert measurer.process_id == 0

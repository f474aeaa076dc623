"""What layers make of their inputs is found out elsewhere, once, and however that ends."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from designer import layers
from designer.errors import ShapeError
from designer.graph import Design, Graph
from designer.graph.inference import Inference, NotRun
from designer.layers import Layer, Tensor
from designer.ui.measurer import Measurer

FAKE = str(Path(__file__).with_name("fake_measurer.py"))
IMAGE = (Tensor((3, 8, 8)),)

Made = Callable[..., Measurer]


def layer(name: str = "f") -> Layer:
    return layers.Code(text=f"def {name}(x: Tensor) -> Tensor:\n    return x\n")


def design(*held: Layer) -> Design:
    graph = Graph()
    for each in held:
        graph = graph.add(graph.free_name(each), each)
    return Design(graph)


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


def test_what_nobody_wants_any_more_is_not_waited_for(
    qtbot: QtBot, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("designer.ui.measurer.LITTLE_PATIENCE", 10)
    measurer = made()
    assert isinstance(asked(qtbot, measurer, layer()), Inference)
    first = measurer.process_id
    measurer.look_up(layer("slow"), IMAGE)
    measurer.look_up(layer("g"), IMAGE)
    measurer.keep_to(design(layer("g")))
    with qtbot.waitSignal(measurer.answered, timeout=20_000):
        measurer.keep_to(design(layer("g")))
    assert isinstance(measurer.look_up(layer("g"), IMAGE), Inference)
    assert measurer.process_id not in (0, first)
    measurer.look_up(layer("slow"), IMAGE)  # nothing was said of it
    assert measurer.busy


def test_what_is_wanted_again_has_all_the_time_there_is(
    qtbot: QtBot, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("designer.ui.measurer.LITTLE_PATIENCE", 50)
    measurer = made(patience=1000)
    assert isinstance(asked(qtbot, measurer, layer()), Inference)
    measurer.look_up(layer("slow"), IMAGE)
    measurer.keep_to(design())
    with qtbot.waitSignal(measurer.answered, timeout=20_000):
        measurer.look_up(layer("slow"), IMAGE)
    assert "longer than 1 seconds" in str(measurer.look_up(layer("slow"), IMAGE))


def test_before_it_has_begun_other_questions_take_the_place_of_old_ones(
    qtbot: QtBot, made: Made
) -> None:
    measurer = made()
    told: list[int] = []
    measurer.answered.connect(lambda: told.append(1))
    measurer.look_up(layer("slow"), IMAGE)
    measurer.keep_to(design(layer("g")))
    assert not measurer.busy
    assert isinstance(asked(qtbot, measurer, layer("g")), Inference)
    assert told == [1]


def test_a_failure_is_tried_again_when_its_layer_comes_back(
    qtbot: QtBot, made: Made
) -> None:
    measurer = made()
    assert isinstance(asked(qtbot, measurer, layer("dies")), ShapeError)
    measurer.keep_to(design(layer("dies")))
    assert isinstance(measurer.look_up(layer("dies"), IMAGE), ShapeError)
    measurer.keep_to(design())
    assert isinstance(asked(qtbot, measurer, layer("dies")), ShapeError)


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
    words = str(asked(qtbot, made("exits"), layer()))
    assert words.startswith("cannot be tried out: the process for that ended before")
    assert words.endswith("ended by itself with code 3. torch cannot be imported")


def test_a_command_that_is_not_there_is_told(qtbot: QtBot) -> None:
    measurer = Measurer(command=["/nowhere/python"])
    measurer.look_up(layer(), IMAGE)
    qtbot.waitUntil(lambda: measurer.look_up(layer(), IMAGE) != NotRun())
    words = str(measurer.look_up(layer(), IMAGE))
    assert "could not be started: /nowhere/python" in words


def test_a_process_that_never_begins_is_not_waited_for_for_ever(
    qtbot: QtBot, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("designer.ui.measurer.START", 10)
    assert "did not begin within" in str(asked(qtbot, made("never-ready"), layer()))


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

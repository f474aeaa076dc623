"""The process that tries out layers: a line in, a line out, and it outlives mistakes."""

import json
import subprocess
import sys

import pytest

from designer import layers
from designer.errors import ShapeError, TrainingError
from designer.graph.inference import Inference
from designer.layers import Tensor
from designer.training.measurer import answer, question, read_answer, read_question

IMAGE = (Tensor((3, 8, 8)),)
LAYER = layers.Code(text="def f(x: Tensor) -> Tensor:\n    return x.flatten(1)\n")


def test_a_question_is_read_as_it_was_asked() -> None:
    inputs = (Tensor((3,), "int64"), None)
    assert read_question(question(LAYER, inputs)) == (LAYER, inputs)


def test_an_answer_is_what_measuring_says() -> None:
    said = json.dumps(answer(question(LAYER, IMAGE)))
    assert read_answer(said, IMAGE) == Inference(IMAGE, (Tensor((192,)),), 0, 0)


def test_a_mistake_is_an_answer_too() -> None:
    wrong = LAYER.changed(text="def f(x):\n    return x.foo\n")
    found = read_answer(json.dumps(answer(question(wrong, IMAGE))), IMAGE)
    assert isinstance(found, ShapeError)
    assert found.line == 2


@pytest.mark.parametrize("line", ["", "{}", "[1]", '{"settings": {"text": 3}}', "no"])
def test_what_is_no_question_is_answered(line: str) -> None:
    assert "cannot be tried out" in answer(line)["error"]


@pytest.mark.parametrize("line", ["", "{}", "[1]", '{"outputs": 3}'])
def test_what_is_no_answer_is_refused(line: str) -> None:
    with pytest.raises(TrainingError, match="is no answer"):
        read_answer(line, IMAGE)


def test_the_process_answers_line_by_line(python_path: None) -> None:
    noisy = LAYER.changed(text="def f(x):\n    print('noise')\n    return x\n")
    lines = [question(noisy, IMAGE), "rubbish", question(LAYER, IMAGE)]
    done = subprocess.run(
        [sys.executable, "-m", "designer", "measurer"],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        timeout=120,
    )
    ready, *answers = map(json.loads, done.stdout.splitlines())
    assert "ready" in ready
    assert [sorted(each) for each in answers] == [
        ["macs", "outputs", "parameters"],
        ["error", "line"],
        ["macs", "outputs", "parameters"],
    ]
    assert done.returncode == 0

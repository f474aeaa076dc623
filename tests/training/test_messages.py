import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.errors import TrainingError
from designer.training.messages import (
    Done,
    Epoch,
    Failed,
    Message,
    Paused,
    Ready,
    Resumed,
    Started,
    Steps,
    Weights,
    decode,
    encode,
)

numbers = st.floats(allow_nan=False, allow_infinity=False)
messages = st.one_of(
    st.builds(
        Steps,
        first=st.integers(1),
        losses=st.lists(numbers).map(tuple),
        accuracies=st.lists(numbers).map(tuple),
        samples_per_second=numbers,
    ),
    st.builds(
        Epoch,
        epoch=st.integers(1),
        step=st.integers(1),
        training_loss=numbers,
        training_accuracy=numbers,
        validation_loss=numbers,
        validation_accuracy=numbers,
        confusion=st.lists(st.lists(st.integers(0)).map(tuple)).map(tuple),
        seconds=numbers,
    ),
    st.builds(Done, seconds=numbers),
    *map(st.builds, (Failed, Paused, Ready, Resumed, Started, Weights)),
)


@given(messages)
def test_what_is_decoded_is_what_was_encoded(message: Message) -> None:
    line = encode(message)

    assert "\n" not in line
    assert decode(line) == message
    assert hash(decode(line)) == hash(message)


def test_a_message_is_plain_to_read() -> None:
    assert json.loads(encode(Done(3, stopped=False, seconds=1.5))) == {
        "type": "Done",
        "epochs": 3,
        "stopped": False,
        "seconds": 1.5,
    }


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Epoch 1/10",
        "3",
        "null",
        "[]",
        "{}",
        '{"type": "Rumour"}',
        '{"type": ["Done"]}',
        '{"type": "Paused"}',
        '{"type": "Paused", "step": 1, "more": 2}',
        "[" * 100_000,
    ],
)
def test_another_line_is_refused_in_words(line: str) -> None:
    with pytest.raises(TrainingError, match="no message of a run"):
        decode(line)


def test_no_line_holds_what_json_lacks() -> None:
    with pytest.raises(ValueError, match="JSON"):
        encode(Steps(1, (float("nan"),), (0.0,), 1.0))


def test_a_failure_needs_only_words() -> None:
    assert Failed("It broke.") == Failed("It broke.", node="", step=0, detail="")

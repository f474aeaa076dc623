import io

from designer.cli.progress import Progress, clock
from designer.training.messages import Done, Epoch, Message, Started, Steps

STARTED = Started(2, 10, 640, 160, ("a", "b"), "cpu", 2, "Pictures are resized.")
STEPS = Steps(11, (0.7, 0.6), (0.5, 0.75), 100.0)
EPOCH = Epoch(1, 10, 0.9, 0.6, 0.8, 0.65, ((80, 0), (56, 24)), 1.25)
DONE = Done(2, False, 3.0)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, *messages: Message) -> str:
    progress = Progress(stream)
    for message in messages:
        progress.show(message)
    return stream.getvalue()


def test_a_file_gets_a_line_for_each_epoch_and_no_bar() -> None:
    text = shown(io.StringIO(), STARTED, STEPS, EPOCH, DONE)
    assert "\r" not in text
    assert text.splitlines() == [
        "640 samples to learn from, 160 to test on; 20 steps on cpu with 2 threads.",
        "Pictures are resized.",
        "Epoch 1/2  loss 0.9000  accuracy 60.0%  "
        "validation loss 0.8000  accuracy 65.0%  1.2 s",
        "Done after 2 epochs and 3.0 s.",
    ]


def test_a_terminal_gets_a_bar_that_is_drawn_over() -> None:
    text = shown(Terminal(), STARTED, STEPS)
    bar = text.split("\r\x1b[K")[-1]
    assert bar.startswith("Epoch 2/2 [############........] loss 0.6000")
    assert "accuracy 75.0%" in bar
    assert "\n" not in bar


def test_the_bar_tells_speed_and_time_left_where_there_is_room(monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    bar = shown(Terminal(), STARTED, STEPS)
    assert bar.endswith("100 samples/s  0:05 left")  # 8 of 20 steps, 64 samples each
    monkeypatch.setenv("COLUMNS", "30")
    assert len(shown(Terminal(), STARTED, STEPS).split("\x1b[K")[-1]) == 29


def test_an_early_end_is_said() -> None:
    assert (
        shown(io.StringIO(), Done(1, True, 2.0)) == "Stopped after 1 epoch and 2.0 s.\n"
    )


def test_clock() -> None:
    assert [clock(7), clock(61.4), clock(3723)] == ["0:07", "1:01", "1:02:03"]

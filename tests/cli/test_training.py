import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from safetensors import safe_open

from designer import Design, Graph, layers, load, save
from designer.cli import main
from designer.resources import examples
from designer.training.messages import Done, Epoch, Started, Steps, decode


def test_json_is_the_worker_s_messages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = tmp_path / "net.safetensors"
    options = ["--epochs", "2", "--seed", "3", "--weights", str(weights), "--json"]
    assert main(["train", "mlp", *options]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(json.loads(line) for line in lines)
    messages = [decode(line) for line in lines]
    assert isinstance(messages[0], Started)
    assert isinstance(messages[-1], Done)
    assert [m.epoch for m in messages if isinstance(m, Epoch)] == [1, 2]
    steps = sum(len(m.losses) for m in messages if isinstance(m, Steps))
    assert steps == 2 * messages[0].steps_per_epoch
    with safe_open(weights, framework="np") as tensors:
        assert "fc1.weight" in tensors.keys()  # noqa: SIM118 (it is no dictionary)


def test_the_seed_decides(capsys: pytest.CaptureFixture[str]) -> None:
    def losses(seed: str) -> list[float]:
        assert main(["train", "mlp", "--epochs", "1", "--seed", seed, "--json"]) == 0
        lines = map(decode, capsys.readouterr().out.splitlines())
        return [loss for m in lines if isinstance(m, Steps) for loss in m.losses]

    assert losses("1") == losses("1") != losses("2")


def test_a_person_reads_a_line_an_epoch(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "mlp", "--epochs", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    epochs = [line for line in lines if line.startswith("Epoch ")]
    assert len(epochs) == 2
    assert "validation loss" in epochs[1]
    assert lines[-1].startswith("Done after 2 epochs")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--epochs", "0"], "epochs needs a whole number of at least 1"),
        (["--seed", "-1"], "seed needs a whole number"),
        (["--weights", "nowhere/net.safetensors"], "a folder that is not there"),
    ],
)
def test_a_wrong_option_is_refused_before_anything_starts(
    options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", "mlp", *options]) == 2
    output = capsys.readouterr()
    assert words in output.err
    assert output.out == ""


def test_a_design_with_problems_is_not_trained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    graph = Graph().add("image", layers.Input(shape=(1, 8, 8)))
    graph = graph.add("fc", layers.Conv1d(out_channels=10)).connect("image", "fc")
    save(Design(graph), tmp_path / "net.json")
    assert main(["train", str(tmp_path / "net.json")]) == 2
    error = capsys.readouterr().err
    assert "Conv1d fc" in error
    assert error.count("\n") == 1


def test_a_loss_that_is_no_number_is_said_with_its_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    design = load(examples()["mlp"])
    wild = design.training.optimizer.changed(lr=1e30)
    save(design.with_training(optimizer=wild), tmp_path / "net.json")
    assert main(["train", str(tmp_path / "net.json")]) == 2
    assert "at step" in capsys.readouterr().err


@pytest.mark.usefixtures("python_path")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
def test_ctrl_c_stops_cleanly() -> None:
    command = [sys.executable, "-m", "designer", "train", "mlp", "--epochs", "5000"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([*command, "--json"], **pipes) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if isinstance(decode(line), Epoch):
                process.send_signal(signal.SIGINT)
                break
        rest, errors = process.communicate(timeout=60)
    last = decode(rest.splitlines()[-1])
    assert isinstance(last, Done)
    assert last.stopped
    assert (process.returncode, errors) == (130, "")

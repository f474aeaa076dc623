"""Recurrent layers in networks: their steps, their states and their refusals."""

import pytest
import torch
from torch import nn

import designer
from designer import layers
from designer.layers import Layer, Tensor
from tests.layers.designs import SEQUENCE, answering, made, refusal


def test_an_lstm_keeps_the_steps() -> None:
    nodes = {
        "steps": SEQUENCE,
        "lstm1": layers.LSTM(hidden_size=6),
        "answer": layers.Output(),
        "memory": layers.Output(),
    }
    design = made(nodes, "steps > lstm1", "lstm1 > answer", "lstm1.c_n > memory")
    report = designer.check(design)
    assert report.tensors["lstm1.output"] == Tensor((5, 6))
    assert report.tensors["lstm1.h_n"] == report.tensors["lstm1.c_n"] == Tensor((1, 6))
    model = designer.compile(design)
    x = torch.rand(2, 5, 8)
    answer, memory = model(x)
    theirs, (_, last) = model.lstm1(x)
    assert torch.equal(answer, theirs)
    assert torch.equal(memory, last.transpose(0, 1))


def test_an_lstm_has_torchs_parameters() -> None:
    layer = layers.LSTM(hidden_size=6, num_layers=2, bidirectional=True, proj_size=3)
    design = answering(layer, "x > layer", x=SEQUENCE)
    assert designer.check(design).tensors["layer"] == Tensor((5, 6))
    model = designer.compile(design)
    theirs = nn.LSTM(8, 6, 2, bidirectional=True, proj_size=3, batch_first=True)
    mine = {name: p.shape for name, p in model.layer.named_parameters()}
    assert mine == {name: p.shape for name, p in theirs.named_parameters()}
    count = sum(parameter.numel() for parameter in theirs.parameters())
    assert designer.check(design).parameters == count


class Translator(nn.Module):
    """What the next test draws, written by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.LSTM(8, 6, num_layers=2, batch_first=True)
        self.decoder = nn.LSTM(4, 6, num_layers=2, batch_first=True)

    def forward(self, read: torch.Tensor, said: torch.Tensor) -> torch.Tensor:
        _, state = self.encoder(read)
        answer, _ = self.decoder(said, state)
        return answer


def test_a_decoder_begins_where_an_encoder_ends() -> None:
    lstm = layers.LSTM(hidden_size=6, num_layers=2)
    design = made(
        {
            "read": SEQUENCE,
            "said": layers.Input(shape=(7, 4)),
            "encoder": lstm,
            "decoder": lstm,
        },
        "read > encoder.input",
        "said > decoder.input",
        "encoder.h_n > decoder.h_0",
        "encoder.c_n > decoder.c_0",
    )
    assert designer.check(design).tensors["decoder"] == Tensor((7, 6))
    model, theirs = designer.compile(design), Translator()
    theirs.load_state_dict(model.state_dict())
    read, said = torch.rand(3, 5, 8), torch.rand(3, 7, 4)
    answer, expected = model(read=read, said=said), theirs(read, said)
    assert torch.equal(answer, expected)
    answer.sum().backward()
    expected.sum().backward()
    for mine, other in zip(model.parameters(), theirs.parameters(), strict=True):
        assert torch.equal(mine.grad, other.grad)


def test_the_last_state_is_used_by_itself() -> None:
    nodes = {
        "x": SEQUENCE,
        "lstm1": layers.LSTM(hidden_size=6),
        "flat": layers.Flatten(),
        "fc": layers.Linear(out_features=3),
    }
    design = made(nodes, "x > lstm1", "lstm1.h_n > flat", "flat > fc")
    assert "        _, (x, _) = self.lstm1(x)  # 1×6\n" in designer.model_source(design)
    assert "        x = x.transpose(0, 1)\n" in designer.model_source(design)
    model = designer.compile(design)
    x = torch.rand(2, 5, 8)
    steps, _ = model.lstm1(x)
    assert torch.equal(model(x), model.fc(steps[:, -1]))


def test_a_chain_through_a_recurrent_layer_stays_one_variable() -> None:
    nodes = {"x": SEQUENCE, "gru1": layers.GRU(), "gru2": layers.GRU()}
    text = designer.model_source(made(nodes, "x > gru1", "gru1 > gru2"))
    assert "x, _ = self.gru1(x)  # 5×64\n        x, _ = self.gru2(x)\n" in text


CELLS = [
    (layers.RNN(nonlinearity="relu"), layers.RNNCell(nonlinearity="relu"), "h"),
    (layers.GRU(), layers.GRUCell(), "h"),
    (layers.LSTM(), layers.LSTMCell(), "hc"),
]


@pytest.mark.parametrize(("layer", "cell", "letters"), CELLS, ids=str)
def test_a_cell_is_one_step_of_its_layer(
    layer: Layer, cell: Layer, letters: str
) -> None:
    steps = made({"x": layers.Input(shape=(2, 8)), "a": layer}, "x > a")
    step = layers.Input(shape=(8,))
    nodes = {"first": step, "second": step, "a": cell, "b": cell}
    states = [f"a.{letter} > b.{letter}x" for letter in letters]
    cells = made(nodes, "first > a.input", "second > b.input", *states)
    whole, parts = designer.compile(steps), designer.compile(cells)
    weights = {n.removesuffix("_l0"): p for n, p in whole.a.state_dict().items()}
    parts.a.load_state_dict(weights)
    parts.b.load_state_dict(weights)
    x = torch.rand(3, 2, 8)
    torch.testing.assert_close(parts(x[:, 0], x[:, 1]), whole(x)[:, -1])


def test_a_state_alone_is_refused_where_two_belong_together() -> None:
    state = layers.Input(shape=(1, 64))
    wires = "x > layer.input", "state > layer.h_0"
    problem = refusal(answering(layers.LSTM(), *wires, x=SEQUENCE, state=state))
    assert problem.message == (
        "LSTM layer needs h_0 and c_0 together and gets only h_0."
    )


def test_a_state_of_another_size_is_mended() -> None:
    state = layers.Input(shape=(2, 32))
    wires = "x > layer.input", "state > layer.h_0"
    design = answering(layers.GRU(), *wires, x=SEQUENCE, state=state)
    problem = refusal(design)
    assert "needs 1×64 at h_0, layers·directions × numbers, and gets 2×32" in str(
        problem.message
    )
    labels = [fix.label for fix in problem.find_fixes()]
    assert labels == ["Set layer hidden_size to 32 and num_layers to 2"]


def test_whole_numbers_into_an_lstm_are_refused_in_words() -> None:
    words = layers.Input(shape=(12,), dtype="int64")
    design = answering(layers.LSTM(), "words > layer", words=words)
    problem = refusal(design)
    assert "needs steps × features" in problem.message
    assert "12 whole numbers" in problem.message
    fix = problem.find_fixes()[0]
    assert fix.label == "Insert Embedding before layer"
    assert designer.check(fix.apply(design)).tensors["layer"] == Tensor((12, 64))


def test_dropout_between_one_layer_is_refused() -> None:
    problem = refusal(answering(layers.GRU(dropout=0.5), "x > layer", x=SEQUENCE))
    assert problem.message == (
        "GRU layer drops numbers between its layers, and has only one."
    )
    labels = [fix.label for fix in problem.find_fixes()]
    assert labels == ["Set layer num_layers to 2", "Set layer dropout to 0"]


def test_an_lstm_takes_a_cells_place() -> None:
    problem = refusal(answering(layers.LSTMCell(), "x > layer", x=SEQUENCE))
    assert problem.find_fixes()[0].label == "Use LSTM for layer"

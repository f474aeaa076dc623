"""Files: what is saved comes back equal, and a bad file is refused in words."""

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import designer
from designer import layers
from designer.errors import DesignerError, FileError
from designer.graph import Block, Design, Graph
from designer.graph.files import from_text, load, save, to_text
from designer.graph.writing import FORMAT
from designer.layers import CATALOGUE
from designer.recipe import Loss, Optimizer, Training
from designer.storage import write_whole
from tests.layers.oracle import layers as drawn_layers
from tests.strategies import any_graphs, working_graphs

GRAPH = Graph().add("image", layers.Input()).add("conv1", layers.Conv2d())
DESIGN = Design(GRAPH.connect("image", "conv1"))


# Round trips ---------------------------------------------------------------------------


@given(st.one_of(any_graphs(), working_graphs()))
def test_a_design_comes_back_equal(graph: Graph) -> None:
    design = Design(graph, name="Größe1")
    text = to_text(design)
    again = from_text(text)
    assert again == design
    assert to_text(again) == text
    assert again.graph.order == graph.order


@given(st.data())
def test_every_layer_comes_back_equal(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(CATALOGUE)))
    layer = data.draw(drawn_layers(CATALOGUE[name]))
    graph = Graph().add("node", layer, (0.1, -1e6))
    assert from_text(to_text(Design(graph))).graph == graph


@pytest.mark.parametrize("name", [*Loss.variants, *Optimizer.variants])
def test_training_settings_come_back_equal(name: str) -> None:
    training = Training(seed=7, threads=2, device="cpu", validation=0.25, epochs=3)
    if name in Loss.variants:
        training = training.changed(loss=Loss.variants[name]())
    else:
        training = training.changed(optimizer=Optimizer.variants[name](lr=0.5))
    design = Design(GRAPH, training)
    assert from_text(to_text(design)) == design


def test_a_file_keeps_one_node_a_line() -> None:
    lines = to_text(DESIGN).splitlines()
    assert json.loads(to_text(DESIGN))["format"] == FORMAT
    assert sum('"layer"' in line for line in lines) == 2
    moved = DESIGN.with_graph(DESIGN.graph.move({"conv1": (5, 5)}))
    changed = [
        a for a, b in zip(lines, to_text(moved).splitlines(), strict=True) if a != b
    ]
    assert len(changed) == 1
    assert '"conv1"' in changed[0]


def test_a_file_says_that_a_graph_runs_down_and_nothing_of_one_that_runs_right() -> (
    None
):
    assert "flow" not in to_text(DESIGN)
    inner = Graph().add("x", layers.Input()).flowing("down")
    design = DESIGN.with_block(Block("Stem", inner)).with_graph(
        DESIGN.graph.flowing("down")
    )
    assert to_text(design).count('"flow": "down"') == 2
    again = from_text(to_text(design))
    assert again == design
    assert (again.graph.flow, again.blocks["Stem"].graph.flow) == ("down", "down")


def test_save_and_load(tmp_path: Path) -> None:
    path = tmp_path / "net.json"
    save(DESIGN, path)
    assert load(path) == DESIGN
    assert list(tmp_path.iterdir()) == [path]
    os.chmod(path, 0o640)
    save(DESIGN, str(path))
    assert path.stat().st_mode & 0o777 == 0o640


def test_saving_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "link.json").symlink_to("real.json")
    save(DESIGN, tmp_path / "link.json")
    assert (tmp_path / "link.json").is_symlink()
    assert load(tmp_path / "real.json") == DESIGN


# Bad files -----------------------------------------------------------------------------


def with_nodes(*nodes: Any, **more: Any) -> str:
    return json.dumps({"format": 1, "nodes": nodes, **more})


RELU = {"name": "relu1", "layer": "ReLU"}
JOIN = {"name": "join1", "layer": "Add"}
BAD = {
    "empty": ("", "it is empty"),
    "spaces": (" \n ", "it is empty"),
    "truncated": (to_text(DESIGN)[:200], "line 4, column"),
    "not JSON": ("{format: 1}", "line 1, column 2"),
    "a shopping list": (
        "milk, eggs\nbread\n",
        "cannot be opened: it is plain text and",
    ),
    "half a list": ("[1, 2", "it is plain text and no design"),
    "a byte order mark": ("\ufeff" + to_text(DESIGN), "line 1, column 1"),
    "a list": ("[]", "no JSON object"),
    "a number": ("12", "no JSON object"),
    "too deep": ("[" * 100_000, "nested too deeply"),
    "a huge number": ('{"format": ' + "9" * 5000 + "}", "JSON"),
    "NaN": ('{"format": 1, "nodes": [], "name": NaN}', "NaN"),
    "no format": ("{}", 'no "format" number'),
    "format of a wrong type": ('{"format": "1"}', 'no "format" number'),
    "format true": ('{"format": true}', 'no "format" number'),
    "a newer format": ('{"format": 4}', "of format 4"),
    "a flow before there was one": (with_nodes(flow="down"), "unknown key 'flow'"),
    "a flow to nowhere": (
        '{"format": 3, "flow": "up"}',
        '"right" or "down", got \'up\'',
    ),
    "a flow no text": ('{"format": 3, "flow": ["down"]}', "flow needs"),
    "a block's flow": (
        '{"format": 3, "blocks": {"Stem": {"flow": 1}}}',
        "block Stem: flow needs",
    ),
    "format 0": ('{"format": 0}', "format 0"),
    "an unknown key": (with_nodes(node=[]), "unknown key 'node'. Did you mean nodes?"),
    "a key twice": ('{"format": 1, "format": 1}', "'format' stands twice"),
    "nodes no list": ('{"format": 1, "nodes": {}}', "nodes needs a list"),
    "a node no object": (with_nodes(3), "node 1: it needs an object"),
    "a node without a name": (with_nodes({"layer": "ReLU"}), "name needs a text"),
    "an unknown layer": (
        with_nodes({"name": "conv1", "layer": "Conv2D"}),
        "no layer 'Conv2D'. Did you mean Conv2d?",
    ),
    "an unknown key of a node": (
        with_nodes({**RELU, "setings": {}}),
        "Did you mean settings?",
    ),
    "an unknown setting": (
        with_nodes({**RELU, "settings": {"in_place": True}}),
        "ReLU has no setting 'in_place'. Did you mean inplace?",
    ),
    "a setting of a wrong type": (
        with_nodes({**RELU, "settings": {"inplace": 1}}),
        "relu1: inplace needs true or false, got 1",
    ),
    "a setting out of range": (
        with_nodes(
            {"name": "conv1", "layer": "Conv2d", "settings": {"out_channels": 0}}
        ),
        "node 1: conv1: out_channels needs a whole number of at least 1",
    ),
    "settings no object": (with_nodes({**RELU, "settings": []}), "as an object"),
    "settings null": (with_nodes({**RELU, "settings": None}), "as an object"),
    "no identifier": (with_nodes({**RELU, "name": "a b"}), "node 1: 'a b' cannot name"),
    "code for a name": (
        with_nodes({**RELU, "name": "x = __import__('os')"}),
        "cannot name a node",
    ),
    "a name of torch": (with_nodes({**RELU, "name": "train"}), "'train' cannot name"),
    "two of one name": (with_nodes(RELU, RELU), "node 2: There is a node 'relu1'"),
    "inputs no object": (
        with_nodes({**RELU, "inputs": ["a"]}),
        "inputs needs an object",
    ),
    "a wire to nowhere": (
        with_nodes({**RELU, "inputs": {"input": "image"}}),
        "node relu1, input input: There is no node 'image'",
    ),
    "a wire that is no text": (
        with_nodes({**RELU, "inputs": {"input": 3}}),
        "needs a text, got 3",
    ),
    "a wire to no port": (
        with_nodes(JOIN, {**RELU, "inputs": {"other": "join1"}}),
        "no input 'other'",
    ),
    "a wire at an output that a setting takes away": (
        with_nodes(
            RELU,
            {"name": "split1", "layer": "Split", "settings": {"sizes": [1, 2]}},
            {**JOIN, "inputs": {"input1": "split1.output3"}},
        ),
        "node join1, input input1: split1 has no output 'output3'; it has output1 "
        "and output2.",
    ),
    "an input that there is not": (
        with_nodes(
            RELU,
            {"name": "lstm1", "layer": "LSTM", "inputs": {"h_1": "relu1"}},
        ),
        "node lstm1, input h_1: lstm1 has no input 'h_1'; it has input, h_0 and c_0.",
    ),
    "indices of a pooling that gives none": (
        with_nodes(
            {"name": "pool1", "layer": "MaxPool2d"},
            {
                "name": "unpool1",
                "layer": "MaxUnpool2d",
                "inputs": {"indices": "pool1.indices"},
            },
        ),
        "pool1 has no output 'indices'; it has output.",
    ),
    "an endless port number": (
        with_nodes(RELU, {**JOIN, "inputs": {"input" + "9" * 99: "relu1"}}),
        "no input",
    ),
    "a cycle": (
        with_nodes(
            {**RELU, "inputs": {"input": "relu2"}},
            {"name": "relu2", "layer": "ReLU", "inputs": {"input": "relu1"}},
        ),
        "node relu2, input input: A wire from relu1 to relu2 would make a cycle: "
        "relu2 → relu1 → relu2",
    ),
    "a bad position": (with_nodes({**RELU, "position": [1]}), "position needs two"),
    "an endless position": (
        '{"format": 1, "nodes": [{"name": "a", "layer": "ReLU", "position": [1e999, 0]}]}',
        "position needs two",
    ),
    "training no object": (with_nodes(training=3), "training: Training needs"),
    "an unknown optimizer": (
        with_nodes(training={"optimizer": {"type": "Adm"}}),
        "training: optimizer needs Adam, AdamW, SGD or RMSprop, got 'Adm'. "
        "Did you mean Adam?",
    ),
    "a bad learning rate": (
        with_nodes(training={"optimizer": {"type": "SGD", "lr": -1}}),
        "lr needs a number of at least 0",
    ),
    "a type that is no text": (
        with_nodes(training={"optimizer": {"type": ["SGD"]}}),
        "optimizer needs",
    ),
    "a number without end": (
        with_nodes(training={"optimizer": {"type": "SGD", "lr": 10**400}}),
        "one that is too large",
    ),
    "a size that no tensor has": (
        with_nodes(
            {"name": "fc1", "layer": "Linear", "settings": {"out_features": 2**63}}
        ),
        "out_features needs a whole number",
    ),
    "a name without end": (with_nodes({**RELU, "name": "a b" * 9999}), "cannot name"),
    "a class that is no name": (with_nodes(name="import os"), "cannot name a design"),
    "a text that no file can hold": (
        '{"format": 1, "nodes": [{"name": "n", "layer": "Note", '
        '"settings": {"text": "\\ud800"}}]}',
        "text needs a text without",
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_in_words(kind: str, tmp_path: Path) -> None:
    text, words = BAD[kind]
    path = tmp_path / "bad.json"
    path.write_text(text)
    with pytest.raises(FileError) as refusal:
        load(path)
    assert str(refusal.value).startswith("bad.json cannot be opened: ")
    assert words in str(refusal.value)
    assert len(str(refusal.value)) < 500


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="No such file"):
        load(tmp_path / "none.json")
    with pytest.raises(FileError, match="Is a directory"):
        load(tmp_path)
    (tmp_path / "picture.json").write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(FileError, match="not a text file"):
        load(tmp_path / "picture.json")
    (tmp_path / "r50.pdf").write_bytes(b"%PDF-1.4\n\xff\xfe")
    with pytest.raises(FileError) as refusal:
        load(tmp_path / "r50.pdf")
    assert str(refusal.value) == (
        "r50.pdf is a PDF; only PNG and SVG pictures can carry a design."
    )


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "format",
                        "name",
                        "training",
                        "nodes",
                        "layer",
                        "settings",
                        "inputs",
                        "position",
                        "type",
                        "optimizer",
                        "data",
                        "loss",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=15,
    )
)
def test_any_json_is_read_or_refused(content: Any) -> None:
    for text in (json.dumps(content), json.dumps({"format": 1, "nodes": content})):
        with contextlib.suppress(DesignerError):
            assert isinstance(from_text(text), Design)


@given(st.data())
def test_any_damage_is_refused_or_still_a_design(data: st.DataObject) -> None:
    text = to_text(DESIGN)
    place = data.draw(st.integers(0, len(text) - 1))
    damaged = text[:place] + data.draw(st.text(max_size=3)) + text[place + 1 :]
    with contextlib.suppress(DesignerError):
        assert isinstance(from_text(damaged), Design)


# Nothing is lost -----------------------------------------------------------------------


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_a_full_disk_keeps_the_old_file(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "net.json"
    save(DESIGN, path)
    before = path.read_bytes()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, broken, full)
    with pytest.raises(FileError, match="No space left on device"):
        save(Design(), path)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_write_that_fails_halfway_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "net.json"
    path.write_text("old")

    class Full:
        name = str(tmp_path / ".net.json.part")

        def __enter__(self) -> "Full":
            Path(self.name).write_text("half")
            self.file = open("/dev/full", "wb", buffering=0)
            return self

        def __exit__(self, *_: Any) -> None:
            self.file.close()

        def write(self, data: bytes) -> None:
            self.file.write(data)

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", lambda **_: Full())
    with pytest.raises(FileError, match="No space left"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="No such file or directory"):
        save(DESIGN, tmp_path / "none" / "net.json")


def test_a_read_only_folder_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    path = folder / "net.json"
    save(DESIGN, path)
    folder.chmod(0o500)
    if os.access(folder, os.W_OK):  # root may write everywhere

        def refused(**_: Any) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(tempfile, "NamedTemporaryFile", refused)
    try:
        with pytest.raises(FileError, match="Permission denied"):
            save(Design(), path)
        assert load(path) == DESIGN
    finally:
        folder.chmod(0o700)


def test_the_open_design_is_untouched(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text(to_text(DESIGN)[:-20])
    text = to_text(DESIGN)
    with pytest.raises(FileError):
        designer.load(path)
    assert to_text(DESIGN) == text

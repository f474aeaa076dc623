"""Example designs, and one file of every format, still give the text that they gave.

After a change that is meant, look at the difference and keep it:
UPDATE_GOLDEN=1 python -m pytest tests/test_golden.py
"""

import os
from pathlib import Path

import pytest

import designer
from designer.data.source import NoData
from designer.graph.block import Use
from designer.graph.files import to_text
from designer.graph.writing import FORMAT
from designer.layers import CATALOGUE
from designer.resources import examples

GOLDEN = Path(__file__).with_name("golden")
UPDATE = "UPDATE_GOLDEN=1 python -m pytest tests/test_golden.py"

DESIGNS = {
    **examples(),
    **{path.stem: path for path in sorted(GOLDEN.glob("format-*.json"))},
}

PARAMETERS = {"classic-cnn": 1_626_442, "lenet-5": 61_706}


@pytest.mark.parametrize("name", DESIGNS)
def test_text_is_as_it_was(name: str) -> None:
    path = GOLDEN / f"{name}.py"
    text = designer.model_source(designer.load(DESIGNS[name]))
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    assert text == kept, (
        f"The code of {name} is no longer {path}. If that is meant, keep it by: {UPDATE}"
    )


def test_nothing_is_kept_that_nothing_gives() -> None:
    assert {path.stem for path in GOLDEN.glob("*.py")} == set(DESIGNS)


@pytest.mark.parametrize("name", examples())
def test_an_example_is_ready_to_train(name: str) -> None:
    """Or without problems, if there is no data here for it: see test_papers.py."""
    design = designer.load(DESIGNS[name])
    report = designer.check(design)
    assert not report.problems
    if isinstance(design.training.data, NoData):
        return
    model = designer.compile(design)
    parameters = sum(parameter.numel() for parameter in model.parameters())
    assert report.parameters == parameters == PARAMETERS.get(name, parameters)


@pytest.mark.parametrize("name", DESIGNS)
def test_a_file_of_this_format_is_saved_as_it_was(name: str) -> None:
    text = DESIGNS[name].read_text(encoding="utf-8")
    if f'"format": {FORMAT}' in text:
        assert to_text(designer.load(DESIGNS[name])) == text


def test_there_is_a_file_of_every_format_with_every_layer_of_its_time() -> None:
    for number in range(1, FORMAT + 1):
        design = designer.load(GOLDEN / f"format-{number}.json")
        kinds = {type(node.layer) for _, graph in design.graphs() for node in graph}
        names = {kind.__name__ for kind in kinds if not issubclass(kind, Use)}
        assert len(names) > 30
        assert names <= set(CATALOGUE)

"""Layers of other packages: found, used, and left out where something is wrong."""

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from designer import layers
from designer.errors import DesignerError
from designer.layers import CATALOGUE, layer_type
from designer.layers.plugins import GROUP, PluginProblem, load_plugins

EXAMPLE = Path(__file__).parents[1] / "plugin_example"
CHECKOUT = Path(__file__).parents[2]

GOOD = """
from designer.layers import Layer, Tensor, layer
from designer.settings import setting

@layer("Whatever")
class {name}(Layer):
    '''Doubles. Input and output: any shape.'''

    times: int = setting(2, "How often.", low=1)

    def output(self, x: Tensor) -> Tensor:
        return x
"""


# In this process -----------------------------------------------------------------------


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of installed packages; the catalogue is as before afterwards."""
    before, modules = dict(CATALOGUE), set(sys.modules)
    monkeypatch.syspath_prepend(tmp_path)
    load_plugins.cache_clear()
    yield tmp_path
    for name in sys.modules.keys() - modules:
        if getattr(sys.modules[name], "__file__", None) == str(tmp_path / f"{name}.py"):
            del sys.modules[name]
    CATALOGUE.clear()
    CATALOGUE.update(before)
    load_plugins.cache_clear()


def install(
    packages: Path, text: str, name: str = "fancy", entry: str = "", more: str = ""
) -> None:
    """A package with one module, as an installer leaves it."""
    module = name.replace("-", "_")
    (packages / f"{module}.py").write_text(text, encoding="utf-8")
    info = packages / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0")
    entries = f"[{GROUP}]\n{name}-layers = {entry or module}\n{more}"
    (info / "entry_points.txt").write_text(entries)


def test_without_plugins_nothing_happens(packages: Path) -> None:
    before = dict(CATALOGUE)
    assert load_plugins() == ()
    assert before == CATALOGUE


def test_a_layer_is_found_under_its_packages_name(packages: Path) -> None:
    install(packages, GOOD.format(name="Double"), "fancy-maths")
    assert load_plugins() == ()
    assert layer_type("Double").family == "fancy-maths"
    assert list(CATALOGUE)[-1] == "Double"
    assert layer_type("Double")(times=3).to_json() == {"times": 3}


def test_loading_again_does_nothing(packages: Path) -> None:
    install(packages, GOOD.format(name="Double"))
    problems = load_plugins()
    made = CATALOGUE["Double"]
    assert load_plugins() is problems
    assert CATALOGUE["Double"] is made


def test_an_entry_point_may_be_a_function(packages: Path) -> None:
    text = GOOD.format(name="Double").replace("\n", "\n    ")
    install(packages, f"def declare():{text}", entry="fancy:declare")
    assert load_plugins() == ()
    assert "Double" in CATALOGUE


def test_packages_come_in_the_order_of_their_names(packages: Path) -> None:
    for name in ("zeta", "alpha", "middle"):
        install(packages, GOOD.format(name=name.capitalize()), name)
    assert load_plugins() == ()
    assert list(CATALOGUE)[-3:] == ["Alpha", "Middle", "Zeta"]


BROKEN = {
    "no module": ("", "fancy.gone", "No module named 'fancy.gone'"),
    "no such function": ("", "fancy:gone", "AttributeError: "),
    "no function": ("number = 3", "fancy:number", "TypeError: 'int' object is not"),
    "a mistake in the text": ("def", "", "SyntaxError: "),
    "a library that is not there": ("import gone", "", "No module named 'gone'."),
    "an error": ("1 / 0", "", "ZeroDivisionError: division by zero."),
    "an error without words": ("raise KeyError", "", "KeyError."),
    "an exit": ("raise SystemExit(3)", "", "SystemExit: 3."),
    "a name that is taken": (
        GOOD.format(name="Double") + GOOD.format(name="ReLU"),
        "",
        "there is a layer ReLU already.",
    ),
    "a layer taken away": (
        "from designer.layers import CATALOGUE; del CATALOGUE['ReLU']",
        "",
        "there is a layer ReLU already.",
    ),
    "a setting that is not declared": (
        GOOD.format(name="Double").replace('setting(2, "How often.", low=1)', "2"),
        "",
        "TypeError: times must be declared by setting(default, help).",
    ),
    "a kind of setting that there is not": (
        GOOD.format(name="Double").replace("times: int", "times: complex"),
        "",
        "TypeError: no kind of setting is known for <class 'complex'>.",
    ),
    "a default that its own setting refuses": (
        GOOD.format(name="Double").replace("(2,", "(0,"),
        "",
        "the default of Double's times needs a whole number of at least 1, got 0.",
    ),
    "no shape rule": (
        GOOD.format(name="Double").replace("def output", "def other"),
        "",
        "Double has no shape rule: define its method output.",
    ),
    "no layer": (
        "from designer.layers import layer\n@layer('F')\nclass Plain:\n    'Help.'",
        "",
        "Plain is no subclass of Layer.",
    ),
    "a name that no node can be called after": (
        "from designer.layers import Layer, layer\nlayer('F')(type('A b', (Layer,), {}))",
        "",
        "'A b' cannot name a layer: nodes are named after it",
    ),
    "a name that is too long": (
        GOOD.format(name="A" * 29),
        "",
        f"{'A' * 29} cannot name a layer: a name has at most 28 letters.",
    ),
    "an import that is no statement": (
        GOOD.format(name="Double") + "    imports = ('from fancy',)",
        "",
        "SyntaxError: invalid syntax",
    ),
    "an import that is no tuple": (
        GOOD.format(name="Double") + "    imports = ('from fancy import Double')",
        "",
        "Double's imports are no tuple of statements.",
    ),
    "a method that fails": (
        GOOD.format(name="Double").replace(
            "    def output", "    outputs = (layer.Port(''),)\n\n    def output"
        ),
        "",
        "AttributeError: 'function' object has no attribute 'Port'.",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_broken_is_left_out_and_said_why(packages: Path, kind: str) -> None:
    text, entry, words = BROKEN[kind]
    install(packages, text, entry=entry)
    install(packages, GOOD.format(name="Sound"), "other")
    before = dict(CATALOGUE)
    (problem,) = load_plugins()
    assert (problem.name, problem.distribution) == ("fancy-layers", "fancy")
    assert problem.reason.startswith(words)
    assert problem.reason.endswith(".")
    assert str(problem) == (
        f"The plug-in fancy-layers of fancy is left out: {problem.reason}"
    )
    assert CATALOGUE.pop("Sound").family == "other"
    assert before == CATALOGUE
    assert list(before) == list(CATALOGUE)


def test_a_port_needs_a_name(packages: Path) -> None:
    text = GOOD.format(name="Double") + "    outputs = (Port('two words'),)\n"
    install(packages, text.replace("Layer,", "Layer, Port,", 1))
    (problem,) = load_plugins()
    assert problem.reason == "Double has a port 'two words', which is no name."


def test_one_of_two_in_a_package_may_be_broken(packages: Path) -> None:
    install(packages, GOOD.format(name="Double"), more="gone = fancy_gone\n")
    (problem,) = load_plugins()
    assert str(problem) == (
        "The plug-in gone of fancy is left out: No module named 'fancy_gone'."
    )
    assert "Double" in CATALOGUE


def test_metadata_that_cannot_be_read_stops_no_other_layer(
    packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(group: str) -> None:
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")

    monkeypatch.setattr("designer.layers.plugins.entry_points", broken)
    before = dict(CATALOGUE)
    (problem,) = load_plugins()
    assert "UnicodeDecodeError" in str(problem)
    assert before == CATALOGUE


def test_a_package_without_metadata_goes_by_the_name_of_its_entry(
    packages: Path,
) -> None:
    install(packages, GOOD.format(name="Double"))
    (packages / "fancy-1.0.dist-info" / "METADATA").unlink()
    assert load_plugins() == ()
    assert CATALOGUE["Double"].family == "fancy-layers"


def test_what_a_plugin_prints_goes_to_standard_error(
    packages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    install(packages, "print('here I am')" + GOOD.format(name="Double"))
    assert load_plugins() == ()
    assert capsys.readouterr() == ("", "here I am\n")


def test_a_layer_that_is_not_there_may_come_from_a_plugin() -> None:
    with pytest.raises(DesignerError, match="a plug-in that is not installed"):
        layer_type("LearnedScale")


def test_a_problem_says_a_name_once() -> None:
    problem = PluginProblem("fancy", "fancy", "it fails.")
    assert str(problem) == "The plug-in fancy is left out: it fails."


def test_the_example_in_the_readme_is_whole(packages: Path) -> None:
    text = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    text = text.partition("## A package of layers")[2].partition("\n## ")[0]
    project, module = re.findall(r"```(?:toml|python)\n(.*?)```", text, re.DOTALL)
    entries = tomllib.loads(project)["project"]["entry-points"][GROUP]
    assert entries == {"shouting": "shouting"}
    install(packages, module, "shouting")
    assert load_plugins() == ()
    made = layer_type("Louder")(times=3.0)
    assert made.family == "shouting"
    assert made.call("", "x") == "x * 3.0"
    assert made.brief() == "×3"


# In a process of its own ---------------------------------------------------------------


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which pip has installed the example package."""
    folder = tmp_path_factory.mktemp("packages")
    install = ["-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation"]
    command = [sys.executable, *install, "--target", str(folder), str(EXAMPLE)]
    subprocess.run([*command, "--disable-pip-version-check"], check=True)
    return folder


def python(
    code: str, *folders: Path, status: int = 0, input: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run Python in a fresh process that finds packages in these folders."""
    path = os.pathsep.join(map(str, folders))
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path},
        input=input,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == status, done.stderr
    return done


DESIGN = """
import sys
import designer
from designer import layers
assert designer.load_plugins() == ()
assert "torch" not in sys.modules
LearnedScale = layers.layer_type("LearnedScale")
assert LearnedScale.family == "learned-scale"
graph = designer.Graph().add("image", layers.Input(shape=(1, 8, 8)))
for name, layer in {
    "conv1": layers.Conv2d(out_channels=4, padding=1),
    "scale1": LearnedScale(initial=0.5),
    "gap1": layers.AdaptiveAvgPool2d(output_size=(1, 1)),
    "flatten1": layers.Flatten(),
    "fc1": layers.Linear(out_features=10),
    "output1": layers.Output(),
}.items():
    last = next(reversed(graph.nodes))
    graph = graph.add(name, layer).connect(last, name)
design = designer.Design(graph).with_training(epochs=1)
"""


def test_the_example_is_checked_and_compiled(installed: Path) -> None:
    look = """
report = designer.check(design)
assert report.problems == ()
assert report.tensors["scale1"].shape == (4, 8, 8)
assert report.inference("scale1").parameters == 4
text = designer.model_source(design)
assert "from learned_scale.modules import LearnedScale" in text
assert "self.scale1 = LearnedScale(4, initial=0.5)" in text
model = designer.compile(design)
import torch
assert sum(x.numel() for x in model.parameters()) == report.parameters
assert model(torch.ones(2, 1, 8, 8)).shape == (2, 10)
assert model.scale1(torch.ones(2, 4, 3)).eq(0.5).all()
designer.save(design, sys.argv[-1])
assert designer.load(sys.argv[-1]) == design
"""
    path = installed / "net.json"
    python(f"{DESIGN}\nsys.argv.append({str(path)!r})\n{look}", CHECKOUT, installed)


@pytest.mark.parametrize("what", ["model_source", "script_source"])
def test_the_exported_text_needs_the_package_and_not_the_app(
    installed: Path, tmp_path: Path, what: str
) -> None:
    text = python(
        f"{DESIGN}\nprint(designer.{what}(design), end='')", CHECKOUT, installed
    ).stdout
    assert text.count("from learned_scale.modules import LearnedScale\n") == 1
    assert "designer" not in text
    path = tmp_path / "exported.py"
    path.write_text(text, encoding="utf-8")
    for command in (["format", "--check"], ["check", "--select", "E,F,I"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--isolated", str(path)]
        subprocess.run(ruff, check=True, stdout=subprocess.DEVNULL)
    run = f"""
import runpy, sys, torch
torch.set_num_threads(2)
made = runpy.run_path({str(path)!r})
model = made["Network"]()
assert model(torch.ones(2, 1, 8, 8)).shape == (2, 10)
assert not any(name.startswith("designer") for name in sys.modules)
"""
    python(run, installed)
    python(run, tmp_path, status=1)  # where the package is not installed


def test_the_command_line_and_the_worker_know_it(
    installed: Path, tmp_path: Path
) -> None:
    path, weights = tmp_path / "net.json", tmp_path / "net.safetensors"
    python(f"{DESIGN}\ndesigner.save(design, {str(path)!r})", CHECKOUT, installed)
    run = "import sys; from designer.cli import main; sys.exit(main({}))"
    checked = python(run.format(["check", str(path)]), CHECKOUT, installed)
    assert "0 problems" in checked.stdout
    train = ["train", str(path), "--weights", str(weights)]
    python(run.format(train), CHECKOUT, installed)
    assert weights.is_file()
    worker = "from designer.training.worker import main; main()"
    job = {"command": "train", "design": path.read_text("utf-8"), "weights": None}
    done = python(worker, CHECKOUT, installed, input=json.dumps(job))
    kinds = [json.loads(line)["type"] for line in done.stdout.splitlines()]
    assert kinds[0] == "Ready" and kinds[-1] == "Done"
    missing = python(run.format(["check", str(path)]), CHECKOUT, status=2)
    assert "a plug-in that is not installed" in missing.stderr
    assert missing.stderr.count("\n") == 1


def test_a_broken_one_is_told_on_standard_error(tmp_path: Path) -> None:
    install(tmp_path, "1 / 0")
    run = "import sys; from designer.cli import main; sys.exit(main(['examples']))"
    done = python(run, CHECKOUT, tmp_path)
    assert "digits-cnn" in done.stdout
    assert done.stderr == (
        "designer: The plug-in fancy-layers of fancy is left out: "
        "ZeroDivisionError: division by zero.\n"
    )


@pytest.mark.parametrize("library", ["torch", "PySide6.QtCore"])
def test_torch_and_qt_are_refused_and_not_imported(
    tmp_path: Path, library: str
) -> None:
    install(tmp_path, f"import {library}\n{GOOD.format(name='Double')}")
    look = f"""
import sys
import designer
(problem,) = designer.load_plugins()
assert problem.reason.startswith("it imports {library.partition(".")[0]} when it is")
assert "{library}" not in sys.modules
assert "Double" not in designer.layers.CATALOGUE
import {library}
"""
    python(look, CHECKOUT, tmp_path)


def test_every_type_of_ours_would_pass_as_a_plugin() -> None:
    from designer.layers.plugins import _check

    for name, made in layers.CATALOGUE.items():
        _check(name, made)

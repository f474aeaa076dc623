import ast
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

import pytest
import torch

import designer
from designer import layers
from designer.codegen.compiler import run
from designer.data.source import Digits, Shapes
from designer.errors import CodeError
from designer.expression import Expression
from designer.graph.graph import Graph
from designer.recipe.losses import HuberLoss, Loss, MSELoss
from designer.recipe.optimizers import Adam, Optimizer
from designer.training.messages import Done, Epoch
from designer.training.performance import perform
from designer.training.script import script_source
from tests.graph.blocks import network, residual

GREY, COLOUR = layers.Input(shape=(1, 8, 8)), layers.Input(shape=(3, 64, 64))


@pytest.fixture
def designs(chain):
    """Designs that between them need every piece that a script may have."""
    note = layers.Note(text="Why this network is as it is. " * 8 + "\nSecond line.")
    noted = chain(GREY)
    return {
        "plain": chain(GREY),
        "resized": chain(layers.Input(shape=(1, 28, 28))),
        "uneven": chain(layers.Input(shape=(1, 20, 31))),
        "coloured": chain(layers.Input(shape=(3, 32, 32))),
        "greyed": chain(layers.Input(shape=(1, 16, 16)), data=Shapes(samples=100)),
        "shapes": chain(COLOUR, data=Shapes(noise=0.25, seed=3)),
        "one-hot": chain(GREY, loss=MSELoss()),
        "device": chain(GREY, device="cpu", threads=2),
        "long": chain(
            GREY,
            name="AnUnusuallyPatientAndThoroughNetwork",
            loss=HuberLoss(delta=0.1),
            optimizer=Adam(
                lr=1e-05,
                betas=(0.85, 0.99),
                eps=1e-06,
                weight_decay=0.001,
                amsgrad=True,
            ),
            validation=1 / 3,
        ),
        "noted": noted.with_graph(noted.graph.add("note1", note)),
        "blocks": network(),
    }


def lint(text: str, *command: str) -> str:
    """What ruff says of a text; empty if nothing."""
    ruff = Path(sys.executable).with_name("ruff")
    result = subprocess.run(
        [ruff, *command, "--isolated", "--stdin-filename", "script.py", "-"],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return "" if result.returncode == 0 else result.stdout + result.stderr


def test_the_text_is_clean(designs) -> None:
    for name, design in designs.items():
        text = designer.script_source(design)
        assert lint(text, "format", "--diff") == "", name
        assert lint(text, "check", "--quiet", "--select", "E,F,I") == "", name


def test_nothing_of_ours_and_nothing_idle_is_in_it(designs) -> None:
    for name, design in designs.items():
        tree = ast.parse(designer.script_source(design))
        imported = {
            alias.name if isinstance(node, ast.Import) else node.module
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        assert not any("designer" in module for module in imported), name
        defined = [
            node.name
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
        ]
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert set(defined) <= used, name
        assert len(defined) == len(set(defined)), name


def test_a_function_is_there_only_if_the_design_needs_it(designs) -> None:
    def has(name: str, words: str) -> bool:
        return words in designer.script_source(designs[name])

    assert has("one-hot", "against_one_hot(nn.MSELoss())")
    assert not has("plain", "against_one_hot")
    assert has("plain", "choose_device()")
    assert not has("device", "choose_device")
    assert has("device", 'device = "cpu"')
    assert has("device", "torch.set_num_threads(2)")
    assert not has("plain", "set_num_threads")
    assert not has("plain", "interpolate")
    assert not has("shapes", "load_digits")


def test_the_recipe_stands_at_the_top(chain) -> None:
    design = chain(GREY, batch_size=17, epochs=5, seed=11, validation=0.25)

    script = run(script_source(design))

    assert script.BATCH_SIZE == 17
    assert script.EPOCHS == 5
    assert script.SEED == 11
    assert script.VALIDATION == 0.25


@pytest.mark.parametrize("optimizer", Optimizer.variants.values())
@pytest.mark.parametrize("loss", Loss.variants.values())
def test_every_loss_and_optimizer_is_torchs_own(chain, loss, optimizer) -> None:
    end = {"NLLLoss": [layers.LogSoftmax()], "BCELoss": [layers.Sigmoid()]}
    design = chain(
        GREY,
        layers.Flatten(),
        layers.Linear(out_features=10),
        *end.get(loss.__name__, []),
        layers.Output(),
        loss=loss(),
        optimizer=optimizer(),
    )

    _, function, made = run(script_source(design)).build("cpu")

    assert type(made).__name__ == optimizer.__name__
    assert all(
        made.defaults[name] == getattr(optimizer(), name)
        for name in optimizer.declared_settings
    )
    assert loss().takes_classes == (type(function).__name__ == loss.__name__)


@pytest.mark.parametrize(
    ("shape", "data"),
    [
        ((1, 8, 8), Digits()),
        ((3, 13, 21), Digits()),
        ((1, 16, 16), Shapes(samples=100)),
        ((3, 64, 64), Shapes(samples=100)),
        ((3, 32, 32), Shapes(samples=100)),
    ],
)
def test_pictures_fit_the_network(chain, shape, data) -> None:
    design = chain(layers.Input(shape=shape), data=data)

    (images, labels), (others, other_labels) = run(script_source(design)).load_data(
        "cpu"
    )

    assert images.shape[1:] == others.shape[1:] == shape
    assert len(images) == len(labels)
    assert len(others) == len(other_labels)
    assert images.min() >= 0
    assert images.max() <= 1 + 1e-6
    assert images.std() > 0.05


def test_every_class_has_its_share_in_both_parts(chain) -> None:
    design = chain(GREY, validation=0.3)

    (images, labels), (others, other_labels) = run(script_source(design)).load_data(
        "cpu"
    )

    assert len(other_labels) == pytest.approx(0.3 * 1797, abs=1)
    for digit in range(10):
        both = (labels == digit).sum() + (other_labels == digit).sum()
        assert (other_labels == digit).sum() == pytest.approx(0.3 * both, abs=1)
    together = {picture.tobytes() for picture in images.numpy()}
    assert len(together) + len({p.tobytes() for p in others.numpy()}) >= 1790


def test_the_seed_decides_the_split_and_the_weights(chain) -> None:
    def first_things(seed: int):
        script = run(script_source(chain(GREY, seed=seed)))
        (images, _), _ = script.load_data("cpu")
        model, _, _ = script.build("cpu")
        return images[:20], next(model.parameters())

    for one, same, other in zip(
        first_things(1), first_things(1), first_things(2), strict=True
    ):
        assert one.equal(same)
        assert not one.equal(other)


@pytest.mark.parametrize(
    "name", ["Step", "Epoch", "Data", "F", "np", "train", "SEED", "print", "load"]
)
def test_a_name_that_the_script_needs_is_refused_in_words(chain, name) -> None:
    with pytest.raises(CodeError, match=f"called {name}"):
        designer.script_source(chain(GREY, name=name))


def test_a_block_with_a_name_that_the_script_needs_is_refused_in_words() -> None:
    block = replace(residual(), name="Epoch")
    with pytest.raises(CodeError, match="A block is called Epoch"):
        designer.script_source(network().with_block(block, was="Residual"))


def test_a_network_of_blocks_with_settings_trains() -> None:
    graph = network().graph.set("image", shape=Expression("(1, width * 2, 12)"))
    design = network().with_graph(graph).with_training(epochs=1, threads=1)

    done = perform(design, SimpleQueue(), lambda message: None)

    assert isinstance(done, Done)
    script = run(script_source(design))
    (images, _), _ = script.load_data("cpu")
    assert images.shape[1:] == (1, 16, 12)
    model, _, _ = script.build("cpu")
    assert "stage2.1.conv1.weight" in model.state_dict()


def test_a_design_with_problems_has_no_script(chain) -> None:
    with pytest.raises(CodeError, match="empty"):
        designer.script_source(designer.Design(Graph()))
    with pytest.raises(CodeError, match="10 classes"):
        designer.script_source(
            chain(
                GREY, layers.Flatten(), layers.Linear(out_features=4), layers.Output()
            )
        )


def test_the_same_design_gives_the_same_text(small) -> None:
    assert designer.script_source(small) == designer.script_source(small)


def test_lines_know_their_nodes(small) -> None:
    source = script_source(small)

    lines = source.text.splitlines()
    texts = [lines[number - 1].strip() for number in source.lines_of["conv1"]]

    assert texts == [
        "self.conv1 = nn.Conv2d(1, 8, kernel_size=3, padding=1)",
        "x = self.conv1(image1)  # 8×8×8",
    ]


def test_the_script_trains_by_itself(tiny, tmp_path) -> None:
    """In a fresh interpreter that knows nothing of this package, as the app trains."""
    (tmp_path / "script.py").write_text(designer.script_source(tiny), encoding="utf-8")

    result = subprocess.run(
        [sys.executable, "-W", "error", "-I", "script.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )

    assert result.stderr == ""
    messages = []
    perform(tiny, SimpleQueue(), messages.append)
    epochs = [message for message in messages if isinstance(message, Epoch)]
    assert result.stdout.splitlines() == [
        f"epoch {epoch.epoch}: loss {epoch.training_loss:.4f}, "
        f"accuracy {epoch.training_accuracy:.2%}, "
        f"validation loss {epoch.validation_loss:.4f}, "
        f"validation accuracy {epoch.validation_accuracy:.2%}"
        for epoch in epochs
    ]

    weights = torch.load(tmp_path / "Network.pt", weights_only=True)
    assert {name: tuple(t.shape) for name, t in weights.items()} == {
        "fc1.weight": (10, 64),
        "fc1.bias": (10,),
    }

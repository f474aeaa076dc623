"""The training's own settings: what to learn from, for how long, and how."""

from typing import Literal

from designer.data.source import Digits, Source
from designer.recipe.losses import CrossEntropyLoss, Loss
from designer.recipe.optimizers import Adam, Optimizer
from designer.settings import Settings, declared, setting

Device = Literal["auto", "cpu", "cuda", "mps"]


@declared
class Training(Settings):
    """How the network is trained: its data, its loss, its optimizer and how long."""

    data: Source = setting(Digits(), "What the network learns from.", required=True)
    validation: float = setting(
        0.2,
        "Share of the data kept apart to test on.",
        low=0.01,
        high=0.9,
        required=True,
    )
    batch_size: int = setting(
        64, "Samples in each step.", low=1, unit="samples", required=True
    )
    epochs: int = setting(
        10, "Times through all the training data.", low=1, required=True
    )
    loss: Loss = setting(CrossEntropyLoss(), "What training lowers.", required=True)
    optimizer: Optimizer = setting(Adam(), "How the parameters move.", required=True)
    seed: int = setting(
        0,
        "The same seed gives the same training.",
        low=0,
        high=2**32 - 1,
        required=True,
    )
    device: Device = setting(
        "auto", "Where to compute; auto takes a GPU if there is one."
    )
    threads: int | None = setting(
        None, "CPU threads to compute with; none lets PyTorch choose.", low=1
    )

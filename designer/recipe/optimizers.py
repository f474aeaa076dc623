"""Optimizers: how the parameters move, step by step, to lower the loss."""

from typing import Any, ClassVar

from designer.errors import SettingError
from designer.layers.layer import Call
from designer.recipe.losses import written
from designer.settings import Settings, declared, setting

BELOW_1 = 0.999999

LR = "Learning rate: how far each step goes."
DECAY = "How strongly weights are pulled towards 0."
MOMENTUM = "Share of the last step that is kept."
BETAS = "Memory of the mean gradient, and of the mean squared gradient."
BETA2 = "Memory of the mean squared gradient."
EPS = "Added below the fraction line, so that it is never 0."


class Optimizer(Settings):
    """Base of the optimizers, each with a learning rate `lr`."""

    variants: ClassVar[dict[str, type["Optimizer"]]] = {}

    @property
    def slots(self) -> int:
        """How many numbers it remembers for each parameter."""
        return 0

    def make(self, parameters: str = "model.parameters()") -> Call:
        """The code that makes the optimizer for `parameters`."""
        return Call(f"torch.optim.{type(self).__name__}", (parameters, *written(self)))


@declared
class SGD(Optimizer):
    """Steps against the gradient, with momentum. Source: torch.optim.SGD."""

    lr: float = setting(0.01, LR, low=0, required=True)
    momentum: float = setting(0.0, MOMENTUM, low=0, high=1)
    dampening: float = setting(0.0, "Share of the gradient left out of momentum.")
    weight_decay: float = setting(0.0, DECAY, low=0)
    nesterov: bool = setting(False, "Look ahead along the momentum; needs momentum.")

    @property
    def slots(self) -> int:
        return int(self.momentum > 0)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        if self.nesterov and (self.momentum == 0 or self.dampening != 0):
            raise SettingError(
                "nesterov needs a momentum above 0 and a dampening of 0", "nesterov"
            )


@declared
class Adam(Optimizer):
    """Gives each parameter a step of its own size. Source: torch.optim.Adam."""

    lr: float = setting(0.001, LR, low=0, required=True)
    betas: tuple[float, float] = setting((0.9, 0.999), BETAS, low=0, high=BELOW_1)
    eps: float = setting(1e-8, EPS, low=0)
    weight_decay: float = setting(0.0, DECAY, low=0)
    amsgrad: bool = setting(False, "Never let the steps grow again.")

    @property
    def slots(self) -> int:
        return 2 + self.amsgrad


@declared
class AdamW(Optimizer):
    """Adam with the weights' decay apart from the gradient. Source: torch.optim.AdamW."""

    lr: float = setting(0.001, LR, low=0, required=True)
    betas: tuple[float, float] = setting((0.9, 0.999), BETAS, low=0, high=BELOW_1)
    eps: float = setting(1e-8, EPS, low=0)
    weight_decay: float = setting(0.01, DECAY, low=0)
    amsgrad: bool = setting(False, "Never let the steps grow again.")

    @property
    def slots(self) -> int:
        return 2 + self.amsgrad


@declared
class RMSprop(Optimizer):
    """Divides each step by the gradient's recent size. Source: torch.optim.RMSprop."""

    lr: float = setting(0.01, LR, low=0, required=True)
    alpha: float = setting(0.99, BETA2, low=0, high=1)
    eps: float = setting(1e-8, EPS, low=0)
    weight_decay: float = setting(0.0, DECAY, low=0)
    momentum: float = setting(0.0, MOMENTUM, low=0, high=1)
    centered: bool = setting(False, "Use the variance instead of the mean square.")

    @property
    def slots(self) -> int:
        return 1 + (self.momentum > 0) + self.centered


Optimizer.variants.update({cls.__name__: cls for cls in (Adam, AdamW, SGD, RMSprop)})

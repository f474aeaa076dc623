"""Losses: how far an answer is from the truth, as one number that training lowers."""

from typing import ClassVar, Literal

from designer.layers.layer import Call, code
from designer.settings import Settings, declared, setting

Wants = Literal["any", "scores", "probabilities", "log-probabilities"]


class Loss(Settings):
    """Base of the losses. `classes` losses take a class number, others a one-hot row."""

    variants: ClassVar[dict[str, type["Loss"]]] = {}

    takes_classes: ClassVar[bool] = False
    """Whether the target is a class number; otherwise it is 1 at the class and 0 else."""
    wants: ClassVar[Wants] = "any"
    """What the network should answer."""

    def make(self) -> Call:
        """The code that makes the loss."""
        return Call(f"nn.{type(self).__name__}", written(self))


def written(settings: Settings) -> tuple[str, ...]:
    """The settings that torch would not choose by itself, as arguments in code."""
    return tuple(
        f"{name}={code(getattr(settings, name))}"
        for name in settings.declared_settings
        if settings.differs(name)
    )


@declared
class CrossEntropyLoss(Loss):
    """How little probability the right class gets; for a network that ends in scores.

    It has a softmax of its own, so the network needs none. Source:
    torch.nn.CrossEntropyLoss.
    """

    takes_classes: ClassVar[bool] = True
    wants: ClassVar[Wants] = "scores"

    label_smoothing: float = setting(
        0.0, "Share of the truth spread over all classes.", low=0, high=1
    )


@declared
class NLLLoss(Loss):
    """Cross-entropy for a network that ends in LogSoftmax. Source: torch.nn.NLLLoss."""

    takes_classes: ClassVar[bool] = True
    wants: ClassVar[Wants] = "log-probabilities"


@declared
class MultiMarginLoss(Loss):
    """How far wrong classes come near the right one. Source: torch.nn.MultiMarginLoss."""

    takes_classes: ClassVar[bool] = True

    p: int = setting(1, "Power of each distance, 1 or 2.", low=1, high=2)
    margin: float = setting(1.0, "Distance that is wanted.")


@declared
class MSELoss(Loss):
    """Mean squared error against 1 for the class and 0 else. Source: torch.nn.MSELoss."""


@declared
class L1Loss(Loss):
    """Mean distance from 1 for the class and 0 else. Source: torch.nn.L1Loss."""


@declared
class SmoothL1Loss(Loss):
    """Squared near the truth and straight further off. Source: torch.nn.SmoothL1Loss."""

    beta: float = setting(1.0, "Where it turns straight.", low=0)


@declared
class HuberLoss(Loss):
    """Squared near the truth, straight further off. Source: torch.nn.HuberLoss."""

    delta: float = setting(1.0, "Where it turns straight.", low=1e-9)


@declared
class BCELoss(Loss):
    """Cross-entropy of each class by itself, after Sigmoid. Source: torch.nn.BCELoss."""

    wants: ClassVar[Wants] = "probabilities"


@declared
class BCEWithLogitsLoss(Loss):
    """Cross-entropy of each class by itself, with a sigmoid of its own.

    Source: torch.nn.BCEWithLogitsLoss.
    """

    wants: ClassVar[Wants] = "scores"


Loss.variants.update(
    {
        cls.__name__: cls
        for cls in (
            CrossEntropyLoss,
            NLLLoss,
            MultiMarginLoss,
            MSELoss,
            L1Loss,
            SmoothL1Loss,
            HuberLoss,
            BCELoss,
            BCEWithLogitsLoss,
        )
    }
)

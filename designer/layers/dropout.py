"""Dropout: numbers switched off by chance while training, against learning by heart."""

from typing import Any, ClassVar

from designer.errors import ShapeError
from designer.layers.activation import INPLACE, Activation
from designer.layers.keeping import A_VIEW, Keeps
from designer.layers.layer import layer
from designer.layers.needs import counterparts, need_axes
from designer.layers.spatial import LAYOUTS
from designer.layers.tensor import Tensor
from designer.settings import setting

FAMILY = "Dropout"


def chance(of: str) -> Any:
    """The setting p, the chance of what happens to each number or channel."""
    return setting(
        0.5, f"Chance that {of}.", low=0, high=1, required=True, brief="p {}"
    )


@layer(FAMILY, "regularization overfitting random noise switch off drop")
class Dropout(Activation):
    """Makes each number 0 with a chance of p while training, and scales up the rest.

    Input and output: any shape. Formula: x·m / (1 − p), where m is 0 with a chance of p
    and else 1; after training x itself. Source: torch.nn.Dropout.
    """

    p: float = chance("a number becomes 0")
    inplace: bool = setting(False, INPLACE)

    def keeps(self, x: Tensor) -> Keeps:
        if not self.p:
            return A_VIEW  # torch hands the input on
        return super().keeps(x)._replace(inputs=(), more=x.bytes)  # the mask


class ChannelDropout(Activation):
    """The rule of what switches whole channels off: there must be channels."""

    axes: ClassVar[int]
    """How many axes follow the channels."""

    p: float
    inplace: bool

    def output(self, x: Tensor) -> Tensor:
        instead = (*counterparts(self, len(x.shape) - 1), Dropout(p=self.p))
        need_axes(x, self.axes + 1, LAYOUTS[self.axes], instead=instead)
        return super().output(x)

    def keeps(self, x: Tensor) -> Keeps:
        return super().keeps(x)._replace(inputs=(), more=4 * x.shape[0])


@layer(FAMILY, "spatial regularization overfitting channel signal SpatialDropout1D")
class Dropout1d(ChannelDropout):
    """Makes whole channels of a signal 0 with a chance of p while training.

    Input and output: C×L. Formula: x·m / (1 − p), where m is 0 for a channel with a
    chance of p and else 1; after training x itself. Source: torch.nn.Dropout1d.
    """

    axes = 1

    p: float = chance("a channel becomes 0")
    inplace: bool = setting(False, INPLACE)


@layer(FAMILY, "spatial regularization overfitting channel picture SpatialDropout2D")
class Dropout2d(ChannelDropout):
    """Makes whole channels 0 with a chance of p while training, and scales up the rest.

    Input and output: C×H×W. Formula: x·m / (1 − p), where m is 0 for a channel with a
    chance of p and else 1; after training x itself. Source: torch.nn.Dropout2d.
    """

    axes = 2

    p: float = chance("a channel becomes 0")
    inplace: bool = setting(False, INPLACE)


@layer(FAMILY, "spatial regularization overfitting channel volume SpatialDropout3D")
class Dropout3d(ChannelDropout):
    """Makes whole channels of a volume 0 with a chance of p while training.

    Input and output: C×D×H×W. Formula: x·m / (1 − p), where m is 0 for a channel with a
    chance of p and else 1; after training x itself. Source: torch.nn.Dropout3d.
    """

    axes = 3

    p: float = chance("a channel becomes 0")
    inplace: bool = setting(False, INPLACE)


@layer(FAMILY, "self-normalizing selu regularization overfitting noise")
class AlphaDropout(Activation):
    """A dropout for networks of SELU, which keeps mean 0 and variance 1.

    Input and output: any shape. While training, a number becomes −1.7581, where SELU
    ends, with a chance of p; then all are scaled and moved. Source: torch.nn.AlphaDropout.
    """

    p: float = chance("a number is switched off")
    inplace: bool = setting(False, INPLACE)

    def keeps(self, x: Tensor) -> Keeps:
        return super().keeps(x)._replace(inputs=(), more=x.bytes)  # the mask


@layer(FAMILY, "self-normalizing selu channel regularization overfitting noise")
class FeatureAlphaDropout(Activation):
    """A dropout of whole channels for networks of SELU, which keeps mean and variance.

    Input and output: C, C×L, C×H×W and so on. While training, a channel becomes −1.7581,
    where SELU ends, with a chance of p; then all are scaled and moved.
    Source: torch.nn.FeatureAlphaDropout.
    """

    p: float = chance("a channel is switched off")
    inplace: bool = setting(False, INPLACE)

    def output(self, x: Tensor) -> Tensor:
        if not x.shape:
            raise ShapeError("needs channels and gets a single number.")
        return super().output(x)

    def keeps(self, x: Tensor) -> Keeps:
        return super().keeps(x)._replace(inputs=(), more=4 * x.shape[0])

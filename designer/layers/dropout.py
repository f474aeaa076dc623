"""Dropout: numbers switched off by chance while training, against learning by heart."""

from designer.layers.activation import INPLACE, Activation
from designer.layers.layer import layer
from designer.layers.needs import need_axes, need_float
from designer.layers.tensor import Tensor
from designer.settings import setting

FAMILY = "Dropout"


@layer(FAMILY)
class Dropout(Activation):
    """Makes each number 0 with a chance of p while training, and scales up the rest.

    Input and output: any shape. Source: torch.nn.Dropout.
    """

    p: float = setting(
        0.5,
        "Chance that a number becomes 0.",
        low=0,
        high=1,
        required=True,
        brief="p {}",
    )
    inplace: bool = setting(False, INPLACE)


@layer(FAMILY)
class Dropout2d(Activation):
    """Makes whole channels 0 with a chance of p while training, and scales up the rest.

    Input and output: C×H×W. Source: torch.nn.Dropout2d.
    """

    p: float = setting(
        0.5,
        "Chance that a channel becomes 0.",
        low=0,
        high=1,
        required=True,
        brief="p {}",
    )
    inplace: bool = setting(False, INPLACE)

    def output(self, x: Tensor) -> Tensor:
        instead = (Dropout(p=self.p),)
        need_axes(x, 3, "channels × height × width", instead=instead)
        need_float(x)
        return x

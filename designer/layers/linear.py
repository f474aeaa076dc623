"""Fully connected layers."""

from designer.errors import ShapeError
from designer.layers.layer import Layer, layer
from designer.layers.needs import need_float
from designer.layers.tensor import Tensor
from designer.settings import setting

FAMILY = "Linear"


@layer(FAMILY)
class Linear(Layer):
    """Weighs all features together, once for each output feature: x·Wᵀ + b.

    Input: features, or any axes before them. Output: the same with out_features in the
    last place. Source: torch.nn.Linear.
    """

    out_features: int = setting(
        128, "Number of outputs.", low=1, required=True, brief="{}"
    )
    bias: bool = setting(True, "Add a learned number to each output.")

    def output(self, x: Tensor) -> Tensor:
        need_float(x)
        if not x.shape:
            raise ShapeError("needs features and gets a single number.")
        return Tensor((*x.shape[:-1], self.out_features))

    def derived(self, x: Tensor) -> dict[str, int | tuple[int, ...]]:
        return {"in_features": x.shape[-1]}

    def parameters(self, x: Tensor) -> int:
        return (x.shape[-1] + self.bias) * self.out_features

    def macs(self, x: Tensor) -> int:
        return x.elements * self.out_features

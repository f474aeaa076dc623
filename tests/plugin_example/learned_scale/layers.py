"""The layer as Network Designer knows it. Declaring it imports no torch."""

from designer.errors import ShapeError
from designer.layers import Call, Layer, Tensor, layer
from designer.settings import setting


@layer("Scale", "gain gate residual LayerScale")
class LearnedScale(Layer):
    """Multiplies each channel by a number of its own, which is learned.

    Input and output: channels, and any axes after it. Before an addition it lets a
    branch begin small and grow.
    """

    initial: float = setting(0.1, "What each scale begins with.", brief="{}")

    @property
    def imports(self) -> tuple[str, ...]:
        return ("from learned_scale.modules import LearnedScale",)

    def output(self, x: Tensor) -> Tensor:
        if not x.shape or x.dtype != "float32":
            raise ShapeError(f"needs channels of float32 and gets {x}.")
        return x

    def make(self, x: Tensor) -> Call:
        return Call("LearnedScale", (f"{x.shape[0]}", *self.written()))

    def parameters(self, x: Tensor) -> int:
        return x.shape[0]

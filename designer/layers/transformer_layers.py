"""Single layers of Transformers: attention, then two Linear layers that see each step."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from designer.errors import ShapeError
from designer.layers.attending import CAUSAL, FAMILY, HEADS, Attending, Mask
from designer.layers.attention import MultiheadAttention
from designer.layers.keeping import Keeps
from designer.layers.layer import Layer, layer
from designer.layers.linear import Linear
from designer.layers.normalization import LayerNorm
from designer.layers.sight import Sights, everything
from designer.layers.tensor import Tensor
from designer.settings import setting

FEEDFORWARD = "Numbers that each step has between the two Linear layers."
DROPOUT = "Share of numbers dropped after each part while it trains."
ACTIVATION = "What stands between the two Linear layers."
EPS = "Added to the variance in each LayerNorm, so that it is never 0."
NORM_FIRST = "Normalize before each part, which steadies deep stacks, not after it."
BIAS = "Learn offsets in each Linear and each LayerNorm."

Bend = Literal["relu", "gelu"]
Part = tuple[Layer, tuple[Tensor, ...]]
"""A layer within another, and what it works on."""

ENCODER_MASKS = (
    Mask("src_mask", "src", "src", "src_key_padding_mask", "is_causal", is_soft=False),
    Mask("src_key_padding_mask", "src", is_soft=False),
)
DECODER_MASKS = (
    Mask("tgt_mask", "tgt", "tgt", "tgt_key_padding_mask", "tgt_is_causal"),
    Mask("memory_mask", "memory", "tgt", "memory_key_padding_mask"),
    Mask("tgt_key_padding_mask", "tgt"),
    Mask("memory_key_padding_mask", "memory"),
)


class Block(Attending):
    """The shape rule of everything made of such layers; its cost is that of its parts."""

    answering: ClassVar[str]
    """The port whose shape the output has."""

    nhead: int
    dim_feedforward: int
    dropout: float
    activation: Bend
    layer_norm_eps: float
    norm_first: bool
    bias: bool

    def output(self, *inputs: Tensor | None) -> Tensor:
        self.given(inputs)
        wired = dict(zip(self.sequences, self.wired(inputs), strict=True))
        answer = wired[self.answering]
        for port, x in wired.items():
            if x.shape[1] != answer.shape[1]:
                raise ShapeError(
                    f"needs as many features at {port} as at {self.answering}, and gets {x} "
                    f"and {answer}."
                )
        return answer

    def wired(self, inputs: tuple[Tensor | None, ...]) -> list[Tensor]:
        """What reaches the ports besides those of masks."""
        return [x for x in inputs[: len(self.sequences)] if x is not None]

    def derived(self, *inputs: Tensor | None) -> dict[str, int | tuple[int, ...]]:
        return {"d_model": self.wired(inputs)[0].shape[1]}

    def parameters(self, *inputs: Tensor | None) -> int:
        parts = self.parts(*self.wired(inputs))
        return sum(part.parameters(*tensors) for part, tensors in parts)

    def macs(self, *inputs: Tensor | None) -> int:
        parts = self.parts(*self.wired(inputs))
        return sum(part.macs(*tensors) for part, tensors in parts)

    def parts(self, *wired: Tensor) -> Iterator[Part]:
        """What it is made of."""
        raise NotImplementedError

    def encoding(self, src: Tensor) -> list[Part]:
        """What one layer of an encoder is made of."""
        return [self._attention(src, src), *self._linears(src), *self.norms(src, 2)]

    def decoding(self, tgt: Tensor, memory: Tensor) -> list[Part]:
        """What one layer of a decoder is made of."""
        attentions = [self._attention(tgt, tgt), self._attention(tgt, memory)]
        return [*attentions, *self._linears(tgt), *self.norms(tgt, 3)]

    def _attention_keeps(self, query: Tensor, key: Tensor, value: Tensor) -> int:
        """Bytes; without a dropout, torch forgets what each step looked at."""
        sequences = 3 * query.bytes + key.bytes + value.bytes
        if not self.dropout:
            return sequences
        looks = self.nhead * query.shape[0] * key.shape[0]
        return sequences + 2 * query.bytes + 3 * 4 * looks

    def norms(self, x: Tensor, many: int = 1) -> list[Part]:
        """So many normalizations."""
        return [(LayerNorm(eps=self.layer_norm_eps, bias=self.bias), (x,))] * many

    def single(self) -> dict[str, Any]:
        """The settings of each single layer."""
        return {name: getattr(self, name) for name in SINGLE}

    def _attention(self, query: Tensor, key: Tensor) -> Part:
        attention = MultiheadAttention(num_heads=self.nhead, bias=self.bias)
        return attention, (query, key, key)

    def _linears(self, x: Tensor) -> list[Part]:
        there = Linear(out_features=self.dim_feedforward, bias=self.bias)
        back = Linear(out_features=x.shape[1], bias=self.bias)
        return [(there, (x,)), (back, (there.output(x),))]

    def sights(self, *inputs: Tensor | None) -> Sights:
        return tuple(everything(x, 2) if x else None for x in inputs)

    def keeps(self, *inputs: Tensor | None) -> Keeps:
        more = 0
        for part, tensors in self.parts(*self.wired(inputs)):
            taken = tensors[0].bytes
            if isinstance(part, MultiheadAttention):
                more += self._attention_keeps(*tensors)
            elif isinstance(part, LayerNorm):  # after a dropout, which keeps its mask
                more += part.keeps(*tensors).more + taken * (2 if self.dropout else 1)
            elif tensors[0].shape[-1] == self.dim_feedforward:
                more += taken * (3 if self.dropout else 1 + (self.activation == "gelu"))
            else:
                more += taken
        return Keeps(more=more)


SINGLE = tuple(Block.__annotations__)[1:]
"""The settings that a single layer has, besides those of masks."""


@layer(FAMILY, "self attention look block BERT GPT ViT")
class TransformerEncoderLayer(Block):
    """Lets each step look at all steps, and then works on each by itself.

    Input: src, L×E; where src_key_padding_mask, L, or src_mask, L×L, is true, a step does
    not look. Output: L×E. Formula: y = norm(x + attention(x)), and then
    norm(y + W·activation(U·y + b) + c). One layer of BERT, or of GPT if is_causal is on.
    Source: torch.nn.TransformerEncoderLayer.
    """

    sequences = ("src",)
    masks = ENCODER_MASKS
    answering = "src"

    nhead: int = setting(8, HEADS, low=1, required=True, brief="{} heads")
    dim_feedforward: int = setting(2048, FEEDFORWARD, low=1, brief="ff {}")
    dropout: float = setting(0.1, DROPOUT, low=0, high=1, brief="drop {}")
    activation: Bend = setting("relu", ACTIVATION, brief="{}")
    layer_norm_eps: float = setting(1e-5, EPS, low=0)
    norm_first: bool = setting(False, NORM_FIRST)
    bias: bool = setting(True, BIAS)
    is_causal: bool = setting(False, CAUSAL, ours=True)

    def parts(self, *wired: Tensor) -> Iterator[Part]:
        yield from self.encoding(*wired)


@layer(FAMILY, "cross attention look block translation")
class TransformerDecoderLayer(Block):
    """Lets each step look at its own sequence, then at a memory, and works on each step.

    Inputs: tgt, L×E, the answer so far; memory, S×E, what an encoder made. Where
    tgt_key_padding_mask, L, tgt_mask, L×L, memory_key_padding_mask, S, or memory_mask,
    L×S, is true, a step does not look; numbers in them are added before the softmax.
    Output: L×E. Source: torch.nn.TransformerDecoderLayer.
    """

    sequences = ("tgt", "memory")
    masks = DECODER_MASKS
    answering = "tgt"

    nhead: int = setting(8, HEADS, low=1, required=True, brief="{} heads")
    dim_feedforward: int = setting(2048, FEEDFORWARD, low=1, brief="ff {}")
    dropout: float = setting(0.1, DROPOUT, low=0, high=1, brief="drop {}")
    activation: Bend = setting("relu", ACTIVATION, brief="{}")
    layer_norm_eps: float = setting(1e-5, EPS, low=0)
    norm_first: bool = setting(False, NORM_FIRST)
    bias: bool = setting(True, BIAS)
    tgt_is_causal: bool = setting(False, CAUSAL, ours=True)

    def parts(self, *wired: Tensor) -> Iterator[Part]:
        yield from self.decoding(*wired)

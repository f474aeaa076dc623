"""Transformers: several layers one on another, of an encoder, of a decoder, or of both."""

from collections.abc import Iterator
from typing import ClassVar

from designer.layers.attending import CAUSAL, FAMILY, HEADS
from designer.layers.layer import Call, layer
from designer.layers.tensor import Tensor
from designer.layers.transformer_layers import (
    ACTIVATION,
    BIAS,
    DECODER_MASKS,
    DROPOUT,
    ENCODER_MASKS,
    EPS,
    FEEDFORWARD,
    NORM_FIRST,
    Bend,
    Block,
    Part,
    TransformerDecoderLayer,
    TransformerEncoderLayer,
)
from designer.settings import setting

LAYERS = "How many layers it has."
FINAL_NORM = "Normalize once more at the end, as norm_first needs."


class Stack(Block):
    """The code and the cost of several layers one on another."""

    each: ClassVar[type[Block]]
    """The type of its layers."""

    num_layers: int
    final_norm: bool

    def derived(self, *inputs: Tensor | None) -> dict[str, int | tuple[int, ...]]:
        return {}  # what follows is an argument of its layers

    def make(self, *inputs: Tensor | None) -> Call:
        one = self.each(**self.single()).make(*inputs)
        norms = self.norms(self.wired(inputs)[0], self.final_norm)
        made = [f"norm={norm.make(*x)}" for norm, x in norms]
        arguments = [f"num_layers={self.num_layers}", *made]
        assert one is not None
        return Call(f"nn.{type(self).__name__}", (one, *arguments))

    def parts(self, *wired: Tensor) -> Iterator[Part]:
        for _ in range(self.num_layers):
            yield from self.each(**self.single()).parts(*wired)
        yield from self.norms(wired[0], self.final_norm)


@layer(FAMILY, "self attention look blocks stack BERT GPT ViT")
class TransformerEncoder(Stack):
    """Several TransformerEncoderLayers one on another, alike at first.

    Input: src, L×E; where src_key_padding_mask, L, or mask, L×L, is true, a step does not
    look. Output: L×E. torch begins all its layers with the same numbers; single ones in
    a row begin with different numbers. Source: torch.nn.TransformerEncoder.
    """

    sequences = ("src",)
    masks = (ENCODER_MASKS[0]._replace(port="mask"), ENCODER_MASKS[1])
    answering = "src"
    each = TransformerEncoderLayer

    num_layers: int = setting(6, LAYERS, low=1, required=True, brief="{} layers")
    nhead: int = setting(8, HEADS, low=1, brief="{} heads", ours=True)
    dim_feedforward: int = setting(2048, FEEDFORWARD, low=1, brief="ff {}", ours=True)
    dropout: float = setting(0.1, DROPOUT, low=0, high=1, brief="drop {}", ours=True)
    activation: Bend = setting("relu", ACTIVATION, brief="{}", ours=True)
    layer_norm_eps: float = setting(1e-5, EPS, low=0, ours=True)
    norm_first: bool = setting(False, NORM_FIRST, ours=True)
    bias: bool = setting(True, BIAS, ours=True)
    final_norm: bool = setting(False, FINAL_NORM, ours=True)
    is_causal: bool = setting(False, CAUSAL, ours=True)

    def make(self, *inputs: Tensor | None) -> Call:
        call = super().make(*inputs)
        if not warns_of_nesting(self, *inputs[2:]):
            return call
        return Call(call.function, (*call.arguments, "enable_nested_tensor=False"))


@layer(FAMILY, "cross attention look blocks stack translation")
class TransformerDecoder(Stack):
    """Several TransformerDecoderLayers one on another, alike at first.

    Inputs: tgt, L×E, the answer so far; memory, S×E, what an encoder made. Where
    tgt_key_padding_mask, L, tgt_mask, L×L, memory_key_padding_mask, S, or memory_mask,
    L×S, is true, a step does not look; numbers in them are added before the softmax.
    Output: L×E. torch begins all its layers with the same numbers; single ones in a row
    begin with different numbers. Source: torch.nn.TransformerDecoder.
    """

    sequences = ("tgt", "memory")
    masks = DECODER_MASKS
    answering = "tgt"
    each = TransformerDecoderLayer

    num_layers: int = setting(6, LAYERS, low=1, required=True, brief="{} layers")
    nhead: int = setting(8, HEADS, low=1, brief="{} heads", ours=True)
    dim_feedforward: int = setting(2048, FEEDFORWARD, low=1, brief="ff {}", ours=True)
    dropout: float = setting(0.1, DROPOUT, low=0, high=1, brief="drop {}", ours=True)
    activation: Bend = setting("relu", ACTIVATION, brief="{}", ours=True)
    layer_norm_eps: float = setting(1e-5, EPS, low=0, ours=True)
    norm_first: bool = setting(False, NORM_FIRST, ours=True)
    bias: bool = setting(True, BIAS, ours=True)
    final_norm: bool = setting(False, FINAL_NORM, ours=True)
    tgt_is_causal: bool = setting(False, CAUSAL, ours=True)


@layer(FAMILY, "attention encoder decoder translation sequence")
class Transformer(Block):
    """Reads one sequence with an encoder, and answers another with a decoder.

    Inputs: src, S×E, what is read; tgt, L×E, the answer so far. Where a mask of padding,
    S or L, or src_mask, S×S, tgt_mask, L×L, or memory_mask, L×S, is true, a step does not
    look. Output: L×E. Each half ends with a LayerNorm. Source: torch.nn.Transformer.
    """

    sequences = ("src", "tgt")
    masks = (
        ENCODER_MASKS[0]._replace(causal="src_is_causal"),
        DECODER_MASKS[0],
        DECODER_MASKS[1]._replace(keys="src"),
        ENCODER_MASKS[1],
        DECODER_MASKS[2],
        DECODER_MASKS[3]._replace(keys="src"),
    )
    answering = "tgt"

    nhead: int = setting(8, HEADS, low=1, brief="{} heads")
    num_encoder_layers: int = setting(
        6, "How many layers read.", low=1, brief="{} read"
    )
    num_decoder_layers: int = setting(
        6, "How many layers answer.", low=1, brief="{} answer"
    )
    dim_feedforward: int = setting(2048, FEEDFORWARD, low=1, brief="ff {}")
    dropout: float = setting(0.1, DROPOUT, low=0, high=1, brief="drop {}")
    activation: Bend = setting("relu", ACTIVATION, brief="{}")
    layer_norm_eps: float = setting(1e-5, EPS, low=0)
    norm_first: bool = setting(False, NORM_FIRST)
    bias: bool = setting(True, BIAS)
    src_is_causal: bool = setting(False, CAUSAL, ours=True)
    tgt_is_causal: bool = setting(False, CAUSAL, ours=True)

    def make(self, *inputs: Tensor | None) -> Call:
        call = super().make(*inputs)
        assert call is not None
        padding = inputs[5] if inputs[5:] else None
        if not warns_of_nesting(self, padding):
            return call
        encoder = self._encoder().make(inputs[0], None, padding)
        arguments = [
            each
            for each in call.arguments
            if not str(each).startswith("num_encoder_layers")
        ]
        encoder = Call(f"custom_encoder={encoder.function}", encoder.arguments)
        return Call(call.function, (*arguments[:-1], encoder, arguments[-1]))

    def parts(self, *wired: Tensor) -> Iterator[Part]:
        src, tgt = wired
        yield from self._encoder().parts(src)
        yield from self._decoder().parts(tgt, src)

    def _encoder(self) -> TransformerEncoder:
        many = self.num_encoder_layers
        return TransformerEncoder(num_layers=many, final_norm=True, **self.single())

    def _decoder(self) -> TransformerDecoder:
        many = self.num_decoder_layers
        return TransformerDecoder(num_layers=many, final_norm=True, **self.single())


def warns_of_nesting(block: Block, padding: Tensor | None = None) -> bool:
    """Whether torch would warn of nested tensors unless it is told not to make any.

    It warns if it cannot, and with a mask of padding once it does.
    """
    cannot = block.norm_first or block.nhead % 2 == 1 or not block.bias
    return cannot or padding is not None

"""Transformers and their layers."""

from designer.layers import Tensor
from tests.layers.case import Cases
from tests.layers.cases.attention import BATCH_FIRST, CALL, TAKES, attended
from tests.layers.oracle import counted_on_meta

LAYERS = ("TransformerEncoderLayer", "TransformerDecoderLayer")
STACKS = ("TransformerEncoder", "TransformerDecoder")
ALL = (*LAYERS, *STACKS, "Transformer")

SINGLE = "an argument of its layers"
OF_LAYERS = (
    "nhead",
    "dim_feedforward",
    "dropout",
    "activation",
    "layer_norm_eps",
    "norm_first",
    "bias",
)
X = Tensor((5, 16))

CASES = Cases(
    inputs=dict.fromkeys(ALL, attended),
    example={
        "TransformerEncoderLayer": (X, None, None),
        "TransformerEncoder": (X, None, None),
        "TransformerDecoderLayer": (X, X, None, None, None, None),
        "TransformerDecoder": (X, X, None, None, None, None),
        "Transformer": (X, X, None, None, None, None, None, None),
    },
    takes=dict.fromkeys(ALL, TAKES),
    left_out={
        **dict.fromkeys([(name, "batch_first") for name in ALL], BATCH_FIRST),
        ("TransformerEncoder", "encoder_layer"): "made from the settings of a layer",
        ("TransformerDecoder", "decoder_layer"): "made from the settings of a layer",
        **dict.fromkeys([(name, "norm") for name in STACKS], "made by final_norm"),
        ("TransformerEncoder", "enable_nested_tensor"): "off wherever torch would warn",
        ("TransformerEncoder", "mask_check"): "for nested tensors only",
        ("Transformer", "custom_encoder"): "a layer that is wired instead",
        ("Transformer", "custom_decoder"): "a layer that is wired instead",
    },
    ours={
        **dict.fromkeys([(n, key) for n in STACKS for key in OF_LAYERS], SINGLE),
        **dict.fromkeys(
            [(n, "final_norm") for n in STACKS], "whether it has torch's norm"
        ),
        ("TransformerEncoderLayer", "is_causal"): CALL,
        ("TransformerEncoder", "is_causal"): CALL,
        ("TransformerDecoderLayer", "tgt_is_causal"): CALL,
        ("TransformerDecoder", "tgt_is_causal"): CALL,
        ("Transformer", "src_is_causal"): CALL,
        ("Transformer", "tgt_is_causal"): CALL,
    },
    macs=dict.fromkeys(ALL, counted_on_meta),
)

"""The vocabulary: every layer type, declared once, by family.

Each is found here by its name, `layers.Conv2d`, and in `CATALOGUE` in the order in
which a palette shows them.
"""

from designer.layers.layer import (
    CATALOGUE as CATALOGUE,
    Call as Call,
    Layer as Layer,
    Port as Port,
    help_line as help_line,
    layer as layer,
    layer_type as layer_type,
)
from designer.layers.tensor import Tensor as Tensor
from designer.layers.network import Annotation as Annotation, Frame as Frame
from designer.layers.network import Input as Input, Output as Output, Note as Note
from designer.layers.convolution import (
    Conv1d as Conv1d,
    Conv2d as Conv2d,
    Conv3d as Conv3d,
)
from designer.layers.transposed_convolution import (
    ConvTranspose1d as ConvTranspose1d,
    ConvTranspose2d as ConvTranspose2d,
    ConvTranspose3d as ConvTranspose3d,
)
from designer.layers.pooling import (
    MaxPool1d as MaxPool1d,
    MaxPool2d as MaxPool2d,
    MaxPool3d as MaxPool3d,
    AvgPool1d as AvgPool1d,
    AvgPool2d as AvgPool2d,
    AvgPool3d as AvgPool3d,
    LPPool1d as LPPool1d,
    LPPool2d as LPPool2d,
    LPPool3d as LPPool3d,
)
from designer.layers.adaptive_pooling import (
    AdaptiveAvgPool1d as AdaptiveAvgPool1d,
    AdaptiveAvgPool2d as AdaptiveAvgPool2d,
    AdaptiveAvgPool3d as AdaptiveAvgPool3d,
    AdaptiveMaxPool1d as AdaptiveMaxPool1d,
    AdaptiveMaxPool2d as AdaptiveMaxPool2d,
    AdaptiveMaxPool3d as AdaptiveMaxPool3d,
    FractionalMaxPool2d as FractionalMaxPool2d,
    FractionalMaxPool3d as FractionalMaxPool3d,
)
from designer.layers.unpooling import (
    MaxUnpool1d as MaxUnpool1d,
    MaxUnpool2d as MaxUnpool2d,
    MaxUnpool3d as MaxUnpool3d,
)
from designer.layers.padding import (
    ZeroPad1d as ZeroPad1d,
    ZeroPad2d as ZeroPad2d,
    ZeroPad3d as ZeroPad3d,
    ConstantPad1d as ConstantPad1d,
    ConstantPad2d as ConstantPad2d,
    ConstantPad3d as ConstantPad3d,
    ReflectionPad1d as ReflectionPad1d,
    ReflectionPad2d as ReflectionPad2d,
    ReflectionPad3d as ReflectionPad3d,
    ReplicationPad1d as ReplicationPad1d,
    ReplicationPad2d as ReplicationPad2d,
    ReplicationPad3d as ReplicationPad3d,
    CircularPad1d as CircularPad1d,
    CircularPad2d as CircularPad2d,
    CircularPad3d as CircularPad3d,
)
from designer.layers.activation import (
    ReLU as ReLU,
    LeakyReLU as LeakyReLU,
    ELU as ELU,
    GELU as GELU,
    SiLU as SiLU,
    Sigmoid as Sigmoid,
    Tanh as Tanh,
    ReLU6 as ReLU6,
    PReLU as PReLU,
    RReLU as RReLU,
    SELU as SELU,
    CELU as CELU,
    Mish as Mish,
    Softplus as Softplus,
    Softsign as Softsign,
    LogSigmoid as LogSigmoid,
    Hardsigmoid as Hardsigmoid,
    Hardswish as Hardswish,
    Hardtanh as Hardtanh,
    Hardshrink as Hardshrink,
    Softshrink as Softshrink,
    Tanhshrink as Tanhshrink,
    Threshold as Threshold,
)
from designer.layers.axis_activation import (
    Softmax as Softmax,
    LogSoftmax as LogSoftmax,
    Softmin as Softmin,
    Softmax2d as Softmax2d,
    GLU as GLU,
)
from designer.layers.normalization import (
    BatchNorm1d as BatchNorm1d,
    BatchNorm2d as BatchNorm2d,
    BatchNorm3d as BatchNorm3d,
    InstanceNorm1d as InstanceNorm1d,
    InstanceNorm2d as InstanceNorm2d,
    InstanceNorm3d as InstanceNorm3d,
    LayerNorm as LayerNorm,
    GroupNorm as GroupNorm,
    RMSNorm as RMSNorm,
    LocalResponseNorm as LocalResponseNorm,
)
from designer.layers.dropout import (
    Dropout as Dropout,
    Dropout1d as Dropout1d,
    Dropout2d as Dropout2d,
    Dropout3d as Dropout3d,
    AlphaDropout as AlphaDropout,
    FeatureAlphaDropout as FeatureAlphaDropout,
)
from designer.layers.linear import (
    Linear as Linear,
    Bilinear as Bilinear,
    Identity as Identity,
)

from designer.layers.recurrent import RNN as RNN, LSTM as LSTM, GRU as GRU
from designer.layers.recurrent_cells import (
    RNNCell as RNNCell,
    LSTMCell as LSTMCell,
    GRUCell as GRUCell,
)

from designer.layers.attention import (
    MultiheadAttention as MultiheadAttention,
    ScaledDotProductAttention as ScaledDotProductAttention,
)
from designer.layers.transformer_layers import (
    TransformerEncoderLayer as TransformerEncoderLayer,
    TransformerDecoderLayer as TransformerDecoderLayer,
)
from designer.layers.transformer import (
    TransformerEncoder as TransformerEncoder,
    TransformerDecoder as TransformerDecoder,
    Transformer as Transformer,
)

from designer.layers.embedding import (
    Embedding as Embedding,
    EmbeddingBag as EmbeddingBag,
)
from designer.layers.positional_encoding import (
    PositionalEncoding as PositionalEncoding,
    LearnedPositionalEncoding as LearnedPositionalEncoding,
    RotaryEncoding as RotaryEncoding,
)

from designer.layers.distance import (
    CosineSimilarity as CosineSimilarity,
    PairwiseDistance as PairwiseDistance,
)

from designer.layers.upsampling import (
    Upsample as Upsample,
    Interpolate as Interpolate,
    UpsamplingNearest2d as UpsamplingNearest2d,
    UpsamplingBilinear2d as UpsamplingBilinear2d,
    PixelShuffle as PixelShuffle,
    PixelUnshuffle as PixelUnshuffle,
)
from designer.layers.reshape import (
    Flatten as Flatten,
    Unflatten as Unflatten,
    Unfold as Unfold,
    Fold as Fold,
    ChannelShuffle as ChannelShuffle,
)
from designer.layers.axes import (
    Reshape as Reshape,
    Squeeze as Squeeze,
    Unsqueeze as Unsqueeze,
    Permute as Permute,
    Transpose as Transpose,
    MoveAxis as MoveAxis,
    Roll as Roll,
    Flip as Flip,
)
from designer.layers.sizes import (
    Expand as Expand,
    Repeat as Repeat,
    Pad as Pad,
    Crop as Crop,
)
from designer.layers.picking import (
    Split as Split,
    Chunk as Chunk,
    Slice as Slice,
    Select as Select,
    Index as Index,
    Gather as Gather,
)
from designer.layers.merge import (
    Add as Add,
    Subtract as Subtract,
    Multiply as Multiply,
    Divide as Divide,
    Average as Average,
    Maximum as Maximum,
    Minimum as Minimum,
    LogicalAnd as LogicalAnd,
    LogicalOr as LogicalOr,
    Concat as Concat,
    Stack as Stack,
)
from designer.layers.products import (
    Matmul as Matmul,
    Einsum as Einsum,
)
from designer.layers.choosing import Where as Where, MaskedFill as MaskedFill

from designer.layers.arithmetic import (
    Scale as Scale,
    Abs as Abs,
    Neg as Neg,
    Sign as Sign,
    Exp as Exp,
    Log as Log,
    Sqrt as Sqrt,
    Sin as Sin,
    Cos as Cos,
    Reciprocal as Reciprocal,
    Power as Power,
    Clamp as Clamp,
    Normalize as Normalize,
    Compare as Compare,
    LogicalNot as LogicalNot,
    Cast as Cast,
    Detach as Detach,
)

from designer.layers.reduction import (
    Mean as Mean,
    Sum as Sum,
    Max as Max,
    Min as Min,
    Norm as Norm,
    Std as Std,
    Var as Var,
    Prod as Prod,
    LogSumExp as LogSumExp,
    ArgMax as ArgMax,
    ArgMin as ArgMin,
)
from designer.layers.ranking import (
    TopK as TopK,
    Sort as Sort,
    CumSum as CumSum,
    CumProd as CumProd,
)

from designer.layers.constant import (
    LearnedConstant as LearnedConstant,
    Constant as Constant,
)

from designer.layers.ready_made import (
    SqueezeExcitation as SqueezeExcitation,
    GlobalAvgPool as GlobalAvgPool,
    GlobalMaxPool as GlobalMaxPool,
    DepthwiseSeparableConv2d as DepthwiseSeparableConv2d,
    PatchEmbedding as PatchEmbedding,
    DropPath as DropPath,
    LayerScale as LayerScale,
)

from designer.layers.code import Code as Code

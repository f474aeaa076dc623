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
from designer.layers.network import Input as Input, Output as Output, Note as Note
from designer.layers.convolution import (
    Conv1d as Conv1d,
    Conv2d as Conv2d,
    Conv3d as Conv3d,
    ConvTranspose2d as ConvTranspose2d,
)
from designer.layers.pooling import (
    MaxPool2d as MaxPool2d,
    AvgPool2d as AvgPool2d,
    AdaptiveAvgPool2d as AdaptiveAvgPool2d,
    AdaptiveMaxPool2d as AdaptiveMaxPool2d,
)
from designer.layers.activation import (
    ReLU as ReLU,
    LeakyReLU as LeakyReLU,
    ELU as ELU,
    GELU as GELU,
    SiLU as SiLU,
    Sigmoid as Sigmoid,
    Tanh as Tanh,
    Softmax as Softmax,
    LogSoftmax as LogSoftmax,
)
from designer.layers.normalization import (
    BatchNorm1d as BatchNorm1d,
    BatchNorm2d as BatchNorm2d,
    LayerNorm as LayerNorm,
    GroupNorm as GroupNorm,
)
from designer.layers.dropout import Dropout as Dropout, Dropout2d as Dropout2d
from designer.layers.linear import Linear as Linear
from designer.layers.reshape import (
    Flatten as Flatten,
    Reshape as Reshape,
    Permute as Permute,
    Upsample as Upsample,
)
from designer.layers.merge import Add as Add, Multiply as Multiply, Concat as Concat

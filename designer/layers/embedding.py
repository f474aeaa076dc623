"""Embeddings: a learned row of numbers for each word, item or other index."""

from typing import Literal

from designer.errors import ShapeError
from designer.layers.layer import Call, Layer, Port, layer, layer_type
from designer.layers.needs import need_dtype, need_float
from designer.layers.sight import Sights, everything, moved
from designer.layers.tensor import Tensor
from designer.settings import setting

FAMILY = "Embedding"

ROWS = "Number of rows: indices run from 0 to one less."
ROW = "Numbers in each row."
PADDING = "An index whose row stays 0, for places that hold nothing; −1 is the last."
MAX_NORM = "Rows longer than this are shortened to it when looked up; none leaves them."
NORM_TYPE = "How max_norm measures length: 2 is the usual length, 1 the sum."
BY_FREQUENCY = "Divide what a row learns by how often the batch looks it up."
SPARSE = "Gradients of the looked-up rows only. Few optimizers take them, as SGD does."


class Lookup(Layer):
    """The rule and the cost of a table of learned rows that is looked up by index."""

    num_embeddings: int
    embedding_dim: int
    padding_idx: int | None
    scale_grad_by_freq: bool
    sparse: bool

    def check(self, x: Tensor) -> None:
        """Raises ShapeError unless `x` holds indices and the settings go together."""
        need_dtype(x, "int64")
        rows, padding = self.num_embeddings, self.padding_idx
        if padding is not None and not -rows <= padding < rows:
            raise ShapeError(
                f"has {rows} rows and padding_idx {padding}, which is none of them.",
                changes=({"padding_idx": 0}, {"padding_idx": None}),
            )
        if self.scale_grad_by_freq and self.sparse:
            raise ShapeError(
                "cannot scale sparse gradients by how often a row is looked up.",
                changes=({"sparse": False}, {"scale_grad_by_freq": False}),
            )

    def parameters(self, *inputs: Tensor) -> int:
        return self.num_embeddings * self.embedding_dim


@layer(
    FAMILY,
    "words tokens vocabulary text language categories one-hot lookup table vector",
)
class Embedding(Lookup):
    """Looks up a learned row of numbers for each index, as a vector for each word.

    Input: int64 indices of any shape. Output: the same and embedding_dim as the last
    axis. Source: torch.nn.Embedding.
    """

    num_embeddings: int = setting(1000, ROWS, low=1, required=True, brief="{}")
    embedding_dim: int = setting(64, ROW, low=1, required=True, brief="{}")
    padding_idx: int | None = setting(None, PADDING)
    max_norm: float | None = setting(None, MAX_NORM, low=0)
    norm_type: float = setting(2.0, NORM_TYPE, low=0)
    scale_grad_by_freq: bool = setting(False, BY_FREQUENCY)
    sparse: bool = setting(False, SPARSE)

    def output(self, x: Tensor) -> Tensor:
        self.check(x)
        return Tensor((*x.shape, self.embedding_dim))

    def sights(self, x: Tensor) -> Sights:
        return (moved(x, [*range(len(x.shape)), None]),)


@layer(FAMILY, "bag of words tokens vocabulary text categories sum mean lookup table")
class EmbeddingBag(Lookup):
    """Looks up a learned row for each index and puts them together as one vector.

    Input: L indices of int64; and with mode sum, if you like, per_sample_weights, L
    numbers that the rows are multiplied by. Output: embedding_dim. Formula: the sum,
    the mean or the largest of the rows, place by place. Source: torch.nn.EmbeddingBag.
    """

    num_embeddings: int = setting(1000, ROWS, low=1, required=True, brief="{}")
    embedding_dim: int = setting(64, ROW, low=1, required=True, brief="{}")
    max_norm: float | None = setting(None, MAX_NORM, low=0)
    norm_type: float = setting(2.0, NORM_TYPE, low=0)
    scale_grad_by_freq: bool = setting(False, BY_FREQUENCY)
    mode: Literal["sum", "mean", "max"] = setting(
        "mean", "How the rows become one.", brief="{}"
    )
    sparse: bool = setting(False, SPARSE)
    padding_idx: int | None = setting(
        None, "An index that counts for nothing; −1 is the last."
    )

    @property
    def inputs(self) -> tuple[Port, ...]:
        weights = (Port("per_sample_weights", optional=True),)
        return (Port("input"), *(weights if self.mode == "sum" else ()))

    def output(self, x: Tensor, weights: Tensor | None = None) -> Tensor:
        self.check(x)
        if len(x.shape) != 1:
            lookup = Embedding(
                num_embeddings=self.num_embeddings, embedding_dim=self.embedding_dim
            )
            raise ShapeError(
                f"needs indices in one row and gets {x}.",
                instead=(lookup,),
                before=(layer_type("Flatten")(),),
            )
        if self.mode == "max" and (self.sparse or self.scale_grad_by_freq):
            raise ShapeError(
                "takes the largest number of the rows, which goes neither with sparse "
                "nor with scale_grad_by_freq.",
                changes=({"sparse": False, "scale_grad_by_freq": False},),
            )
        if weights is not None:
            need_float(weights)
            if weights.shape != x.shape:
                raise ShapeError(
                    f"needs a weight for each index and gets {x} indices and {weights} weights."
                )
        return Tensor((self.embedding_dim,))

    def call(self, module: str, x: str, weights: str = "None") -> Call:
        more = () if weights == "None" else (f"per_sample_weights={weights}",)
        return Call(module, (x, *more))

    def sights(self, *inputs: Tensor | None) -> Sights:
        return tuple(everything(x, 1) if x else None for x in inputs)

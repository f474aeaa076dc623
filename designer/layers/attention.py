"""Attention: each step looks at the steps of a sequence and takes what it needs of them."""

from designer.errors import ShapeError
from designer.layers.attending import (
    CAUSAL,
    FAMILY,
    HEADS,
    Attending,
    Mask,
    need_mask_dtype,
)
from designer.layers.keeping import Keeps
from designer.layers.layer import Call, Layer, Port, layer
from designer.layers.needs import need_float
from designer.layers.sequence import need_tensor
from designer.layers.sight import Sights, everything, pointwise
from designer.layers.tensor import Tensor
from designer.settings import setting

DROPOUT = "Share of the looks that is dropped while it trains."
THREE = ("query", "key", "value")


@layer(FAMILY, "mha look query key value heads self cross MultiHeadAttention")
class MultiheadAttention(Attending):
    """Lets each step of a query look at the steps of a key, and sum up their values.

    Inputs: query, L×E; key, S×K; value, S×V; for self-attention one sequence at all three.
    Where key_padding_mask, S, is true, or attn_mask, L×S, it does not look; numbers in
    a mask are added before the softmax. Output: L×E; and weights, how much each step
    looked at each, L×S or num_heads×L×S, if need_weights is on. Formula: each head gives
    softmax(q·kᵀ / √(E / num_heads))·v of learned q, k and v, and a Linear joins them.
    Source: torch.nn.MultiheadAttention.
    """

    sequences = THREE
    masks = (
        Mask("key_padding_mask", "key"),
        Mask("attn_mask", "key", "query", "key_padding_mask", "is_causal"),
    )
    heads = "num_heads"

    num_heads: int = setting(8, HEADS, low=1, required=True, brief="{} heads")
    dropout: float = setting(0.0, DROPOUT, low=0, high=1, brief="drop {}")
    bias: bool = setting(True, "Add learned numbers before and after the heads.")
    add_bias_kv: bool = setting(False, "Add a learned step to those looked at.")
    add_zero_attn: bool = setting(False, "Add a step of zeros to those looked at.")
    need_weights: bool = setting(
        False, "Give the weights too, in a second output.", ours=True
    )
    average_attn_weights: bool = setting(
        True, "Give the mean of all heads' weights; off gives each.", ours=True
    )
    is_causal: bool = setting(False, CAUSAL, ours=True)

    @property
    def outputs(self) -> tuple[Port, ...]:
        return (Port("output"), *[Port("weights")] * self.need_weights)

    def output(self, *inputs: Tensor | None) -> tuple[Tensor, ...]:
        self.given(inputs)
        query, key, value = _three(*inputs)
        if key.shape[0] != value.shape[0]:
            raise ShapeError(
                f"needs as many steps at key as at value, and gets {key} and {value}."
            )
        looks = (query.shape[0], key.shape[0] + self._added)
        heads = () if self.average_attn_weights else (self.num_heads,)
        return (query, *[Tensor((*heads, *looks))] * self.need_weights)

    def derived(self, *inputs: Tensor | None) -> dict[str, int | tuple[int, ...]]:
        query, key, value = _three(*inputs)
        return {
            "embed_dim": query.shape[1],
            "kdim": key.shape[1],
            "vdim": value.shape[1],
        }

    def make(self, *inputs: Tensor | None) -> Call:
        follows = self.derived(*inputs)
        features = follows.pop("embed_dim")
        others = [
            f"{name}={size}" for name, size in follows.items() if size != features
        ]
        heads, *rest = self.written()
        return Call("nn.MultiheadAttention", (repr(features), heads, *others, *rest))

    def choices(self) -> tuple[str, ...]:
        if not self.need_weights:
            return ("need_weights=False",)
        return () if self.average_attn_weights else ("average_attn_weights=False",)

    def assign(self, *names: str) -> str:
        return ", ".join(names if self.need_weights else (*names, "_"))

    def parameters(self, *inputs: Tensor | None) -> int:
        query, key, value = _three(*inputs)
        features = query.shape[1]
        weights = features * (2 * features + key.shape[1] + value.shape[1])
        return weights + features * (4 * self.bias + 2 * self.add_bias_kv)

    def macs(self, *inputs: Tensor | None) -> int:
        query, key, value = _three(*inputs)
        features = query.shape[1]
        projected = 2 * query.elements + key.elements + value.elements
        looks = 2 * query.shape[0] * (key.shape[0] + self._added)
        return features * (projected + looks)

    @property
    def _added(self) -> int:
        """How many steps are looked at besides those of the key."""
        return self.add_bias_kv + self.add_zero_attn

    def _looking_back(self, mask: Mask, given: dict[str, str]) -> list[str | Call]:
        """Without the hint where steps are added, for by it torch would skip these."""
        written = super()._looking_back(mask, given)
        return written[:1] if self._added else written

    def sights(self, *inputs: Tensor | None) -> Sights:
        x, *others = inputs
        assert x is not None
        rest = (
            everything(y, 2)._replace(along=((), ())) if y else None for y in others
        )
        return (pointwise(x, [1]), *rest)

    def keeps(self, *inputs: Tensor | None) -> Keeps:
        query, key, value = _three(*inputs)
        looks = self.num_heads * query.shape[0] * (key.shape[0] + self._added)
        sequences = 3 * query.bytes + key.bytes + value.bytes
        if not (self.need_weights or self.dropout):  # torch forgets who looked at what
            return Keeps(more=sequences)
        sequences += query.bytes
        return Keeps(more=sequences + 4 * looks * (3 if self.dropout else 1))


@layer(FAMILY, "look query key value heads self cross Attention GroupQueryAttention")
class ScaledDotProductAttention(Layer):
    """Sums up values by how well their keys fit a query; nothing in it is learned.

    Inputs: query, L×E; key, S×E; value, S×V; each with the same axes before these, such
    as heads. An attn_mask of those axes and L×S is true where a query may look, or holds
    numbers to add: a true here means the reverse of one at MultiheadAttention.
    Output: L×V, with the axes before. Formula: softmax(query·keyᵀ·scale)·value, where
    scale is 1 / √E unless it is set. Source: torch.nn.functional.scaled_dot_product_attention.
    """

    dropout_p: float = setting(0.0, DROPOUT, low=0, high=1, brief="drop {}")
    is_causal: bool = setting(False, CAUSAL)
    scale: float | None = setting(None, "Factor of the fit; none takes 1 / √E.")
    enable_gqa: bool = setting(False, "Let several heads of the query share one key.")

    @property
    def inputs(self) -> tuple[Port, ...]:
        return (*map(Port, THREE), Port("attn_mask", optional=True))

    def output(self, *inputs: Tensor | None) -> Tensor:
        query, key, value = _three(*inputs)
        for port, x in zip(THREE, (query, key, value), strict=True):
            if len(x.shape) < 2:
                raise ShapeError(f"needs steps × features at {port} and gets {x}.")
            need_float(x)
        self._check_fit(query, key, value)
        self._check_mask(query, key, *inputs[3:])
        return Tensor((*query.shape[:-1], value.shape[-1]))

    def make(self, *inputs: Tensor | None) -> None:
        return None

    def call(self, module: str, *arguments: str) -> Call:
        written = list(arguments[:3])
        if arguments[3:] not in ((), ("None",)):
            written.append(f"attn_mask={arguments[3]}")
        if self.dropout_p:
            written.append(f"dropout_p={self.dropout_p} if self.training else 0.0")
        written += [each for each in self.written() if not each.startswith("dropout_p")]
        return Call("nn.functional.scaled_dot_product_attention", tuple(written))

    def macs(self, *inputs: Tensor | None) -> int:
        query, _, value = _three(*inputs)
        looks = query.elements // query.shape[-1] * value.shape[-2]
        return looks * (query.shape[-1] + value.shape[-1])

    def _check_fit(self, query: Tensor, key: Tensor, value: Tensor) -> None:
        if key.shape[-1] != query.shape[-1]:
            raise ShapeError(
                f"needs as many features at key as at query, and gets {key} and {query}."
            )
        if key.shape[:-1] != value.shape[:-1]:
            raise ShapeError(
                f"needs a value for each step of key, and gets {value} for {key}."
            )
        if not self._share(query.shape[:-2], key.shape[:-2]):
            raise ShapeError(
                f"needs the same axes before the steps at query and key, and gets {query} "
                f"and {key}.",
                changes=({"enable_gqa": True},),
            )

    def _share(self, queries: tuple[int, ...], keys: tuple[int, ...]) -> bool:
        """Whether heads are the same, or each of the keys' stands for several."""
        if queries == keys:
            return True
        is_alike = len(queries) == len(keys) and queries[:-1] == keys[:-1]
        return self.enable_gqa and is_alike and queries[-1] % keys[-1] == 0

    def _check_mask(
        self, query: Tensor, key: Tensor, mask: Tensor | None = None
    ) -> None:
        looks = (query.shape[-2], key.shape[-2])
        off = ({"is_causal": False},)
        if self.is_causal and mask is not None:
            raise ShapeError(
                "makes a mask by itself, for is_causal is on, and gets one at attn_mask.",
                changes=off,
            )
        if self.is_causal and looks[0] != looks[1]:
            raise ShapeError(
                f"needs as many steps at query as at key, for is_causal is on, and gets "
                f"{query} and {key}.",
                changes=off,
            )
        if mask is not None:
            need_mask_dtype("attn_mask", mask)
            wanted = Tensor((*query.shape[:-2], *looks), mask.dtype)
            need_tensor("attn_mask", mask, wanted, "what each step may look at")

    def keeps(self, *inputs: Tensor | None) -> Keeps:
        query, key, _ = _three(*inputs)
        looks = query.elements // query.shape[-1] * key.shape[-2]
        return Keeps((2,), more=query.bytes + key.bytes + 4 * looks)


def _three(*inputs: Tensor | None) -> tuple[Tensor, Tensor, Tensor]:
    """The query, the key and the value, which are always wired."""
    query, key, value = inputs[:3]
    assert query is not None and key is not None and value is not None
    return query, key, value

"""What a layer says that it sees is what torch's gradient reaches, and no more.

Each layer of the catalogue is drawn with settings and inputs. From a few numbers of its
output the gradient goes back to its inputs; where it is not 0 is what was seen.
"""

from collections.abc import Sequence

import pytest
import torch
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from designer.errors import ShapeError
from designer.layers import CATALOGUE, Tensor
from designer.layers.sight import HERE, WHOLE, Reach, Sight, resized, window
from tests.layers import oracle
from tests.layers.case import CASES
from tests.layers.oracle import WITHOUT_RULE, layers, ours, usual

BATCH = 2
DRAWS = 4
AS_TRAINED = {"BatchNorm1d", "BatchNorm2d", "BatchNorm3d"}
"""While these learn they look at the whole batch; what they see is told as it is then."""
NAMES = sorted(set(CATALOGUE) - WITHOUT_RULE - AS_TRAINED)

EXACT = {
    *(f"{name}{axes}d" for name in ("Conv", "AvgPool") for axes in (1, 2, 3)),
    *("ConvTranspose1d", "ConvTranspose2d", "Upsample", "UpsamplingNearest2d"),
    *("Linear", "GlobalAvgPool", "Add", "AdaptiveAvgPool2d"),
}
"""The layers that see all that they say, and not only a part of it, as a maximum does."""


def lively(tensor: Tensor, batch: int) -> torch.Tensor:
    """Numbers none of which is like another, so that every way back is open."""
    made = oracle_filled(tensor, batch)
    if made.dtype != torch.float32:
        return made
    return (torch.rand(made.shape) + 0.5).requires_grad_() * 1.0


oracle_filled = oracle.filled


def seen(made: torch.Tensor, place: Sequence[int], x: torch.Tensor) -> torch.Tensor:
    """Where the first sample of an input is seen from a place of the output."""
    (found,) = torch.autograd.grad(
        made[(0, *place)], x, retain_graph=True, allow_unused=True
    )
    return torch.zeros(x.shape[1:]) if found is None else found[0]


def bounds(
    sight: Sight, x: Tensor, place: Sequence[int]
) -> list[tuple[int, int] | None]:
    """The first and last place seen along each axis; None where no place is told."""
    found: list[tuple[int, int] | None] = []
    for axis, size in enumerate(x.shape):
        reach = sight.reaches[axis]
        places = [i for i, axes in enumerate(sight.along) if axes == (axis,)]
        is_told = places and places[0] not in sight.mixed
        if reach == WHOLE:
            found.append((0, size - 1))
        elif is_told:
            at = place[places[0]]
            found.append((reach.first(at), reach.last(at)))
        else:
            found.append(None)
    return found


@pytest.mark.filterwarnings("ignore")  # torch's advice on LSTM and padding
@pytest.mark.parametrize("name", NAMES)
def test_gradients_reach_what_a_layer_sees(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oracle, "filled", lively)
    drawn = CASES.inputs.get(name, usual(3))

    @settings(
        max_examples=DRAWS, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.data())
    def agrees(data: st.DataObject) -> None:
        layer = data.draw(layers(CATALOGUE[name], CASES.settings))
        inputs = drawn(data.draw, layer)
        known = ours(layer, inputs)
        assume(not isinstance(known, ShapeError))
        sights = layer.sights(*inputs)
        note(f"{layer} on {inputs}: {sights}")
        given_in: list[torch.Tensor] = []
        monkeypatch.setattr(
            oracle,
            "filled",
            lambda tensor, batch: (
                given_in.append(lively(tensor, batch)) or given_in[-1]
            ),
        )
        with torch.random.fork_rng():
            torch.manual_seed(0)
            _, results = oracle.run(layer, inputs, BATCH)
        made = results[0]
        if not made.requires_grad or made.dtype != torch.float32:
            return
        assume(bool(made.isfinite().all()))  # all that is masked gives no numbers
        wired = [x for x in inputs if x is not None]
        told = [s for s, x in zip(sights, inputs, strict=True) if x is not None]
        place = [data.draw(st.integers(0, size - 1)) for size in made.shape[1:]]
        for sight, x, tensor in zip(told, wired, given_in, strict=True):
            if sight is None or not tensor.requires_grad:
                continue
            assert len(sight.along) == made.dim() - 1
            assert len(sight.reaches) == len(x.shape)
            reached = seen(made, place, tensor).nonzero()
            for axis, ends in enumerate(bounds(sight, x, place)):
                if ends is None or not len(reached):
                    continue
                if ends[0] < 0 or ends[1] >= x.shape[axis]:
                    continue  # at a border it may mirror or repeat what is there
                first, last = (int(e) for e in reached[:, axis].aminmax())
                assert ends[0] <= first and last <= ends[1], f"axis {axis}"

    agrees()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", sorted(EXACT))
def test_what_a_layer_sees_is_not_less(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oracle, "filled", lively)
    drawn = CASES.inputs.get(name, usual(3))

    @settings(
        max_examples=DRAWS, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.data())
    def agrees(data: st.DataObject) -> None:
        layer = data.draw(layers(CATALOGUE[name], CASES.settings))
        inputs = drawn(data.draw, layer)
        assume(not isinstance(ours(layer, inputs), ShapeError))
        (x, *_), (sight, *_) = inputs, layer.sights(*inputs)
        assume(sight is not None and getattr(layer, "padding_mode", "zeros") == "zeros")
        assume(getattr(layer, "groups", 1) == 1)
        made_of: list[torch.Tensor] = []
        monkeypatch.setattr(
            oracle,
            "filled",
            lambda tensor, batch: made_of.append(lively(tensor, batch)) or made_of[-1],
        )
        with torch.random.fork_rng():
            torch.manual_seed(0)
            _, (made, *_) = oracle.run(layer, inputs, BATCH)
        note(f"{layer} on {inputs}: {sight}")
        place = [data.draw(st.integers(0, size - 1)) for size in made.shape[1:]]
        reached = seen(made, place, made_of[0]).nonzero()
        for axis, ends in enumerate(bounds(sight, x, place)):
            if ends is None or ends[1] < 0 or ends[0] >= x.shape[axis]:
                continue
            if ends[0] < 0 or ends[1] >= x.shape[axis]:
                continue  # a border cuts it off
            if not len(reached):
                continue
            assert tuple(map(int, reached[:, axis].aminmax())) == ends, f"axis {axis}"

    agrees()


REACHES = st.builds(
    window,
    st.integers(1, 4),
    st.integers(1, 3),
    st.integers(0, 2),
    st.integers(1, 2),
) | st.builds(resized, st.just(4), st.sampled_from([8, 12, 6, 2]), st.just("bilinear"))


@given(REACHES, REACHES, st.integers(-9, 9))
def test_seeing_through_is_seeing_what_is_seen(
    outer: Reach, inner: Reach, place: int
) -> None:
    both = outer.through(inner)
    assert both is not None
    assert both.first(place) == inner.first(outer.first(place))
    assert both.last(place) == inner.last(outer.last(place))
    assert HERE.through(outer) == outer == outer.through(HERE)
    assert outer.through(WHOLE) == WHOLE == WHOLE.through(outer)


@given(REACHES, st.integers(-3, 3), st.integers(-9, 9))
def test_a_join_sees_what_either_sees(reach: Reach, shift: int, place: int) -> None:
    moved = Reach(1, (shift,), (shift,)).through(reach)
    assert moved is not None
    both = reach.joined(moved)
    assert both is not None
    assert both.first(place) == min(reach.first(place), moved.first(place))
    assert both.last(place) == max(reach.last(place), moved.last(place))
    assert reach.joined(WHOLE) == WHOLE
    assert reach.joined(Reach(reach.step + 1, reach.firsts, reach.lasts)) is None

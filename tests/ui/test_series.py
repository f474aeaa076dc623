import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from designer.ui.training.series import Series, Smoothing, round_above

numbers = st.floats(width=32) | st.sampled_from([math.nan, math.inf, -math.inf])
chunks = st.lists(
    st.lists(numbers, max_size=40)
    | st.integers(0, 3000).map(lambda n: list(np.sin(np.arange(n) * 1.7))),
    max_size=8,
)


def series_of(parts):
    series = Series()
    for part in parts:
        series.append(part)
    return series


def finite(values):
    values = np.asarray(values, dtype=float)
    return values[np.isfinite(values)]


@given(chunks)
def test_every_value_is_kept(parts):
    whole = [value for part in parts for value in part]
    np.testing.assert_array_equal(series_of(parts).values, whole)


@given(chunks)
def test_drawn_points_hold_the_lowest_and_highest_of_each_bucket(parts):
    whole = np.array([value for part in parts for value in part], dtype=float)
    series = series_of(parts)
    steps, drawn = series.drawn()
    assert len(steps) == len(drawn) <= series.points
    assert (np.diff(steps) >= 0).all()
    if series.bucket == 1:
        expected = np.where(np.isfinite(whole), whole, np.nan)
        np.testing.assert_array_equal(drawn, expected)
        np.testing.assert_array_equal(steps, np.arange(1, whole.size + 1))
        return
    for number, start in enumerate(range(0, whole.size, series.bucket)):
        bucket = finite(whole[start : start + series.bucket])
        pair = slice(2 * number, 2 * number + 2)
        places = steps[pair].astype(int) - 1
        assert (start <= places).all() and (places < start + series.bucket).all()
        if bucket.size:
            assert set(drawn[pair]) == {bucket.min(), bucket.max()}
            assert set(whole[places]) == {bucket.min(), bucket.max()}
        else:
            assert np.isnan(drawn[pair]).all()


def test_a_line_that_falls_is_drawn_falling():
    series = series_of([np.linspace(9, 1, 7000)])
    assert series.bucket > 1
    assert (np.diff(series.drawn()[1]) <= 0).all()


@given(chunks)
def test_the_newest_value_is_drawn_last(parts):
    series = series_of(parts)
    steps, drawn = series.drawn()
    if len(series):
        assert steps[-1] == len(series)
        assert drawn[-1] == series.last or not math.isfinite(series.last)


@given(chunks)
def test_range_is_that_of_the_finite_values(parts):
    series = series_of(parts)
    values = finite(series.values)
    if values.size:
        assert (series.low, series.high) == (values.min(), values.max())
    else:
        assert (series.low, series.high) == (math.inf, -math.inf)


def test_a_million_steps_are_drawn_with_few_points_and_no_peak_is_lost():
    series = Series()
    values = np.zeros(1_000_000)
    values[123_456] = 9.0
    for part in np.split(values, 1000):
        series.append(part)
    steps, drawn = series.drawn()
    assert series.points / 3 < len(drawn) <= series.points
    assert drawn.max() == 9.0
    assert abs(steps[drawn.argmax()] - 123_457) <= series.bucket


def test_no_length_draws_too_many_points():
    series = Series()
    longest = 0
    for _ in range(5000):
        series.append([1.0])
        longest = max(longest, len(series.drawn()[0]))
    assert longest <= series.points


def test_a_step_is_looked_up():
    series = series_of([[1.5, 2.5]])
    assert (series.at(1), series.at(2)) == (1.5, 2.5)
    assert math.isnan(series.at(0)) and math.isnan(series.at(3))
    assert math.isnan(Series().last)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.floats(1, 100))
def test_smoothing_stays_within_its_values(values, window):
    smoothed = Smoothing(window).of(values)
    assert len(smoothed) == len(values)
    assert math.isclose(smoothed[0], values[0], rel_tol=1e-9, abs_tol=1e-9)
    assert min(values) - 1e-6 <= min(smoothed) <= max(smoothed) <= max(values) + 1e-6


def test_smoothing_goes_on_after_what_is_not_a_number():
    smoothing = Smoothing(3)
    assert smoothing.of([2.0, math.nan, math.inf])[0] == 2.0
    assert smoothing.of([2.0]) == [2.0]


@given(st.floats(1e-12, 1e12))
def test_ranges_end_at_a_round_number_not_far_above(value):
    above = round_above(value)
    assert value <= above <= value * 1.5


def test_ranges_without_a_value_are_one():
    assert round_above(math.nan) == round_above(-math.inf) == round_above(0) == 1

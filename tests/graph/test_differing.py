"""What differs is found, in whatever order things are."""

from hypothesis import given
from hypothesis import strategies as st

from designer.graph.differing import differing

THINGS = [object(), object(), object()]
STATES = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(THINGS))


@given(STATES, STATES)
def test_each_name_that_is_another_thing_now_is_found(before, after):
    found = differing(before, after)
    assert found == [n for n in after if before.get(n) is not after[n]]


@given(STATES, st.data())
def test_in_the_same_order_as_in_another(before, data):
    names = data.draw(st.permutations(list(before)))
    after = {name: data.draw(st.sampled_from(THINGS)) for name in names}
    found = differing(before, after)
    assert found == [n for n in after if before[n] is not after[n]]

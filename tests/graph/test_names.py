"""Names: what torch and the code need is never hidden by a node."""

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from designer.errors import GraphError
from designer.graph import Design
from designer.graph.names import (
    MODULE_ATTRIBUTES,
    RESERVED,
    check_name,
    free_name,
    stem_of,
)
from designer.layers import CATALOGUE


def test_module_attributes_are_torchs() -> None:
    plain = {name for name in dir(nn.Module()) if not name.startswith("__")}
    assert sorted(MODULE_ATTRIBUTES) == sorted(plain)


@given(
    st.one_of(
        st.text(max_size=6),
        st.sampled_from(sorted(RESERVED)),
        st.sampled_from(["_", "__init__", "None", "match", "ﬁ", "ª", "größe", "x²"]),
    )
)
def test_a_name_that_passes_works_in_code(name: str) -> None:
    try:
        check_name(name)
    except GraphError as error:
        assert repr(name) in str(error)
        return
    assert name.isidentifier()
    assert not keyword.iskeyword(name)
    assert not hasattr(nn.Module(), name)
    module = nn.Module()
    exec(f"module.{name} = nn.Linear(1, 1)", {"module": module, "nn": nn})
    assert [child for child, _ in module.named_children()] == [name]


@pytest.mark.parametrize("name", [None, 3, "", "a b", "a.b", "1a", "a-b", "if", "_"])
def test_refused_in_words(name: object) -> None:
    with pytest.raises(GraphError, match="cannot name a node"):
        check_name(name)


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_a_name_to_try_is_offered(name: str) -> None:
    with pytest.raises(GraphError, match="Try ") as refusal:
        check_name(name)
    check_name(str(refusal.value).rsplit(" ", 1)[1].rstrip("."))


def test_free_name_takes_the_first_free_number() -> None:
    assert free_name("conv", {"conv1", "conv3"}) == "conv2"


def test_a_number_never_runs_into_the_digits_of_a_stem() -> None:
    assert free_name("stem24", {"stem2"}) == "stem24"
    assert free_name("stem24", {"stem24"}) == "stem24_2"
    assert free_name("stem24", {"stem24"}, ("stem24_2",)) == "stem24_3"
    assert free_name("bfloat16") == "bfloat16_2", "torch has that name itself"


@pytest.mark.parametrize(
    "name", ["", "1Net", "My Net", "class", "nn", "Tensor", "torch", "super", "ﬁ"]
)
def test_a_design_needs_a_name_for_its_class(name: str) -> None:
    with pytest.raises(GraphError, match="cannot name a design"):
        Design(name=name)


class Counted(set):
    """Names that count how often somebody looks."""

    looks = 0

    def __contains__(self, name):
        self.looks += 1
        return super().__contains__(name)


@given(st.integers(0, 6000), st.sets(st.integers(1, 6000), max_size=20))
def test_a_free_name_is_found_with_few_looks_however_many_are_taken(most, gone):
    taken = Counted({f"conv{number}" for number in range(1, most + 1)})
    taken -= {f"conv{number}" for number in gone}
    name = free_name("conv", taken)
    assert taken.looks < 30
    number = int(name.removeprefix("conv"))
    assert not set.__contains__(taken, name)
    assert number == 1 or set.__contains__(taken, f"conv{number - 1}")


def test_a_free_name_is_free_among_all_that_are_given():
    assert free_name("conv", {"conv1"}, ("conv2",), {"conv3": 1}) == "conv4"


@given(st.sampled_from(sorted(CATALOGUE)) | st.text("abcdé", min_size=1, max_size=60))
def test_a_stem_leaves_room_for_a_number(type_name):
    check_name(f"{stem_of(type_name)}99999")

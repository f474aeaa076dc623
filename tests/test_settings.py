"""Settings are declared once: defaults, validation, changes, JSON, briefs."""

import dataclasses

import pytest

from designer.errors import SettingError
from designer.kinds import Size2
from designer.layers import Conv2d, Flatten, MaxPool2d, Upsample
from designer.settings import Settings, declared, setting


@declared
class Sample(Settings):
    """Some settings."""

    size: Size2 = setting((1, 1), "A size.", low=1, required=True, brief="{}")
    share: float = setting(0.5, "A share.", low=0, high=1, unit="%", brief="p {}")
    inner: bool = setting(False, "A truth.")


def test_values_are_read_into_their_own_types() -> None:
    sample = Sample(size=3, share=1)
    assert sample.size == (3, 3)
    assert type(sample.share) is float
    assert Sample(size=[2, 4]).size == (2, 4)
    assert hash(Sample(size=3)) == hash(Sample(size=(3, 3)))
    with pytest.raises(dataclasses.FrozenInstanceError):
        sample.share = 0.1  # type: ignore[misc]


def test_a_bad_value_names_its_setting() -> None:
    with pytest.raises(SettingError, match="share needs a number from 0 to 1") as bad:
        Sample(share=2)
    assert bad.value.setting == "share"


def test_changes() -> None:
    assert Sample().changed(share=0.25) == Sample(share=0.25)
    with pytest.raises(
        SettingError, match=r"Sample has no setting 'shares'\. Did you mean"
    ):
        Sample().changed(shares=1)


def test_json_holds_what_differs() -> None:
    assert Sample().to_json() == {"size": [1, 1]}
    assert Sample(inner=True).to_json() == {"size": [1, 1], "inner": True}
    assert Sample.from_json({"size": [1, 1], "inner": True}) == Sample(inner=True)
    assert Sample.from_json({}) == Sample()
    with pytest.raises(SettingError, match="has no setting 'other'"):
        Sample.from_json({"other": 1})


def test_parsing_what_a_person_typed() -> None:
    assert Sample.require("size").parse("2x3") == (2, 3)
    with pytest.raises(SettingError, match="size needs 2 whole numbers") as bad:
        Sample.require("size").parse("none")
    assert bad.value.setting == "size"


def test_briefs() -> None:
    assert Sample().brief() == "1×1"
    assert Sample(share=0.25).brief() == "1×1 · p 0.25"
    assert Conv2d(out_channels=32, stride=2).brief() == "32 · 3×3 · s2"
    assert MaxPool2d().brief() == "2×2"
    assert Flatten().brief() == ""
    assert Upsample(size=(4, 4), scale_factor=None).brief() == "4×4"


def test_a_declaration_needs_a_default_and_help() -> None:
    with pytest.raises(TypeError, match=r"must be declared by setting"):

        @declared
        class Wrong(Settings):
            plain: int = 3

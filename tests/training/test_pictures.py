import pytest

from designer import layers
from designer.data.source import Digits, Shapes
from designer.training.pictures import note


@pytest.mark.parametrize(
    ("shape", "data", "words"),
    [
        ((1, 8, 8), Digits(), ""),
        ((1, 28, 28), Digits(), "Pictures are resized from 8×8 to 28×28."),
        ((3, 8, 8), Digits(), "Grey is repeated in all three colours."),
        ((1, 64, 64), Shapes(), "Colours are turned to grey."),
        (
            (1, 32, 16),
            Shapes(),
            "Pictures are resized from 64×64 to 32×16. Colours are turned to grey.",
        ),
    ],
)
def test_what_happens_to_pictures_is_said(chain, shape, data, words) -> None:
    assert note(chain(layers.Input(shape=shape), data=data)) == words

"""Where data comes from, as a declaration: what a design says of its data.

Only names and shapes are known here, so that a design can be checked without loading
anything. The module that `module` names holds the code that loads it.
"""

from typing import ClassVar

from designer.settings import Settings, declared, setting


class Source(Settings):
    """Base of the kinds of labelled pictures. A subclass needs `declared`."""

    variants: ClassVar[dict[str, type["Source"]]] = {}

    title: ClassVar[str]
    module: ClassVar[str]
    """The module under `designer.data` whose function `load` gives the pictures."""

    @property
    def is_there(self) -> bool:
        """Whether there is anything to learn from."""
        return bool(self.classes)

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes, in the order of their numbers."""
        raise NotImplementedError

    @property
    def shape(self) -> tuple[int, int, int]:
        """Channels × height × width of one picture."""
        raise NotImplementedError


@declared
class Digits(Source):
    """1,797 handwritten digits, 8×8 grey pictures of 43 people's writing.

    Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI
    1998, as scikit-learn ships it.
    """

    title: ClassVar[str] = "Handwritten digits"
    module: ClassVar[str] = "digits"

    @property
    def classes(self) -> tuple[str, ...]:
        return tuple(map(str, range(10)))

    @property
    def shape(self) -> tuple[int, int, int]:
        return (1, 8, 8)


@declared
class Shapes(Source):
    """Drawn pictures of ten coloured shapes, 64×64, with noise; the same for one seed."""

    title: ClassVar[str] = "Coloured shapes"
    module: ClassVar[str] = "shapes"

    samples: int = setting(
        2000, "Pictures to draw.", low=20, high=100_000, required=True
    )
    noise: float = setting(0.1, "Strength of the noise.", low=0, high=1, required=True)
    seed: int = setting(0, "Another seed draws other pictures.", low=0, required=True)

    @property
    def classes(self) -> tuple[str, ...]:
        return (
            "circle",
            "square",
            "triangle",
            "diamond",
            "cross",
            "ring",
            "star",
            "ellipse",
            "bar",
            "crescent",
        )

    @property
    def shape(self) -> tuple[int, int, int]:
        return (3, 64, 64)


@declared
class NoData(Source):
    """Nothing to learn from yet: the network is designed and exported, not trained."""

    title: ClassVar[str] = "No data"

    @property
    def classes(self) -> tuple[str, ...]:
        return ()

    @property
    def shape(self) -> tuple[int, int, int]:
        raise NotImplementedError("there are no pictures")


Source.variants.update({"Digits": Digits, "Shapes": Shapes, "NoData": NoData})

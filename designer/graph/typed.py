"""Settings as they are typed behind the name of a layer: "64 3x3 s2 p1 bias=off".

Plain numbers fill the settings that a layer needs, in order, a shape with as many as
follow each other, as in "input 1 8 8"; "3x3" is the first size;
"s2" is what the card under the node's title shows, or else a setting whose name begins
so; "same" is a choice, "bidirectional" and "nobias" turn something on and off; and
`name=value` says it outright. Where a number may stand, so may the name of a setting of
the network, and what follows from it: "channels*2".
"""

import difflib
import re
from collections.abc import Collection, Iterator

from designer.errors import SettingError
from designer.expression import Expression
from designer.kinds import Choice, Either, Kind, Numbers, Truth
from designer.layers import Layer
from designer.settings import Setting

NUMBER = re.compile(r"[-+]?(\d[\d_]*\.?\d*|\.\d+)(e[-+]?\d+)?")
SIZE = re.compile(r"-?\d+([x×*]-?\d+)+")
LETTERED = re.compile(r"([^\W\d_]+|×)(-?[\d.][\dx×*.]*)")
NAMED = re.compile(r"([^\W\d]\w*)[=:](.+)", re.DOTALL)

LEAST = 3
"""Letters by which a setting can be told without an equals sign."""

OFF = ("no-", "no_", "no")


def given(
    layer: type[Layer], typed: Collection[str], scope: Collection[str] = ()
) -> dict[str, object]:
    """The settings of a layer by what was typed, one text each.

    `scope` are the names of the network's settings. Raises SettingError in words.
    """
    typing = Typing(layer, scope)
    for text in typed:
        typing.read(text)
    return typing.values


class Typing:
    """Reads one text after another into `values`."""

    def __init__(self, layer: type[Layer], scope: Collection[str]) -> None:
        self.layer = layer
        self.scope = scope
        self.values: dict[str, object] = {}
        self._open: list[str] = []

    def read(self, text: str) -> None:
        """Take one text as a setting; raises SettingError in words."""
        if not NUMBER.fullmatch(text):
            self._open = []
        if named := NAMED.fullmatch(text):
            self._put(self._called(named[1]), _unquoted(named[2]))
        elif SIZE.fullmatch(text):
            self._put(self._next(text, sized=True), text)
        elif NUMBER.fullmatch(text):
            self._read_number(text)
        elif self._follows(text):
            self._put(self._next(text, reckoned=True), text)
        elif self._is_option(text):  # int64 is one, and no number behind letters
            self._read_word(text)
        elif lettered := LETTERED.fullmatch(text):
            self._put(self._marked(lettered[1], text), lettered[2])
        else:
            self._read_word(text)

    def _read_number(self, text: str) -> None:
        """Take a number as the next setting, or as one more of a shape.

        A shape is open for more as long as nothing else comes.
        """
        if self._open:
            self._open.append(text)
            name, *numbers = self._open
            del self.values[name]
            self._put(self.layer.declared_settings[name], "×".join(numbers))
            return
        setting = self._next(text)
        self._put(setting, text)
        if _is_row(setting.kind):
            self._open = [setting.name, text]

    def _is_option(self, text: str) -> bool:
        return any(_option(each.kind, text) is not None for each in self._settings())

    def _read_word(self, text: str) -> None:
        for setting in self._settings():
            option = _option(setting.kind, text)
            if option is not None:
                self._put(setting, option)
                return
        off = next((text[len(o) :] for o in OFF if text.lower().startswith(o)), "")
        for word, answer in ((text, "on"), (off, "off")):
            for setting in self._settings():
                if _is_switch(setting) and _begins(setting.name, word.lower()):
                    self._put(setting, answer)
                    return
        raise self._unknown(text)

    def _put(self, setting: Setting, text: str) -> None:
        if setting.name in self.values:
            raise SettingError(f"{setting.name} is said twice.", setting.name)
        if self._follows(text) and setting.kind.reckoned:
            self.values[setting.name] = setting.expression(text)
        else:
            self.values[setting.name] = setting.parse(text)

    def _next(self, text: str, sized: bool = False, reckoned: bool = False) -> Setting:
        """The next setting that a number without a name stands for."""
        for setting in _main(self.layer):
            is_wanted = (not sized or _is_sized(setting.kind)) and (
                setting.kind.reckoned if reckoned else not _is_word(setting.kind)
            )
            if setting.name not in self.values and is_wanted:
                return setting
        names = [each.name for each in self._settings() if not _is_switch(each)]
        if not names:
            raise SettingError(f"{self._title} takes no number, and {text} is one.")
        raise SettingError(
            f"{self._title} has no place for {text} without a name, as in "
            f"{names[0]}={text}."
        )

    def _marked(self, letters: str, text: str) -> Setting:
        """The setting that letters before a number mean."""
        setting = marked(self.layer, letters)
        if setting is None:
            raise self._unknown(text)
        return setting

    def _called(self, name: str) -> Setting:
        """The setting of that name, or the first whose name begins so."""
        declared = self.layer.declared_settings
        if name in declared:
            return declared[name]
        for setting in (*_main(self.layer), *self._settings()):
            if _begins(setting.name, name.lower()):
                return setting
        raise self._unknown(name)

    def _unknown(self, text: str) -> SettingError:
        """What to raise where a text is no setting: with the nearest, or one like it."""
        parts = {
            part: name
            for name in self.layer.declared_settings
            for part in (*reversed(name.split("_")), name)
        }
        close = difflib.get_close_matches(text[:40].lower(), parts, n=1)
        hint = f" Did you mean {parts[close[0]]}?" if close else ""
        return SettingError(f"{self._title} has no setting {text[:40]!r}.{hint}")

    def _follows(self, text: str) -> bool:
        """Whether a text is an expression of the network's settings."""
        if not self.scope or NUMBER.fullmatch(text):
            return False
        try:
            names = Expression(text).names
        except ValueError:
            return False
        return bool(names) and names <= {*self.scope}

    def _settings(self) -> tuple[Setting, ...]:
        return tuple(self.layer.declared_settings.values())

    @property
    def _title(self) -> str:
        return self.layer.__name__


def marked(layer: type[Layer], letters: str) -> Setting | None:
    """The setting of a layer that letters before a number mean, as the s of "s2"."""
    mark = letters.lower().replace("x", "×") if letters in "xX" else letters.lower()
    declared = layer.declared_settings.values()
    for setting in declared:
        if setting.brief.replace(" ", "").lower() == f"{mark}{{}}":
            return setting
    for setting in (*_main(layer), *declared):
        if _begins(setting.name, letters.lower()) and not _is_switch(setting):
            return setting
    return None


def _main(layer: type[Layer]) -> Iterator[Setting]:
    """What a layer needs, in order, and then what its card shows of the rest."""
    declared = layer.declared_settings.values()
    yield from (each for each in declared if each.required)
    yield from (each for each in declared if each.brief and not each.required)


def _begins(name: str, text: str) -> bool:
    """Whether a setting is told by a text: its beginning, or that of a part of it."""
    parts = (name, *name.split("_")[1:])
    return bool(text) and any(part.startswith(text) for part in parts)


def _option(kind: Kind, word: str) -> str | None:
    """The choice that a word is, if it is one."""
    for each in kind.kinds if isinstance(kind, Either) else (kind,):
        if isinstance(each, Choice):
            for option in each.options:
                if option.lower() == word.lower():
                    return option
    return None


def _is_word(kind: Kind) -> bool:
    return isinstance(kind, Choice)


def _is_sized(kind: Kind) -> bool:
    kinds = kind.kinds if isinstance(kind, Either) else (kind,)
    return any(isinstance(each, Numbers) for each in kinds)


def _is_row(kind: Kind) -> bool:
    """Whether a value is as many numbers as one likes."""
    return isinstance(kind, Numbers) and kind.axes is None


def _is_switch(setting: Setting) -> bool:
    return isinstance(setting.kind, Truth)


def _unquoted(text: str) -> str:
    """A text without the quotes around it."""
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "'\""
    return text[1:-1] if quoted else text

"""One thing that is wrong in the settings: where it stands, what was expected, what is there."""

from collections.abc import Callable, Iterable
from difflib import SequenceMatcher, get_close_matches
from typing import Any, Final, NamedTuple

from kiosk.errors import SettingsInvalid
from kiosk.settings.toml_statements import Path

_TOLD: Final = 20
"""So many problems are told by a command that is about something else."""


class Place(NamedTuple):
    """Where something is set.

    Attributes:
        source: a file, a value of the registry, a variable of the environment.
        line: in the file, from 1; None elsewhere.
    """

    source: str
    line: int | None = None

    def __str__(self) -> str:
        return self.source if self.line is None else f"{self.source}, line {self.line}"


Places = Callable[[Path], Place]
"""Where what lies on that way through the tables is set, or its table, where nothing is."""


class Problem(NamedTuple):
    """One thing that is wrong.

    Attributes:
        place: where it stands.
        key: which is meant: "patient.days[0].form"; "" where none is.
        said: what is wrong, without a full stop.
        expected: what should be there; "" where `said` has it.
        nearest: the right name, or word, that is meant by it; "" where none is near.
        advice: what to do, a sentence.
    """

    place: Place
    key: str
    said: str
    expected: str = ""
    nearest: str = ""
    advice: str = ""

    def __str__(self) -> str:
        what = f"expected {self.expected}; {self.said}" if self.expected else self.said
        told = ": ".join(filter(None, (str(self.place), self.key, what))) + "."
        return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in told)

    def document(self) -> dict[str, Any]:
        """The same for a program."""
        return {
            "source": self.place.source,
            "line": self.place.line,
            "key": self.key or None,
            "expected": self.expected or None,
            "message": str(self),
            "nearest": self.nearest or None,
            "advice": self.advice,
        }


def key_named(path: Path) -> str:
    """How messages name a way: "reception.responders[1].how", counted from 1."""
    named = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return named.removeprefix(".")


def near(word: str, known: Iterable[str]) -> str:
    """The word among those that is likely meant; "" where none is."""
    words = {one.casefold(): one for one in known}
    wanted = word.casefold()
    found = get_close_matches(wanted, words, n=5)
    if not found:
        return ""
    alike = {one: SequenceMatcher(None, one, wanted).ratio() for one in found}
    return words[max(found, key=lambda one: (alike[one], one[:1] == wanted[:1]))]


def refuse(problems: Iterable[Problem]) -> None:
    """Does nothing where there are none.

    Raises:
        SettingsInvalid: with all of them.
    """
    told = list(problems)
    if len(told) == 1:
        raise SettingsInvalid(str(told[0]), advice=told[0].advice)
    if told:
        lines = [f"  - {one} {one.advice}".rstrip() for one in told[:_TOLD]]
        lines += [f"  … and {len(told) - _TOLD} more."] if len(told) > _TOLD else []
        raise SettingsInvalid(
            "\n".join((f"{len(told)} things are wrong in the settings.", *lines)),
            advice="Correct what is named. To look again: kiosk config check",
        )

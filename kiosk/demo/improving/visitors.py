"""The simulated patients: how they use the screen, and over what they stumble. No Qt here.

Who stumbles over the bad question is drawn for each before anybody knows which words they get; the
new words are as likely to trip somebody as any other question is.
"""

from random import Random
from typing import Final, Literal, NamedTuple

from kiosk.demo.improving.clinic import BAD, QUESTIONS

Deed = Literal["help", "remark", "leave", "not-sure"]
"""What somebody does who does not know how to answer."""

BAD_SHARE: Final = 0.2
"""Of the patients who are asked the bad question in its old words, so many stumble over it."""

BASE_SHARE: Final = 0.03
"""The same at any other question."""

_WAYS: Final[tuple[tuple[tuple[Deed, ...], int], ...]] = (
    (("remark",), 4), (("help", "remark"), 2), (("help",), 2), (("leave",), 1), (("not-sure",), 2),
)  # fmt: skip
"""What they do, and how often of eleven times."""

_POLISH, _LARGE, _LARGEST, _DARK, _KEYS = 0.06, 0.15, 0.05, 0.05, 0.06
_WORDS: Final = ("yes means no", "what is omitted", "I read it twice", "too many nots", "", "")


class Visitor(NamedTuple):
    """One patient.

    Attributes:
        language: code of the language they touch.
        text: size of the text, 0 to 2 steps up.
        theme: colours.
        keys: uses the keys instead of touching.
        old: what they do at the bad question, asked as it was; () where they understand it.
        new: the same where it is asked in the new words.
        others: linkId of another question → what they do there.
        words: what they write with a remark; "" for nothing.
        picks: which answer they take at each question, a number that is cut to what there is.
    """

    language: str
    text: int
    theme: str
    keys: bool
    old: tuple[Deed, ...]
    new: tuple[Deed, ...]
    others: dict[str, tuple[Deed, ...]]
    words: str
    picks: tuple[int, ...]


def drawn(chance: Random) -> Visitor:
    """The next patient."""
    touch = chance.random() >= _KEYS
    size = chance.random()
    return Visitor(
        language="pl" if touch and chance.random() < _POLISH else "en",
        text=2 if size < _LARGEST else 1 if size < _LARGEST + _LARGE else 0,
        theme="contrast-dark" if chance.random() < _DARK else "light",
        keys=not touch,
        old=_stumbling(chance, BAD_SHARE),
        new=_stumbling(chance, BASE_SHARE),
        others={
            link_id: found
            for link_id, _, _ in QUESTIONS
            if link_id != BAD and (found := _stumbling(chance, BASE_SHARE, but="not-sure"))
        },
        words=chance.choice(_WORDS),
        picks=tuple(chance.randrange(12) for _ in QUESTIONS),
    )


def _stumbling(chance: Random, share: float, but: Deed | None = None) -> tuple[Deed, ...]:
    """What they do, but for what that question does not offer."""
    stumbles, ways = chance.random() < share, [one for one in _WAYS if but not in one[0]]
    (way,) = chance.choices([way for way, _ in ways], [often for _, often in ways])
    return way if stumbles else ()

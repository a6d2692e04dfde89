"""The lines of the board as data: what became of it, with the questions in all their languages.

They lead to no store and no form: what shows or prints them needs nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Final

from kiosk.coproduction.outcomes import Facts, Fate
from kiosk.forms.languages import nearest
from kiosk.forms.questionnaire import Questionnaire

ELSEWHERE: Final = "elsewhere"
"""A sentence that another kiosk of the clinic, or the centre, says: it names nothing else."""

MOST_IN_TURN: Final = 6
"""More of one place are not read by turns: the newest must come round."""


@dataclass(frozen=True)
class BoardLine:
    """One line of the board.

    Attributes:
        kind: `Fate.kind`, or `ELSEWHERE`.
        day: since when it is so.
        text: a sentence of the clinic, in its language; "" where there is none.
        reason, until: as in `Fate`.
        before: how the question is asked in the version that was spoken of, by language.
        after: how the version in force asks it; {} where it does not, None where there is none.
    """

    kind: str
    day: date
    text: str = ""
    reason: str = ""
    until: date | None = None
    before: Mapping[str, str] | None = None
    after: Mapping[str, str] | None = None

    def asked(self, language: str) -> str:
        """How the question was asked, in the language nearest to that; "" where unknown."""
        return _in(self.before or {}, language)

    def asks(self, language: str) -> str:
        """How it is asked instead; "" where it is not asked in other words."""
        now = _in(self.after or {}, language)
        return now if now != self.asked(language) else ""

    @property
    def dropped(self) -> bool:
        """Whether the question is not asked any more."""
        return self.kind == "did" and self.after == {}


@dataclass(frozen=True)
class Board:
    """The board of one day.

    Attributes:
        day: as of when it is.
        lines: the newest first.
    """

    day: date
    lines: tuple[BoardLine, ...]


def in_turn(shown: Board, turn: int) -> Board:
    """The newest lines of this kiosk and of the others by turns, beginning with another each time.

    Args:
        shown: all.
        turn: counts up.
    """
    own, others = ([one for one in shown.lines if (one.kind == ELSEWHERE) is far][:MOST_IN_TURN]
                   for far in (False, True))  # fmt: skip
    mixed = [one for pair in zip_longest(own, others) for one in pair if one is not None]
    first = turn % max(1, len(mixed))
    return Board(shown.day, (*mixed[first:], *mixed[:first]))


def board_line(one: Fate, facts: Facts, today: date) -> BoardLine:
    """What became of one group, as a line; `today` stands where it has no day."""
    return BoardLine(
        kind=one.kind,
        day=one.day or today,
        text=one.text,
        reason=one.reason,
        until=one.until,
        before=_texts(facts.forms.get(one.asked.questionnaire), one.asked.link_id),
        after=_texts(facts.forms.get(one.after), one.asked.link_id) if one.after else None,
    )


def _texts(form: Questionnaire | None, link_id: str) -> dict[str, str]:
    """A question in all languages of its form, its own first."""
    if form is None:
        return {}
    asked = next((one for one in form.by_path.values() if one.link_id == link_id), None)
    codes = dict.fromkeys((form.own_language, *form.languages))
    return {code: asked.text(code) for code in codes} if asked is not None else {}


def _in(texts: Mapping[str, str], language: str) -> str:
    if not texts:
        return ""
    return texts[nearest(language, tuple(texts)) or next(iter(texts))]

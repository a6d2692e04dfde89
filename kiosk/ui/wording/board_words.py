"""The board in words, for one reader: on the first page, on paper, at the desk.

What the program says is in the reader's language, and so is a question, where its form is. The
clinic's own sentence is in the language it was written in, and says which where that is another.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from kiosk.coproduction.board_lines import Board, BoardLine
from kiosk.coproduction.no_reasons import NO_REASONS
from kiosk.forms.languages import written
from kiosk.machine.zone import MachineZone
from kiosk.ui.patient.kinds.calendar_words import date_words
from kiosk.ui.patient.kinds.kind import Around
from kiosk.ui.patient.views import say_in
from kiosk.ui.wording.words import Words

_OUTCOMES: Final[Mapping[str, str]] = {
    "did": "board_did",
    "trying": "board_trying",
    "tried": "board_tried",
    "reverted": "board_reverted",
    "not-yet": "board_not_yet",
    "no": "board_no",
    "answered": "board_answered",
    "unanswered": "board_unanswered",
    "retired": "board_retired",
}


class LineWords(NamedTuple):
    """One line in words.

    Attributes:
        kind: `BoardLine.kind`.
        about: which question it is about; "" where that is not known.
        outcome: what became of it.
        reads: how the question is asked now; "" where in the same words, or not at all.
        text: the clinic's own sentence; "" where there is none.
        brief: the outcome without until when; "" where it has no such day.
    """

    kind: str
    about: str
    outcome: str
    reads: str
    text: str
    brief: str = ""

    @property
    def tellings(self) -> tuple[str, ...]:
        """What became of it, the longest first: each leaves out what matters least."""
        parts = [part for part in (self.outcome, self.reads, self.text) if part]
        # "We say:" tells nothing without what is said.
        least = 1 if self.outcome and self.kind != "answered" else len(parts)
        told = [" ".join(parts[:many]) for many in range(len(parts), least - 1, -1)]
        return tuple(filter(None, (*told, self.brief)))

    @property
    def alone(self) -> str:
        """What is said where there is no room for the question as it was; "" for nothing."""
        return f"{self.outcome} {self.reads}" if self.reads else ""


class Reader(NamedTuple):
    """Who reads it.

    Attributes:
        words: every text.
        language: the reader's.
        clinic: the language in which the clinic writes.
    """

    words: Words
    language: str
    clinic: str


def line_words(line: BoardLine, reader: Reader) -> LineWords:
    """One line as that reader reads it."""
    say = say_in(reader.words, reader.words.nearest(reader.language))
    asked, asks = line.asked(reader.language), line.asks(reader.language)
    return LineWords(
        kind=line.kind,
        about=say("board_about", question=asked) if asked else "",
        outcome=_outcome(line, reader),
        reads=say("board_now", question=asks) if asks and line.kind == "did" else "",
        # A sentence that has the question in it would say it a second time.
        text="" if asks and asks in line.text else _own_sentence(line.text, reader),
        brief=_outcome(replace(line, until=None), reader) if line.until else "",
    )


def as_of(board: Board, reader: Reader) -> str:
    """Of which day the board is."""
    say = say_in(reader.words, reader.words.nearest(reader.language))
    return say("board_as_of", day=day_words(board.day, reader))


def day_words(day: date, reader: Reader) -> str:
    """A day as that reader writes it."""
    near = reader.words.nearest(reader.language)
    around = Around(
        say=say_in(reader.words, near),
        language=reader.language,
        direction=reader.words.language(near).direction,
        proxy=False,
        zone=MachineZone(),
    )
    return date_words(day.isoformat(), around)


def _outcome(line: BoardLine, reader: Reader) -> str:
    say = say_in(reader.words, reader.words.nearest(reader.language))
    if line.dropped:
        return say("board_dropped")
    if line.kind == "no" and line.reason in NO_REASONS:
        return " ".join(
            (
                say("board_no_because", why=say(f"board_why_{_key(line.reason)}")),
                *_until(line, reader),
            )
        )
    key = _OUTCOMES.get(line.kind)
    return " ".join((say(key), *_until(line, reader))) if key else ""


def _until(line: BoardLine, reader: Reader) -> list[str]:
    if line.until is None:
        return []
    say = say_in(reader.words, reader.words.nearest(reader.language))
    key = "board_trial_until" if line.kind == "trying" else "board_until"
    return [say(key, day=day_words(line.until, reader))]


def _own_sentence(text: str, reader: Reader) -> str:
    near, wrote = reader.words.nearest(reader.language), reader.words.nearest(reader.clinic)
    if not text or written(near) == written(wrote):
        return text
    language = reader.words.language(wrote).name
    return say_in(reader.words, near)("board_in_language", language=language, text=text)


def _key(code: str) -> str:
    return code.replace("-", "_")

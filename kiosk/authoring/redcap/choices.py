"""Choices as REDCap writes them: "1, Yes | 0, No", and the words along a slider."""

from dataclasses import dataclass, field

from kiosk.authoring.redcap.columns import Column
from kiosk.authoring.redcap.labels import plain, without_answers
from kiosk.authoring.redcap.table import Row


@dataclass(frozen=True)
class Choice:
    """One choice: what is stored, and what is read; both have words."""

    code: str
    label: str


@dataclass
class _Codes:
    seen: set[str] = field(default_factory=set)


def choices_of(row: Row, fields: frozenset[str]) -> tuple[Choice, ...]:
    """The choices of a field; says which were left out, or have no code."""
    text, codes = row.take(Column.CHOICES), _Codes()
    found = (_choice(piece, row, codes) for piece in _pieces(text))
    return tuple(
        Choice(one.code, without_answers(row, Column.CHOICES, one.label, fields))
        for one in found
        if one
    )


def slider_words(row: Row, fields: frozenset[str]) -> tuple[str, str]:
    """The words at the low and the high end of a slider; says that those between are not shown."""
    pieces = row.take(Column.CHOICES).split("|")
    words = [without_answers(row, Column.CHOICES, plain(piece)[0], fields) for piece in pieces]
    if len(words) == 1:
        return words[0], ""
    for between in filter(None, words[1:-1]):
        row.say(Column.CHOICES, between, "Words at the middle of a slider are not shown.")
    return words[0], words[-1]


def _pieces(text: str) -> list[str]:
    for separator in ("|", "\\n", "\n"):
        if separator in text:
            return [piece for piece in text.split(separator) if piece.strip()]
    return [text] if text else []


def _choice(piece: str, row: Row, codes: _Codes) -> Choice | None:
    code, comma, label = piece.partition(",")
    code, (label, lost) = " ".join(code.split()), plain(label.strip())
    for what in lost:
        row.say(Column.CHOICES, "HTML", f"The words of “{label}” were taken, {what} left out.")
    if not comma:
        code = label = " ".join(plain(piece)[0].split())
        row.say(Column.CHOICES, code, "It has no code before a comma: its words are its code.")
    elif not label:
        label = code
        row.say(Column.CHOICES, piece.strip(), "It has no words: patients read its code.")
    if not code:
        row.say(Column.CHOICES, piece.strip(), "A choice without a code was left out.")
        return None
    if code in codes.seen:
        row.say(
            Column.CHOICES, piece.strip(), f"The code {code} is there twice; this was left out."
        )
        return None
    codes.seen.add(code)
    return Choice(code, label)

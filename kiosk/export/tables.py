"""Responses as tables: a row each, and a table of its own for each thing that repeats.

The first table has one row a response, the questions of all forms side by side. What repeats, a
group or a question that takes several answers (but for choices, which have a column for each
option), stands in a table of its own, whose rows name the row they belong to.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from kiosk.export.columns import Column, Values, columns_of
from kiosk.export.flatten import form_name
from kiosk.export.names import unique
from kiosk.export.survey import FormSurvey, Question, Survey
from kiosk.export.values import CHOICE, Dated, Value, local
from kiosk.export.walking import Place, Row, rows_of
from kiosk.forms import extensions as ext

FIXED: Final = (
    "response", "form", "version", "status", "language", "completed", "authored", "sync",
    "patient", "answered by",
)  # fmt: skip
REPEATED: Final = ("response", "key", "parent key", "index")
MAIN: Final = "responses"
_LONGEST_HEADING: Final = 1000


class Stored(Protocol):
    """What an export needs of a stored submission."""

    @property
    def payload(self) -> bytes:
        """The bytes of the QuestionnaireResponse, as amended last."""

    @property
    def state(self) -> str:
        """Where it is: waiting, sent or refused."""

    @property
    def completed_at(self) -> datetime:
        """When the patient sent it."""


@dataclass(frozen=True, eq=False)
class Table:
    """One table.

    Attributes:
        name: "responses", or the form and linkId of what repeats.
        form: url of the form; "" for the first, which has all forms.
        place: of what repeats in it.
        fixed: the headings before the columns.
        columns: the questions.
        headings, said: all headings, for a program and for a person; no two the same.
    """

    name: str
    form: str
    place: Place
    fixed: tuple[str, ...]
    columns: tuple[Column, ...]
    headings: tuple[str, ...]
    said: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """All tables of an export, before a row is written.

    Attributes:
        tables: the one with the responses first.
        survey: what they were made from.
        values: codes, labels or both.
    """

    tables: tuple[Table, ...]
    survey: Survey
    values: Values

    def headings(self, table: Table) -> tuple[str, ...]:
        """The headings as asked for: words with labels, else names for a program."""
        return table.said if self.values == "labels" else table.headings


def plan(survey: Survey, values: Values) -> Plan:
    """The tables for what a survey found."""
    forms = sorted(survey.forms.values(), key=lambda form: (form_name(form.url), form.url))
    names = unique((form_name(form.url) or "form" for form in forms), longest=_LONGEST_HEADING)
    main, others = list[Column](), list[Table]()
    for form, name in zip(forms, names, strict=True):
        apart = apart_in(form)
        inside: dict[Place, list[Column]] = {place: [] for place in apart}
        for question in form.questions:
            columns = list(columns_of(form, question, name, values))
            for place in _homes(question, apart):
                (inside[place] if place else main).extend(columns)
        others += [
            _table(f"{name}.{place[-1]}", form, place, columns)
            for place, columns in inside.items()
            if columns or place in form.groups
        ]
    first = _table(MAIN, None, (), main, several=len(forms) > 1)
    return Plan((first, *others), survey, values)


def apart_in(form: FormSurvey) -> list[Place]:
    """The places of a form whose answers stand in tables of their own, the outer ones first."""
    places = {question.place for question in form.questions}
    above = {place[:depth] for place in places for depth in range(1, len(place))}
    apart = set(form.groups & above)
    for question in form.questions:
        # what is asked behind each answer may have been asked more than once
        behind = question.multiple and question.place in above
        if _repeats(question) or behind:
            apart.add(question.place)
    order = {question.place: number for number, question in enumerate(form.questions)}
    first = {
        place: min(n for of, n in order.items() if of[: len(place)] == place) for place in apart
    }
    return sorted(apart, key=lambda place: (first[place], len(place)))


def _repeats(question: Question) -> bool:
    return question.repeats and any(family != CHOICE for family in question.kinds)


def _homes(question: Question, apart: list[Place]) -> list[Place]:
    """The tables a question stands in: a choice with questions behind its answers in two."""
    around = [place for place in apart if question.place[: len(place)] == place]
    own = max(around, key=len, default=())
    if own != question.place or _repeats(question):
        return [own]
    return [max((place for place in around if place != own), key=len, default=()), own]


def _table(
    name: str, form: FormSurvey | None, place: Place, columns: list[Column], *, several: bool = True
) -> Table:
    fixed = REPEATED if place else FIXED
    said = (f"{c.form.title}: {c.said}" if several and not place else c.said for c in columns)
    return Table(
        name,
        "" if form is None else form.url,
        place,
        fixed,
        tuple(columns),
        tuple(unique([*fixed, *(c.heading for c in columns)], longest=_LONGEST_HEADING)),
        tuple(unique([*fixed, *said], longest=_LONGEST_HEADING)),
    )


class Filling:
    """Puts responses into the tables of a plan."""

    def __init__(self, made: Plan) -> None:
        self._survey = made.survey
        self._apart = {url: frozenset(apart_in(form)) for url, form in made.survey.forms.items()}
        self._tables = {(table.form, table.place): table for table in made.tables[1:]}
        self._main = made.tables[0]
        self._columns: dict[tuple[Table, str, Place], list[tuple[int, Column]]] = {}
        for table in made.tables:
            for number, column in enumerate(table.columns, start=len(table.fixed)):
                key = (table, column.form.url, column.question.place)
                self._columns.setdefault(key, []).append((number, column))

    def rows(
        self, stored: Stored, response: Mapping[str, Any]
    ) -> Iterator[tuple[Table, list[Value]]]:
        """The rows of one response, each with its table.

        Args:
            stored: the submission.
            response: its payload, decoded.
        """
        canonical = ext.text(response, "questionnaire")
        url = canonical.partition("|")[0]
        for row in rows_of(response, self._apart[url]):
            table = self._tables.get((url, row.table)) if row.table else self._main
            if table is None:  # a group in which nothing was ever asked
                continue
            fixed = _fixed(stored, response) if table is self._main else _key(response, row)
            yield table, self._filled(table, [*fixed], row, (url, canonical))

    def _filled(
        self, table: Table, cells: list[Value], row: Row, form: tuple[str, str]
    ) -> list[Value]:
        url, canonical = form
        cells += [None] * len(table.columns)
        for found in row.found:
            columns = self._columns.get((table, url, found.place), ())
            if not columns:
                continue
            survey = self._survey.forms[url]
            families = [(survey.family(canonical, found.place, a), a) for a in found.answers]
            declined = survey.usual_family(canonical, found.place) if found.declined else None
            for number, column in columns:
                answers = [answer for family, answer in families if family == column.family]
                if answers or declined == column.family:
                    cells[number] = column.value(answers, declined=declined is not None)
        return cells


def _fixed(stored: Stored, response: Mapping[str, Any]) -> tuple[Value, ...]:
    url, _, version = ext.text(response, "questionnaire").partition("|")
    completed = stored.completed_at.astimezone().replace(tzinfo=None, microsecond=0)
    return (
        ext.text(response, "id"),
        form_name(url),
        version,
        ext.text(response, "status"),
        ext.text(response, "language"),
        Dated(f"{completed:%Y-%m-%d %H:%M}", completed),
        _authored(ext.text(response, "authored")),
        stored.state,
        patient_of(response),
        next((str(v) for v in ext.extension_values(response, ext.ANSWERED_BY)), ""),
    )


def _authored(text: str) -> Value:
    try:
        return Dated(text, local(text))
    except (ValueError, OverflowError, OSError):
        return text


def _key(response: Mapping[str, Any], row: Row) -> tuple[Value, ...]:
    return ext.text(response, "id"), row.key, row.parent, row.number


def patient_of(response: Mapping[str, Any]) -> str:
    """By what its patient is known: the identifier, else the reference; "" where by nothing."""
    subject = response.get("subject")
    identifier = subject.get("identifier") if isinstance(subject, Mapping) else None
    return ext.text(identifier, "value") or ext.text(subject, "reference")

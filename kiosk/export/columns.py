"""The columns that one question gives to a table, and what an answer puts into each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from kiosk.export.survey import FormSurvey, Question
from kiosk.export.values import (
    AMOUNT,
    CHOICE,
    YES_NO,
    Absent,
    Option,
    Value,
    option_of,
    typed,
    words,
)
from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer

Values = Literal["codes", "labels", "both"]

VALUE, CODE, LABEL, OPTION, OTHER = "value", "code", "label", "option", "other"
UNIT, COMPARATOR = "unit", "comparator"

MOST_SPLIT: Final = 100
"""Of a question with more options than this, each does not get a column of its own."""

BETWEEN: Final = "; "


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a table.

    Attributes:
        form, question: whose answers stand in it.
        family: the kind of answer.
        part: VALUE, or what else of it.
        heading: for a program: `form.linkId`, and what tells it from its neighbours.
        said: for a person: what is asked, and the option.
        option: that it is about (1 chosen, 0 not), where it is about one.
    """

    form: FormSurvey
    question: Question
    family: str
    part: str
    heading: str
    said: str
    option: Option | None = None

    def value(self, answers: Sequence[Answer], *, declined: bool) -> Value:
        """What an answered (or declined) question puts there."""
        if not answers:
            return Absent.DECLINED if declined and self.part not in {OTHER, UNIT} else None
        return _READ[self.part](self, answers)


def columns_of(form: FormSurvey, question: Question, name: str, values: Values) -> Iterator[Column]:
    """The columns of one question in the table where it stands.

    Args:
        form: the form.
        question: one of its questions.
        name: of the form in headings.
        values: codes, labels or both.
    """
    for number, family in enumerate(question.kinds):
        # a question that changed its kind keeps the column that it had, and gets one more
        apart = f" ({family})" if number else ""
        for part, option, tail in _parts(question, family, values):
            heading, said = _headed(question, option, tail)
            yield Column(
                form, question, family, part, f"{name}.{heading}{apart}", f"{said}{apart}", option
            )


def _headed(question: Question, option: Option | None, tail: str) -> tuple[str, str]:
    asked = question.text or question.link_id
    if option is not None:
        words_of = question.options.get(option) or option.code
        return f"{question.link_id}/{option.code}", f"{asked}: {words_of}"
    return (
        f"{question.link_id} {tail}" if tail else question.link_id,
        f"{asked} ({tail})" if tail not in {"", LABEL} else asked,
    )


def _parts(
    question: Question, family: str, values: Values
) -> Iterator[tuple[str, Option | None, str]]:
    """What the columns of one kind of answer are: part, option, end of the heading."""
    both = values == "both"
    if family == AMOUNT:
        yield VALUE, None, ""
        if question.kinds[family].comparators:
            yield COMPARATOR, None, COMPARATOR
        yield UNIT, None, UNIT
    elif family == YES_NO:
        yield (LABEL if values == "labels" else VALUE), None, ""
    elif family == CHOICE:
        split = question.multiple and len(question.options) <= MOST_SPLIT
        if both or (values == "codes" and not split):
            yield CODE, None, CODE if both else ""
        if values != "codes":
            yield LABEL, None, LABEL if both else ""
        if split:
            yield from ((OPTION, option, "") for option in question.options)
        if question.others:
            yield OTHER, None, OTHER
    else:
        yield VALUE, None, ""


def _value(_column: Column, answers: Sequence[Answer]) -> Value:
    if len(answers) == 1:
        return typed(answers[0])
    return BETWEEN.join(words(answer) for answer in answers)


def _is_offered(column: Column, answer: Answer) -> bool:
    return answer.key == "valueCoding" or option_of(answer) in column.question.options


def _code(column: Column, answers: Sequence[Answer]) -> Value:
    codes = [option_of(answer).code for answer in answers if _is_offered(column, answer)]
    return BETWEEN.join(codes) if codes else None


def _label(_column: Column, answers: Sequence[Answer]) -> Value:
    return BETWEEN.join(words(answer) for answer in answers)


def _option(column: Column, answers: Sequence[Answer]) -> Value:
    return int(any(option_of(answer) == column.option for answer in answers))


def _other(column: Column, answers: Sequence[Answer]) -> Value:
    own = [option_of(answer).code for answer in answers if not _is_offered(column, answer)]
    return BETWEEN.join(own) if own else None


def _unit(_column: Column, answers: Sequence[Answer]) -> Value:
    units = [_of_amount(answer, "unit") or _of_amount(answer, "code") for answer in answers]
    return BETWEEN.join(units)


def _comparator(_column: Column, answers: Sequence[Answer]) -> Value:
    return BETWEEN.join(_of_amount(answer, "comparator") for answer in answers) or None


def _of_amount(answer: Answer, key: str) -> str:
    return ext.text(answer.value, key) if isinstance(answer.value, Mapping) else ""


_READ: Final = {
    VALUE: _value,
    CODE: _code,
    LABEL: _label,
    OPTION: _option,
    OTHER: _other,
    UNIT: _unit,
    COMPARATOR: _comparator,
}

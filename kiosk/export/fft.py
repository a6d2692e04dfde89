"""The monthly return of the NHS Friends and Family Test: counts by month and answer, no free text.

Which question it is: a choice that asks, word for word, "Overall, how was your experience of our
service?" (the wording is mandatory), or one that a form marks with our code `friends-and-family`.
Which answer is which: by its words, "Very good" to "Don't know", as the guidance has them. An
answer with other words is counted as "other".

Comments are only counted: answers in words of one's own to the other questions of the same form.
What is marked as entered in error is left out. The month is that in which the patient sent it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from kiosk.export.csv_wide import writer_on
from kiosk.export.files import Target
from kiosk.export.job import Job, Written
from kiosk.export.walking import Place, Sibling, answers_in, siblings
from kiosk.forms import extensions as ext
from kiosk.forms.proxies import TYPED_IN
from kiosk.forms.questionnaire import Item, Questionnaire
from kiosk.forms.response import decode

QUESTION: Final = "Overall, how was your experience of our service?"
CODE: Final = ("http://clinic-kiosk.example/fhir/CodeSystem/question", "friends-and-family")
ANSWERS: Final = (
    "very good", "good", "neither good nor poor", "poor", "very poor", "don't know",
)  # fmt: skip
OTHER: Final = "other"
HEADINGS: Final = ("month", *ANSWERS, OTHER, "responses", "comments")
MISTAKE: Final = "entered-in-error"

_WORDS: Final = re.compile(r"[^a-z' ]+")


@dataclass
class _Month:
    answers: Counter[str] = field(default_factory=Counter)
    comments: int = 0


def write_fft(job: Job, target: Target) -> Written:
    """The counts as CSV; a month between the first and the last is there though it has none."""
    months: dict[tuple[int, int], _Month] = {}
    forms: dict[str, tuple[Item, ...]] = {}
    mistakes = typed = 0
    for stored in job.responses():
        response = decode(stored.payload)
        canonical = ext.text(response, "questionnaire")
        if canonical not in forms:
            kept = job.forms(canonical)
            forms[canonical] = tuple(found for form in kept if (found := question_in(form)))
        if not forms[canonical]:
            continue
        answer = _answer(response, forms[canonical])
        if response.get("status") == MISTAKE:
            mistakes += answer is not None
        elif answer is not None:
            at = stored.completed_at.astimezone()
            month = months.setdefault((at.year, at.month), _Month())
            month.answers[answer] += 1
            month.comments += _has_comment(response, forms[canonical])
            typed += any(ext.url_of(one) == TYPED_IN for one in ext.mappings(response, "extension"))
    with target.file("fft.csv") as out:
        writer, text = writer_on(out)
        writer.writerow(HEADINGS)
        writer.writerows(_rows(months))
        text.detach()
    count = sum(month.answers.total() for month in months.values())
    return Written(count, tuple(_notes(job, forms, months, mistakes, typed)))


def question_in(form: Questionnaire) -> Item | None:
    """The question of the Friends and Family Test in a form; None where it has none."""
    wanted = _plain(QUESTION)
    choices = [i for i in form.by_path.values() if i.type in {"choice", "coding", "open-choice"}]
    for item in choices:
        codes = {
            (ext.text(c, "system"), ext.text(c, "code")) for c in ext.mappings(item.raw, "code")
        }
        if CODE in codes or _plain(item.text("en")) == wanted:
            return item
    return None


def _answer(response: Mapping[str, Any], items: tuple[Item, ...]) -> str | None:
    """Which of the six was answered, OTHER, or None."""
    for item in items:
        for one in _all(response):
            if one.place[-1] == item.link_id and (answers := answers_in(one.answers)):
                words = _plain(item.answer_label(answers[0], "en"))
                shown = _plain(answers[0].label())
                return next((w for w in (words, shown) if w in ANSWERS), OTHER)
    return None


def _has_comment(response: Mapping[str, Any], items: tuple[Item, ...]) -> bool:
    asked = {item.link_id for item in items}
    return any(
        answer.key == "valueString" and str(answer.value).strip()
        for one in _all(response)
        if one.place[-1] not in asked
        for answer in answers_in(one.answers)
    )


def _all(response: Mapping[str, Any]) -> Iterator[Sibling]:
    def inside(items: list[Mapping[str, Any]], around: Place) -> Iterator[Sibling]:
        for one in siblings(items, around):
            yield one
            behind = [list(ext.mappings(raw, "item")) for raw in one.answers]
            for each in (*one.inside, *behind):
                yield from inside(each, one.place)

    return inside(list(ext.mappings(response, "item")), ())


def _rows(months: Mapping[tuple[int, int], _Month]) -> Iterator[list[str | int]]:
    if not months:
        return
    year, month = min(months)
    while (year, month) <= max(months):
        found = months.get((year, month), _Month())
        counts = [found.answers[answer] for answer in (*ANSWERS, OTHER)]
        yield [f"{year:04}-{month:02}", *counts, found.answers.total(), found.comments]
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004 - December


def _notes(
    job: Job,
    forms: Mapping[str, tuple[Item, ...]],
    months: Mapping[tuple[int, int], _Month],
    mistakes: int,
    typed: int,
) -> Iterator[str]:
    if not any(forms.values()):
        kept = any(question_in(form) for name in job.kept for form in job.forms(name))
        yield (
            "No response in this span answers the Friends and Family question."
            if kept
            else "No form that was answered here asks the Friends and Family question: "
            f"“{QUESTION}” More: kiosk guide export"
        )
    others = sum(month.answers[OTHER] for month in months.values())
    if others:
        yield f"{others} answers have other words than the guidance: they are counted as other."
    if mistakes:
        yield f"{mistakes} responses are marked as entered in error: they are not counted."
    if typed:
        yield f"How each was collected is not in it: {typed} on paper, all others on a kiosk."
    else:
        yield "How each was collected is not in it: all of these were given on a kiosk."


def _plain(text: str) -> str:
    straight = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold()
    return " ".join(_WORDS.sub(" ", straight).split())

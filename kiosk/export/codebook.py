"""The codebook: what every column of an export means, form by form and version by version."""

from collections.abc import Iterator, Mapping
from typing import Final

from kiosk.export.csv_wide import guarded, writer_on
from kiosk.export.files import Target
from kiosk.export.flatten import form_name
from kiosk.export.job import Job, Written
from kiosk.export.survey import FormSurvey
from kiosk.export.values import option_of
from kiosk.forms import extensions as ext
from kiosk.forms.bidi import unmarked
from kiosk.forms.expressions import expressions
from kiosk.forms.item import EnableWhen, Item
from kiosk.forms.questionnaire import Questionnaire

HEADINGS: Final = (
    "form", "title", "url", "version", "link id", "inside", "text", "type", "repeats", "required",
    "options (code | label | score)", "asked when", "worked out by", "score from", "score to",
    "unit",
)  # fmt: skip

_OPERATORS: Final[Mapping[str, str]] = {
    "=": "is",
    "!=": "is not",
    ">": "is more than",
    "<": "is less than",
    ">=": "is at least",
    "<=": "is at most",
}


def write_codebook(job: Job, target: Target) -> Written:
    """Every kept version of the forms that are wanted, an item a row; no answer is in it."""
    forms = 0
    with target.file("codebook.csv") as out:
        writer, text = writer_on(out)
        writer.writerow(HEADINGS)
        for canonical in job.kept:
            for form in job.forms(canonical):
                forms += 1
                for row in rows_of_form(form):
                    writer.writerow([guarded(cell) for cell in row])
        text.detach()
    notes = () if forms else ("No form is kept here yet: a form is kept once it was answered.",)
    return Written(0, notes)


def rows_of_survey(form: FormSurvey) -> Iterator[tuple[str, ...]]:
    """The rows of all versions that some responses answer, also of what is not kept here."""
    for version in form.versions:
        yield from rows_of_form(version)
    for canonical in form.unknown:
        url, _, number = canonical.partition("|")
        for question in form.questions:
            head = (form_name(url), "this version is not kept here", url, number)
            kinds = ", ".join(question.kinds)
            options = "\n".join(f"{one.code} | {label}" for one, label in question.options.items())
            inside = "/".join(question.place[:-1])
            row = (question.link_id, inside, question.text, kinds, "", "", options)
            yield (*head, *row, *[""] * (len(HEADINGS) - len(head) - len(row)))


def rows_of_form(form: Questionnaire) -> Iterator[tuple[str, ...]]:
    """The rows of one version; in the language that it is written in."""
    language = form.own_language
    head = (form_name(form.url), unmarked(form.title(language)), form.url, form.version)
    for item in form.by_path.values():
        inside = "/".join(around.link_id for around in form.ancestors(item))
        yield (
            *head,
            item.link_id,
            inside,
            unmarked(item.text(language)),
            item.type,
            "yes" if item.repeats else "",
            "yes" if item.required else "",
            _options(item, language),
            _asked_when(form, item),
            item.calculated_expression,
            *_range(item),
            ext.text(ext.extension_value(item.raw, ext.UNIT), "code"),
        )


def _options(item: Item, language: str) -> str:
    lines = []
    for option in item.answer_options:
        score = "" if option.weight is None else f" | {option.weight}"
        label = unmarked(option.label(language))
        lines.append(f"{option_of(option.answer).code} | {label}{score}")
    given = ext.text(item.raw, "answerValueSet")
    return "\n".join([*lines, f"value set {given}"] if given else lines)


def _range(item: Item) -> tuple[str, str]:
    """The least and the most it can be: by its limits, else by the scores of its options."""
    limits = tuple(ext.extension_number(item.raw, url) for url in (ext.MIN_VALUE, ext.MAX_VALUE))
    scores = [option.weight for option in item.answer_options if option.weight is not None]
    least, most = limits
    if scores:
        least = min(scores) if least is None else least
        most = max(scores) if most is None else most
    return "" if least is None else str(least), "" if most is None else str(most)


def _asked_when(form: Questionnaire, item: Item) -> str:
    told = [_condition(form, one) for one in item.enable_when]
    joined = (" and " if item.enable_behavior == "all" else " or ").join(told)
    formulas = [one.text for one in expressions(item.raw, "enableWhenExpression")]
    return "; ".join(part for part in (joined, *formulas) if part)


def _condition(form: Questionnaire, one: EnableWhen) -> str:
    language = form.own_language
    asked = form.by_link_id.get(one.question)
    text = unmarked(asked.text(language)) if asked else ""
    name = f"{one.question} ({text})" if text else one.question
    if one.operator == "exists":
        answered = one.answer is None or one.answer.value is not False
        return f"{name} {'has an answer' if answered else 'has no answer'}"
    label = "" if one.answer is None else one.answer.label()
    if asked is not None and one.answer is not None:
        label = asked.answer_label(one.answer, language)
    return f"{name} {_OPERATORS.get(one.operator, one.operator)} “{unmarked(label)}”"

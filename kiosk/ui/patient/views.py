"""What the pages show, as plain dictionaries for QML. No Qt, no rules: only wording."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from kiosk.forms.expressions import expression
from kiosk.forms.item import Item
from kiosk.forms.pages import Page
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.rules import Problem
from kiosk.forms.sitting.judging import CONSTRAINT
from kiosk.ui.patient.kinds import SCALE, TEXT, YES_NO, kind_of, scale_of
from kiosk.ui.patient.sitting import Sitting, form_language, max_length, option_answers
from kiosk.ui.words import Words

Say = Callable[..., str]
_ERRORS: Final = {
    "maxLength": "error_too_long",
    "maxOccurs": "error_too_many",
    "minOccurs": "error_too_few",
}


def say_in(words: Words, language: str) -> Say:
    """`say(key, **values)` in one language."""
    return lambda key, **values: words.say(language, key, **values)


def form_card(questionnaire: Questionnaire, words: Words, language: str) -> dict[str, Any]:
    """One form to choose: its title, what it is about, minutes, and the languages it is in."""
    own = form_language(questionnaire, language)
    minutes = questionnaire.minutes
    return {
        "title": questionnaire.title(own),
        "description": questionnaire.description(own),
        "minutes": words.count(language, "form_minutes", minutes, "minutes") if minutes else "",
        "only": "" if own == language else _only(questionnaire, words, language),
    }


def _only(questionnaire: Questionnaire, words: Words, language: str) -> str:
    comma = words.say(language, "list_comma")
    names = comma.join(words.language(code).name for code in questionnaire.languages)
    return words.say(language, "form_only", languages=names)


def question_view(sitting: Sitting, page: Page, say: Say) -> dict[str, Any]:
    """One question page, all but the answer itself."""
    item, language = page.item, sitting.filler.language
    kind = kind_of(item)
    return {
        "path": page.path,
        "kind": kind,
        "section": "\n".join(text for text in (page.section, *page.notes) if text),
        "text": page.text,
        "hint": page.hint or _usual_hint(kind, say),
        "options": option_labels(item, language, say),
        "low": _end_label(item, "lower", language),
        "high": _end_label(item, "upper", language),
        "maxLength": max_length(item),
        "lines": 4 if item.type == "text" else 2,
        "number": sitting.filler.index + 1,
    }


def _usual_hint(kind: str, say: Say) -> str:
    return say({SCALE: "choose_number", TEXT: "write_hint"}.get(kind, "choose_one"))


def option_labels(item: Item, language: str, say: Say) -> list[str]:
    """What the options of a question say."""
    if kind_of(item) == YES_NO:
        return [say("yes"), say("no")]
    return [item.answer_label(answer, language) for answer in option_answers(item)]


def _end_label(item: Item, control: str, language: str) -> str:
    ends = (child.text(language) for child in item.items if child.control == control)
    return next(ends, "")


def progress_text(sitting: Sitting, say: Say) -> str:
    """Where the patient is in the form; "of how many" only where that can't change (R7)."""
    filler = sitting.filler
    title = sitting.questionnaire.title(filler.language)
    if not has_fixed_length(sitting.questionnaire):
        return say("progress_open", form=title, number=filler.index + 1)
    return say("progress", form=title, number=filler.index + 1, count=filler.count)


def progress_part(sitting: Sitting) -> float:
    """How much of the form is behind, 0 to 1; 0 where its length may still change."""
    filler = sitting.filler
    return (filler.index + 1) / filler.count if has_fixed_length(sitting.questionnaire) else 0.0


def has_fixed_length(questionnaire: Questionnaire) -> bool:
    """Whether no answer changes how many questions are asked."""
    return not any(
        item.enable_when or expression(item.raw, "enableWhenExpression")
        for item in questionnaire.by_path.values()
    )


def review_rows(sitting: Sitting, say: Say) -> list[dict[str, str]]:
    """The check page: each question asked, with its answer in words."""
    return [_review_row(sitting, page, say) for page in sitting.filler.pages]


def _review_row(sitting: Sitting, page: Page, say: Say) -> dict[str, str]:
    text = page.text
    return {
        "path": page.path,
        "question": text,
        "answer": _answer_text(sitting, page, say),
        "change": say("check_change_name", question=text),
    }


def _answer_text(sitting: Sitting, page: Page, say: Say) -> str:
    filler, item = sitting.filler, page.item
    if filler.is_declined(page.path):
        return say("declined")
    answers = filler.answers(page.path)
    if kind_of(item) == YES_NO:
        return ", ".join(say("yes" if answer.value else "no") for answer in answers)
    labels = [item.answer_label(answer, filler.language) for answer in answers]
    return ", ".join(labels) or say("not_provided")


def problem_text(problem: Problem, item: Item, say: Say) -> str:
    """What to do about a refused answer, worded after R11."""
    if problem.rule == CONSTRAINT and problem.limit:
        return str(problem.limit)  # the form's own words for a rule of its own
    if problem.rule == "required":
        return _missing_text(item, say)
    return say(_ERRORS.get(problem.rule, "error_other"), limit=problem.limit)


def _missing_text(item: Item, say: Say) -> str:
    numbers = scale_of(item)
    if kind_of(item) == SCALE:
        return say("error_number", low=numbers[0], high=numbers[-1])
    keys = {TEXT: "error_text", YES_NO: "error_boolean"}
    return say(keys.get(kind_of(item), "error_choice"))


def minutes_span(forms: Sequence[Questionnaire]) -> str:
    """The shortest and the longest of the forms; "" where none says."""
    known = sorted({form.minutes for form in forms if form.minutes})
    return "\N{EN DASH}".join(str(minutes) for minutes in dict.fromkeys((*known[:1], *known[-1:])))

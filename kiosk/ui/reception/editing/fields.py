"""What the fields of the editor show of a form. No Qt objects are made here."""

from collections.abc import Iterator
from typing import Any, Final

from kiosk.coproduction.editing.budget import purpose_of
from kiosk.coproduction.editing.change import Change
from kiosk.coproduction.editing.errors import EditRefused
from kiosk.coproduction.editing.rights import Rights, refuse_item
from kiosk.coproduction.locks import Locks
from kiosk.forms import extensions as ext
from kiosk.forms.item import AnswerOption, Item
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.texts import translations
from kiosk.ui.wording.speaking import Speaking

ALWAYS: Final = ""
OTHER_RULE: Final = "other"
"""Stands for a condition that the editor has no words for."""


def is_shown(item: Item) -> bool:
    """Whether it has a row of its own: help and the ends of a scale belong to their question."""
    return not (item.type == "display" and item.control in {"help", "lower", "upper", "unit"})


def question_rows(speaking: Speaking, change: Change, current: str) -> Iterator[dict[str, Any]]:
    """A row for each question, group and text, in the order of the form."""
    form, number = change.form, 0
    differing = {one.new_link_id for one in change.difference.questions}
    for item in form.by_path.values():
        if not is_shown(item):
            continue
        number += item.is_question
        text = item.text(form.own_language) or item.link_id
        told = f"{number}. {text}" if item.is_question else text
        is_changed = item.link_id in differing
        mark = speaking.say("edit_changed") if is_changed else ""
        yield {
            "id": item.link_id,
            "text": told,
            "depth": len(form.ancestors(item)),
            "mark": mark,
            "group": item.type == "group",
            "current": item.link_id == current,
            "name": speaking.say("list_comma").join(filter(None, (told, mark))),
        }


def question_fields(  # noqa: PLR0913 - keyword-only beyond the four
    speaking: Speaking, change: Change, link_id: str, language: str, *, rights: Rights, locks: Locks
) -> dict[str, Any]:
    """What can be written of one question, in one language; {} where it is not there."""
    form = change.form
    item = form.by_link_id.get(link_id)
    if item is None:
        return {}
    own = language == form.own_language
    return {
        "link_id": link_id,
        "text": _in(item.raw, "text", language, form),
        "original": "" if own else item.text(form.own_language),
        "help": _in(_help(item), "text", language, form),
        "helpOriginal": "" if own else item.hint(form.own_language),
        "mayHelp": item.is_question and (own or bool(item.hint(form.own_language))),
        "options": [
            _option(form, one, place, language) for place, one in enumerate(item.answer_options)
        ],
        "mayOptions": own and rights.all and bool(item.answer_options),
        "required": item.required,
        "mayRequire": item.is_asked and rights.all,
        "purpose": purpose_of(item),
        "asks": item.is_question,
        "waits": _waits_for(form, item),
        "questions": list(_questions_before(speaking, form, item)),
        "answers": list(_answers(speaking, form.by_link_id.get(_waits_for(form, item)))),
        "answer": _awaited(form, item),
        "refused": _refusal(form, link_id, locks),
        "mayMove": rights.all,
    }


def form_fields(change: Change, language: str) -> dict[str, Any]:
    """What can be written of the form as a whole, in one language."""
    form = change.form
    items = ext.extension_integer(form.raw, ext.MAX_ITEMS)
    seconds = ext.extension_integer(form.raw, ext.MAX_MEDIAN_SECONDS)
    return {
        "title": _in(form.raw, "title", language, form),
        "description": _in(form.raw, "description", language, form),
        "purpose": ext.text(form.raw, "purpose"),
        "maxItems": "" if items is None else str(items),
        "maxSeconds": "" if seconds is None else str(seconds),
    }


def languages_of(form: Questionnaire) -> tuple[str, ...]:
    """Every language that any text of the form is in; its own first."""
    found = [form.own_language, *translations(form.raw, "title")]
    for item in form.by_path.values():
        found += translations(item.raw, "text")
        for option in item.answer_options:
            found += translations(*option.words_at)
    return tuple(dict.fromkeys(found))


def _in(element: Any, key: str, language: str, form: Questionnaire) -> str:
    if language == form.own_language:
        return ext.text(element, key)
    return translations(element, key).get(language, "")


def _help(item: Item) -> dict[str, Any]:
    found = (one.raw for one in item.items if one.type == "display" and one.control == "help")
    return dict(next(found, {}))


def _option(form: Questionnaire, option: AnswerOption, place: int, language: str) -> dict[str, Any]:
    element, key = option.words_at
    has_words = isinstance(element.get(key), str)
    text = _in(element, key, language, form) if has_words else option.label(language)
    original = "" if language == form.own_language else option.label(form.own_language)
    return {"place": place, "text": text, "original": original, "words": has_words}


def _waits_for(form: Questionnaire, item: Item) -> str:
    """The question whose answer it waits for; `OTHER_RULE` for what has no plain words here."""
    if ext.extension_value(item.raw, ext.ENABLE_WHEN_EXPRESSION) is not None:
        return OTHER_RULE
    if not item.enable_when:
        return ALWAYS
    condition = item.enable_when[0]
    is_plain = len(item.enable_when) == 1 and condition.operator == "="
    asked = form.by_link_id.get(condition.question)
    known = asked is not None and (asked.type == "boolean" or bool(asked.answer_options))
    return condition.question if is_plain and known else OTHER_RULE


def _questions_before(
    speaking: Speaking, form: Questionnaire, item: Item
) -> Iterator[dict[str, str]]:
    yield {"id": ALWAYS, "label": speaking.say("edit_ask_always")}
    if _waits_for(form, item) == OTHER_RULE:
        yield {"id": OTHER_RULE, "label": speaking.say("edit_ask_other")}
    for one in form.by_path.values():
        if one is item:
            return
        if one.is_asked and (one.type == "boolean" or one.answer_options):
            yield {"id": one.link_id, "label": one.text(form.own_language)}


def _answers(speaking: Speaking, asked: Item | None) -> Iterator[dict[str, str]]:
    if asked is None:
        return
    if asked.type == "boolean":
        yield from (
            {"id": str(place), "label": speaking.say(key)}
            for place, key in enumerate(("yes", "no"))
        )
    for place, option in enumerate(asked.answer_options):
        yield {"id": str(place), "label": option.label(asked.language)}


def _awaited(form: Questionnaire, item: Item) -> str:
    """The place of the answer it waits for."""
    asked = form.by_link_id.get(_waits_for(form, item))
    if asked is None or item.enable_when[0].answer is None:
        return ""
    awaited = item.enable_when[0].answer
    if asked.type == "boolean":
        return "0" if awaited.value is True else "1"
    code = ext.text(awaited.value, "code")
    for place, option in enumerate(asked.answer_options):
        same_code = bool(code) and ext.text(option.answer.value, "code") == code
        if same_code or option.answer.value == awaited.value:
            return str(place)
    return ""


def _refusal(form: Questionnaire, link_id: str, locks: Locks) -> str:
    try:
        refuse_item(form, link_id, locks)
    except EditRefused as refused:
        return f"{refused} {refused.advice}".strip()
    return ""

"""What the pages show, as plain dictionaries for QML. No Qt, no rules: only wording."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.bidi import balanced, isolated
from kiosk.forms.expressions import expression
from kiosk.forms.languages import alternative, written
from kiosk.forms.looks.media import Media, media_for
from kiosk.forms.pages import Page
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.texts import Reader
from kiosk.machine.zone import MachineZone
from kiosk.ui.patient.kinds.kind import Around, Order, Say, words_of_question
from kiosk.ui.patient.question_texts import texts_around
from kiosk.ui.patient.sitting import Sitting
from kiosk.ui.wording.words import Words

Shown = Callable[[Media], dict[str, Any]]

MOST_IN_ROW: Final = 110
"""Letters of a question in a row of the check page: three lines on a small panel."""


def say_in(words: Words, language: str) -> Say:
    """`say(key, **values)` in one language."""
    return lambda key, **values: words.say(language, key, **values)


def around(
    sitting: Sitting,
    words: Words,
    language: str,
    order_of: Callable[[str], Order],
    *,
    results: bool = False,
) -> Around:
    """What the kinds of answer look at besides the question.

    Args:
        sitting: with the form.
        words: every text of the screen.
        language: that the screen speaks.
        order_of: what to sort the words of a language by.
        results: patients may see what the form works out, a total for instance.
    """
    filler = sitting.filler
    return Around(
        say=say_in(words, language),
        language=filler.language,
        direction=words.language(language).direction,
        order=order_of(filler.language),
        proxy=filler.proxy,
        zone=MachineZone(),
        results=results,
    )


def form_card(
    questionnaire: Questionnaire, words: Words, language: str, shown: Shown
) -> dict[str, Any]:
    """One form to choose: its title, what it is about, minutes, the languages it is in, a picture.

    `shown` gives `image`, `alt`, `ratio` of a picture; {} where it can't be shown.
    """
    own = questionnaire.language_for(language)
    minutes = questionnaire.minutes
    return {
        "title": questionnaire.title(own),
        "description": questionnaire.description(own),
        "minutes": words.count(language, "form_minutes", minutes, "minutes") if minutes else "",
        "only": _only(questionnaire, words, language),
        "picture": _picture(questionnaire, own, shown),
    }


def _picture(questionnaire: Questionnaire, language: str, shown: Shown) -> dict[str, Any]:
    reader = Reader(language, questionnaire.own_language)
    media = media_for(questionnaire.raw, ext.ITEM_MEDIA, reader)
    return next(filter(None, map(shown, media)), {})


def _only(questionnaire: Questionnaire, words: Words, language: str) -> str:
    """In which languages it is, for who wants another; or that it is in plain words alone."""
    if not questionnaire.speaks(language):
        languages = languages_text(questionnaire, words, language)
        return words.say(language, "form_only", languages=languages)
    if alternative(language) not in {"", alternative(questionnaire.language_for(language))}:
        return words.say(language, "form_plain", language=words.language(language).name)
    return ""


def languages_text(questionnaire: Questionnaire, words: Words, language: str) -> str:
    """The languages that a form is in, by the names they give themselves."""
    names = map(words.name_of, dict.fromkeys(map(written, questionnaire.languages)))
    return words.say(language, "list_comma").join(names)


def question_view(sitting: Sitting, page: Page, around: Around) -> dict[str, Any]:
    """One question page, all but the answer itself."""
    kind = sitting.kind(page)
    return {
        "path": page.path,
        "kind": kind.name,
        **texts_around(page, around, kind.hint(page, around)),
        "number": sitting.filler.index + 1,
        **kind.view(page, around),
    }


def progress_text(sitting: Sitting, say: Say) -> str:
    """Where the patient is in the form; "of how many" only where that can't change (R7)."""
    filler = sitting.filler
    title = sitting.questionnaire.title(filler.language)
    if not has_fixed_length(sitting.questionnaire):
        return say("progress_open", form=title, number=filler.index + 1)
    return say("progress", form=title, number=filler.index + 1, count=filler.count)


def progress_brief(sitting: Sitting, say: Say) -> str:
    """The same without the form, for panels where one line must do."""
    filler = sitting.filler
    if not has_fixed_length(sitting.questionnaire):
        return say("progress_brief_open", number=filler.index + 1)
    return say("progress_brief", number=filler.index + 1, count=filler.count)


def progress_part(sitting: Sitting) -> float:
    """How much of the form is behind, 0 to 1; 0 where its length may still change."""
    filler = sitting.filler
    return (filler.index + 1) / filler.count if has_fixed_length(sitting.questionnaire) else 0.0


# Asked for each page, and the same for a form as long as it lives.
@lru_cache(maxsize=64)
def has_fixed_length(questionnaire: Questionnaire) -> bool:
    """Whether no answer changes how many questions are asked."""
    return not any(
        item.enable_when or expression(item.raw, "enableWhenExpression")
        for item in questionnaire.by_path.values()
    )


def review_rows(sitting: Sitting, around: Around) -> list[dict[str, str]]:
    """The check page: each question asked, with its answer in words."""
    return [_review_row(sitting, page, around) for page in sitting.filler.pages]


def _review_row(sitting: Sitting, page: Page, around: Around) -> dict[str, str]:
    text = words_of_question(page, around)
    short = _shortened(text)
    carried = around.say("carried") if sitting.is_carried(page.path) else ""
    return {
        "path": page.path,
        "question": f"{isolated(short, around.direction)} · {carried}" if carried else short,
        "answer": _answer_text(sitting, page, around),
        "change": around.say("check_change_name", question=text),
    }


def _shortened(text: str) -> str:
    """The beginning of a long question: enough to know it again, and large enough to be read."""
    if len(text) <= MOST_IN_ROW:
        return text
    end = text.rfind(" ", MOST_IN_ROW // 2, MOST_IN_ROW)
    return balanced(text[: end if end > 0 else MOST_IN_ROW]) + "…"


def _answer_text(sitting: Sitting, page: Page, around: Around) -> str:
    if sitting.filler.is_declined(page.path):
        return around.say("declined")
    words = sitting.kind(page).words(page, sitting.filler.answers(page.path), around)
    return words or around.say("not_provided")


def minutes_text(forms: Sequence[Questionnaire], words: Words, language: str) -> str:
    """How long the shortest and the longest of the forms take; "" where none says."""
    known = sorted({form.minutes for form in forms if form.minutes})
    if len(known) <= 1:
        return words.count(language, "attract_minutes", known[0], "minutes") if known else ""
    span = (words.figures(language, minutes) for minutes in (known[0], known[-1]))
    return words.say(language, "attract_minutes", minutes="\N{EN DASH}".join(span))

"""Whether a draft asks what a locked instrument asks: "use the locked one?".

Who types a validated instrument from paper gets a word wrong; the scores mean nothing then.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from kiosk.authoring.imported import NotUnderstood
from kiosk.forms.questionnaire import Questionnaire

_NEAR: Final = 0.75
"""Of the words in either of two questions, so many are in both."""
_SHARE: Final = 0.5
"""Of the questions of the instrument, so many are asked."""
_LEAST_WORDS: Final = 3
_WORD: Final = re.compile(r"[^\W_]+")


def near_locked(form: Questionnaire, locked: Iterable[Questionnaire]) -> tuple[NotUnderstood, ...]:
    """What to say of the locked instruments that a form comes near to."""
    asked = [words for words in _questions(form) if words]
    return tuple(found for one in locked if (found := _likeness(form, asked, one)))


def _likeness(
    form: Questionnaire, asked: list[frozenset[str]], locked: Questionnaire
) -> NotUnderstood | None:
    name = locked.title(locked.own_language)
    if form.url == locked.url:
        message = f"This is “{name}”, which comes with the program. Use that one."
        return NotUnderstood(None, "url", form.url, message)
    wanted = [words for words in _questions(locked) if len(words) >= _LEAST_WORDS]
    near = sum(any(_are_near(words, other) for other in asked) for words in wanted)
    if not wanted or near < _SHARE * len(wanted):
        return None
    message = (
        f"{near} of the {len(wanted)} questions of “{name}” are asked, or nearly. It is validated: "
        "its scores hold for its own words alone. Use the locked one?"
    )
    return NotUnderstood(None, "", locked.canonical, message)


def _questions(form: Questionnaire) -> Iterator[frozenset[str]]:
    for item in form.by_path.values():
        if item.is_question:
            text = unicodedata.normalize("NFKC", item.text("")).casefold()
            yield frozenset(_WORD.findall(text))


def _are_near(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _NEAR * len(one | other)

"""How a response is told in words: what stands on the check page, said to whoever reads it later.

No Qt here. The patient's own controls word the answers, so that the desk, the paper and the record
read what the patient read.
"""

from collections.abc import Sequence

from kiosk.forms.answers import Answer
from kiosk.forms.pages import Page
from kiosk.forms.summarising import Ranges, Telling, Worded
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.machine.zone import MachineZone
from kiosk.ui.patient.kinds.calendar_words import date_time_words
from kiosk.ui.patient.kinds.kind import Around
from kiosk.ui.patient.question_texts import answer_words
from kiosk.ui.patient.views import say_in
from kiosk.ui.wording.words import Words


def telling_in(
    words: Words,
    language: str,
    *,
    value_sets: ValueSets | None = None,
    ranges: Ranges | None = None,
) -> Telling:
    """Tells a response to somebody who reads that language.

    Args:
        words: every text, those of paper among them.
        language: the reader's; the form's own words stay in the language answered.
        value_sets: those at hand.
        ranges: of scores, where their licence lets us say them.
    """
    reader = _around(words, language, proxy=False)
    return Telling(
        say=reader.say,
        worded=lambda spoken, proxy: _worded(_around(words, spoken, proxy=proxy)),
        language_name=words.name_of,
        moment=lambda value: date_time_words(value, reader),
        value_sets=value_sets or ValueSets(),
        ranges=ranges or {},
    )


def _around(words: Words, spoken: str, *, proxy: bool) -> Around:
    near = words.nearest(spoken)
    return Around(
        say=say_in(words, near),
        language=spoken,
        direction=words.language(near).direction,
        proxy=proxy,
        zone=MachineZone(),
    )


def _worded(around: Around) -> Worded:
    def worded(page: Page, answers: Sequence[Answer]) -> str:
        return answer_words(page, answers, around)

    return worded

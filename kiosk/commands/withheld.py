"""What the settings name and patients are not offered, in sentences for IT and the desk."""

from collections.abc import Iterator
from typing import Final

from kiosk.forms.languages import sign_language
from kiosk.offered import bundled_value_sets, read_forms
from kiosk.resources import resource
from kiosk.settings import Settings
from kiosk.ui.patient.withholding import reason_to_withhold
from kiosk.ui.words import load_words

_WHY: Final = {
    "empty": "it asks nothing",
    "control": "this screen can't ask a part of it ({questions})",
    "alert": "an answer may have to reach a person at once, and there is no desk to see the alert "
    "yet",
}


def withheld(settings: Settings) -> list[str]:
    """One sentence for each form and language that is named and not offered.

    Raises:
        SettingsInvalid: a form or a language is named that is not there.
    """
    return [*_forms(settings), *_languages(settings), *_signs(settings)]


def _forms(settings: Settings) -> Iterator[str]:
    value_sets = bundled_value_sets()
    for form in read_forms(settings.patient.forms):
        title = form.title(form.own_language)
        if reason := reason_to_withhold(form, value_sets):
            told = _WHY[reason.why].format(questions=", ".join(reason.link_ids))
            yield f"{title} is not offered to patients: {told}."


def _languages(settings: Settings) -> Iterator[str]:
    patient = settings.patient
    words = load_words(resource("translations"))
    known = {one.code for one in words.languages}
    offered = {one.code for one in words.offered(patient.languages, patient.draft_translations)}
    for code in patient.languages:
        if code not in known:
            yield f"The language {code} is not offered: there is no folder of it."
        elif code not in offered:
            yield (
                f"The language {code} is not offered: no native reader has signed its texts. "
                "The clinic's lead may allow it under draft_translations."
            )


def _signs(settings: Settings) -> Iterator[str]:
    signed = [code for code in settings.patient.languages if sign_language(code)]
    forms = read_forms(settings.patient.forms) if signed else ()
    known = frozenset[str]().union(*(form.sign_languages for form in forms))
    for code in signed:
        if sign_language(code) not in known:
            yield f"The language {code} is not offered: no form has a film in it."


def drafts_shown(settings: Settings) -> list[str]:
    """One sentence for each language that patients read though nobody has checked it."""
    patient, words = settings.patient, load_words(resource("translations"))
    offered = words.offered(patient.languages, patient.draft_translations)
    told = "{} ({}) is switched on as a draft: no native reader has signed its texts."
    return [told.format(one.name, one.code) for one in offered if one.is_draft]

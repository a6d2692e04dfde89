"""What the settings name and patients are not offered, in sentences for IT and the desk."""

from collections.abc import Iterator
from typing import Final

from kiosk.forms.languages import sign_language
from kiosk.offered import bundled_value_sets, read_forms
from kiosk.resources import resource
from kiosk.settings import Settings
from kiosk.store.desk_seen import NO_DESK, NO_RESPONDER, NO_TASKS
from kiosk.ui.patient.withholding import reason_to_withhold
from kiosk.ui.wording.words import load_words

_WHY: Final = {
    "empty": "it asks nothing",
    "control": "this screen can't ask a part of it ({questions})",
}
_ALERT: Final = {
    "anonymous": "it may raise an alert, so it is given in a visit alone, and here patients have "
    "none ([patient] identity)",
    NO_RESPONDER: "it may raise an alert, and the settings name nobody who goes "
    "([reception] responders)",
    NO_DESK: "it may raise an alert, so it is given in a visit alone, and while a desk is signed "
    "in; none is now",
    NO_TASKS: "it may raise an alert, so it is given in a visit alone, and while a desk is signed "
    "in; none is here, and the central service takes no alerts (Task) for desks elsewhere",
    "": "it may raise an alert, so it is given in a visit alone, and while a desk is signed in",
}


def withheld(settings: Settings, path: str | None = None) -> list[str]:
    """One sentence for each form and language that is named and not offered.

    `path` is why an alert would not be seen now, "" where one would, None where nobody looked.

    Raises:
        SettingsInvalid: a form or a language is named that is not there.
    """
    return [*_forms(settings, path), *_languages(settings), *_signs(settings)]


def _forms(settings: Settings, path: str | None) -> Iterator[str]:
    value_sets, unseen = bundled_value_sets(), _unseen(settings, path)
    for form in read_forms(settings.patient.forms):
        title = form.title(form.own_language)
        reason = reason_to_withhold(form, value_sets)
        if reason and (reason.why != "alert" or unseen):
            why = unseen if reason.why == "alert" else _WHY[reason.why]
            told = why.format(questions=", ".join(reason.link_ids))
            yield f"{title} is not offered to patients: {told}."


def _unseen(settings: Settings, path: str | None) -> str:
    """Why a form with an alert rule is not given to patients; "" where it is."""
    if not settings.reception.responders:
        return _ALERT[NO_RESPONDER]
    if settings.patient.identity == "anonymous":
        return _ALERT["anonymous"]
    return "" if path == "" else _ALERT[path or ""]


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

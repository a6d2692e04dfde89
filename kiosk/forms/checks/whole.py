"""Checks of the form as a whole."""

from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.checks.scope import Found, Scope, say
from kiosk.forms.proxies import unknown_answerers
from kiosk.forms.texts import incomplete_languages

_NEEDED: Final = {
    "url": "its responses can't say which form they answer",
    "version": "its responses can't say which wording they answer",
    "status": "nobody can tell whether it is meant for patients",
    "title": "patients can't choose it by name",
}
_STATUSES: Final = frozenset({"draft", "active", "retired", "unknown"})


def whole(scope: Scope) -> Found:
    """Every finding on the form itself."""
    raw = scope.form.raw
    for element, why in _NEEDED.items():
        if not ext.text(raw, element).strip():
            yield say(f"no-{element}", None, f"The form has no {element}; {why}.")
    yield from _status(ext.text(raw, "status"))
    yield from _people(raw)
    yield from _languages(scope)
    if not scope.form.asked:
        yield say("nothing-asked", None, "No question in this form can be answered by a person.")
    if ext.extension_value(raw, ext.SIGNATURE_REQUIRED) is not None:
        yield say("signature", None, "The form asks for a signature.")


def _status(status: str) -> Found:
    if status == "draft":
        yield say("draft", None, "The form is a draft: it is not meant for patients yet.")
    elif status == "retired":
        yield say("retired", None, "The form is retired: it is not meant for patients any more.")
    elif status and status not in _STATUSES:
        yield say("unknown-status", None, f"The status “{status}” is none of FHIR's.")


def _people(raw: Any) -> Found:
    subjects = raw.get("subjectType")
    if isinstance(subjects, list) and subjects and "Patient" not in subjects:
        message = "The form is about something else than a patient; its answers are kept for one."
        yield say("other-subject", None, message)
    for value in unknown_answerers(raw):
        message = f"The form may be answered by “{value}”, who is neither self nor proxy."
        yield say("unknown-answerer", None, message)


def _languages(scope: Scope) -> Found:
    for language, missing in incomplete_languages(scope.form.raw).items():
        texts = "1 text is" if missing == 1 else f"{missing} texts are"
        message = f"{texts} not in “{language}”: the form is not offered in it."
        yield say("language-incomplete", None, message)

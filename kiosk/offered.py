"""Which forms a kiosk offers: those its settings name and that may be shown to patients."""

from collections.abc import Iterable
from pathlib import Path

from kiosk.errors import FormUnreadable, SettingsInvalid
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.resources import resource


def read_forms(names: Iterable[str]) -> tuple[Questionnaire, ...]:
    """The forms of those names: of the bundled ones, or the path of a Questionnaire file.

    Raises:
        SettingsInvalid: there is no such form,
            the kiosk must not show it, or its answers could not be sent.
    """
    return tuple(_read(name) for name in names)


def question_text(forms: Iterable[Questionnaire], canonical: str, link_id: str) -> str:
    """How a form asks a question, in its own language; the linkId where the form is not at hand."""
    for form in forms:
        for item in form.by_path.values():
            if form.canonical == canonical and item.link_id == link_id:
                return item.text(form.own_language)
    return link_id


def _read(name: str) -> Questionnaire:
    try:
        form = read_questionnaire(_content(name))
    except FormUnreadable as cause:
        raise SettingsInvalid(
            f"The form {name} can't be used: {cause}", advice=f"See: kiosk form check {name}"
        ) from cause
    if not form.url:
        raise SettingsInvalid(
            f"The form {name} has no url, so its answers could never be sent.",
            advice='Give it a canonical address of your own: "url": "https://…/Questionnaire/…"',
        )
    return form


def _content(name: str) -> bytes:
    file = Path(name) if name.endswith(".json") else resource("forms", f"{name}.json")
    try:
        return file.read_bytes()
    except OSError as cause:
        bundled = sorted(path.stem for path in resource("forms").glob("*.json"))
        raise SettingsInvalid(
            f"The settings name a form that is not there: {name}.",
            advice=f"Bundled forms: {', '.join(bundled)}. Or give the path of a .json file.",
        ) from cause

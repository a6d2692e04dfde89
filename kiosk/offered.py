"""Which forms a kiosk offers: those its settings name and that may be shown to patients."""

from collections.abc import Iterable
from pathlib import Path

from kiosk.errors import SettingsInvalid
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.resources import resource


def read_forms(names: Iterable[str]) -> tuple[Questionnaire, ...]:
    """The forms of those names: of the bundled ones, or the path of a Questionnaire file.

    Raises:
        SettingsInvalid: there is no such form.
        FormUnreadable: it is there, but the kiosk must not show it.
    """
    return tuple(read_questionnaire(_content(name)) for name in names)


def question_text(forms: Iterable[Questionnaire], canonical: str, link_id: str) -> str:
    """How a form asks a question, in its own language; the linkId where the form is not at hand."""
    for form in forms:
        for item in form.by_path.values():
            if form.canonical == canonical and item.link_id == link_id:
                return item.text(form.own_language)
    return link_id


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

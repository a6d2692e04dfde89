"""Which forms a kiosk offers: those its settings name and that may be shown to patients."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from kiosk.coproduction.codes import Bindings, bindings_of, read_bindings
from kiosk.coproduction.licences import Licence, ranges, read_licences
from kiosk.coproduction.lint import Lists
from kiosk.coproduction.lint_words import read_question_words
from kiosk.coproduction.locks import Locks, is_locked, read_locks, verify_locks
from kiosk.coproduction.plain_words import WordList, read_word_list
from kiosk.errors import FormUnreadable, SettingsInvalid
from kiosk.forms.languages import nearest
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.summarising import Ranges
from kiosk.forms.terminology.valuesets import ValueSets, read_value_sets
from kiosk.resources import resource

_CANONICAL: Final = re.compile(r"(https?://|urn:)[^\s|]+(\|[^\s|]+)?")


class Tried(NamedTuple):
    """A version that is tried out beside the one in use: itself, and the plan of its pilot."""

    form: Questionnaire
    plan: Mapping[str, Any]


class AtHand(NamedTuple):
    """What can be offered now.

    Attributes:
        forms: in the order of the settings, then those with the clinic's tag, then those that were
            added here.
        value_sets: what they may choose from without carrying it.
        missing: the names of forms that have not come yet.
        tried: versions in a pilot, of some of the forms.
    """

    forms: tuple[Questionnaire, ...]
    value_sets: ValueSets
    missing: tuple[str, ...] = ()
    tried: tuple[Tried, ...] = ()


def is_canonical(name: str) -> bool:
    """Whether a form is named as the central service has it: `url` or `url|version`."""
    return _CANONICAL.fullmatch(name) is not None


def read_forms(names: Iterable[str]) -> tuple[Questionnaire, ...]:
    """The forms of those names: of the bundled ones, or the path of a Questionnaire file.

    Forms of the central service are passed over: they are in the store, once they came.

    Raises:
        SettingsInvalid: there is no such form, the kiosk must not show it, its answers could not
            be sent, or it calls itself a validated instrument and differs from it.
    """
    locks = bundled_locks()
    return tuple(_read(name, locks) for name in names if not is_canonical(name))


def bundled_form(url: str) -> Questionnaire | None:
    """The form with that address that comes with the program; None where none does."""
    files = sorted(resource("forms").glob("*.json"))
    forms = (read_questionnaire(file.read_bytes()) for file in files)
    return next((form for form in forms if form.url == url), None)


def bundled_locks() -> Locks:
    """The locks of the validated instruments that come with the program."""
    return read_locks(resource("forms", "forms.lock").read_bytes())


def bundled_ranges() -> Ranges:
    """The ranges of scores that the licences of the bundled instruments let be said."""
    return ranges(bundled_licences())


def bundled_licences() -> Mapping[str, Licence]:
    """The licences of the bundled instruments, by their urls."""
    return read_licences(resource("forms", "licences.toml").read_bytes())


def bundled_bindings() -> Bindings:
    """Which wording a code belongs to: as the bundled instruments have it, and as the register."""
    locks = bundled_locks()
    files = sorted(resource("forms").glob("*.json"))
    forms = (read_questionnaire(file.read_bytes()) for file in files)
    registered = read_bindings(resource("forms", "codes.toml").read_bytes())
    return {**registered, **bindings_of(form for form in forms if is_locked(form, locks))}


def bundled_lists() -> Lists:
    """The English words by which the wording of questions is looked at."""
    english = resource("translations", "en")
    return Lists(
        read_word_list((english / "plain.toml").read_bytes()),
        read_question_words((english / "questions.toml").read_bytes()),
    )


def bundled_value_sets() -> ValueSets:
    """The small value sets of HL7 that come with the program, for forms that only name them."""
    return read_value_sets(resource("valuesets", "hl7.json").read_bytes())


def bundled_words(language: str) -> WordList:
    """The words to do without in a language ("en-GB" as "en"); none where nobody listed any."""
    folders = {file.parent.name: file for file in resource("translations").glob("*/plain.toml")}
    file = folders.get(nearest(language, folders) or "")
    return read_word_list(file.read_bytes()) if file else WordList()


def question_text(forms: Iterable[Questionnaire], canonical: str, link_id: str) -> str:
    """How a form asks a question, in its own language; the linkId where the form is not at hand."""
    for form in forms:
        for item in form.by_path.values():
            if form.canonical == canonical and item.link_id == link_id:
                return item.text(form.own_language)
    return link_id


def _read(name: str, locks: Locks) -> Questionnaire:
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
    if differing := verify_locks(form, locks):
        where = ", ".join(link_id or "the form as a whole" for link_id in differing)
        raise SettingsInvalid(
            f"{name} is {form.canonical} by name, but not word for word: {where}.",
            advice="A validated instrument may not be reworded. Use the bundled form, or give "
            "yours a url and a name of its own.",
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

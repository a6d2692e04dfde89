"""The languages of a kiosk: texts, letters, keyboards, voices."""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Final

from kiosk.commands.doctor.checks import Check, Group
from kiosk.commands.doctor.subject import Subject
from kiosk.commands.withheld import drafts_shown
from kiosk.coproduction.locks import is_locked
from kiosk.forms.languages import written
from kiosk.forms.questionnaire import Questionnaire
from kiosk.offered import bundled_locks, read_forms
from kiosk.resources import resource
from kiosk.settings import Settings
from kiosk.ui.access.voice import installed, recordings, system_languages
from kiosk.ui.fonts import missing_glyphs
from kiosk.ui.wording.completeness import problems
from kiosk.ui.wording.words import ENGLISH, Language, Words, load_words

_VOICES: Final = (
    "On Debian: sudo apt install speech-dispatcher-espeak-ng, and a loudspeaker. On Windows: "
    "Settings, Time & language, Speech, Add voices."
)
_SPEAKS_S: Final = 15.0

_MOST: Final = 5
"""So many missing texts of a language are told by name; a new folder has hundreds."""


@cache
def _words() -> Words:
    return load_words(resource("translations"))


def _offered(settings: Settings) -> tuple[Language, ...]:
    patient = settings.patient
    return _words().offered(patient.languages, patient.draft_translations)


def unknown(settings: Settings) -> Iterator[str]:
    """Languages of the settings that there is no folder of."""
    known = {language.code for language in _words().languages}
    patient = settings.patient
    for code in dict.fromkeys((*patient.languages, *patient.draft_translations)):
        if code not in known:
            yield f"The settings name the language {code}, and there is no folder of it."


def incomplete(settings: Settings) -> Iterator[str]:
    """Languages that want texts, or have wrong ones."""
    words = _words()
    for language in _offered(settings):
        wrong = list(problems(words.own(ENGLISH), words.own(language.code), language.code))
        yield from (f"{_called(language)}: {problem}." for problem in wrong[:_MOST])
        if len(wrong) > _MOST:
            yield f"{_called(language)}: {len(wrong) - _MOST} more texts."


def unprintable(settings: Settings) -> Iterator[str]:
    """Languages with letters that the program's fonts do not have: to be read, or to be typed."""
    forms = [json.dumps(form.raw, ensure_ascii=False) for form in _forms(settings)]
    for language in _offered(settings):
        texts = [language.name, *_words().table(language.code).values()]
        texts += _typed(language)
        for weight, letters in missing_glyphs(resource("fonts"), texts).items():
            yield f"{_called(language)}: no font has {letters} ({weight})."
    for weight, letters in missing_glyphs(resource("fonts"), forms).items():
        yield f"The forms: no font has {letters} ({weight})."


def _typed(language: Language) -> Iterator[str]:
    """What its keys write: every letter of the language, whether a text happens to have it."""
    file = resource("keyboards", f"{written(language.code)}.json")
    if not file.is_file():
        return
    layout = json.loads(file.read_text("utf-8"))
    for kind in layout.values():
        for rows in kind.values() if isinstance(kind, dict) else ():
            keys = [key for row in rows if isinstance(row, list) for key in row]
            yield from (key for key in keys if not key.startswith("{"))


def keyless(settings: Settings) -> Iterator[str]:
    """Languages without a keyboard of their own."""
    for language in _offered(settings):
        if not resource("keyboards", f"{written(language.code)}.json").is_file():
            yield f"{_called(language)} is written on the English keyboard."


def untranslated(settings: Settings) -> Iterator[str]:
    """The clinic's own forms that lack an offered language."""
    return _lacking(settings, locked=False)


def validated(settings: Settings) -> Iterator[str]:
    """Validated instruments that lack one; they are never translated here."""
    return _lacking(settings, locked=True)


def voiceless(settings: Settings) -> Iterator[str]:
    """What can't be read aloud. Speech is an extra: without it the screen offers none."""
    if not settings.patient.read_aloud:
        yield "Reading aloud is switched off in the settings (read_aloud)."
        return
    if not installed():
        yield "Speech is not installed: nothing is read aloud. It comes with the extra “speech”."
        return
    spoken = system_languages()
    if spoken is None:
        yield "What speaks on this PC does not answer: start it again, or the PC."
        return
    if not spoken:
        yield f"Nothing speaks here. {_VOICES}"
        return
    clips, lacking = resource("translations"), list[Language]()
    for language in _offered(settings):
        base = written(language.code).partition("-")[0]
        if base not in spoken and not recordings(clips, language.code):
            lacking.append(language)
            yield f"{_called(language)} has neither a voice nor recordings."
    if lacking:
        yield _VOICES


def _lacking(settings: Settings, *, locked: bool) -> Iterator[str]:
    locks = bundled_locks()
    for form in _forms(settings):
        lacks = [_called(one) for one in _offered(settings) if not form.speaks(one.code)]
        if lacks and is_locked(form, locks) is locked:
            yield f"{form.title(form.own_language)} is not in {', '.join(lacks)}."


def _forms(settings: Settings) -> tuple[Questionnaire, ...]:
    return read_forms(settings.patient.forms)


def _called(language: Language) -> str:
    return f"{language.name} ({language.code})"


def _of(look: Callable[[Settings], Iterable[str]]) -> Callable[[Subject], Iterable[str]]:
    """A look at the settings alone."""

    def looking(subject: Subject) -> Iterable[str]:
        return look(subject.settings)

    return looking


_CHECKS: Final = (
    Check(
        "languages-known",
        "Patients are not offered a language that the clinic wants.",
        "Correct languages and draft_translations in the settings, or add the folder.",
        _of(unknown),
    ),
    Check(
        "translations-checked",
        "Patients read a translation that no native speaker has checked; the screen says so.",
        "Have a native speaker read it, and write their name as reviewed_by in its language.toml. "
        "Or take it out of draft_translations in the settings.",
        _of(drafts_shown),
    ),
    Check(
        "languages-complete",
        "Patients read some texts in English, or texts with something left out.",
        "Mend these texts in the language's ui.toml.",
        _of(incomplete),
    ),
    Check(
        "fonts",
        "Some letters are drawn by another font, or as empty boxes.",
        "Add a font that has them, with its licence, as a folder in resources/fonts.",
        _of(unprintable),
    ),
    Check(
        "keyboards",
        "Patients can't write the letters of their language.",
        "Add a keyboard for it to resources/keyboards; the README there tells how.",
        _of(keyless),
    ),
    Check(
        "forms-translated",
        "Patients are told that a form is not in their language, and staff are called.",
        "Add the translation to the form (FHIR's translation extension).",
        _of(untranslated),
    ),
    Check(
        "instruments-translated",
        "Patients are told that it is not in their language, and staff are called. A validated "
        "instrument is only ever shown in its validated translations.",
        "",
        _of(validated),
    ),
    Check(
        "speech",
        "Patients who can't read the screen need a person beside them.",
        "",
        _of(voiceless),
        within_s=_SPEAKS_S,
    ),
)

LANGUAGES: Final = Group("languages", _CHECKS)

"""The words on the screen: one folder of `resources/translations/` for each language.

A newcomer adds a language by adding a folder with two files:

- `language.toml`: `name` (in its own script), `direction` ("ltr" or "rtl"), `reviewed_by`
  (who, a native reader, signed the texts; "" while it is a draft);
- `ui.toml`: `key = "text"` for the keys of English. A missing key falls back to English.
- `paper.toml`, where it has one: the same for what is printed; read by who prints alone.

The desk's window has more words, in `desk/`, a file for each of its pages; a language without
that folder is spoken by kiosks only. So has the set-up window, in `setup/`.

An alternative of a language (`kiosk.forms.languages`) is a folder too, "en-x-easy": it holds only
what is told otherwise, and what it lacks falls back to its language. `icon` stands beside its name,
and `large` says that its text is large unless the patient wants it smaller.

A text that counts has a form for each of the language's plural categories (`cldr`):
`minutes_one`, `minutes_few`, and `minutes` for all numbers without a form of their own.

What is put into a text fits into it: a whole number is written in the language's `digits`, and
words that run the other way are set apart, so that they turn nothing around them.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec

from kiosk.errors import SettingsInvalid
from kiosk.forms.bidi import Direction, isolated
from kiosk.forms.languages import alternative, nearest, written
from kiosk.ui.wording.cldr import CATEGORIES, own_name, plural_rule

ENGLISH: Final = "en"
LATIN_DIGITS: Final = "0123456789"
_PLACE = re.compile(r"\{([a-z_]+)\}")
_MONTH: Final = re.compile(r"month_\d+")


class Counted(int):
    """The number that a text counts, and takes its form from."""


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One language as it speaks of itself."""

    code: str
    name: str
    direction: Direction = "ltr"
    reviewed_by: str = ""
    icon: str = ""
    large: bool = False

    @property
    def is_draft(self) -> bool:
        """Whether no native reader has signed its texts yet."""
        return not self.reviewed_by


Read = Callable[[], Mapping[str, str]]
"""Reads the texts of one language."""


class Words:
    """Every text of the screen in every language there is, each read when it is first spoken.

    Args:
        languages: all there are.
        texts: by language code; English must be among them.
        named: those whose names are known, where that is more than are spoken.
    """

    def __init__(
        self, languages: Sequence[Language], texts: Mapping[str, Read],
        named: Sequence[Language] = (),
    ) -> None:  # fmt: skip
        self.languages = tuple(languages)
        self._names = {one.code: one.name for one in named or languages}
        self._read = texts
        self._texts: dict[str, dict[str, str]] = {}

    def read_all(self) -> None:
        """Read every language now.

        Raises:
            SettingsInvalid: a file can't be read; the message names it.
        """
        for one in self.languages:
            self._of(one.code)

    def language(self, code: str) -> Language:
        """The language of that code; English where there is none."""
        found = [one for one in self.languages if one.code == code]
        return found[0] if found else self.language(ENGLISH)

    def nearest(self, code: str) -> str:
        """The code of the language that comes nearest; English where none does."""
        return nearest(code, [one.code for one in self.languages]) or ENGLISH

    def name_of(self, code: str) -> str:
        """What the language of a form calls itself, whether the screen speaks it or not.

        An alternative has its own name, "Easy Read"; in another language, "Cymraeg (Easy Read)".
        """
        near = nearest(code, self._names)
        name, told = self._names[near] if near else own_name(code), alternative(code)
        if not told or alternative(near or "") == told:
            return name
        same = (other for tag, other in self._names.items() if alternative(tag) == told)
        return next((f"{name} ({other})" for other in same), name)

    def table(self, code: str) -> dict[str, str]:
        """All texts of a language by key, complete by falling back to English."""
        return dict(self._of(self.language(code).code))

    def say(self, code: str, key: str, **values: object) -> str:
        """One text, its `{places}` filled with `values`; a place without a value stays.

        A `Counted` among the values chooses the form of the text.
        """
        language = self.language(code)
        texts = self._of(language.code)
        for number in values.values():
            if isinstance(number, Counted):
                key = _form(texts, key, plural_rule(language.code)(number))
        written = {name: self._written(language, value) for name, value in values.items()}
        return _PLACE.sub(lambda place: written.get(place[1], place[0]), texts[key])

    def count(self, code: str, key: str, number: int, place: str = "count") -> str:
        """A text with the one number that it counts."""
        return self.say(code, key, **{place: Counted(number)})

    def figures(self, code: str, number: object) -> str:
        """A number as a language writes it: its own ten digits for those of ASCII."""
        return in_digits(number, self._of(self.language(code).code).get("digits", LATIN_DIGITS))

    def own(self, code: str) -> Mapping[str, str]:
        """The texts that a language has itself, without those of English."""
        return self._read[self.language(code).code]()

    def _written(self, language: Language, value: object) -> str:
        if isinstance(value, int):
            return self.figures(language.code, value)
        return isolated(str(value), language.direction)

    def _of(self, code: str) -> dict[str, str]:
        if code not in self._texts:
            own = self._read[code]()
            base = self._of(self._below(code)) if code != ENGLISH else {}
            lacking = {key: text for key, text in base.items() if counted_by(key) not in own}
            self._texts[code] = {**lacking, **own, **_bent_months({**lacking, **own}, own)}
        return self._texts[code]

    def _below(self, code: str) -> str:
        """The language that has what another lacks."""
        return written(code) if written(code) in self._read and alternative(code) else ENGLISH

    def offered(self, wanted: Sequence[str], drafts: Sequence[str] = ()) -> tuple[Language, ...]:
        """The wanted languages that are signed by a reviewer, or allowed as drafts by name."""
        known = {one.code: one for one in self.languages}
        return tuple(
            known[code]
            for code in dict.fromkeys(wanted)
            if code in known and (code in drafts or not known[code].is_draft)
        )


def counted_by(key: str) -> str:
    """The text that a key is a form of: "minutes" for "minutes_one"; else the key itself."""
    text, _, category = key.rpartition("_")
    return text if category in CATEGORIES else key


def _bent_months(texts: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """A language that bends its months after a day has `month_1_of`; the others say `month_1`."""
    months = (key for key in texts if _MONTH.fullmatch(key))
    return {f"{key}_of": texts[key] for key in months if f"{key}_of" not in own}


def _form(texts: Mapping[str, str], key: str, category: str) -> str:
    form = f"{key}_{category}"
    return form if form in texts else key


def in_digits(number: object, digits: str) -> str:
    """A number in the ten `digits` of a language, nought first."""
    return str(number).translate(dict(enumerate(digits, start=ord("0"))))


def load_words(directory: Path, *, also: str = "") -> Words:
    """The words in every folder of `directory`, each language read when it is first spoken.

    `also` is a file beside `ui.toml` that is read too where a language has it: "paper.toml".

    Raises:
        SettingsInvalid: a file is missing or can't be read; the message names it. Of a language
            that is not spoken yet, `Words.read_all` says so.
    """
    folders = sorted(path for path in directory.iterdir() if (path / "language.toml").is_file())
    languages = [_language(folder) for folder in folders]
    texts = {folder.name: partial(_texts_in, folder, also) for folder in folders}
    if ENGLISH not in texts:
        raise SettingsInvalid(
            f"There are no English words in {directory}.", advice="Install the program again."
        )
    return Words(languages, texts)


def load_desk_words(directory: Path) -> Words:
    """The words of the desk's window: those of the kiosk, and the files in each folder's `desk/`.

    Only languages that have such files; English has all.

    Raises:
        SettingsInvalid: a file can't be read; the message names it.
    """
    return _words_with(directory, "desk")


def load_setup_words(directory: Path) -> Words:
    """Likewise the words of the set-up window: those of the kiosk, and each folder's `setup/`."""
    return _words_with(directory, "setup")


def _words_with(directory: Path, part: str) -> Words:
    named = [_language(file.parent) for file in sorted(directory.glob("*/language.toml"))]
    folders = sorted(path.parent for path in directory.glob(f"*/{part}") if path.is_dir())
    texts = {folder.name: partial(_texts_with, folder, part) for folder in folders}
    return Words([_language(folder) for folder in folders], texts, named)


def _texts_with(folder: Path, part: str) -> dict[str, str]:
    files = [folder / "ui.toml", *sorted((folder / part).glob("*.toml"))]
    return {key: text for file in files for key, text in _texts(file).items()}


def _language(folder: Path) -> Language:
    read = {**_toml(folder / "language.toml"), "code": folder.name}
    try:
        return msgspec.convert(read, Language)
    except msgspec.ValidationError as cause:
        raise SettingsInvalid(
            f"{folder / 'language.toml'}: {cause}", advice="Correct the value it names."
        ) from cause


def _texts_in(folder: Path, also: str) -> dict[str, str]:
    texts = _texts(folder / "ui.toml")
    more = folder / also
    return texts | _texts(more) if also and more.is_file() else texts


def _texts(file: Path) -> dict[str, str]:
    try:
        return msgspec.convert(_toml(file), dict[str, str])
    except msgspec.ValidationError as cause:
        raise SettingsInvalid(f"{file}: {cause}", advice="Each key needs one text.") from cause


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as cause:
        raise SettingsInvalid(
            f"{file} can't be read: {cause.strerror}.", advice="Add the file, or the whole folder."
        ) from cause
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as cause:
        raise SettingsInvalid(
            f"{file} is not a valid TOML file: {cause}", advice="Mend the line it names."
        ) from cause

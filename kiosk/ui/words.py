"""The words on the screen: one folder of `resources/translations/` for each language.

A newcomer adds a language by adding a folder with two files:

- `language.toml`: `name` (in its own script), `direction` ("ltr" or "rtl"), `reviewed_by`
  (who, a native reader, signed the texts; "" while it is a draft);
- `ui.toml`: `key = "text"` for the keys of English. A missing key falls back to English.

An alternative of a language (`kiosk.forms.languages`) is a folder too, "en-x-easy": it holds only
what is told otherwise, and what it lacks falls back to its language. `icon` stands beside its name,
and `large` says that its text is large unless the patient wants it smaller.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from kiosk.errors import SettingsInvalid
from kiosk.forms.languages import alternative, written

ENGLISH: Final = "en"
_PLACE = re.compile(r"\{([a-z_]+)\}")


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One language as it speaks of itself."""

    code: str
    name: str
    direction: Literal["ltr", "rtl"] = "ltr"
    reviewed_by: str = ""
    icon: str = ""
    large: bool = False


Read = Callable[[], Mapping[str, str]]
"""Reads the texts of one language."""


class Words:
    """Every text of the screen in every language there is, each read when it is first spoken.

    Args:
        languages: all there are.
        texts: by language code; English must be among them.
    """

    def __init__(self, languages: Sequence[Language], texts: Mapping[str, Read]) -> None:
        self.languages = tuple(languages)
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

    def table(self, code: str) -> dict[str, str]:
        """All texts of a language by key, complete by falling back to English."""
        return dict(self._of(self.language(code).code))

    def say(self, code: str, key: str, **values: object) -> str:
        """One text, its `{places}` filled with `values`; a place without a value stays."""
        text = self._of(self.language(code).code)[key]
        return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), text)

    def count(self, code: str, key: str, number: int, place: str = "count") -> str:
        """A text that counts: `key`, or `key_one` for exactly one."""
        return self.say(code, f"{key}_one" if number == 1 else key, **{place: number})

    def _of(self, code: str) -> dict[str, str]:
        if code not in self._texts:
            base = self._of(self._below(code)) if code != ENGLISH else {}
            self._texts[code] = {**base, **self._read[code]()}
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
            if code in known and (known[code].reviewed_by or code in drafts)
        )


def load_words(directory: Path) -> Words:
    """The words in every folder of `directory`, each language read when it is first spoken.

    Raises:
        SettingsInvalid: a file is missing or can't be read; the message names it. Of a language
            that is not spoken yet, `Words.read_all` says so.
    """
    folders = sorted(path for path in directory.iterdir() if (path / "language.toml").is_file())
    languages = [_language(folder) for folder in folders]
    texts = {folder.name: partial(_texts, folder / "ui.toml") for folder in folders}
    if ENGLISH not in texts:
        raise SettingsInvalid(
            f"There are no English words in {directory}.", advice="Install the program again."
        )
    return Words(languages, texts)


def _language(folder: Path) -> Language:
    read = {**_toml(folder / "language.toml"), "code": folder.name}
    try:
        return msgspec.convert(read, Language)
    except msgspec.ValidationError as cause:
        raise SettingsInvalid(
            f"{folder / 'language.toml'}: {cause}", advice="Correct the value it names."
        ) from cause


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

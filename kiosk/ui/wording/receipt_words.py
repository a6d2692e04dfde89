"""The words of receipts in each language: a file of `resources/receipt/` each, read when needed."""

import tomllib
from pathlib import Path

from kiosk.coproduction.receipts import WordList
from kiosk.errors import SettingsInvalid
from kiosk.forms.languages import written
from kiosk.ui.wording.words import ENGLISH


class ReceiptWords:
    """Every list there is. A language without a list has that of English.

    Args:
        directory: of the files.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._read: dict[str, WordList] = {}

    def of(self, code: str) -> WordList:
        """The list of a language, an alternative of it included.

        Raises:
            SettingsInvalid: its file is no list; the message names it.
        """
        language = written(code)
        if language not in self._read:
            file = self._directory / f"{language}.toml"
            known = file if file.is_file() else self._directory / f"{ENGLISH}.toml"
            self._read[language] = _list_in(known)
        return self._read[language]


def _list_in(file: Path) -> WordList:
    try:
        return WordList(tomllib.loads(file.read_text("utf-8"))["words"])
    except (OSError, ValueError, KeyError, TypeError) as cause:
        raise SettingsInvalid(
            f"{file} is no list of words: {cause}", advice="Mend it, or install the program again."
        ) from cause

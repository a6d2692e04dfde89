"""The token for enrolment that the settings give: into the store, and out of where it stood."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kiosk.commands.enrol_ways import is_token
from kiosk.commands.erasing import erase, erase_key
from kiosk.errors import SettingsInvalid
from kiosk.settings import Settings
from kiosk.settings.editing import sets_key

TABLE, KEY = "enrolment", "token"


class Erased(NamedTuple):
    """Files that what is secret is gone from, and those it could not be taken out of."""

    erased: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    def also(self, file: Path, *, gone: bool) -> "Erased":
        """With one more file."""
        if gone:
            return self._replace(erased=(*self.erased, str(file)))
        return self._replace(left=(*self.left, str(file)))


def token_given(settings: Settings) -> str:
    """The token; "" where none is given.

    Raises:
        SettingsInvalid: what is given is none.
    """
    wanted = settings.enrolment
    token = wanted.token or _in_file(wanted.token_file)
    if token and not is_token(token):
        raise SettingsInvalid(
            "The token for enrolment that the settings give is no token.",
            advice="It must be the token alone, on one line, without “Bearer” before it.",
        )
    return token


def erase_token(settings: Settings, file: Path) -> Erased:
    """Takes it out of its file, and out of the settings file; a policy is not this PC's to change.

    Args:
        settings: what gave it.
        file: the settings file of this PC.
    """
    gone, given = Erased(), settings.enrolment.token_file
    if given and Path(given).exists():
        gone = gone.also(Path(given), gone=erase(Path(given)))
    if any(lying_in(file)):
        gone = gone.also(file, gone=erase_key(file, TABLE, KEY))
    return gone


def lying_in(file: Path) -> Iterator[str]:
    """That a token stands in that settings file, where one does."""
    try:
        there = file.is_file() and sets_key(file.read_bytes().decode("utf-8"), TABLE, KEY)
    except (OSError, UnicodeDecodeError):
        return
    if there:
        yield f"A token for enrolment stands in {file}."


def _in_file(name: str) -> str:
    try:
        return Path(name).read_text("utf-8-sig").strip() if name and Path(name).exists() else ""
    except (OSError, UnicodeDecodeError) as cause:
        raise SettingsInvalid(
            f"The token in {name} (enrolment.token_file) can't be read.",
            advice="May the user of the kiosk read that file? It is a text, UTF-8.",
        ) from cause

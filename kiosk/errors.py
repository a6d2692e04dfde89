"""What can go wrong in the world around the kiosk, as one tree.

    KioskError                      exit code, what happened, what to do about it
    ├── UsageError              2   a file that is not there, options that contradict
    ├── RefusedError            1   the thing asked for was refused (a wrong PIN, a name taken)
    │   ├── FormUnreadable      1   not a Questionnaire, or one the kiosk must not show
    │   └── ImportRefused       1   a file of another format that no draft form can be made of
    ├── SettingsInvalid         3   a settings file with an unknown key or a wrong value
    ├── NotSetUp                3   `kiosk setup` was never run here
    ├── StoreUnavailable        4   the encrypted store can't be opened
    │   ├── KeyringMissing      4   no keyring service answers, or one that is not allowed
    │   ├── KeyringLocked       4   the keyring is there but locked, or does not answer in time
    │   ├── KeyMissing          4   the keyring opens but holds no key for this store
    │   ├── KeyringChanged      4   the key was given to another kind of keyring than this one
    │   ├── WrongKey            4   the key in the keyring is not the one this store was made with
    │   ├── StoreDamaged        4   the key is right and the file is not readable
    │   ├── StoreBusy           4   another process holds the store
    │   └── DiskFull            4   there was no room for what was to be written
    └── CentralError            5   the central service
        ├── Unreachable         5   no line, a time-out, a captive portal
        ├── NotAuthorised       5   it wants other credentials
        └── Refused             1   it looked at one resource and said no

A refused *answer* is no error but a value (`kiosk.forms.rules.Problem`). A bug is none of these:
it is caught only at the outermost edge and ends with exit code 70.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar


class KioskError(Exception):
    """Something outside the program failed.

    Attributes:
        exit_code: what the command line returns (`kiosk guide commands`).
        advice: what the reader can do about it, one or two sentences; never patient data.
        document: what `--json` shows beside the message and the advice.
        details: further lines for a person, "" for none.
    """

    exit_code: ClassVar[int] = 1
    document: Mapping[str, Any] = MappingProxyType({})
    details: str = ""

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice


class UsageError(KioskError):
    """The command was asked for something that makes no sense as asked."""

    exit_code = 2


class RefusedError(KioskError):
    """The thing asked for was understood and refused."""

    exit_code = 1


class FormUnreadable(RefusedError):
    """A file that is no FHIR Questionnaire, or one the kiosk must not show.

    Attributes:
        link_id, path: of the item that is the reason, and where it stands; "" if none is.
    """

    def __init__(
        self, message: str, *, advice: str = "", link_id: str = "", path: str = ""
    ) -> None:
        super().__init__(message, advice=advice)
        self.link_id = link_id
        self.path = path


class ImportRefused(RefusedError):
    """A file of another format (XLSForm, REDCap) that no draft form can be made of.

    Attributes:
        not_understood: what had been noted of the file by then, as of one that is imported.
    """

    not_understood: tuple[Any, ...] = ()


class SettingsInvalid(KioskError):
    """The settings file can't be used as it stands."""

    exit_code = 3


class NotSetUp(KioskError):
    """`kiosk setup` was never run on this PC."""

    exit_code = 3


class StoreUnavailable(KioskError):
    """The encrypted store can't be opened; nothing was changed."""

    exit_code = 4


class KeyringMissing(StoreUnavailable):
    """No keyring service answers, or only one that is not allowed."""


class KeyringLocked(StoreUnavailable):
    """The keyring is locked, or did not answer in time."""


class KeyMissing(StoreUnavailable):
    """The keyring opens, but holds no key for this store."""


class KeyringChanged(StoreUnavailable):
    """The key was given to another kind of keyring than the one that is asked now."""


class WrongKey(StoreUnavailable):
    """The key at hand is not the one this store was made with."""


class StoreDamaged(StoreUnavailable):
    """The key is right, but the file can't be read."""


class StoreBusy(StoreUnavailable):
    """Another process holds the store."""


class DiskFull(StoreUnavailable):
    """There was no room for what was to be written; what was stored before is whole."""


class CentralError(KioskError):
    """The central service could not do what was asked.

    Attributes:
        outcome: what came of it, in one word (`kiosk.sync.verdict.Outcome`); "" where none fits.
    """

    exit_code = 5

    def __init__(self, message: str, *, advice: str = "", outcome: str = "") -> None:
        super().__init__(message, advice=advice)
        self.outcome = outcome


class Unreachable(CentralError):
    """No usable answer: no line, a time-out, a captive portal, a server in trouble.

    Attributes:
        retry_after_s: seconds the service asks to be left alone for; `None` where it says nothing.
        sent: the request left this PC, so the service may have taken it all the same.
        everything: another request would fare no better now, whatever it carries.
    """

    def __init__(
        self,
        message: str,
        *,
        retry_after_s: float | None = None,
        sent: bool = False,
        everything: bool = True,
        **more: str,
    ) -> None:
        super().__init__(message, **more)
        self.retry_after_s = retry_after_s
        self.sent = sent
        self.everything = everything


class NotAuthorised(CentralError):
    """The service wants other credentials."""


class Refused(CentralError):
    """The service looked at one resource and said no; sending it again would not help."""

    exit_code = 1

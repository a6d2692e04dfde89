"""`lockdown`: prints what binds a PC to the kiosk, for the tools of its system; changes nothing."""

from collections.abc import Callable
from pathlib import PureWindowsPath
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

from kiosk.commands.outcome import Outcome
from kiosk.errors import UsageError
from kiosk.resources import resource

USER: Final = "Kiosk"
_SUCH: Final = r"For example: C:\Program Files\ClinicKiosk\kioskw.exe"


class Target(NamedTuple):
    """One text: its file below `resources/lockdown/`, and how a value is written in it."""

    file: str
    quote: Callable[[str], str]
    account: tuple[str, str] = ("", "")


def _in_xml(value: str) -> str:
    return escape(value, {'"': "&quot;"})


def _in_powershell(value: str) -> str:
    return value.replace("'", "''")


TARGETS: Final = {
    "windows-shell-launcher": Target(
        "windows-shell-launcher.xml", _in_xml, ("<AutoLogonAccount />", '<Account Name="{}" />')
    ),
    "windows-restricted": Target(
        "windows-restricted.xml",
        _in_xml,
        ('<AutoLogonAccount rs5:DisplayName="Kiosk" />', "<Account>{}</Account>"),
    ),
    "windows-keyboard-filter": Target("windows-keyboard-filter.ps1", _in_powershell),
    "systemd": Target("clinic-kiosk.service", str),  # the Debian package's own
}
"""What can be printed. An account: of its own, that signs in by itself; or one by its name."""


def lockdown(target: str, user: str | None, exe: str) -> Outcome:
    """One text, complete.

    Args:
        target: one of `TARGETS`.
        user: the local standard account; None: one that the system makes and signs in by itself.
        exe: the program for the screen, `kioskw.exe`; the one for the console lies beside it.

    Raises:
        UsageError: a name or a path that can be none.
    """
    _refuse(user, exe)
    chosen = TARGETS[target]
    itself, named = chosen.account
    account = itself if user is None else named.format(chosen.quote(user))
    values = {
        "@EXE@": chosen.quote(exe),
        "@CONSOLE@": chosen.quote(str(PureWindowsPath(exe).with_name("kiosk.exe"))),
        "@ACCOUNT@": account,
        "@USER@": chosen.quote(user or USER),
    }
    text = resource("lockdown", chosen.file).read_text("utf-8")
    for mark, value in values.items():
        text = text.replace(mark, value)
    return Outcome(0, {"target": target, "file": chosen.file, "text": text}, text)


def _refuse(user: str | None, exe: str) -> None:
    if any(not sign.isprintable() for sign in f"{user}{exe}"):
        raise UsageError("There are signs in it that can't be printed.", advice="Type it anew.")
    if user is not None and (not user.strip() or set(user) & set('"/[]:;|=,+*?<>')):
        raise UsageError(f"“{user}” can't be an account of Windows.", advice="For example: Kiosk")
    path = PureWindowsPath(exe)
    if path.suffix.lower() != ".exe" or not (path.is_absolute() or exe.startswith("%")):
        raise UsageError(f"“{exe}” is no full path of a program.", advice=_SUCH)

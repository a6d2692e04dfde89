"""Whether patients stay in the kiosk, and whether it comes back by itself."""

from collections.abc import Iterator, Mapping
from typing import Final

from kiosk.commands.doctor.checks import SOON_S, Check, DoesNotApply, Found, Group, NotKnown, Remedy
from kiosk.commands.doctor.machine import ToolMissing
from kiosk.commands.doctor.subject import UNIT, Subject

_SHELLS: Final = ("cage", "/usr/lib/clinic-kiosk/session")
"""The compositor that shows one program, or the package's script that starts it."""
_NEVER: Final = ("", "0", "infinity")
_NO_SYSTEMD: Final = "systemd does not run here"
_NOT_INSTALLED: Final = (
    f"{UNIT} is not installed: nothing starts the kiosk by itself, and nothing keeps patients in "
    "it. That is right on a desk's PC, and where it is only tried out."
)


def _unit(subject: Subject) -> Mapping[str, str]:
    """What systemd says of the service; {} where it is not installed."""
    machine = subject.machine
    if subject.at_desk:
        raise DoesNotApply("this is a desk's PC")
    if not machine.is_linux:
        raise DoesNotApply("there is no systemd on this system")
    if not machine.has_systemd:
        raise DoesNotApply(_NO_SYSTEMD)
    try:
        return subject.unit()
    except ToolMissing as cause:
        raise NotKnown(str(cause)) from cause


def _unstarted(subject: Subject) -> Iterator[Found | str]:
    if subject.machine.platform == "win32":
        raise DoesNotApply("Shell Launcher starts the kiosk: see lockdown")
    unit = _unit(subject)
    if not unit:
        yield Found(_NOT_INSTALLED, known=True)
        return
    if unit.get("UnitFileState") not in ("enabled", "enabled-runtime", "static"):
        yield f"{UNIT} is not started with the PC ({unit.get('UnitFileState') or 'unknown'})."
    if unit.get("ActiveState") not in ("active", "activating", "reloading"):
        yield f"{UNIT} does not run ({unit.get('ActiveState') or 'unknown'})."


def _open_to_all(subject: Subject) -> Iterator[Found | str]:
    if subject.machine.platform == "win32":
        yield from _desktop_of_windows(subject)
        return
    unit = _unit(subject)
    if not unit:
        raise DoesNotApply(f"{UNIT} is not installed")
    started = unit.get("ExecStart", "")
    words = started.partition("argv[]=")[2].partition(" ;")[0].split()
    if not any(shell in word for shell in _SHELLS for word in (started, *words)):
        yield "The kiosk is started without the shell that shows nothing but it (cage)."
    elif "-s" in words:
        yield "The shell of the kiosk allows Ctrl+Alt+F1 to F12 (cage -s)."
    if _runs(subject, "display-manager.service"):
        yield "A desktop with a log-in runs beside the kiosk (display-manager.service)."


def _desktop_of_windows(subject: Subject) -> Iterator[Found]:
    if subject.at_desk:
        raise DoesNotApply("this is a desk's PC")
    try:
        said = subject.machine.run("tasklist", "/FI", "IMAGENAME eq explorer.exe", "/FO", "CSV")
    except ToolMissing as cause:
        raise NotKnown(str(cause)) from cause
    if "explorer.exe" in said.lower():
        yield Found("The desktop of Windows runs in this session (explorer.exe).")


def _runs(subject: Subject, unit: str) -> bool:
    try:
        said = subject.machine.run("systemctl", "show", "--property=ActiveState", unit)
    except ToolMissing:
        return False
    return said.strip().endswith("=active")


def _unwatched(subject: Subject) -> Iterator[str]:
    if subject.machine.platform == "win32":
        raise DoesNotApply("Shell Launcher starts the kiosk anew where it ends")
    unit = _unit(subject)
    if not unit:
        raise DoesNotApply(f"{UNIT} is not installed")
    if unit.get("WatchdogUSec", "") in _NEVER:
        yield "Nobody notices when the screen stands still (WatchdogSec)."
    if unit.get("Type") != "notify":
        yield f"The service does not say when it is ready (Type={unit.get('Type')})."
    if unit.get("Restart") != "always":
        yield f"The service is not started anew whenever it ends (Restart={unit.get('Restart')})."


_CHECKS: Final = (
    Check(
        "service",
        "After the PC was switched on, no patient finds the kiosk.",
        Remedy(
            debian=f"sudo systemctl enable --now {UNIT}. Why it does not run: journalctl -u {UNIT}",
        ),
        _unstarted,
        within_s=SOON_S,
    ),
    Check(
        "lockdown",
        "A patient could leave the kiosk for the rest of the PC.",
        Remedy(
            debian=f"Use the unit of the package (sudo systemctl revert {UNIT}), and let nothing "
            "else show a screen: sudo systemctl disable --now display-manager; sudo systemctl "
            "set-default multi-user.target",
            windows="kiosk lockdown --print windows-shell-launcher (Pro: windows-restricted) "
            "prints what to give to Windows, and how.",
        ),
        _open_to_all,
        within_s=SOON_S,
    ),
    Check(
        "watchdog",
        "Where the screen stands still, it does so until somebody pulls the plug.",
        Remedy(
            debian=f"Use the unit of the package: sudo systemctl revert {UNIT} && sudo systemctl "
            f"restart {UNIT}. It says Type=notify, WatchdogSec, Restart=always.",
        ),
        _unwatched,
        within_s=SOON_S,
    ),
)

LOCKDOWN: Final = Group("lock-down", _CHECKS)

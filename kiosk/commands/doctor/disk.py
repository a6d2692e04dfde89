"""The disk under the store: room, encryption, and what of the memory is written to it."""

import re
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath
from typing import Final

from kiosk.commands.doctor.block_devices import (
    is_encrypted,
    mounted_at,
    swap_areas,
)
from kiosk.commands.doctor.checks import SOON_S, Check, DoesNotApply, Group, NotKnown, Remedy
from kiosk.commands.doctor.keyring import NO_STORE
from kiosk.commands.doctor.machine import ToolMissing
from kiosk.commands.doctor.subject import Subject
from kiosk.store import space

_BITLOCKER: Final = (
    "(New-Object -ComObject Shell.Application).NameSpace('{drive}').Self"
    ".ExtendedProperty('System.Volume.BitLockerProtection')"
)
"""What Explorer shows, which needs no administrator: 1 on, 2 off, 3 being encrypted,
4 being decrypted, 5 suspended, 6 on and locked (Windows' property of that name).
"""
_BITLOCKER_ON: Final = ("1", "3", "6")
_PAGED: Final = re.compile(r"[=:]\s*1\b")
"""As fsutil tells that it is on, in any language: "EncryptPagingFile = 1"."""
_HOST: Final = "a container's disk is that of its host: look there"


def _cramped(subject: Subject) -> Iterator[str]:
    store = subject.settings.store
    try:
        room = space.look(subject.settings.store_directory, store)
    except OSError as cause:
        raise DoesNotApply(NO_STORE) from cause
    if room.low:
        yield f"{room.free // space.MB} MB are free, {store.low_mb} MB are wanted."


def _readable(subject: Subject) -> Iterator[str]:
    machine, folder = subject.machine, subject.settings.store_directory
    if machine.is_linux:
        if machine.in_container:
            raise DoesNotApply(_HOST)
        mount = mounted_at(machine, folder)
        if not is_encrypted(machine, mount):
            yield f"{mount.source}, where the store lies ({folder}), is not encrypted."
    elif machine.platform == "win32":
        yield from _without_bitlocker(subject, folder)
    elif "FileVault is On" not in _run(subject, "fdesetup", "status"):
        yield "FileVault is off."


def _without_bitlocker(subject: Subject, folder: Path) -> Iterator[str]:
    drive = PureWindowsPath(folder).drive or "C:"
    asked = _BITLOCKER.format(drive=drive)
    said = _run(subject, "powershell", "-NoProfile", "-NonInteractive", "-Command", asked).strip()
    if not said:
        raise NotKnown("Windows does not say whether BitLocker is on")
    if said not in _BITLOCKER_ON:
        yield f"BitLocker does not protect {drive}, where the store lies ({said})."


def _swapped(subject: Subject) -> Iterator[str]:
    machine = subject.machine
    if machine.is_linux:
        if machine.in_container:
            raise DoesNotApply("a container's swap is that of its host: look there")
        yield from _swapped_linux(subject)
    elif machine.platform == "win32":
        yield from _paged(subject)
    else:
        raise DoesNotApply("this system always encrypts its swap")


def _swapped_linux(subject: Subject) -> Iterator[str]:
    try:
        held = subject.unit().get("MemorySwapMax") == "0"
    except ToolMissing:
        held = False
    for area, is_readable in swap_areas(subject.machine):
        if is_readable and not held:
            yield f"The swap space {area} is not encrypted."


def _paged(subject: Subject) -> Iterator[str]:
    said = _run(subject, "fsutil", "behavior", "query", "encryptpagingfile")
    if _PAGED.search(said):
        return
    if any(_without_bitlocker(subject, Path("C:/"))):
        yield "The page file is not encrypted, and BitLocker does not protect C:."


def _run(subject: Subject, *command: str) -> str:
    try:
        return subject.machine.run(*command)
    except ToolMissing as cause:
        raise NotKnown(str(cause)) from cause


_CHECKS: Final = (
    Check(
        "disk-space",
        "Patients can't begin a form; what is stored stays and is still sent.",
        Remedy(
            "Free some space on the disk of the store; the screen goes on by itself then.",
            debian="See what fills it: sudo du -xh / | sort -h | tail; sudo apt clean; sudo "
            "journalctl --vacuum-size=100M",
            windows="cleanmgr /d C:",
        ),
        _cramped,
        within_s=SOON_S,
    ),
    Check(
        "disk-encrypted",
        "Whoever takes the PC can read what the system keeps beside the store: the keyring's file, "
        "the swap space, the settings. The store itself is encrypted in any case.",
        Remedy(
            debian="Install the PC anew with “encrypted LVM” (guided, in the installer), its key "
            "in the TPM (systemd-cryptenroll --tpm2-device=auto /dev/DISK); or move the store to "
            "an encrypted disk (cryptsetup luksFormat) and name it: directory in [store].",
            windows="As administrator: manage-bde -on C: -RecoveryPassword, or by group policy. "
            "See how far it is: manage-bde -status C:",
            mac="sudo fdesetup enable",
        ),
        _readable,
        within_s=SOON_S,
    ),
    Check(
        "swap",
        "Pieces of the memory, answers and the key among them, may be written to the disk in "
        "clear.",
        Remedy(
            debian="Switch it off: sudo swapoff -a, and take its line out of /etc/fstab. Or keep "
            "the kiosk out of it: MemorySwapMax=0 under [Service] of its unit.",
            windows="As administrator: fsutil behavior set encryptpagingfile 1; then start the PC "
            "anew.",
        ),
        _swapped,
        within_s=SOON_S,
    ),
)

DISK: Final = Group("disk", _CHECKS)

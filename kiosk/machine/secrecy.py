"""What the process keeps to itself: no file ever holds its memory, nobody else reads its files.

A core dump or a crash report would hold every answer that is on the screen, and the key. Every
process of ours says so for itself, first thing: Linux forgets it when another program begins.
"""

import ctypes
import faulthandler
import os
import sys
from typing import Any, Final

if sys.platform != "win32":
    import resource

_PR_GET_DUMPABLE: Final = 3
_PR_SET_DUMPABLE: Final = 4
_OURS_ALONE: Final = 0o077
_FAIL_CRITICAL_ERRORS, _NO_FAULT_BOX, _NO_OPEN_FILE_BOX = 0x1, 0x2, 0x8000
_NO_HEAP: Final = 1
"""WER_FAULT_REPORTING_FLAG_NOHEAP: a report of Windows that is made all the same has no heap."""


def keep_to_itself() -> None:
    """No dump of this process, and none of its files for others; also for what it starts.

    - Everywhere but Windows: a core of no bytes, files and folders for this user alone.
    - Linux: not dumpable. The limit alone does not bind a program that the system pipes cores to
      (systemd-coredump, apport). Other programs of this user can't read its memory either.
    - Windows: a fault ends the process without a report of it being made.
    """
    os.umask(_OURS_ALONE)
    faulthandler.disable()  # PYTHONFAULTHANDLER would write to a log that is not ours
    if sys.platform == "win32":
        _no_reports(ctypes.windll.kernel32)
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def may_be_dumped() -> bool:
    """Whether a crash of this process could leave its memory in a file, as far as it can tell."""
    if sys.platform == "win32":
        return not ctypes.windll.kernel32.GetErrorMode() & _NO_FAULT_BOX
    if sys.platform == "linux":
        return bool(ctypes.CDLL(None).prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0))
    return resource.getrlimit(resource.RLIMIT_CORE)[0] != 0


def _no_reports(kernel: Any) -> None:
    """Windows Error Reporting is not begun by a fault of this process.

    Its list of programs left out (WerAddExcludedApplication) goes by the name of the program: where
    that is python.exe, others would be left out with it.
    """
    kernel.SetErrorMode(_FAIL_CRITICAL_ERRORS | _NO_FAULT_BOX | _NO_OPEN_FILE_BOX)
    kernel.WerSetFlags(_NO_HEAP)

"""Every module comes in where the system is no Unix: as far as that can be seen on one.

The libraries are imported as they are here; then the system says it is Windows, what Python has on
Unix alone is taken away, and our own modules come in. Nothing of this was seen on Windows.
"""

import subprocess
import sys
from pathlib import Path

from tests.extras import need_speech

ROOT = Path(__file__).parents[1]

_FIRST = """
import importlib, pkgutil, sys
import kiosk
for one in pkgutil.walk_packages(kiosk.__path__, "kiosk."):
    if "__main__" not in one.name and ".migrations" not in one.name:
        importlib.import_module(one.name)
print(*(name for name in sys.modules if name.partition(".")[0] != "kiosk"))
"""

_THEN = """
import contextlib, importlib, os, pkgutil, signal, socket, sys, types
for name in sys.stdin.read().split():
    with contextlib.suppress(ImportError, AttributeError):
        importlib.import_module(name)
import kiosk
found = [one.name for one in pkgutil.walk_packages(kiosk.__path__, "kiosk.")]
for name in [name for name in sys.modules if name.startswith("kiosk.")]:
    del sys.modules[name]

sys.platform = "win32"
for name in ("fcntl", "pwd", "grp", "resource", "termios", "tty", "pty", "syslog", "spwd", "crypt",
             "secretstorage", "jeepney"):
    sys.modules[name] = None
for name in ("getuid", "geteuid", "getgid", "getegid", "setuid", "seteuid", "setegid", "chown",
             "fork", "killpg", "getpgid", "sysconf", "statvfs", "uname", "O_NOFOLLOW",
             "O_DIRECTORY"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGHUP", "SIGKILL", "SIGALRM", "SIGUSR1", "SIGUSR2"):
    delattr(signal, name)
del socket.AF_UNIX
for name in ("msvcrt", "winreg", "winsound"):
    sys.modules[name] = types.ModuleType(name)
pywin32 = types.ModuleType("win32ctypes.pywin32")
pywin32.pywintypes = types.SimpleNamespace(error=OSError)
sys.modules["win32ctypes"] = types.ModuleType("win32ctypes")
sys.modules["win32ctypes.pywin32"] = pywin32

failed = {}
for name in found:
    if "__main__" in name or ".migrations" in name:
        continue
    try:
        importlib.import_module(name)
    except (ImportError, AttributeError, NameError) as cause:
        failed[name] = str(cause)
print(len([name for name in sys.modules if name.startswith("kiosk.")]), failed)
raise SystemExit(bool(failed))
"""


def _run(code: str, told: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, input=told, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_every_module_of_ours_is_imported_without_what_only_unix_has() -> None:
    need_speech("kiosk.ui.access.speaker", "kiosk.ui.film_player")
    first = _run(_FIRST)
    assert first.returncode == 0, first.stderr
    then = _run(_THEN, first.stdout)
    assert then.returncode == 0, then.stdout + then.stderr
    assert int(then.stdout.split()[0]) > 500

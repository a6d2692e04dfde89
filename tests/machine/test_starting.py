"""What the start of a program with a window leaves behind."""

import subprocess
import sys

PROGRAM = """
import builtins, gc, linecache
from kiosk.machine.starting import started, starting
with starting():
    assert not gc.isenabled()
    import kiosk.settings, PySide6.QtGui
    started()
    print(gc.isenabled(), gc.get_freeze_count() > 0)
print(gc.isenabled(), kiosk.settings.__file__ in linecache.cache)
"""


def test_no_source_of_a_module_is_kept_and_garbage_is_searched_again() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == ["True", "True", "True", "False"]

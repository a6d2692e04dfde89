"""What a program with a window does first and last while it starts: patients wait for it.

    with starting():    # before Qt's binding or a screen is imported
        …               # imports, the window, its first page
        started()
        …               # the rest of the program's life

Nothing of this happens by being imported.
"""

import builtins
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

_PLAIN_IMPORT = "__orig_import__"
"""Where Qt's binding leaves Python's own import, which it replaces."""


@contextmanager
def starting() -> Iterator[None]:
    """Spares the start what costs it a tenth of its time, and 7 MB.

    - Python looks for garbage again and again while modules come in; they are there to stay.
    - Qt's binding reads the source of each module that is imported after it, for a wish to have
      its methods spelled otherwise (`from __feature__ import`), and keeps it in memory. Nobody
      here has that wish.
    """
    gc.disable()
    import_module("PySide6.QtCore")
    builtins.__import__ = getattr(builtins, _PLAIN_IMPORT, builtins.__import__)
    try:
        yield
    finally:
        gc.enable()


def started() -> None:
    """What is made by now stays: searching it for garbage would hold a patient's page up."""
    gc.collect()
    gc.freeze()
    gc.enable()

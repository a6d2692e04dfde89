"""Looks at a PC whose system files lie below a folder: settings file, that folder, minutes ahead.

In a process of its own, as a command is, so that a keyring that hangs is left behind with it.
"""

import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.commands.doctor import rows
from kiosk.commands.doctor.machine import Machine
from kiosk.commands.doctor.telling import document, text
from kiosk.secrecy import keep_to_itself
from kiosk.settings import read_settings

keep_to_itself()
settings, root, ahead = Path(sys.argv[1]), Path(sys.argv[2]), timedelta(minutes=float(sys.argv[3]))
machine = Machine(
    root=root,
    env=os.environ | {"PATH": f"{root / 'bin'}:{os.environ['PATH']}"},
    now=lambda: datetime.now(UTC) + ahead,
)
began = time.monotonic()
found = rows(read_settings(settings), machine=machine)
told = {"seconds": time.monotonic() - began, "text": text(found)}
sys.stdout.write(json.dumps(document(found) | told))

"""Looks at a PC whose system files lie below a folder: settings file, that folder.

In a process of its own, as a command is, so that a keyring that hangs is left behind with it. Each
line that comes says how many minutes the clock is ahead; one with what was found answers it.
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
from kiosk.machine.secrecy import keep_to_itself
from kiosk.settings import read_settings

keep_to_itself()
settings, root = Path(sys.argv[1]), Path(sys.argv[2])
for line in sys.stdin:
    ahead = timedelta(minutes=float(line))
    machine = Machine(
        root=root,
        env=os.environ | {"PATH": f"{root / 'bin'}:{os.environ['PATH']}"},
        now=lambda ahead=ahead: datetime.now(UTC) + ahead,
    )
    began = time.monotonic()
    found = rows(read_settings(settings), machine=machine)
    told = {"seconds": time.monotonic() - began, "text": text(found)}
    print(json.dumps(document(found) | told), flush=True)

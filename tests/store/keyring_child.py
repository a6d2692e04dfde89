"""One act with the keyring of the session it is started in; what came of it as JSON.

    python keyring_child.py set-up|keep|load|load-as-the-library-does|forget DIRECTORY

`keep` takes the key in hexadecimal digits from the variable KEY_TO_KEEP.

A process of its own, as the kiosk is: it must end by itself even when the keyring never answers.
"""

import json
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import keyring
from keyring.errors import KeyringLocked

from kiosk.errors import KioskError
from kiosk.store.folder import read_card
from kiosk.store.keeping import SystemKeyring
from kiosk.store.key import SERVICE
from kiosk.store.setup import set_up
from kiosk.store.unlocking import unlock


def act(name: str, directory: Path) -> str:
    """Do it; the answer is what a test compares."""
    if name == "set-up":
        return set_up(directory, pin="271828", clinic="Elm", now=datetime.now(UTC)).store_id
    if name == "keep":
        SystemKeyring().keep(
            read_card(directory).store_id, bytes.fromhex(os.environ["KEY_TO_KEEP"])
        )
        return "kept"
    if name == "load-as-the-library-does":
        with suppress(KeyringLocked):
            return keyring.get_password(SERVICE, read_card(directory).store_id) or "nothing"
        return "locked"
    if name == "forget":
        keyring.delete_password(SERVICE, read_card(directory).store_id)
        return "forgotten"
    store = unlock(directory, SystemKeyring())
    store.close()
    return store.kiosk_id


def outcome(name: str, directory: Path) -> dict[str, str]:
    """The answer, or the error's kind and words."""
    try:
        return {"result": act(name, directory)}
    except KioskError as error:
        return {"result": type(error).__name__, "message": str(error), "advice": error.advice}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(outcome(sys.argv[1], Path(sys.argv[2]))))

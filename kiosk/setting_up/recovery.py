"""The page with the recovery code, from when it is made until it is seen to be in a safe place.

It lies beside the draft of the set-up, readable by this user alone, until somebody has read the
code from where it is kept now; then it is erased here: whoever has PC and page has the answers.
"""

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from kiosk.desk.saving import folder_named, unused
from kiosk.errors import RefusedError
from kiosk.store import folder
from kiosk.store.files import write_private
from kiosk.store.key import fingerprint, recovery_key, unseal
from kiosk.store.recovery_code import GROUPS, recovery_seed

TYPED: Final = 4
"""So many signs of a group are typed back."""

_GROUP: Final = re.compile(r"<li>([0-9A-Z]{5})</li>")
_READ_AS: Final = str.maketrans("ILO", "110")


def groups_on(html: str) -> tuple[str, ...]:
    """The groups of the code on a page; () where it is no such page."""
    found = tuple(_GROUP.findall(html))
    return found if len(found) == GROUPS else ()


def asked_group(kiosk_id: str) -> int:
    """Which group is typed back, counted from 1: another one on each kiosk, the same each time."""
    return 1 + sum(map(ord, kiosk_id)) % GROUPS


def is_typed(groups: Sequence[str], number: int, typed: str) -> bool:
    """Whether somebody typed the first signs of that group; case does not matter."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_READ_AS)
    return len(signs) >= TYPED and groups[number - 1].startswith(signs[: len(groups[0])])


def refuse_other_code(directory: Path, code: str) -> None:
    """The whole code, where the page was made elsewhere, must open the store there.

    Raises:
        RefusedError: it has a slip, or opens another store.
        StoreUnavailable: the store can't be read.
    """
    card = folder.read_card(directory)
    try:
        sealed = (directory / folder.SEALED).read_bytes()
    except OSError as cause:
        raise RefusedError(
            "The sealed copy of the key can't be read.", advice="As IT: kiosk rekey"
        ) from cause
    key = unseal(sealed, recovery_key(recovery_seed(code)))
    if fingerprint(key) not in card.fingerprints:
        raise RefusedError(
            "This code is of another store.",
            advice="Take the page with the newest day on it, or make one. As IT: kiosk rekey",
        )


def save_page(page: Path, named: str) -> Path:
    """A copy of the page in a folder that somebody named; where it lies, once it was read back.

    Raises:
        RefusedError: it can't be written there.
    """
    place = folder_named(named)
    file = unused(place, page.stem, page.suffix)
    try:
        content = page.read_bytes()
        write_private(file, content)
        whole = file.read_bytes() == content
    except OSError as cause:
        raise RefusedError(
            f"The page can't be written to {place}: {cause.strerror}.",
            advice="Take another stick or folder.",
        ) from cause
    if not whole:
        raise RefusedError(
            f"What was written to {place} can't be read again.", advice="Take another stick."
        )
    return file


def erase_page(page: Path) -> None:
    """Nothing of it is left here, as far as a disk lets itself be told."""
    with suppress(OSError):
        with page.open("r+b") as stream:
            stream.write(bytes(page.stat().st_size))
            stream.flush()
            os.fsync(stream.fileno())
        page.unlink()

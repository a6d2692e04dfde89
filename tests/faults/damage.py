"""Files that were damaged where they lie: what is still given back, and what is said."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.faults.disks import work
from tests.faults.harness import Home, new_home, reopened
from tests.faults.service import service
from tests.faults.tally import Tally, Word, total

PAGE = 4096
_HEADER = 100  # what SQLite calls the header; its first 16 bytes are SQLCipher's salt
_DATABASE, _LOG = "kiosk.db", "kiosk.db-wal"

Damage = Callable[[bytearray, Random], None]


@dataclass(frozen=True)
class Filled:
    """A store with answers in it: its files after an orderly end, and as they were before it."""

    key: bytes
    closed: dict[str, bytes]
    running: dict[str, bytes]
    told: list[Word]


def damaged_header(folder: Path, tries: int, chance: Random) -> Tally:
    """One byte of the first hundred is another one."""
    return _each(folder, tries, chance, _in_closed(_flip_header))


def flipped_byte(folder: Path, tries: int, chance: Random) -> Tally:
    """One byte of one page, any but the first, is another one."""
    return _each(folder, tries, chance, _in_closed(_flip_in_a_page))


def zeroed_page(folder: Path, tries: int, chance: Random) -> Tally:
    """One page, any but the first, is all zeros."""
    return _each(folder, tries, chance, _in_closed(_zero_a_page))


def cut_log(folder: Path, tries: int, chance: Random) -> Tally:
    """The write-ahead log ends anywhere, as after a repair of the file system."""
    return _each(folder, tries, chance, _in_running(_cut))


def flipped_log(folder: Path, tries: int, chance: Random) -> Tally:
    """One byte of the write-ahead log is another one."""
    return _each(folder, tries, chance, _in_running(_flip))


def _each(
    folder: Path, tries: int, chance: Random, damage: Callable[[Filled, Random], dict[str, bytes]]
) -> Tally:
    filled = _filled(folder, chance)
    with service(folder / "central") as central:
        tallies = []
        for n in range(tries):
            with _laid(folder / f"damaged-{n}", damage(filled, chance)) as place:
                tallies.append(reopened(Home(place, filled.key), filled.told, to=central))
        return total(tallies)


def _filled(folder: Path, chance: Random) -> Filled:
    home, told = new_home(folder / "filled"), list[Word]()
    with home.open() as store:
        work(store, told.append, chance, acts=60)
        running = home.files()
        while len(running.get(_LOG, b"")) < 10 * PAGE:  # it was emptied just now
            work(store, told.append, chance, acts=3)
            running = home.files()
    return Filled(home.key, home.files(), running, told)


@contextmanager
def _laid(place: Path, files: dict[str, bytes]) -> Iterator[Path]:
    place.mkdir(mode=0o700)
    for name, content in files.items():
        (place / name).write_bytes(content)
    yield place
    shutil.rmtree(place)


def _in_closed(damage: Damage) -> Callable[[Filled, Random], dict[str, bytes]]:
    return lambda filled, chance: _damaged(filled.closed, _DATABASE, damage, chance)


def _in_running(damage: Damage) -> Callable[[Filled, Random], dict[str, bytes]]:
    return lambda filled, chance: _damaged(filled.running, _LOG, damage, chance)


def _damaged(
    files: dict[str, bytes], name: str, damage: Damage, chance: Random
) -> dict[str, bytes]:
    content = bytearray(files[name])
    damage(content, chance)
    return files | {name: bytes(content)}


def _flip_header(content: bytearray, chance: Random) -> None:
    content[chance.randrange(_HEADER)] ^= chance.randint(1, 255)


def _flip_in_a_page(content: bytearray, chance: Random) -> None:
    content[chance.randrange(PAGE, len(content))] ^= chance.randint(1, 255)


def _zero_a_page(content: bytearray, chance: Random) -> None:
    page = chance.randrange(1, len(content) // PAGE)
    content[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)


def _cut(content: bytearray, chance: Random) -> None:
    del content[chance.randrange(len(content)) :]


def _flip(content: bytearray, chance: Random) -> None:
    content[chance.randrange(len(content))] ^= chance.randint(1, 255)

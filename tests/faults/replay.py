"""What a disk may hold after a power cut: a log of what was asked of it, and a choice. Pure.

A write is certain once its file was synced after it. Until then the disk may have it, not have
it, or have some of its sectors, whatever came before or after. A file's coming and going is in
order, as every journaling file system keeps it, and is certain with the next sync.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.faults.tally import Word

SECTOR = 512


@dataclass(frozen=True)
class Created:
    file: str


@dataclass(frozen=True)
class Written:
    file: str
    offset: int
    content: bytes


@dataclass(frozen=True)
class Cut:
    """The file was made so long, shorter or longer."""

    file: str
    size: int


@dataclass(frozen=True)
class Synced:
    file: str


@dataclass(frozen=True)
class Deleted:
    """`synced`: the folder was synced with it."""

    file: str
    synced: bool


@dataclass(frozen=True)
class Told:
    """At this point of the log a writer was told that something is kept."""

    word: Word


Unsynced = Created | Written | Cut | Deleted
Step = Unsynced | Synced | Told


@dataclass
class Luck:
    """How kind the disk is to what was not synced, for one power cut.

    Attributes:
        kept, torn: the odds of a write to be there whole, and to be there in part.
    """

    chance: Random
    kept: float
    torn: float

    def survivors(self, pending: Sequence[Unsynced]) -> Iterator[Unsynced]:
        """What of it the disk has, in order."""
        for step in pending:
            if isinstance(step, Created | Deleted):
                if self.chance.random() >= self.kept:
                    return  # whatever follows happened to a file that has no name
                yield step
            elif self.chance.random() < self.kept:
                yield step
            elif isinstance(step, Written) and self.chance.random() < self.torn:
                yield from self._sectors(step)

    def _sectors(self, step: Written) -> Iterator[Written]:
        """Some of the sectors a write touches; the others hold what they held."""
        at, end = step.offset, step.offset + len(step.content)
        while at < end:
            until = min((at // SECTOR + 1) * SECTOR, end)
            if self.chance.random() < 0.5:
                part = step.content[at - step.offset : until - step.offset]
                yield Written(step.file, at, part)
            at = until


def any_luck(chance: Random) -> Luck:
    """From a disk that lost its whole cache to one that lost nothing."""
    kept = chance.choice((0.0, 0.0, chance.random(), chance.random(), 1.0))
    return Luck(chance, kept, torn=chance.random())


@dataclass
class _File:
    """What is certainly on the disk (None: no such file), and what may be."""

    certain: bytearray | None
    pending: list[Unsynced] = field(default_factory=list)

    def ask(self, step: Unsynced | Synced) -> None:
        if isinstance(step, Synced):
            self._settle(self.pending)
        else:
            self.pending.append(step)
            if isinstance(step, Deleted) and step.synced:
                self._settle(self.pending)

    def cut_off(self, luck: Luck) -> bytes | None:
        self._settle(tuple(luck.survivors(self.pending)))
        return None if self.certain is None else bytes(self.certain)

    def _settle(self, steps: Sequence[Unsynced]) -> None:
        for step in steps:
            self.certain = _after(self.certain, step)
        self.pending = []


def power_cut(before: Mapping[str, bytes], log: Sequence[Step], luck: Luck) -> dict[str, bytes]:
    """The files as they are found after the power went at the end of `log`, by name.

    Args:
        before: the files when the log began, all of them synced.
        log: what was asked of the disk since, oldest first.
        luck: what becomes of the writes that were not synced.
    """
    files = {name: _File(bytearray(content)) for name, content in before.items()}
    for step in log:
        if not isinstance(step, Told):
            files.setdefault(step.file, _File(None)).ask(step)
    found = {name: file.cut_off(luck) for name, file in files.items()}
    return {name: content for name, content in found.items() if content is not None}


def told(log: Sequence[Step]) -> tuple[Word, ...]:
    """What was acknowledged by the end of `log`."""
    return tuple(step.word for step in log if isinstance(step, Told))


def moment(log: Sequence[Step], chance: Random) -> int:
    """How many steps were done when the power went: anywhere, or right after a promise."""
    promises = [n for n, step in enumerate(log, 1) if isinstance(step, Told)]
    if promises and chance.random() < 0.5:
        return chance.choice(promises)
    return chance.randint(0, len(log))


def _after(content: bytearray | None, step: Unsynced) -> bytearray | None:
    match step:
        case Created():
            return bytearray()
        case Deleted():
            return None
        case Cut() if content is not None:
            return content[: step.size].ljust(step.size, b"\0")
        case Written() if content is not None:
            end = step.offset + len(step.content)
            content[:] = content.ljust(step.offset, b"\0")
            content[step.offset : end] = step.content
    return content

"""What writers were told is kept, what is there afterwards, and how the two differ. Pure."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field, replace
from hashlib import sha256


def digest(content: bytes) -> str:
    """What two equal contents share."""
    return sha256(content).hexdigest()


@dataclass(frozen=True)
class Answer:
    """An answer whose commit returned; `content` is the digest of its row."""

    draft: str
    path: str
    content: str


@dataclass(frozen=True)
class Response:
    """A response whose commit returned; `content` is the digest of its payload."""

    id: str
    draft: str
    content: str


Word = Answer | Response


@dataclass(frozen=True)
class Finished:
    """A response as it is found in a store.

    Attributes:
        payload: the digest of its bytes.
        content: the digest of what it says, which the service keeps in bytes of its own.
        rows: the digest of each answer by its path.
    """

    draft: str
    payload: str
    content: str
    rows: Mapping[str, str]


@dataclass(frozen=True)
class Kept:
    """What a store gives back.

    Attributes:
        drafts: by draft id, the digest of each row by its path.
        responses: by response id.
    """

    drafts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    responses: Mapping[str, Finished] = field(default_factory=dict)


@dataclass(frozen=True)
class Arrival:
    """One resource at the central service: the form it came from, its content, its versions."""

    id: str
    draft: str
    content: str
    versions: int


@dataclass(frozen=True)
class Tally:
    """The figures of one try, or of several added up.

    Attributes:
        lost: what was acknowledged and is not there, byte for byte.
        duplicated: what is there twice, in the store or at the central service.
        remarks: how often what else was seen, in words.
    """

    tries: int = 0
    acknowledged: int = 0
    lost: int = 0
    duplicated: int = 0
    remarks: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.tries + other.tries,
            self.acknowledged + other.acknowledged,
            self.lost + other.lost,
            self.duplicated + other.duplicated,
            self.remarks + other.remarks,
        )

    def instead(self, **counted: int) -> "Tally":
        """The same, where some of it was counted before."""
        return replace(self, **counted)


def total(tallies: Iterable[Tally]) -> Tally:
    """Several tallies as one."""
    return sum(tallies, Tally())


def saw(*remarks: str) -> Tally:
    """Something worth a word in the note, and no figures."""
    return Tally(remarks=Counter(remarks))


def in_store(words: Iterable[Word], kept: Kept) -> Tally:
    """One try: what was acknowledged, against what a store gives back."""
    told = tuple(words)
    missing = [word for word in told if not _is_there(word, kept)]
    kinds = Counter(f"lost: {type(word).__name__.lower()}" for word in missing)
    return Tally(1, len(told), len(missing), _twice_in_store(kept), kinds)


def at_service(kept: Kept, arrivals: Iterable[Arrival]) -> Tally:
    """After a sync: every response of the store is at the service, whole, and once."""
    there = tuple(arrivals)
    content = {one.id: one.content for one in there}
    missing = sum(content.get(id_) != one.content for id_, one in kept.responses.items())
    again = sum(one.versions - 1 for one in there)
    twins = sum(count - 1 for count in Counter(one.draft for one in there).values())
    remarks = Counter({"lost: on the way": missing}) if missing else Counter()
    return Tally(lost=missing, duplicated=again + twins, remarks=remarks)


def _is_there(word: Word, kept: Kept) -> bool:
    if isinstance(word, Response):
        found = kept.responses.get(word.id)
        return found is not None and found.payload == word.content
    places = [kept.drafts.get(word.draft, {})]
    places += [one.rows for one in kept.responses.values() if one.draft == word.draft]
    return any(rows.get(word.path) == word.content for rows in places)


def _twice_in_store(kept: Kept) -> int:
    """A form that was finished twice, or that is finished and still to be filled in."""
    finished = Counter(one.draft for one in kept.responses.values())
    still_open = sum(draft in finished for draft in kept.drafts)
    return still_open + sum(count - 1 for count in finished.values())


def to_line(word: Word) -> str:
    """One line, for a pipe."""
    return json.dumps([type(word).__name__, *astuple(word)])


def from_line(line: str) -> Word:
    """What `to_line` gave."""
    kind, *values = json.loads(line)
    return Response(*values) if kind == Response.__name__ else Answer(*values)


def tally_to_line(tally: Tally) -> str:
    """One line, for a pipe."""
    return json.dumps(vars(tally))


def tally_from_line(line: str) -> Tally:
    """What `tally_to_line` gave."""
    fields = json.loads(line)
    return Tally(**fields | {"remarks": Counter(fields["remarks"])})

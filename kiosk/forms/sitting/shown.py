"""Which occurrences are on show now, in the order of the form, kept up to date one by one."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator

from kiosk.forms.sitting.occurrence import Occurrence


class Shown:
    """The occurrences of one kind that are on show: the questions asked, or the texts.

    Args:
        counts: whether an occurrence is on show at this moment.
    """

    def __init__(self, counts: Callable[[Occurrence], bool]) -> None:
        self._counts = counts
        self._keys: list[tuple[int, ...]] = []
        self._by_key: dict[tuple[int, ...], Occurrence] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[Occurrence]:
        return (self._by_key[key] for key in self._keys)

    def __getitem__(self, index: int) -> Occurrence:
        return self._by_key[self._keys[index]]

    def __contains__(self, occurrence: Occurrence) -> bool:
        return occurrence.key in self._by_key

    def index(self, key: tuple[int, ...]) -> int:
        """The place of the one with this key; of the next where it is not on show."""
        return bisect_left(self._keys, key)

    def between(self, low: tuple[int, ...], high: tuple[int, ...] | None) -> tuple[Occurrence, ...]:
        """Those after the key `low` and before `high`; to the end where there is no `high`."""
        end = len(self._keys) if high is None else self.index(high)
        return tuple(self._by_key[key] for key in self._keys[self.index(low) : end])

    def update(self, occurrences: Iterable[Occurrence]) -> None:
        """Looks again at these; the others have not changed."""
        for occurrence in occurrences:
            key, there = occurrence.key, occurrence.key in self._by_key
            wanted = self._counts(occurrence)
            if wanted and not there:
                self._by_key[key] = occurrence
                insort(self._keys, key)
            elif there and not wanted:
                del self._by_key[key]
                del self._keys[bisect_left(self._keys, key)]

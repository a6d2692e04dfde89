"""A plan as the robot comes by its questions, one after the other."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress

from kiosk.forms.answers import Answer
from kiosk.forms.filler import FormFiller
from kiosk.forms.pages import Page


class Planned:
    """What is to be answered on each page of the screen.

    A question of the screen is that of the plan which stands at the same place among all with its
    linkId: what hangs on an answer or an added group may have another path there.

    Args:
        filler: holds the plan.

    Attributes:
        filler: the same.
    """

    def __init__(self, filler: FormFiller) -> None:
        self.filler = filler
        self._met: Counter[str] = Counter()
        self._here: dict[str, str] = {}
        self._look()

    def next(self, page: Page) -> Sequence[Answer] | None:
        """The answers for the page that the robot has come to; None for "I'd rather not say"."""
        link_id = page.item.link_id
        self._met[link_id] += 1
        there = self._places.get((link_id, self._met[link_id]))
        if there is None:
            return ()
        self._here.update(zip((page.path, *page.repeating), there, strict=False))
        return None if self.filler.is_declined(there[0]) else self.filler.answers(there[0])

    def decline(self, page: Page) -> None:
        """The screen would not take what was planned for the page that was come to last."""
        with suppress(KeyError):
            self.filler.decline(self._here.get(page.path, page.path))
            self._look()

    def occurrences(self, path: str) -> int:
        """How many of a group of the screen there are in the plan; 0 where it has none."""
        with suppress(KeyError):
            return len(self.filler.occurrences(self._here.get(path, path)))
        return 0

    def _look(self) -> None:
        """The path of each page that is planned now, with those of the groups around it."""
        counted: Counter[str] = Counter()
        self._places: dict[tuple[str, int], tuple[str, ...]] = {}
        for page in self.filler.pages:
            link_id = page.item.link_id
            counted[link_id] += 1
            self._places[link_id, counted[link_id]] = (page.path, *page.repeating)

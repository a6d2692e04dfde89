"""Pictures as the desk asks for them, wherever what they show is counted.

`PictureBook` is what the page works with: the counters of this PC's kiosk (`LocalPictures`), or, on
a desk's PC without one, the responses at the central service (`kiosk.desk.pictures.central`).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from kiosk.desk.pictures.figure import Figure
from kiosk.desk.pictures.gather import Asker, forms_counted, score_figures, staff_figures
from kiosk.store.database import Store
from kiosk.store.figures import Span

Found = tuple[dict[str, str], tuple[Figure, ...]]
"""The titles of the forms that may be asked for, by url, and the figures."""


class PictureBook(Protocol):
    """Where figures come from; its methods block, and run on a lane.

    They raise StoreUnavailable or a CentralError where the place can't be reached.
    """

    @property
    def far(self) -> bool:
        """Whether they are made of responses alone: nothing is known of who began and left."""

    def figures(self, span: Span, asker: Asker, *, goes_on: Callable[[], bool]) -> Found | None:
        """Exact counts for staff; None where it was given up."""

    def scores(
        self, span: Span, asker: Asker, *, by: str, goes_on: Callable[[], bool]
    ) -> tuple[Figure, ...] | None:
        """What is read from the answers to one form, which is noted; None where it was given up."""

    def close(self) -> None:
        """What is being read is given up."""


class LocalPictures:
    """From the counters of this PC.

    Args:
        store: of this PC.
        now: the clock.
    """

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now

    @property
    def far(self) -> bool:
        """They are here."""
        return False

    def figures(self, span: Span, asker: Asker, *, goes_on: Callable[[], bool]) -> Found | None:
        """Exact counts for staff."""
        if not goes_on():
            return None
        return forms_counted(self._store), staff_figures(self._store, span, asker)

    def scores(
        self, span: Span, asker: Asker, *, by: str, goes_on: Callable[[], bool]
    ) -> tuple[Figure, ...] | None:
        """What is read from the answers to one form."""
        return score_figures(self._store, span, asker, by=by, now=self._now, goes_on=goes_on)

    def close(self) -> None:
        """Nothing hangs here."""

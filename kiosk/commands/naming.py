"""Forms as people name them on the command line: nobody types a whole canonical URL."""

from collections.abc import Iterable
from typing import NamedTuple

from kiosk.errors import RefusedError


class Called(NamedTuple):
    """What a form goes by."""

    url: str
    name: str
    title: str


def named(wanted: str, forms: Iterable[Called]) -> str:
    """The url of the one form that goes by that: url, canonical, name, title or its url's end.

    Raises:
        RefusedError: none does, or several do.
    """
    sought = wanted.partition("|")[0].casefold()
    found = [one.url for one in forms if sought in _goes_by(one)]
    if len(found) != 1:
        what = "Several forms have" if found else "No form here has"
        raise RefusedError(f"{what} that name: {wanted}.", advice="See: kiosk form list")
    return found[0]


def _goes_by(one: Called) -> frozenset[str]:
    end = one.url.rstrip("/").rpartition("/")[2]
    return frozenset(each.casefold() for each in (*one, end))

"""Pages made of strips, one below the other: what stays together, where a page ends. No Qt here."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

Drawer = Callable[[Any, float, float], None]
"""`draw(painter, x, y)`: draws a strip with its top left corner there."""


class Strip(NamedTuple):
    """A piece of a page as wide as the page that is never cut.

    Attributes:
        height: in the painter's unit.
        draw: how it is drawn.
        keep: whether it stays on the page of what follows.
    """

    height: float
    draw: Drawer
    keep: bool = False

    def moved(self, by: float) -> "Strip":
        """The same strip drawn further to the right."""
        draw = self.draw
        return self._replace(draw=lambda painter, x, y: draw(painter, x + by, y))


class Placed(NamedTuple):
    """A strip with its place on the page."""

    y: float
    strip: Strip


def space(height: float, *, keep: bool = False) -> Strip:
    """Nothing but air; left out where it would begin a page."""
    return Strip(height, _nothing, keep)


def beside(strips: Sequence[Strip], drawn: Drawer) -> list[Strip]:
    """The strips, the first with something drawn beside it at its top left corner."""
    if not strips:
        return []
    first = strips[0]

    def both(painter: Any, x: float, y: float) -> None:
        drawn(painter, x, y)
        first.draw(painter, x, y)

    return [first._replace(draw=both), *strips[1:]]


def stacked(strips: Sequence[Strip], *, keep: bool = False) -> Strip:
    """Several strips as one that is never cut."""
    every = tuple(strips)

    def draw(painter: Any, x: float, y: float) -> None:
        for strip in every:
            strip.draw(painter, x, y)
            y += strip.height

    return Strip(sum(strip.height for strip in every), draw, keep)


def together(strips: Sequence[Strip], *, keep: bool = False) -> list[Strip]:
    """The strips on one page, where one page is enough; `keep`: and with what follows."""
    return [strip._replace(keep=keep or n + 1 < len(strips)) for n, strip in enumerate(strips)]


def paginate(strips: Iterable[Strip], height: float) -> list[list[Placed]]:
    """The strips on pages of that height; at least one page.

    What must stay together goes to the next page as one; only what is higher than a whole page is
    cut, between two strips.
    """
    pages: list[list[Placed]] = [[]]
    used = 0.0
    for group in _groups(strips):
        wanted = sum(strip.height for strip in group)
        if used and used + _inked(group, wanted) > height:
            pages.append([])
            used = 0.0
        for strip in group:
            if used and used + strip.height > height and strip.draw is not _nothing:
                pages.append([])
                used = 0.0
            if used or strip.draw is not _nothing:
                pages[-1].append(Placed(used, strip))
                used += strip.height
    return pages


def _inked(group: Sequence[Strip], wanted: float) -> float:
    """The height of a group without the air at its end."""
    for strip in reversed(group):
        if strip.draw is not _nothing:
            break
        wanted -= strip.height
    return wanted


def _groups(strips: Iterable[Strip]) -> Iterable[list[Strip]]:
    group: list[Strip] = []
    for strip in strips:
        group.append(strip)
        if not strip.keep:
            yield group
            group = []
    if group:
        yield group


def _nothing(_painter: Any, _x: float, _y: float) -> None:
    """Draws nothing."""

"""What five touches say of a touch panel: dead corners, axes the wrong way, a constant offset.

The five targets are the corners and the middle of the window. Where one axis runs the wrong way, or
the two are exchanged, all touches are near what they should be once they are turned back.
"""

from collections.abc import Callable, Mapping, Sequence
from math import hypot
from statistics import fmean
from typing import Final

import msgspec

Point = tuple[float, float]

TARGETS: Final = ("top-left", "top-right", "middle", "bottom-left", "bottom-right")
"""In the order they are asked."""

EDGE_MM: Final = 12.0
"""So far from the edges the outer targets stand."""

GOOD_MM: Final = 5.0
"""A touch that lands nearer than this hits any button of the kiosk (20 mm and more)."""

_TURNS: Final[Mapping[str, Callable[[float, float], Point]]] = {
    "": lambda x, y: (x, y),
    "left-right": lambda x, y: (1 - x, y),
    "up-down": lambda x, y: (x, 1 - y),
    "both": lambda x, y: (1 - x, 1 - y),
    "exchanged": lambda x, y: (y, x),
    "quarter": lambda x, y: (y, 1 - x),
    "three-quarters": lambda x, y: (1 - y, x),
}


class Touched(msgspec.Struct, frozen=True):
    """What the test found.

    Attributes:
        mean_mm, most_mm: how far touches landed from their targets.
        turned: how the axes run the wrong way, a key of the table above; "" where they don't.
        right_mm, down_mm: where they all lie to, on average.
        missed: targets that no touch reached.
        far: targets that were touched too far away.
    """

    mean_mm: float = 0.0
    most_mm: float = 0.0
    turned: str = ""
    right_mm: float = 0.0
    down_mm: float = 0.0
    missed: tuple[str, ...] = ()
    far: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether nothing has to be done."""
        return not (self.turned or self.missed or self.far)


def targets(width: float, height: float, px_per_mm: float) -> dict[str, Point]:
    """Where the targets stand in a window, in pixels."""
    edge = min(EDGE_MM * px_per_mm, width / 4, height / 4)
    left, right, top, bottom = edge, width - edge, edge, height - edge
    places = (left, top), (right, top), (width / 2, height / 2), (left, bottom), (right, bottom)
    return dict(zip(TARGETS, places, strict=True))


def judged(touches: Mapping[str, Point | None], size: Point, px_per_mm: float) -> Touched:
    """What touches say, by target; None where a target could not be touched."""
    stand = targets(*size, px_per_mm)
    missed = tuple(name for name in TARGETS if touches.get(name) is None)
    landed = {name: point for name, point in touches.items() if point is not None}
    if not landed:
        return Touched(missed=missed)
    turned = _turn(landed, stand, size, px_per_mm)
    away = {
        name: tuple((a - b) / px_per_mm for a, b in zip(point, stand[name], strict=True))
        for name, point in landed.items()
    }
    far_mm = {name: hypot(*one) for name, one in away.items()}
    return Touched(
        mean_mm=round(fmean(far_mm.values()), 1),
        most_mm=round(max(far_mm.values()), 1),
        turned=turned,
        right_mm=round(fmean(one[0] for one in away.values()), 1),
        down_mm=round(fmean(one[1] for one in away.values()), 1),
        missed=missed,
        far=() if turned else tuple(name for name, mm in far_mm.items() if mm > GOOD_MM),
    )


def _turn(
    landed: Mapping[str, Point], stand: Mapping[str, Point], size: Point, px_per_mm: float
) -> str:
    """By which turn the touches come nearest to their targets; "" for none, or too few."""
    if len(landed) < 3:  # noqa: PLR2004 - two points fit several turns
        return ""

    def error(turn: Callable[[float, float], Point]) -> float:
        return fmean(
            _distance(turn(x / size[0], y / size[1]), stand[name], size) / px_per_mm
            for name, (x, y) in landed.items()
        )

    errors = {name: error(turn) for name, turn in _TURNS.items()}
    best = min(errors, key=errors.__getitem__)
    return best if errors[""] > 3 * GOOD_MM and errors[best] < errors[""] / 2 else ""


def _distance(share: Sequence[float], target: Point, size: Point) -> float:
    return hypot(share[0] * size[0] - target[0], share[1] * size[1] - target[1])

"""What an inspection says: a finding, where it is, and on what glass it was seen."""

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

Code = Literal[
    "unnamed-node", "unseen-text", "clipped-text", "broken-word", "off-window", "small-text",
    "small-target", "small-gap", "low-contrast", "low-contrast-edge",
    "no-heading", "many-headings", "order", "focus",
]  # fmt: skip

TARGET_MM: Final = 20.0
KEY_MM: Final = 16.0
"""A key of a keyboard or a pad: ten of a keyboard must fit on a small panel."""

GAP_MM: Final = 3.0
CAPITAL_MM: Final = 4.8
"""Revised Section 508, 402.4: the least height of a capital letter."""

LARGE_MM: Final = 10.8
"""Size of a font from which 4.5:1 is enough: half as large again as the usual 7.2 mm, which is
what WCAG's 18 points are to its 12."""


class Box(NamedTuple):
    """A rectangle in pixels of the window."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Never negative."""
        return max(0.0, self.right - self.left)

    @property
    def height(self) -> float:
        """Never negative."""
        return max(0.0, self.bottom - self.top)

    @property
    def area(self) -> float:
        """In square pixels."""
        return self.width * self.height

    def within(self, other: "Box") -> "Box":
        """What of it lies in the other; of no width or height where they don't meet."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def meets(self, other: "Box") -> bool:
        """Whether they share at least a part of a pixel."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def grown(self, by: float, down: float | None = None) -> "Box":
        """Larger on every side by so many pixels; `down` for above and below."""
        y = by if down is None else down
        return Box(self.left - by, self.top - y, self.right + by, self.bottom + y)


@dataclass(frozen=True)
class Glass:
    """The panel a page is shown on, and how it is shown.

    Attributes:
        px_per_mm: its scale.
        strong: a contrast theme is on: 15:1 is asked instead of 7:1.
        rtl: the page is read from right to left.
        fresh: the page has just been opened: the focus must be on its heading.
    """

    px_per_mm: float
    strong: bool = False
    rtl: bool = False
    fresh: bool = False


@dataclass(frozen=True)
class Finding:
    """One thing on a page that is not as it must be.

    Attributes:
        code: which rule.
        what: the name or text it is about, and what was measured.
        box: where, in pixels of the window.
    """

    code: Code
    what: str
    box: Box

    def __str__(self) -> str:
        return f"{self.code}: {self.what}"

"""What hands can do to a mouse and a keyboard, as lines of xdotool.

Keys go by the numbers that Linux gives them (X's are 8 more), so that what is pressed does not
depend on a layout: also the keys of a laptop, of a remote control and of a phone.
"""

import random
from collections.abc import Iterator
from itertools import chain, combinations
from typing import Final

HELD: Final = {"ctrl": 37, "shift": 50, "alt": 64, "super": 133, "altgr": 108}
SETS: Final = tuple(
    chain.from_iterable(combinations(HELD.values(), size) for size in range(len(HELD) + 1))
)
"""Every set of keys that are held: 32."""

KEYS: Final = tuple(code for code in range(9, 256) if code not in HELD.values())
"""Every other key that there is a number for: 242."""

TAB, ENTER, SPACE, DOWN, SHIFT, F10, MENU = 23, 36, 65, 116, 50, 76, 135
AT_ONCE: Final = "--delay 0"
_GOES_ON: Final = (TAB, TAB, TAB, ENTER, SPACE, 111, 116, 113, 114, 22, 110, 115)
_FIGURES: Final = range(10, 20)
_LETTERS: Final = (*range(24, 34), *range(38, 47), *range(52, 59))


def chord(key: int, held: tuple[int, ...]) -> str:
    """That key while those are held."""
    down = [f"keydown {AT_ONCE} {one}" for one in held]
    up = [f"keyup {AT_ONCE} {one}" for one in reversed(held)]
    return " ".join([*down, f"key {AT_ONCE} {key}", *up])


def chords() -> Iterator[str]:
    """Every key with every set of keys held, and what opens helps for a hand at a desktop."""
    for held in SETS:
        for key in KEYS:
            yield chord(key, held)
    for key in (*HELD.values(), 105, 62, 134, 77, 66):  # the right ones, num lock, caps lock
        yield " ".join(f"key {AT_ONCE} {key}" for _ in range(5))  # sticky keys
        yield f"keydown {key} sleep 1.2 keyup {key}"  # filter keys, begun
    yield f"keydown {SHIFT} sleep 9 keyup {SHIFT}"


class Hands:
    """Does one thing after the other, each by chance; the same for the same seed."""

    def __init__(self, size: tuple[int, int], seed: int) -> None:
        self._size, self._chance = size, random.Random(seed)  # noqa: S311 - hands keep no secrets
        self._acts = {
            self._click: 36, self._edge: 6, self._corner: 3, self._drag: 7, self._buttons: 6,
            self._wheel: 3, self._twice: 3, self._long: 1, self._pinch: 2, self.goes_on: 16,
            self._chord: 10, self._types: 3, self._menu: 3,
        }  # fmt: skip

    def event(self) -> str:
        """One thing."""
        return self._chance.choices(list(self._acts), list(self._acts.values()))[0]()

    def _point(self) -> str:
        width, height = self._size
        return f"mousemove {self._chance.randrange(width)} {self._chance.randrange(height)}"

    def _click(self) -> str:
        return f"{self._point()} click {AT_ONCE} 1"

    def _edge(self) -> str:
        width, height = self._size
        x, y = self._chance.randrange(width), self._chance.randrange(height)
        at = self._chance.choice([(x, 0), (x, height - 1), (0, y), (width - 1, y)])
        return f"mousemove {at[0]} {at[1]} mousedown 1 {self._point()} mouseup 1"

    def _corner(self) -> str:
        x, y = (self._chance.choice((2, side - 3)) for side in self._size)
        return f"mousemove {x} {y} click {AT_ONCE} 1"

    def _drag(self) -> str:
        button = self._chance.choice((1, 1, 1, 2, 3))
        way = f"{self._point()} {self._point()}"
        return f"{self._point()} mousedown {button} {way} mouseup {button}"

    def _buttons(self) -> str:
        return f"{self._point()} click {AT_ONCE} {self._chance.choice((2, 3, 3, 8, 9))}"

    def _wheel(self) -> str:
        held = self._chance.choice(((), (HELD["ctrl"],), (HELD["alt"],), (HELD["super"],)))
        down, up = ([f"{way} {AT_ONCE} {one}" for one in held] for way in ("keydown", "keyup"))
        return " ".join(
            [self._point(), *down, f"click {AT_ONCE} {self._chance.randrange(4, 8)}", *up]
        )

    def _twice(self) -> str:
        return f"{self._point()} click --repeat {self._chance.randrange(2, 6)} --delay 20 1"

    def _long(self) -> str:
        return f"{self._point()} mousedown 1 sleep 0.9 mouseup 1"

    def _pinch(self) -> str:
        """Two at once and apart, as far as a mouse can."""
        return f"{self._point()} mousedown 1 mousedown 3 {self._point()} mouseup 3 mouseup 1"

    def goes_on(self) -> str:
        return f"key {AT_ONCE} {self._chance.choice(_GOES_ON)}"

    def _chord(self) -> str:
        return chord(self._chance.choice(KEYS), self._chance.choice(SETS))

    def _types(self) -> str:
        keys = self._chance.choice((_LETTERS, _FIGURES))
        return f"key --delay 5 {' '.join(str(self._chance.choice(keys)) for _ in range(8))}"

    def _menu(self) -> str:
        return self._chance.choice((f"key {AT_ONCE} {MENU}", chord(F10, (SHIFT,)), self._context()))

    def _context(self) -> str:
        return f"{self._point()} click {AT_ONCE} 3 key {AT_ONCE} 116 key {AT_ONCE} {ENTER}"

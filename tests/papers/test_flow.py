"""Strips on pages: none is lost, none is cut, what belongs together stays together."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kiosk.papers.flow import Strip, paginate, space, together

PAGE = 100.0


def inked(height: float, *, keep: bool = False) -> Strip:
    return Strip(height, lambda _painter, _x, _y: None, keep)


STRIPS = st.lists(st.builds(inked, st.floats(1, 60), keep=st.booleans()), max_size=60)


@given(STRIPS)
def test_every_strip_stands_once_in_order_and_inside_a_page(strips: list[Strip]) -> None:
    pages = paginate(strips, PAGE)

    assert [placed.strip for page in pages for placed in page] == strips
    for page in pages:
        end = 0.0
        for y, strip in page:
            assert y >= end - 1e-6
            end = y + strip.height
        assert end <= PAGE + 1e-6


@given(st.lists(st.floats(1, 25), min_size=1, max_size=4), st.floats(0, 99))
def test_what_belongs_together_goes_to_the_next_page_together(
    heights: list[float], before: float
) -> None:
    group = together([inked(height) for height in heights])
    pages = paginate([inked(before), *group], PAGE)

    homes = [n for n, page in enumerate(pages) for placed in page if placed.strip in group]
    assert len(set(homes)) == 1


def test_no_page_begins_with_air() -> None:
    pages = paginate([inked(95), space(10), inked(20)], PAGE)

    assert [[y for y, _ in page] for page in pages] == [[0.0, 95.0], [0.0]] or [
        [y for y, _ in page] for page in pages
    ] == [[0.0], [0.0]]


def test_nothing_at_all_is_one_empty_page() -> None:
    empty: list[Any] = []
    assert paginate(empty, PAGE) == [[]]

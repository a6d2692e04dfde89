"""Words are sorted as the readers of a language look for them."""

import pytest

from kiosk.ui.wording.collation import order_of


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("pl", "lato ląd lód łaska mama"),  # ł after l
        # ch, dd, ff, ng, ll, ph, rh and th are letters of their own
        (
            "cy",
            "cwm chwarae dwr ddraig fferm gwlad ngwlad hen lwc llan pwy phen rygbi rhyd twm thema",
        ),
        ("sv", "Adam Zebra Åsa Ärlig Ö"),
        ("de", "Adam Ärger Zebra"),
        ("ur", "آم بکری پانی تارا ٹماٹر ثواب"),
        ("ar", "أسد باب تفاح"),
        ("en", "été Eton Item2 Item10"),
    ],
)
def test_words_stand_in_the_order_of_their_language(code: str, expected: str) -> None:
    words = expected.split()
    # The other way round first, for a sort that does nothing must not pass.
    words.sort(reverse=True)
    words.sort(key=order_of(code))
    assert " ".join(words) == expected


def test_the_order_of_a_language_is_always_the_same_one() -> None:
    assert order_of("pl") is order_of("pl")

"""The guides: nothing in them is dead, and each part comes through whole."""

import re
from pathlib import Path

import pytest

from kiosk.guides import Guide, guides
from kiosk.resources import resource

GUIDES = guides()


def pictures(guide: Guide) -> set[Path]:
    return {one.picture.resolve() for one in guide.blocks() if one.picture}


@pytest.mark.parametrize("name", GUIDES)
def test_every_guide_and_picture_that_is_named_is_there(name: str) -> None:
    guide = GUIDES[name]

    assert set(guide.others) <= set(GUIDES)
    for picture in pictures(guide):
        assert picture.is_file(), picture
    for link in re.findall(r"\]\(([^)]+)\)", guide.text):
        assert (guide.folder / link).resolve().is_file(), link


def test_no_picture_of_the_guides_is_shown_nowhere() -> None:
    shown = set().union(*map(pictures, GUIDES.values()))

    assert shown == {file.resolve() for file in resource("pictures", "guide").glob("*.png")}


def test_part_by_part_a_guide_is_printed() -> None:
    text = (
        "# T\n\nWords:\n\n- a\n- b\n\n```\nkiosk\n```\n\n| | |\n|---|---|\n"
        "| c | d |\n\n---\n\n![s](p.png)\n"
    )
    found = list(Guide("some", text, resource("guides")).parts())

    assert [one.kind for one in found] == [
        "heading", "text", "list", "code", "table", "end", "picture",
    ]  # fmt: skip
    assert found[0].level == 1
    assert found[2].html.count("<li>") == 2
    assert "<thead>" not in found[4].html  # nothing stands in it
    assert found[6].picture == resource("guides") / "p.png"


@pytest.mark.parametrize("name", ["desk", "it", "form-author", "contributor", "poster"])
def test_a_guide_for_a_first_day_is_short(name: str) -> None:
    assert len(GUIDES[name].text.split()) <= 900


def test_part_by_part_a_guide_says_all_that_it_says() -> None:
    text = """# A title

Words with `code`, **weight**
and a second line.

- one

1. first

```
kiosk demo
kiosk guide
```

| A | | C |
|---|---|---|
| a | b | |
| d | e | f |

![What is seen](../pictures/overview.png)
"""
    found = list(Guide("some", text, resource("guides")).blocks())

    assert [one.kind for one in found] == [
        "heading", "text", "item", "item", "code", "row", "row", "picture",
    ]  # fmt: skip
    assert found[0][1:3] == ("A title", 1)
    assert found[1].text == "Words with code, weight and a second line."
    assert [one.number for one in found[2:4]] == ["", "1"]
    assert found[4].text == "kiosk demo\nkiosk guide"
    assert [one.text for one in found[5:7]] == ["a. b", "d. e. C: f"]
    assert found[7].text == "What is seen"
    assert found[7].picture == resource("guides") / "../pictures/overview.png"


def test_the_page_to_print_has_its_pictures_in_it() -> None:
    guide = Guide("some", "# T\n\n![seen](../pictures/overview.png)\n", resource("guides"))

    assert '<img src="data:image/png;base64,iVBOR' in guide.page()

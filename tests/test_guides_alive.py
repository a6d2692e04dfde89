"""Nothing that the README and the guides tell one to type, open, set, press or look for is dead."""

from collections.abc import Callable, Iterator

import pytest

from kiosk.guides import guides
from tests.alive import (
    ROOT,
    dead_commands,
    dead_keys,
    dead_paths,
    dead_settings,
    dead_starts,
    dead_words,
    fenced,
    inline,
    keys_of_the_desk,
)

TEXTS = {name: guide.text for name, guide in guides().items()}
TEXTS["README"] = (ROOT / "README.md").read_text("utf-8")
AT_THE_DESK = ("desk", "alerts", "desk-pc")

Dead = Callable[[str], Iterator[str]]


@pytest.mark.parametrize("dead", [dead_commands, dead_starts, dead_paths, dead_settings])
@pytest.mark.parametrize("name", TEXTS)
def test_nothing_to_type_to_open_or_to_set_is_dead(name: str, dead: Dead) -> None:
    assert list(dead(TEXTS[name])) == []


@pytest.mark.parametrize("name", AT_THE_DESK)
def test_every_key_that_is_named_does_something_at_the_desk(name: str) -> None:
    assert list(dead_keys(TEXTS[name])) == []


@pytest.mark.parametrize("name", ["desk", "form-author", "poster"])
def test_every_word_of_the_screen_that_is_named_is_on_it(name: str) -> None:
    assert list(dead_words(TEXTS[name])) == []


@pytest.mark.parametrize(
    ("dead", "text", "found"),
    [
        (dead_commands, "Type `kiosk stauts`.", ["kiosk stauts"]),
        (dead_commands, "Type `kiosk status --flet`, not `kiosk status --fleet`.",
         ["kiosk status --flet"]),
        (dead_commands, "```\nkiosk export\nkiosk staff\n```\n", ["kiosk staff"]),
        (dead_commands, "```sh\nsh packaging/bootstrap.sh kiosk stauts # how it stands\n```\n",
         ["sh packaging/bootstrap.sh kiosk stauts"]),
        (dead_commands, "```\nkiosk doctor && kiosk docter\n```\n", ["kiosk docter"]),
        (dead_commands, "`kiosk staff` and `kiosk form import FILE`, `kiosk enrol …`", []),
        (dead_commands, "`kiosk\nstauts`", ["kiosk stauts"]),
        (dead_commands, "1. So:\n\n   ```\n   sudo kiosk stauts\n   ```\n", ["sudo kiosk stauts"]),
        (dead_settings, "```toml\n[central]\nulr = 1\nurl = 1\n```\n", ["central.ulr"]),
        (dead_starts, "`sh packaging/bootstrap.sh tset`", ["sh packaging/bootstrap.sh tset"]),
        (dead_starts, "```\nsh packaging/bootstrap.sh test --long\n```", []),
        (dead_paths, "`tests/test_nothing.py` and `tests/alive.py`, `resources/forms/*.json`",
         ["tests/test_nothing.py"]),
        (dead_paths, "```\nkiosk form check resources/forms/none.json\n```\n",
         ["resources/forms/none.json"]),
        (dead_settings, "`central.ulr` and `central.url`", ["central.ulr"]),
        (dead_settings, "`[centre] url`, `[central] ulr = 1`, `[central]`, `[central] url`",
         ["[centre] url", "[central] ulr = 1"]),
        (dead_keys, "**Ctrl+J**, **Alt+1**, **Ctrl+Enter**, **F3**, **F1**", ["Ctrl+J", "F3"]),
        (dead_words, "On **Tomorrow** or **Today**, *Undo* or *Redo it all*, **not a page**",
         ["Tomorrow", "Redo it all"]),
        (dead_words, "**“Nobody asked for this”** and **“Please look at one response”**",
         ["“Nobody asked for this”"]),
    ],
)  # fmt: skip
def test_what_is_dead_is_found(dead: Dead, text: str, found: list[str]) -> None:
    assert list(dead(text)) == found


def test_enough_is_looked_at() -> None:
    """Were a pattern no longer to find anything, everything would be alive."""
    whole = "\n".join(TEXTS.values())

    assert sum(line.startswith("kiosk ") for line in fenced(whole)) > 50
    assert sum(line.startswith("kiosk ") for line in inline(whole)) > 200
    assert {"Ctrl+N", "Ctrl+1", "Ctrl+9", "Alt+1", "Ctrl+Enter", "F1", "Del"} <= keys_of_the_desk()

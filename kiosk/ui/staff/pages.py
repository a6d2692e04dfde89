"""The staff pages: what each says, and where its two buttons lead."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

CLOSE, BACK = "close", "back"


class Page(NamedTuple):
    """One page; texts by their key in the words, "" where it has none.

    Attributes:
        title, hint: what it says.
        primary: its one clear action.
        secondary: the way out.
        before: the page the way out leads to; "" closes the staff window.
        after: the page its action leads to, where it does nothing else.
    """

    title: str
    hint: str = ""
    primary: str = ""
    secondary: str = BACK
    before: str = ""
    after: str = ""


PAGES: Final = {
    "pin": Page("staff_title", "staff_body", secondary=CLOSE),
    "answer": Page("answer_title", "answer_body", secondary=CLOSE),
    "menu": Page("menu_title", secondary=CLOSE),
    "drafts": Page("drafts_title", "drafts_body", before="menu"),
    "discard": Page(
        "discard_title", "discard_body", "discard_yes", secondary="discard_no", before="drafts"
    ),
    "calls": Page("calls_title", "calls_body", "calls_answered", before="menu"),
    "desk": Page("", secondary="", before="menu"),
    "forms": Page("give_title", "give_body", "continue", before="menu", after="details"),
    "details": Page("give_who_title", "give_who_body", "give_make", before="forms"),
    "field": Page("", "", "write_done", before="details", after="details"),
    "code": Page("give_made_title", "give_code_body", "give_next", secondary=CLOSE),
    "unshown": Page("unshown_title", "unshown_body", before="menu"),
    "log": Page("log_title", "log_body", before="menu"),
    "troubles": Page("troubles_title", "troubles_body", before="menu"),
    "outbox": Page("outbox_title", "", "outbox_send_now", before="menu"),
    "refusal": Page("refusal_title", "", "refusal_again", before="outbox"),
    "clean": Page("clean_title", "clean_body", "clean_start", before="menu"),
    "measure": Page("", "", secondary="", before="menu"),
    "cleaning": Page("cleaning_title", "cleaning_body", secondary=""),
}
"""By name; "field" takes its texts from the field that is entered, "measure" and "desk" have their
own; the hints of "outbox" and "refusal" say how it stands."""


def texts_of(
    page: Page, titles: Mapping[str, str], say: Callable[..., str], **values: object
) -> dict[str, str]:
    """What a page says, by the names its attributes have; "" where it says nothing.

    Args:
        page: which.
        titles: keys of a title or hint that stand in the place of the page's own.
        say: gives the text of a key.
        values: for the places in texts.
    """
    keys = {"title": page.title, "hint": page.hint, **titles}
    keys |= {"primary": page.primary, "secondary": page.secondary}
    return {name: say(key, **values) if key else "" for name, key in keys.items()}

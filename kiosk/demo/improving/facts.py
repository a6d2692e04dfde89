"""What the store of the story holds: what was counted, what the guard saw, why it is so worded."""

from datetime import date
from typing import NamedTuple

from kiosk.coproduction.evidence import ItemCounts, summed
from kiosk.coproduction.feedback import group_id
from kiosk.coproduction.history import Chapter
from kiosk.coproduction.pilot_judging import Look, Verdict, looks
from kiosk.coproduction.pilots import pilots
from kiosk.demo.improving.clinic import BAD, URL
from kiosk.desk.improving.form_history import FormHistory
from kiosk.desk.improving.trial import counted_days
from kiosk.desk.improving.trials import judged
from kiosk.errors import RefusedError
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.forms.response import decode
from kiosk.store import figures, form_versions, submissions
from kiosk.store.database import Store
from kiosk.store.feedback import released


class Sent(NamedTuple):
    """A response as the centre or an export has it: the version it names, and the words shown."""

    questionnaire: str
    words: str


def counted(store: Store, canonical: str) -> ItemCounts:
    """Everything that was counted of the bad question under a version."""
    with store.reading() as c:
        found = figures.item_counts(c, figures.Span())
    mine = (one for key, one in found.items() if key[:2] == (canonical, BAD))
    return summed(mine)


def modes(store: Store) -> list[str]:
    """How the screen was used, all that occurred."""
    with store.reading() as c:
        return sorted({key.mode for key in figures.item_counts(c, figures.Span()) if key.mode})


def versions(store: Store) -> dict[str, str]:
    """Version → how it stands, as the log says."""
    with store.reading() as c:
        stands = form_versions.standings(c)[URL]
        known = [one.version for one in form_versions.versions_of(c, URL)]
    default = stands.default.partition("|")[2]
    return {one: "in use" if one == default else "kept for its responses" for one in known}


def guard_looks(store: Store) -> tuple[Look, ...]:
    """Every look that the harm guard made at the pilot."""
    with store.reading() as c:
        (pilot,) = pilots(form_versions.events(c, URL))
        return tuple(looks(counted_days(c, pilot, store.kiosk_id)))


def verdict(store: Store, today: date) -> Verdict:
    """What may be said of the pilot, as the desk says it."""
    with store.reading() as c:
        (pilot,) = pilots(form_versions.events(c, URL))
        found = judged(c, pilot, store.kiosk_id, today)
    if found is None:
        raise RefusedError("The pilot of the story has no plan.", advice="Please report this.")
    return found


def remarks_released(store: Store) -> int:
    """How many remarks the desk may see."""
    with store.reading() as c:
        return len(released(c))


def last_sent(store: Store, canonical: str) -> Sent:
    """The newest response that names that version, with the words that its patient read."""
    with store.reading() as c:
        found = [decode(one.payload) for one in submissions.submissions(c)]
    response = next(one for one in reversed(found) if one["questionnaire"] == canonical)
    return Sent(canonical, next(one["text"] for one in response["item"] if one["linkId"] == BAD))


def why(store: Store, sent: Sent) -> tuple[Chapter, ...]:
    """Why that response was asked in these words."""
    with store.reading() as c:
        content = form_versions.content_of(c, sent.questionnaire)
    return FormHistory(store, read_questionnaire(content)).chapters(BAD) if content else ()


def answered_remarks(store: Store, chapters: tuple[Chapter, ...]) -> int:
    """How many released remarks these chapters answer."""
    named = {group for chapter in chapters for group in chapter.groups}
    with store.reading() as c:
        said = released(c)
    return sum(group_id(one.questionnaire, one.link_id, one.reason) in named for one in said)

"""Lines for the board "We said, we did" that the centre sends to all its kiosks.

They are Communications with a category of our own (`CATEGORY`), status completed, the text in
payload.contentString, the day in sent. What is not there any more is shown no more.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode

from kiosk.errors import Refused
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import encode_json
from kiosk.store import fetched
from kiosk.store.database import Store
from kiosk.sync.fetch.plain import plain_line
from kiosk.sync.fhir_client import FhirClient
from kiosk.sync.paging import Limits, searched

SYSTEM: Final = "http://clinic-kiosk.example/fhir/CodeSystem/communication"
CODE: Final = "we-said-we-did"
LINES_MAX: Final = 20
"""The newest; more than anybody reads in a waiting room."""

TEXT_MAX: Final = 280
_LIMITS: Final = Limits(pages=4, resources=200, size=4 * 1024 * 1024)
_PATH: Final = "Communication?" + urlencode(
    {"category": f"{SYSTEM}|{CODE}", "_sort": "-_lastUpdated", "_count": "50"}
)


def fetch_board(
    store: Store, client: FhirClient, *, now: datetime, go_on: Callable[[], bool] = lambda: True
) -> int:
    """Keeps the newest lines; returns how many there are.

    A list that has no end is not read to it: the newest come first.

    Raises:
        Unreachable, NotAuthorised: the lines stay as they were.
        Refused: the service knows no such messages; the lines stay, too.
    """
    with store.reading() as c:
        known = fetched.seen(c, _PATH)
        kept = len(fetched.good(c, fetched.BOARD))
    found = searched(client, _PATH, _LIMITS, known=known, go_on=go_on)
    if found.unchanged:
        return kept
    if not found.ended and not found.resources:
        if found.why:
            raise Refused(found.why)
        return kept
    others = tuple(one for one in found.resources if not _is_sent_by(store.kiosk_id, one))
    today = now.date()
    lines = _newest(others, today=today)
    early = any((_day(ext.text(one, "sent")) or today) > today for one in others)
    with store.transaction() as c:
        fetched.forget_others(c, fetched.BOARD, ())
        for key, line in lines.items():
            fetched.keep_good(c, fetched.BOARD, key, encode_json(line), now=now)
        # What is for tomorrow, or only so by a clock that is slow, must come again then.
        fetched.note_seen(c, _PATH, fetched.Seen() if early else found.said, now=now)
    return len(lines)


def _is_sent_by(kiosk_id: str, resource: Mapping[str, Any]) -> bool:
    """What this kiosk said itself stands on its board already (`kiosk.sync.decisions`)."""
    sender = resource.get("sender")
    identifier = sender.get("identifier") if isinstance(sender, dict) else None
    return ext.text(identifier, "value") == f"urn:uuid:{kiosk_id}"


def _newest(resources: tuple[Mapping[str, Any], ...], *, today: date) -> dict[str, dict[str, str]]:
    lines: dict[str, dict[str, str]] = {}
    for resource in resources:
        line, key = _line(resource, today), ext.text(resource, "id")
        if line is not None and 0 < len(key) <= 64:  # noqa: PLR2004 - R4, datatypes, id
            lines.setdefault(key, line)
    newest = sorted(lines.items(), key=lambda one: one[1]["day"], reverse=True)
    # Two kiosks may say the same, or one that was set up anew once more.
    once: dict[str, tuple[str, dict[str, str]]] = {}
    for key, line in newest:
        once.setdefault(line["text"], (key, line))
    return dict(list(once.values())[:LINES_MAX])


def _line(resource: Mapping[str, Any], today: date) -> dict[str, str] | None:
    """One line, or None for what is none: another message, or one that was taken back."""
    if resource.get("resourceType") != "Communication" or resource.get("status") != "completed":
        return None
    categories = ext.mappings(resource, "category")
    codings = [coding for one in categories for coding in ext.mappings(one, "coding")]
    if not any(ext.text(one, "system") == SYSTEM and ext.text(one, "code") == CODE
               for one in codings):  # fmt: skip
        return None
    texts = (ext.text(part, "contentString") for part in ext.mappings(resource, "payload"))
    text = plain_line(next(texts, ""), longest=TEXT_MAX)
    day = _day(ext.text(resource, "sent"))
    # What says it is sent tomorrow would stand before everything else for ever.
    return {"text": text, "day": day.isoformat()} if text and day and day <= today else None


def _day(sent: str) -> date | None:
    try:
        return date.fromisoformat(sent[:10])
    except ValueError:
        return None

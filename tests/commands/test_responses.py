"""`kiosk responses`: a page of what is here, and the way to the next; never an answer."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk.arguments.files import STATES
from kiosk.commands.responses import _lines, _read_place, page_document
from kiosk.errors import UsageError
from kiosk.store import listing
from kiosk.store.database import Store, create_store
from kiosk.store.listing import Wanted
from kiosk.store.submissions import submit
from tests import marking

GAD = "http://example.org/Questionnaire/gad-7|1.0.0"


@pytest.fixture
def store(tmp_path: Path, now: datetime) -> Iterator[Store]:
    made = create_store(tmp_path / "store", bytes(32))
    with made.transaction() as c:
        for number in range(5):
            submit(
                c, draft_id=None, response_id=f"r{number}", questionnaire=GAD, payload=b"secret",
                now=now + timedelta(hours=number),
            )  # fmt: skip
        marking.mark_sent(c, marking.due(c, now)[0].id, etag="1", now=now)
        marking.mark_refused(c, marking.due(c, now)[0].id, error="item: not a code", now=now)
    yield made
    made.close()


def test_the_states_that_may_be_typed_are_those_of_the_store() -> None:
    assert STATES == listing.STATES


def test_the_next_page_goes_on_where_the_last_ended(store: Store) -> None:
    found, place = [], None
    while True:
        page = page_document(store, Wanted(), size=2, after=place)
        found += [one["response"] for one in page["responses"]]
        if page["next"] is None:
            break
        place = _read_place(page["next"])

    assert found == ["r4", "r3", "r2", "r1", "r0"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-25T10:00:00/1",
        "2026-11-25T10:00:00+00:00/x",
        "2026-11-25T10:00:00+00:00/99999999999999999999",
        "0001-01-01T00:00:00+14:00/1",
    ],
)
def test_what_is_not_where_a_page_ended_is_said_so(text: str) -> None:
    with pytest.raises(UsageError, match="not where a page ended"):
        _read_place(text)


def test_the_counts_are_of_all_that_is_wanted_and_not_of_the_page(store: Store) -> None:
    page = page_document(store, Wanted(), size=1, after=None)

    assert page["counts"] == {
        "waiting": 3,
        "sent": 1,
        "refused": 1,
        "forms": {GAD: {"waiting": 3, "sent": 1, "refused": 1}},
    }


def test_a_person_reads_form_time_and_why_one_was_refused(store: Store) -> None:
    told = "\n".join(_lines(page_document(store, Wanted(), size=4, after=None)))

    assert told.startswith("3 waiting, 1 sent, 1 refused\n  gad-7: 3 waiting, 1 sent, 1 refused\n")
    assert "gad-7  refused: item: not a code" in told
    assert "Older ones: --after " in told
    assert "secret" not in told

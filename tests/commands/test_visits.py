"""`kiosk visits`: codes and forms, and never whose they are."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.commands.visits import _line, _lines, _visit_document
from kiosk.store import requested, tasks, visits
from kiosk.store.database import Store, create_store
from kiosk.store.key import new_key
from kiosk.store.requested import Wish
from kiosk.store.visits import Whose

ADA = Whose("urn:clinic", "4711", date(1950, 3, 5), "al", "AL")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = create_store(tmp_path / "kiosk", new_key())
    yield made
    made.close()


def test_a_visit_is_listed_with_its_code_and_without_its_patient(
    store: Store, now: datetime
) -> None:
    with store.transaction() as c:
        wish = Wish("t-1", "requested", ("gad-7",), ADA, now + timedelta(hours=2))
        made = requested.make_visit(c, wish, now=now)
        requested.keep_unmade(c, "t-2", status="ready", reason="It names no form.", now=now)
        found, asked = visits.list_visits(c), tasks.asked(c)
    assert made is not None

    line = _line(found[0], asked)
    assert line.startswith(f"{made.code[:3]} {made.code[3:]}  waiting  until ")
    assert "gad-7, asked for by the centre" in line
    assert _lines(found, asked)[1] == "No visit could be made of Task t-2: It names no form."
    document = _visit_document(found[0], asked)
    assert (document["code"], document["task"], document["note"]) == (made.code, "t-1", None)
    for whose in ("4711", "1950", "AL"):
        assert whose not in str(document) + line


def test_nobody_expected_is_said() -> None:
    assert _lines((), ()) == ["No visit is expected."]

"""A desk without a kiosk exports from a FHIR engine of others."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.desk.exports import ExportAsked
from kiosk.desk.nhs_number import SYSTEM
from kiosk.desk.pictures.gather import Asker
from kiosk.resources import resource
from kiosk.settings import Patient
from kiosk.store.figures import Span
from kiosk.ui.wording.picture_phrases import PicturePhrases
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.words import load_desk_words
from tests.desk.far import Clinic, clinic_at
from tests.desk.test_central_exports import FORM, MINE, OTHER, book_of, left_in, write
from tests.desk.test_central_pictures import book_of as pictures_of
from tests.router.running import running_router, why_not
from tests.store.finished import filled, keep

COUNT = 60


@pytest.fixture(params=["nothing", "update-create"], ids=["takes our ids", "gives ids itself"])
def clinic(request: Any, tmp_path: Path, now: datetime) -> Iterator[Clinic]:
    if reason := why_not():
        pytest.skip(reason)
    with running_router(request.param) as (base,), clinic_at(tmp_path, base, now) as made:
        kiosk = made.kiosk()
        for number in range(1, COUNT + 1):
            at = now - timedelta(minutes=number)
            whose = {"type": "Patient", "identifier": {"system": SYSTEM, "value": MINE}}
            if number > COUNT - 2:
                whose["identifier"] = {"system": SYSTEM, "value": OTHER}
            keep(kiosk.store, filled(at, number) | {"subject": whose, "source": whose}, at)
        while kiosk.send().sent:
            pass
        yield made


def test_all_pages_are_counted_fetched_and_written(clinic: Clinic, tmp_path: Path) -> None:
    out = tmp_path / "Documents"
    out.mkdir()
    desk, today = clinic.desk(forms=(FORM,)), clinic.now.astimezone().date()
    book = book_of(desk)

    assert book.count(ExportAsked("csv", since=today, until=today)) == COUNT
    assert book.count(ExportAsked("csv", form=FORM.url)) in {None, COUNT}
    made = write(book, out, ExportAsked("ndjson"))
    lines = made.files[0].read_text().splitlines()
    assert len({json.loads(line)["id"] for line in lines}) == made.count == COUNT
    assert write(book, out, ExportAsked("xlsx", form=FORM.url)).count == COUNT
    assert write(book, out, ExportAsked("ndjson", patient=OTHER)).count == 2
    assert not left_in(desk)


def test_what_came_is_drawn(clinic: Clinic) -> None:
    speaking = Speaking(load_desk_words(resource("translations")), Patient())
    today = clinic.now.astimezone().date()
    asker = Asker(PicturePhrases(speaking.all_words, "en"), "en", today)
    found = pictures_of(clinic.desk(forms=(FORM,))).figures(
        Span(None, today - timedelta(days=6), today), asker, goes_on=lambda: True
    )
    assert found is not None
    over_time, _ = found[1]
    assert over_time.bars[-1].said == str(COUNT)

"""Pictures of the responses at the central service: how many came, of which forms; scores."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from kiosk.desk.forms_there import FormsThere
from kiosk.desk.pictures.central import CentralPictures
from kiosk.desk.pictures.gather import Asker
from kiosk.errors import Unreachable
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.forms.robot.robot import fill
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.offered import bundled_locks
from kiosk.resources import resource
from kiosk.settings import Patient
from kiosk.store import audit
from kiosk.store.figures import Span
from kiosk.sync.fhir_client import FhirClient
from kiosk.ui.wording.picture_phrases import PicturePhrases
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.words import load_desk_words
from tests.desk.far import Clinic, FarDesk, clinic_at
from tests.desk.test_central_exports import FORM, Counting, left_in, taken
from tests.endpoint import Central

GAD = read_questionnaire(resource("forms", "gad-7.json").read_bytes())


@pytest.fixture
def clinic(tmp_path: Path, central: Central, now: datetime) -> Iterator[Clinic]:
    with clinic_at(tmp_path, central.base, now) as made:
        yield made


@pytest.fixture
def asker(now: datetime) -> Asker:
    speaking = Speaking(load_desk_words(resource("translations")), Patient())
    return Asker(PicturePhrases(speaking.all_words, "en"), "en", now.astimezone().date())


def book_of(desk: FarDesk, transport: httpx2.BaseTransport | None = None) -> CentralPictures:
    def find(client: FhirClient) -> FormsThere:
        return FormsThere(
            desk.store, client, forms=desk.forms, value_sets=ValueSets(), locks=bundled_locks(),
            now=desk.clock,
        )  # fmt: skip

    return CentralPictures(
        desk.store,
        lambda: FhirClient(desk.client.base, timeout_s=5.0, transport=transport),
        find=find, forms=desk.forms, now=desk.clock,
    )  # fmt: skip


def worried(clinic: Clinic, count: int) -> None:
    """So many people sent GAD-7, one a day."""
    for number in range(count):
        at = clinic.now - timedelta(days=number)
        name = f"7e57ab1e-0000-4000-8000-{number:012}"
        made = fill(GAD, seed=number % 3).response(
            status="completed", authored=at, response_id=name, device_id="d"
        )
        answer = httpx2.put(
            f"{clinic.base}/QuestionnaireResponse/{name}", json=made, trust_env=False
        )
        assert answer.is_success


def goes_on() -> bool:
    return True


def test_how_many_came_is_told_by_day_and_form(clinic: Clinic, asker: Asker) -> None:
    taken(clinic, 60)
    worried(clinic, 3)
    mistake = httpx2.get(
        f"{clinic.base}/QuestionnaireResponse/7e57ab1e-0000-4000-8000-000000000000",
        trust_env=False,
    ).json()
    httpx2.put(
        f"{clinic.base}/QuestionnaireResponse/{mistake['id']}", trust_env=False,
        json=mistake | {"status": "entered-in-error"},
    )  # fmt: skip
    book, week = book_of(clinic.desk(forms=(FORM, GAD))), asker.today - timedelta(days=6)

    found = book.figures(Span(None, week, asker.today), asker, goes_on=goes_on)
    assert found is not None
    titles, (over_time, by_form) = found
    assert titles == {GAD.url: GAD.title("en"), FORM.url: FORM.title("en")} | titles
    assert [bar.said for bar in over_time.bars] == ["0", "0", "0", "0", "1", "1", "60"]
    assert dict(by_form.rows) == {FORM.title("en"): "60", GAD.title("en"): "2"}

    one = book.figures(Span(GAD.url, week, asker.today), asker, goes_on=goes_on)
    assert one is not None
    assert [bar.said for bar in one[1][0].bars] == ["0", "0", "0", "0", "1", "1", "0"]


def test_scores_are_read_from_answers_that_are_not_kept(clinic: Clinic, asker: Asker) -> None:
    worried(clinic, 12)
    desk = clinic.desk(forms=(GAD,))
    figures = book_of(desk).scores(
        Span(GAD.url, None, asker.today), asker, by="Sam", goes_on=goes_on
    )

    assert figures is not None
    scores, languages = figures
    assert scores.from_answers
    assert [row[-1] for row in languages.rows] == ["12"]
    with desk.store.reading() as c:
        event = audit.events(c, 1)[0]
    assert (event.actor, event.action, event.subject) == (
        "Sam", "figures.scores", "gad-7, 12 responses",
    )  # fmt: skip
    assert not left_in(desk)


def test_who_looks_away_is_not_waited_for(clinic: Clinic, asker: Asker) -> None:
    taken(clinic, 60)
    network = Counting()
    desk = clinic.desk(forms=(FORM,))
    book = book_of(desk, network)

    assert book.figures(Span(), asker, goes_on=lambda: False) is None
    assert sum("QuestionnaireResponse" in url for url in network.asked) <= 2
    assert book.scores(Span(FORM.url), asker, by="Sam", goes_on=lambda: False) is None
    assert not left_in(desk)


def test_without_a_line_it_is_said(clinic: Clinic, central: Central, asker: Asker) -> None:
    book = book_of(clinic.desk(forms=(FORM,)))
    central.stop()
    with pytest.raises(Unreachable):
        book.figures(Span(), asker, goes_on=goes_on)

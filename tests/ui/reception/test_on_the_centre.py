"""The same screens at a desk without a kiosk: visits and responses are at the central service."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest

from kiosk.desk.nhs_number import SYSTEM
from kiosk.errors import SettingsInvalid
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.proxies import with_people
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.robot.robot import fill
from kiosk.settings import Central as CentralSettings
from kiosk.settings import Clinic, Packet, Patient, Reception, Settings
from kiosk.store import audit, submissions
from kiosk.store.tables import metadata
from kiosk.sync.fhir_client import FhirClient
from tests.desk.far import FarKiosk, clinic_at
from tests.endpoint import Central, free_port
from tests.ui.reception.test_responses import RIGHT, RIGHT_NUMBER, choose, open_first, rows
from tests.ui.reception.test_visits import make

WRONG = "9434765919"
Opener = Callable[..., Any]


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    """The trial endpoint; it can be cut off."""
    endpoint = Central(tmp_path / "central", free_port())
    endpoint.start()
    yield endpoint
    endpoint.stop()


@pytest.fixture
def kiosk(tmp_path: Path, central: Central, now: datetime) -> Iterator[FarKiosk]:
    """A kiosk of the clinic, with a store of its own."""
    with clinic_at(tmp_path, central.base, now) as clinic:
        yield clinic.kiosk()


@pytest.fixture
def desk(
    open_desk: Opener, central: Central, kiosk: FarKiosk, monkeypatch: pytest.MonkeyPatch
) -> Any:
    """A desk that works on the service, somebody signed in; it asks twice a second."""
    monkeypatch.setattr("kiosk.ui.reception.desk.FAR_S", 0.5)
    settings = Settings(
        clinic=Clinic(name="Riverside Practice"),
        central=CentralSettings(url=central.base, tasks=kiosk.owner),
        patient=Patient(identity="code"),
        reception=Reception(
            works_on="central", look_s=0.5, show="number",
            packets=(Packet(name="Pain clinic", forms=("pain-today",), key="1"),),
        ),
    )  # fmt: skip
    opened = open_desk(settings=settings, client=lambda: FhirClient(central.base, timeout_s=2.0))
    opened.sign_in()
    yield opened
    opened.reception.lock()
    opened.settle()
    opened.reception.pages["today"].desk.visits.close()


@pytest.fixture
def finish(kiosk: FarKiosk, forms: tuple[Questionnaire, ...], now: datetime) -> Callable[[], str]:
    """A patient of the kiosk sends the form, and it arrives; its id."""

    def finish_one() -> str:
        raw = fill(forms[2], seed=3).response(
            status="completed", authored=now, response_id="7e57ab1e-0000-4000-8000-000000000001",
            device_id=kiosk.store.kiosk_id,
        )  # fmt: skip
        payload = with_people(raw, "self", {"system": SYSTEM, "value": WRONG})
        with kiosk.store.transaction() as c:
            submissions.submit(
                c, draft_id=None, response_id=str(raw["id"]), questionnaire=forms[2].canonical,
                payload=encode_json(payload), now=now,
            )  # fmt: skip
        assert kiosk.send().sent == 1
        return str(raw["id"])

    return finish_one


def there(central: Central, response_id: str) -> dict[str, Any]:
    path = f"{central.base}/QuestionnaireResponse/{response_id}"
    found: dict[str, Any] = httpx2.get(path, trust_env=False).json()
    return found


def sees_row(desk: Any, words: str) -> None:
    desk.hands.wait_until(lambda: any(words in row for row in rows(desk)), f"a row with {words}")


def told(desk: Any, words: str) -> bool:
    return any(words in name for name in desk.hands.names())


def test_a_visit_made_here_is_found_by_its_code_at_a_kiosk_and_comes_back(
    desk: Any, kiosk: FarKiosk
) -> None:
    code = make(desk, "Alt+1", "Return")
    desk.hands.press("Return")
    desk.settle()
    desk.hands.wait_until(lambda: any("Where waiting" in row for row in rows(desk)), "the visit")
    desk.hands.wait_until(
        lambda: not any("only by its slip" in row for row in rows(desk)), "the service to know it"
    )

    assert kiosk.fetch().made == 1
    found = kiosk.by_code(code)
    assert found is not None
    kiosk.sit_down(found.id)
    kiosk.send()
    sees_row(desk, "at the screen")


def test_without_a_line_the_slip_is_given_and_the_visit_goes_later(
    desk: Any, kiosk: FarKiosk, central: Central
) -> None:
    desk.settle()
    central.stop()
    desk.hands.wait_until(
        lambda: told(desk, "No line to the central service; as of "), "word of the line"
    )
    assert told(desk, "could not be reached")

    code = make(desk, "Alt+1", "Return")
    assert told(desk, "give them the slip")
    desk.hands.press("Return")
    sees_row(desk, "only by its slip")

    central.start()
    desk.hands.wait_until(lambda: not told(desk, "No line to the central service"), "the line")
    desk.hands.wait_until(
        lambda: not any("only by its slip" in row for row in rows(desk)), "the service to know it"
    )
    kiosk.fetch()
    assert kiosk.by_code(code) is not None


def test_a_response_is_read_marked_and_moved_there(
    desk: Any, central: Central, finish: Callable[[], str]
) -> None:
    wanted = finish()
    desk.reception.go("responses")
    desk.settle()
    sees_row(desk, "943 476 5919")
    assert told(desk, "1 response at the central service")
    open_first(desk)

    desk.hands.click("Move to the right patient")
    desk.hands.wait_for("Move it")
    desk.hands.click(RIGHT_NUMBER, "EditableText")
    desk.hands.type(RIGHT)
    desk.hands.click("The same number once more", "EditableText")
    desk.hands.type(RIGHT)
    choose(desk, "Two patients were mixed up")
    choose(desk, "Move it")
    desk.settle()
    desk.hands.wait_until(lambda: told(desk, "943 476 5870 · amended"), "the right patient")

    assert there(central, wanted)["subject"]["identifier"]["value"] == RIGHT
    with desk.store.reading() as c:
        actions = [one.action for one in audit.events(c, 100)]
        assert not c.execute(metadata.tables["submission"].select()).all()
    assert "response.moved" in actions
    assert "response.opened" in actions


def test_what_somebody_else_changed_meanwhile_is_shown_and_not_overwritten(
    desk: Any, central: Central, finish: Callable[[], str]
) -> None:
    wanted = finish()
    desk.reception.go("responses")
    desk.settle()
    open_first(desk)
    desk.hands.click("Entered in error")
    desk.hands.wait_for("Somebody else filled it in")
    changed = there(central, wanted) | {"status": "amended", "language": "cy"}
    path = f"{central.base}/QuestionnaireResponse/{wanted}"
    assert httpx2.put(path, json=changed, trust_env=False).is_success

    choose(desk, "Somebody else filled it in")
    choose(desk, "Mark as entered in error")
    desk.settle()

    assert told(desk, "Somebody changed this response in the meantime")
    assert there(central, wanted)["status"] == "amended"


def test_the_list_stays_while_the_line_is_down(
    desk: Any, central: Central, finish: Callable[[], str]
) -> None:
    finish()
    desk.reception.go("responses")
    desk.settle()
    sees_row(desk, "943 476 5919")
    central.stop()
    desk.hands.wait_until(lambda: told(desk, "No line to the central service; as of "), "word")

    assert len(rows(desk)) == 1
    desk.hands.press("Return")
    desk.settle()
    assert told(desk, "The central service")
    assert len(rows(desk)) == 1


class Answering(httpx2.BaseTransport):
    """A service, or what stands before it, that says the same to everything."""

    def __init__(self, status: int, text: str = "", **headers: str) -> None:
        self._reply = (status, text, headers)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        status, text, headers = self._reply
        return httpx2.Response(status, text=text, headers=headers, request=request)


PORTAL = Answering(200, "<html>sign in</html>", **{"content-type": "text/html"})
BUSY = Answering(429, **{"retry-after": "120"})
WORDS = {
    "portal": (PORTAL, "A login page answered in place of the service."),
    "401": (Answering(401), "The service does not know this PC."),
    "403": (Answering(403), "This PC may not see or do this at the service."),
    "429": (BUSY, "The service is busy and asked us to wait."),
}


@pytest.mark.parametrize(("service", "words"), WORDS.values(), ids=WORDS.keys())
def test_what_else_answers_has_its_sentence_on_each_page(
    open_desk: Opener, service: Answering, words: str
) -> None:
    base = "https://fhir.example.org/r4"
    settings = Settings(
        central=CentralSettings(url=base, tasks="all"), reception=Reception(works_on="central")
    )
    desk = open_desk(
        settings=settings, client=lambda: FhirClient(base, timeout_s=2.0, transport=service)
    )
    desk.sign_in()

    for page in ("today", "responses"):
        desk.reception.go(page)
        desk.settle()
        desk.hands.wait_until(
            lambda: told(desk, f"No line to the central service yet. {words}"), "the sentence"
        )


@pytest.mark.parametrize(
    ("central", "missing"),
    [
        (CentralSettings(url="https://fhir.example.org/r4"), "whose visits"),
        (CentralSettings(tasks="all"), "No central service is named"),
    ],
)
def test_settings_that_lack_something_say_what(
    open_desk: Opener, central: CentralSettings, missing: str
) -> None:
    with pytest.raises(SettingsInvalid, match=missing):
        open_desk(settings=Settings(central=central, reception=Reception(works_on="central")))

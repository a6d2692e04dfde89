"""The clinic is closed: the patients' screen says so calmly; it keeps to the clock on the wall."""

import base64
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from kiosk.desk.today_reader import TodayReader
from kiosk.settings import Clinic, Patient, Settings
from kiosk.settings.form_days import FormDays
from kiosk.settings.opening_hours import WEEKDAYS, Hours
from kiosk.store import clinic
from kiosk.ui.meanwhile.clinic_watch import ClinicWatch

HOURS = Hours(**dict.fromkeys(WEEKDAYS[:5], "08:30-18:00"), closed=("2026-12-25",))
ALL = ("en", "ar", "pl", "cy", "ur", "en-x-easy")
LANGUAGES = Patient(languages=ALL, draft_translations=ALL[1:])
FRIDAY_NIGHT = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)
TITLE, OPEN = "We are closed now", "Tell us how you are, before you are seen"


class Wall:
    """A clock that is set by hand."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture(autouse=True)
def london(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine stands in London."""
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


class Watched:
    """A kiosk that keeps to the hours, and the clock it goes by."""

    def __init__(self, kiosk: Any, settings: Settings, at: datetime) -> None:
        self.kiosk, self.wall = kiosk, Wall(at)
        reader = TodayReader(kiosk.store, settings, self.wall)
        self.watch = ClinicWatch(kiosk.jobs.disk, reader, kiosk.patient)
        self.look()

    def look(self, at: datetime | None = None) -> None:
        self.wall.moment = at or self.wall.moment
        self.watch.look()
        self.kiosk.settle()
        self.kiosk.finger.wait_for_stillness()


@pytest.fixture
def watch(open_kiosk: Any) -> Any:
    def open_one(
        at: datetime = FRIDAY_NIGHT, *, hours: Hours = HOURS, patient: Patient = LANGUAGES,
        **more: Any,
    ) -> Watched:  # fmt: skip
        settings = Settings(clinic=Clinic(name="Riverside Practice"), hours=hours, patient=patient)
        return Watched(open_kiosk(settings=patient, **more), settings, at)

    return open_one


def said(watched: Watched) -> str:
    return "\n".join(watched.kiosk.finger.names())


def test_at_night_the_screen_says_when_it_opens_and_whom_to_call(watch: Any) -> None:
    watched = watch()

    assert watched.kiosk.finger.sees(TITLE)
    assert "We open again on Monday at 8:30 am." in said(watched)
    assert "In an emergency, call 999." in said(watched)
    watched.kiosk.finger.touch("English")
    watched.kiosk.finger.wait_for_stillness()
    assert watched.kiosk.patient.page == "attract"


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 11, 27, 6, 0, tzinfo=UTC), "We open again today at 8:30 am."),
        (datetime(2026, 11, 26, 20, 0, tzinfo=UTC), "We open again tomorrow at 8:30 am."),
        (datetime(2026, 12, 24, 20, 0, tzinfo=UTC), "We open again on Monday at 8:30 am."),
        # by the clock of summer, whose hour is not that of UTC
        (datetime(2026, 6, 5, 18, 0, tzinfo=UTC), "We open again on Monday at 8:30 am."),
    ],
)
def test_the_next_opening_is_said_as_people_say_it(watch: Any, at: datetime, told: str) -> None:
    assert told in said(watch(at))


def test_after_a_long_holiday_its_date_is_said(watch: Any) -> None:
    days = tuple(f"2026-12-{day}" for day in range(24, 32))
    hours = Hours(**dict.fromkeys(WEEKDAYS[:5], "08:30-18:00"), closed=days)

    told = said(watch(datetime(2026, 12, 23, 20, 0, tzinfo=UTC), hours=hours))
    assert "We open again on Friday, 1 January 2027, at 8:30 am." in told


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("العربية", "العيادة مغلقة الآن"),
        ("Polski", "Teraz jest zamknięte"),
        ("Cymraeg", "Rydym ar gau nawr"),
        ("اردو", "کلینک ابھی بند ہے"),
        ("Easy Read", "We are closed"),
    ],
)
def test_it_is_read_in_every_language_on_offer(watch: Any, name: str, title: str) -> None:
    watched = watch()
    watched.kiosk.finger.touch(name)

    watched.kiosk.finger.wait_for(title)
    assert "999" in said(watched)


def test_the_minute_it_opens_it_is_there_and_the_minute_it_closes_it_is_not(watch: Any) -> None:
    watched = watch(datetime(2026, 11, 27, 8, 29, 59, tzinfo=UTC))
    assert watched.kiosk.finger.sees(TITLE)

    watched.look(datetime(2026, 11, 27, 8, 30, tzinfo=UTC))
    watched.kiosk.finger.wait_for(OPEN)
    watched.look(datetime(2026, 11, 27, 18, 0, tzinfo=UTC))
    watched.kiosk.finger.wait_for(TITLE)


def test_who_has_begun_finishes(watch: Any) -> None:
    watched = watch(datetime(2026, 11, 27, 17, 55, tzinfo=UTC), patient=Patient())
    kiosk = watched.kiosk
    kiosk.begin("Pain today")
    watched.look(datetime(2026, 11, 27, 18, 1, tzinfo=UTC))

    assert kiosk.patient.page == "question"
    kiosk.patient._asking.enter({"chosen": [6]})
    kiosk.patient.sendSoFar()
    kiosk.finger.wait_until(lambda: kiosk.patient.page == "thanks")
    assert len(kiosk.submissions()) == 1
    assert not kiosk.patient.oneMore


def test_a_slip_opens_nothing_at_night(watch: Any) -> None:
    assert not watch(patient=Patient(identity="code")).kiosk.patient.takes_scans()


def test_the_desk_opens_it_by_hand_for_an_hour(watch: Any) -> None:
    watched = watch()
    with watched.kiosk.store.transaction() as c:
        until = FRIDAY_NIGHT + timedelta(hours=1)
        clinic.keep_open(c, until, by="Lee", now=FRIDAY_NIGHT)
    watched.look()
    watched.kiosk.finger.wait_for(OPEN)

    watched.look(until)
    watched.kiosk.finger.wait_for(TITLE)


def test_a_clock_that_stands_at_1970_closes_nothing(watch: Any) -> None:
    watched = watch(datetime(1970, 1, 1, 3, 0, tzinfo=UTC))

    assert watched.kiosk.finger.sees(OPEN)


def test_a_form_of_other_days_is_not_offered_and_the_rest_is(watch: Any) -> None:
    only = FormDays(
        form="http://clinic-kiosk.example/fhir/Questionnaire/pain-today", days=("monday",)
    )
    friday = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
    watched = watch(friday, patient=Patient(days=(only,)))
    forms = watched.kiosk.patient.offer.forms
    url = next(
        form.url for form in watched.kiosk.patient._offer._screened.shown if "pain" in form.url
    )
    assert only.form == url
    assert url not in {form.url for form in forms}

    watched.look(friday + timedelta(days=3))
    assert url in {form.url for form in watched.kiosk.patient.offer.forms}


def test_where_all_forms_are_of_other_days_the_screen_rests(watch: Any) -> None:
    forms = ("what-matters", "pain-today", "gad-7", "phq-9")
    watched = watch(datetime(2026, 11, 27, 12, 0, tzinfo=UTC), patient=Patient())
    urls = [form.url for form in watched.kiosk.patient._offer._screened.shown]
    never = tuple(FormDays(form=url, never=True) for url in urls)
    assert len(urls) < len(forms)  # one has an alert rule

    watched = watch(watched.wall.moment, patient=Patient(days=never))
    watched.kiosk.finger.wait_for("This screen is having a rest")


def logo() -> str:
    image = QImage(300, 100, QImage.Format.Format_ARGB32)
    image.fill(QColor("#0b4f4a"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return base64.b64encode(bytes(buffer.data().data())).decode()


def test_name_and_logo_change_between_two_patients_and_not_under_one(watch: Any) -> None:
    watched = watch(datetime(2026, 11, 27, 12, 0, tzinfo=UTC), patient=Patient())
    kiosk = watched.kiosk
    kiosk.begin("Pain today")
    with kiosk.store.transaction() as c:
        toml = f'[clinic]\nname = "North Wing"\npicture = "{logo()}"\n'
        clinic.say_here(c, toml, keys=["clinic.name"], by="Lee", action="x", now=FRIDAY_NIGHT)
    watched.look()
    assert kiosk.patient.offer.clinic == "Riverside Practice"

    kiosk.patient.leave(delete=True)
    kiosk.settle()
    kiosk.finger.wait_for("North Wing")
    assert kiosk.patient.offer.logo["ratio"] == 3

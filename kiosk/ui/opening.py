"""Opens the kiosk's window, for patients and staff; or the page of a kiosk that can't open.

How to compose (what `kiosk/running/app.py`, the demo and the tests do):

    prepare_qt()                                  # before the application exists
    application = QGuiApplication(sys.argv)
    jobs = Jobs()
    patient = PatientScreen(clinic=Clinic(…), shelf=StoreShelf(…), jobs=jobs, now=…, device_id=…)
    staff = StaffScreen(store=…, forms=…, words=…, jobs=jobs, settings=…, value_sets=…, now=…)
    window = open_window(patient, staff, WindowPlace(size=(1080, 1920), px_per_mm=3.6))
    patient.sent.connect(…)                       # ask for a sync
    patient.show_board(Board(…))                  # "We said, we did"
    guard = Guard(); guard.install(); guard.broke.connect(patient.fail)
    application.exec()
    window.close(); jobs.close()                  # the engine goes before the screens
"""

from pathlib import Path
from typing import Final

from kiosk.errors import SettingsInvalid
from kiosk.papers.fonts import use_fonts
from kiosk.resources import resource
from kiosk.settings import Keypad
from kiosk.ui.patient.patient import PatientScreen
from kiosk.ui.staff.staff import StaffScreen
from kiosk.ui.touch_guard import TouchGuard
from kiosk.ui.window import KioskWindow, WindowPlace, open_patient_window
from kiosk.ui.wording.words import ENGLISH, load_words

_HERE: Final = Path(__file__).resolve().parent
_LAST_WORDS: Final = {
    "closed_title": "This screen is closed. Ask at the desk.",
    "closed_it": "For IT",
    "close": "Close",
}


def open_window(
    patient: PatientScreen, staff: StaffScreen, place: WindowPlace, keypad: Keypad | None = None
) -> KioskWindow:
    """The kiosk's window, shown at its place; a QGuiApplication must exist."""
    guard = TouchGuard(place.scale)
    window = open_patient_window(
        patient, guard, main=_HERE / "Main.qml", more={"staff": staff}, place=place,
        keypad=keypad,
    )  # fmt: skip
    guard.touched.connect(staff.touched)
    staff.resumed.connect(patient.resume)
    staff.leave_out(patient.doomed)
    staff.use_guard(guard)
    staff.scaled.connect(window.rescale)
    patient.calling.staffAsked.connect(staff.answer)
    staff.helped.connect(patient.calling.answer)
    window.show(place)
    return window


def open_closed_page(  # noqa: PLR0913 - keyword-only: its texts and a place
    *,
    clinic: str,
    body: str,
    advice: str,
    heading: str = "",
    close_word: str = "",
    place: WindowPlace,
) -> KioskWindow:
    """The calm page of a kiosk that can't open: for a patient first, then for IT.

    Args:
        clinic: the clinic's name.
        body: what happened, for IT.
        advice: what IT must do.
        heading: what a patient reads; "" for the usual words.
        close_word: what its one button says; "" for the usual word.
        place: how it lies on the screen; where it may not be closed it has no button.
    """
    use_fonts(resource("fonts"))
    words = closed_words()
    properties = {
        "clinic": clinic,
        "heading": heading or words["closed_title"],
        "forIt": words["closed_it"],
        "body": body,
        "advice": advice,
        "closeWord": close_word or words["close"],
        "pxPerMm": place.scale,
        "mayClose": place.may_close,
    }
    window = KioskWindow(_HERE / "setup" / "Closed.qml", properties, TouchGuard(place.scale))
    window.show(place)
    return window


def closed_words() -> dict[str, str]:
    """The English words; where they are what is broken, the few that the closed page needs."""
    try:
        return load_words(resource("translations")).table(ENGLISH)
    except SettingsInvalid:
        return dict(_LAST_WORDS)

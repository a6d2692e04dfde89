"""The sample clinic, opened for the person in front of the screen."""

from collections.abc import Callable

from kiosk.app import (
    Kiosk,
    parts,
    show_until_ended,
)
from kiosk.demo.clinic import PIN, sample_clinic
from kiosk.demo.endpoint import Endpoint
from kiosk.store.database import open_store
from kiosk.ui.application import application_with_window, part_of_screen
from kiosk.ui.window import WindowPlace, screen_px_per_mm


def show_to_person(*, seed: int, say: Callable[[str], None]) -> None:
    """Opens the window on sample data and leaves it to the person until it is closed."""
    say("The clinic kiosk on sample data. Nothing is fetched, and nothing leaves this PC.")
    application = application_with_window()
    with sample_clinic(seed) as clinic, Endpoint(clinic.directory / "central") as endpoint:
        say(f"It lives in {clinic.directory} with a throw-away key; closing the window deletes it.")
        say(f"The staff PIN is {PIN}. The central service of this trial is at {endpoint.url}")
        settings = clinic.settings(central=endpoint.url)
        store = open_store(settings.store_directory, clinic.key)
        place = WindowPlace(size=part_of_screen(application), px_per_mm=screen_px_per_mm())
        show_until_ended(Kiosk(store, settings, parts(settings), place), application)
        store.close()

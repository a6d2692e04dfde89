"""The life of a kiosk: versions, maintenance, who may come behind the desk."""

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Final

from kiosk.commands.doctor.checks import SOON_S, Check, DoesNotApply, Group, Remedy
from kiosk.commands.doctor.store import inside
from kiosk.commands.doctor.subject import Subject
from kiosk.coproduction.codes import dishonest
from kiosk.coproduction.licences import review_due
from kiosk.offered import bundled_bindings, bundled_licences
from kiosk.setting_up.progress import NOTE, PLACED
from kiosk.store import fetched
from kiosk.store.database import Store
from kiosk.store.notes import read_note
from kiosk.store.staff import list_staff
from kiosk.sync.fetch.at_hand import from_the_centre

_PINNED: Final = re.compile(r"(PySide6[\w-]*)\s*==\s*([\d.]+)")
_FLAG: Final = "run/clinic-kiosk/maintenance"


def _other_versions(_: Subject) -> Iterator[str]:
    """Whether Qt's binding is the one that the program was tried with."""
    try:
        asked = requires("clinic-kiosk") or ()
    except PackageNotFoundError as cause:
        raise DoesNotApply("the program is packed with its parts") from cause
    for line in asked:
        found = _PINNED.match(line)
        if found is not None and (has := _version(found[1])) not in (None, found[2]):
            yield f"{found[1]} is {has}; this program was tried with {found[2]}."


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _under_maintenance(subject: Subject) -> Iterator[str]:
    machine = subject.machine
    if machine.platform == "win32":
        data = machine.env.get("PROGRAMDATA", r"C:\ProgramData").replace("\\", "/")
        flag = machine.root / data / "ClinicKiosk" / "maintenance"
    else:
        flag = machine.root / _FLAG
    if flag.exists():
        yield f"{flag} is there: the screen says that the kiosk is closed."


def _unused(store: Store, _: Subject) -> Iterator[str]:
    with store.reading() as c:
        refused = fetched.refused(c)
    for one in refused:
        yield f"{one.key}: {one.reason}"


def _of_other_words(store: Store, _: Subject) -> Iterator[str]:
    with store.reading() as c:
        forms = from_the_centre(c)
    bindings = bundled_bindings()
    for form in forms:
        for found in dishonest(form, bindings):
            yield f"{form.canonical}, “{found.link_id}”: {found.message}"


def _alone(store: Store, _: Subject) -> Iterator[str]:
    with store.reading() as c:
        staff = list_staff(c)
    if len(staff) == 1:
        yield (
            f"One PIN alone ({staff[0].name}) opens the staff pages. Give each person one of "
            "their own: kiosk staff add NAME --role reception"
        )


def _unplaced(store: Store, subject: Subject) -> Iterator[str]:
    if subject.at_desk:
        raise DoesNotApply("no patient sits at a desk's PC")
    with store.reading() as c:
        note = read_note(c, NOTE) or {}
    seen_to = note.get("placed")
    open_still = [one for one in PLACED if one not in (seen_to or ())]
    if len(open_still) == len(PLACED):
        yield "Nobody has gone through the list of how a kiosk should stand."
    elif open_still:
        yield f"Nobody has seen to this where it stands: {', '.join(open_still)}."


def _licences_to_review(subject: Subject) -> Iterator[str]:
    for url in review_due(bundled_licences(), subject.machine.now().date()):
        yield f"The licence of {url} was to be looked at again by now."


_CHECKS: Final = (
    Check(
        "versions",
        "Nobody has tried the program with these parts; some versions of Qt's binding crash.",
        Remedy(
            debian="Install the package again: sudo apt install --reinstall clinic-kiosk. Without "
            "a package: uv sync --frozen",
            windows="Install the MSI again.",
        ),
        _other_versions,
    ),
    Check(
        "forms-fetched",
        "A form or a setting of the central service is not used here: the one before it is.",
        "Tell those who wrote it what stands there; once it is mended: kiosk sync.",
        inside(_unused),
        within_s=SOON_S,
    ),
    Check(
        "form-codes",
        "Whoever reads the answers by such a code takes them for another question's. The form is "
        "the centre's and is asked as it came: tell those who wrote it.",
        "",
        inside(_of_other_words),
        within_s=SOON_S,
    ),
    Check(
        "staff-pins",
        "The log says who did what; with one PIN for all it can't.",
        "",
        inside(_alone),
        within_s=SOON_S,
    ),
    Check(
        "placement",
        "Some patients may not reach the screen, not see it, or be seen by others as they answer.",
        "",
        inside(_unplaced),
        within_s=SOON_S,
    ),
    Check(
        "licences",
        "Licences of instruments change; one may not allow any more what it did.",
        "Update the program; or look at the owner's page yourself (kiosk form list names them).",
        _licences_to_review,
    ),
    Check(
        "maintenance",
        "Patients see that the kiosk is closed.",
        "Once the work is done: kiosk maintenance end",
        _under_maintenance,
    ),
)

LIFE: Final = Group("life", _CHECKS)

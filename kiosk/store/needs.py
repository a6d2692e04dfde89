"""What a patient said they need so that one can talk with them, kept for their next visit.

Codes only (`kiosk.forms.needs`), of patients that a visit knows. Whose they are is kept as a
digest, so that no number and no date of birth stays here to be read for longer than its visit.
Who holds the key of the store could try every date and letters: what protects them is that key.
"""

from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from kiosk.forms.needs import Needs
from kiosk.store import audit
from kiosk.store.tables import patient_needs
from kiosk.store.visit_code import plain_letters
from kiosk.store.visits import Whose, load_visit


def needs_of(c: Connection, whose: Whose) -> Needs:
    """What that patient said last; no codes where nothing is kept, or a visit knows nobody."""
    columns = patient_needs.c
    query = select(columns.needs, columns.language).where(columns.patient == _patient_key(whose))
    row = c.execute(query).one_or_none()
    return Needs() if row is None else Needs(frozenset(row.needs), row.language)


def keep_needs(c: Connection, visit_id: str, needs: Needs, *, now: datetime) -> None:
    """Keep what the patient of a visit said just now, in the place of what they said before.

    Without codes what was kept is deleted. Of a patient that the visit does not know nothing is
    kept.
    """
    visit = load_visit(c, visit_id)
    if visit is None or not (key := _patient_key(visit.whose)):
        return
    if needs.codes:
        said = {
            "needs": sorted(needs.codes), "language": needs.language, "said_on": _day(now)
        }  # fmt: skip
        new = insert(patient_needs).values(patient=key, **said)
        c.execute(new.on_conflict_do_update(index_elements=["patient"], set_=said))
        audit.record(c, actor="patient", action="needs.kept", subject=visit_id, now=now)
    elif c.execute(patient_needs.delete().where(patient_needs.c.patient == key)).rowcount:
        audit.record(c, actor="patient", action="needs.deleted", subject=visit_id, now=now)


def forget_needs(c: Connection, *, kept: timedelta, now: datetime) -> int:
    """Delete what was said so long ago; of how many patients."""
    old = patient_needs.c.said_on <= _day(now) - kept
    return c.execute(patient_needs.delete().where(old)).rowcount


def _patient_key(whose: Whose) -> str:
    """The same for every visit that knows its patient by the same; "" where it knows nobody."""
    if whose.value:
        known = ("identifier", whose.system or "", whose.value)
    elif whose.birth_date and whose.letters:
        known = ("birth", whose.birth_date.isoformat(), plain_letters(whose.letters))
    else:
        return ""
    return sha256("\x1f".join(known).encode()).hexdigest()


def _day(now: datetime) -> date:
    return now.astimezone().date()

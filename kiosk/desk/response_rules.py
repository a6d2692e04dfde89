"""What holds for each change of a response, wherever it is kept."""

from datetime import date, datetime, time, timedelta

from kiosk.errors import RefusedError
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.store import amending
from kiosk.store.amending import Latest


def refuse_wrong(form: bytes | None, latest: Latest, payload: bytes, value_sets: ValueSets) -> None:
    """See that a correction breaks no rule of the form that held before.

    Args:
        form: exactly as it was answered; None where it is not at hand.
        latest: the response as it is.
        payload: as it would be, UTF-8 JSON.
        value_sets: what the form may choose from.

    Raises:
        RefusedError: it does, or that can't be told.
    """
    if form is None:
        raise RefusedError(
            "The form of this response is not kept on this PC: no correction can be checked.",
            advice="Mark it as entered in error instead.",
        )
    around = Surroundings(value_sets=value_sets)
    found = amending.new_errors(read_questionnaire(form), latest, payload, around)
    if found:
        told = " ".join(f"{one.message} ({one.link_id or one.path})" for one in found)
        raise RefusedError(
            f"The form does not allow these answers: {told}", advice="Nothing was changed."
        )


def changed_meanwhile() -> RefusedError:
    """Others were faster."""
    return RefusedError(
        "Somebody changed this response in the meantime; nothing was changed now.",
        advice="Look at it once more as it is now.",
    )


def midnight(day: date | None, *, days: int = 0) -> datetime | None:
    """The local midnight that begins a day, or, with `days=1`, ends it.

    Raises:
        RefusedError: this PC's calendar does not go so far.
    """
    if day is None:
        return None
    try:
        return datetime.combine(day + timedelta(days=days), time()).astimezone()
    except (OverflowError, ValueError, OSError) as cause:
        raise RefusedError("There is no such day here.", advice="Name a nearer one.") from cause

"""A store as a clinic fills it: real forms, filled by the engine's robot, many times over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.response import encode
from kiosk.forms.robot.robot import fill
from kiosk.resources import resource
from kiosk.store.database import Store
from kiosk.store.questionnaires import keep_questionnaire
from kiosk.store.submissions import submit
from tests import marking

FORMS = ("gad-7", "phq-9", "pain-today", "what-matters", "communication-needs")
BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)
PATIENT_EVERY = timedelta(minutes=12)
AT_ONCE = 500

_ID = "00000000-0000-4000-8000-000000000000"
_DEVICE = "00000000-0000-4000-8000-000000000001"


@dataclass(frozen=True)
class Filled:
    """A form that somebody filled in.

    Attributes:
        rows: by path, what is kept of each answer of a draft.
    """

    questionnaire: str
    content_hash: str
    rows: dict[str, str]
    payload: bytes

    def under(self, response_id: str) -> bytes:
        """The response, with an id of its own."""
        return self.payload.replace(_ID.encode(), response_id.encode())


def forms() -> list[tuple[Questionnaire, bytes]]:
    contents = [resource("forms", f"{name}.json").read_bytes() for name in FORMS]
    return [(read_questionnaire(content), content) for content in contents]


def filled(each: int) -> list[Filled]:
    """Responses to every bundled form in turn; the same ones each time."""
    made = [_fill(form, seed) for seed in range(each) for form, _ in forms()]
    return [one for one in made if one.rows]


def _fill(form: Questionnaire, seed: int) -> Filled:
    filler = fill(form, seed=seed)
    response = filler.response(
        status="completed", authored=BEGIN, response_id=_ID, device_id=_DEVICE
    )
    return Filled(form.canonical, form.content_hash, filler.saved_rows(), encode(response))


def ids(seed: int) -> Iterator[str]:
    rng = Random(seed)  # noqa: S311 - names, not secrets
    while True:
        yield str(UUID(int=rng.getrandbits(128), version=4))


def fill_store(store: Store, responses: list[Filled], count: int, *, waiting: int) -> int:
    """Hand in so many responses, oldest first; all are sent but the last ones.

    One in a thousand is refused. Gives the bytes of the responses, as they were handed in.
    """
    with store.transaction() as c:
        for form, content in forms():
            keep_questionnaire(
                c, canonical=form.canonical, content_hash=form.content_hash, content=content,
                now=BEGIN,
            )  # fmt: skip
    names, raw = ids(1), 0
    for start in range(0, count, AT_ONCE):
        with store.transaction() as c:
            for number in range(start, min(start + AT_ONCE, count)):
                one, name = responses[number % len(responses)], next(names)
                raw += len(one.payload)
                submit(
                    c, draft_id=None, response_id=name, questionnaire=one.questionnaire,
                    payload=one.under(name), now=BEGIN + number * PATIENT_EVERY,
                )  # fmt: skip
        if start + AT_ONCE <= count - waiting:
            _send(store, BEGIN + start * PATIENT_EVERY)
    store.forget_deleted()
    return raw


def _send(store: Store, now: datetime) -> None:
    with store.transaction() as c:
        for due in marking.due(c, now, limit=AT_ONCE):
            if due.id % 1000:
                marking.mark_sent(c, due.id, etag='W/"1"', now=now)
            else:
                marking.mark_refused(c, due.id, error="required: item", now=now)

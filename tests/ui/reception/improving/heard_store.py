"""Fills a store with what was heard of a question: sittings, remarks, notes."""

from datetime import datetime
from uuid import uuid4

from kiosk.coproduction.evidence import BY_SITTING, ItemCounts
from kiosk.coproduction.feedback import Remark
from kiosk.forms.questionnaire import Questionnaire
from kiosk.store.database import Store
from kiosk.store.feedback import keep_remark
from kiosk.store.tables import item_day

FIVE = ("not-understood",) * 4 + ("no-fitting-answer",)


def count(  # noqa: PLR0913 - keyword-only: whose counters, and which
    store: Store, form: Questionnaire, link_id: str, counts: ItemCounts, *, now: datetime,
    mode: str = "touch",
) -> None:  # fmt: skip
    """These counters on the day of that moment."""
    kept = {name: getattr(counts, name) for name in BY_SITTING}
    with store.transaction() as c:
        c.execute(
            item_day.insert().values(
                questionnaire=form.canonical, day=now.date(), link_id=link_id, mode=mode, **kept
            )
        )


def remark(  # noqa: PLR0913 - keyword-only: what is said of what
    store: Store, form: Questionnaire, link_id: str, *, now: datetime,
    reasons: tuple[str, ...] = FIVE, words: str = "",
) -> None:  # fmt: skip
    """One person each says that of a question; the first one writes the words."""
    with store.transaction() as c:
        for place, reason in enumerate(reasons):
            said = words if place == 0 else ""
            keep_remark(
                c,
                Remark(
                    str(uuid4()), now.date(), form.canonical, link_id, reason, said,
                    "en" if said else "",
                ),
            )  # fmt: skip

"""Receipts: found by their three words, by nothing else, and of one remark alone."""

import hmac
import os
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest

from kiosk.coproduction.feedback import GROUP_SIZE, Remark, group_id
from kiosk.coproduction.outcomes import Decision
from kiosk.store import feedback, receipts
from kiosk.store.database import Store, create_store
from kiosk.store.facts import kept_secret
from kiosk.store.tables import form_day

DAY = date(2026, 3, 2)
FORM = "http://example.org/f|1"


def keep(store: Store, link_id: str = "q", day: date = DAY) -> tuple[int, ...]:
    said = Remark(str(uuid4()), day, FORM, link_id, "upsetting", "It is about my son.", "en")
    with store.transaction() as c:
        return receipts.keep_with_receipt(c, said, first=True)


def state(store: Store, places: tuple[int, ...], today: date = DAY) -> str:
    with store.reading() as c:
        found = receipts.what_became(c, places, (), today=today)
    return found.kind if found else ""


def test_a_receipt_tells_what_became_of_its_remark_from_keeping_to_the_answer(store: Store) -> None:
    mine = keep(store)
    assert state(store, mine, DAY + timedelta(days=365)) == "kept"
    for _ in range(GROUP_SIZE - 1):
        keep(store, "other")
    with store.transaction() as c:
        c.execute(form_day.insert().values(questionnaire=FORM, day=DAY, finished=GROUP_SIZE))
        feedback.release_remarks(c, today=DAY)
    assert state(store, mine) == "heard"
    assert state(store, mine, DAY + timedelta(days=14)) == "unanswered"
    about = group_id(FORM, "q", "upsetting")
    for outcome in ("not-yet", "no", "answered"):
        reason = "cost" if outcome == "no" else ""
        with store.transaction() as c:
            decision = Decision(about, outcome, "Because.", DAY, "lead", reason)
            feedback.record_decision(c, decision)
        assert state(store, mine) == outcome


def test_other_words_and_the_same_in_another_order_are_of_none(store: Store) -> None:
    assert state(store, (1, 2, 3)) == ""
    mine = keep(store)
    near = {mine[::-1], (mine[0], mine[1], mine[2] ^ 1), (mine[0] ^ 1, *mine[1:])} - {mine}
    assert [state(store, one) for one in near] == [""] * len(near)


def test_two_remarks_never_have_the_same_receipt(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store)  # the key is drawn with the first
    drawn = iter([b"\1\2\3", b"\1\2\3", b"\1\2\3", b"\1\2\4"])
    monkeypatch.setattr(receipts, "token_bytes", lambda _: next(drawn))
    assert [keep(store), keep(store)] == [(1, 2, 3), (1, 2, 4)]


def test_kept_is_a_digest_that_leads_nowhere_without_the_stores_key(store: Store) -> None:
    mine = keep(store)
    with store.reading() as c:
        [kept] = c.exec_driver_sql("SELECT receipt FROM remark").scalars()
        key = kept_secret(c, "receipt")
    assert key is not None
    assert len(key) == len(kept) == 32
    assert kept == hmac.new(key, bytes(mine), "sha256").digest()
    # Without it no try at one of the 2^24 receipts says that it is right.
    assert kept != sha256(bytes(mine)).digest()


def test_another_kiosk_knows_nothing_of_it(store: Store, tmp_path: Path) -> None:
    other, mine = create_store(tmp_path / "other", os.urandom(32)), keep(store)
    keep(other)
    assert state(other, mine) == ""
    with store.reading() as one, other.reading() as two:
        assert kept_secret(one, "receipt") != kept_secret(two, "receipt")
    other.close()

"""Forms changed at the desk: kept, finished, used, taken back, by whom who may."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.coproduction.editing import edits as e
from kiosk.coproduction.editing.change import Change
from kiosk.coproduction.editing.errors import EditRefused
from kiosk.coproduction.events import FormEvent
from kiosk.desk.improving.changing import ChangingBook, rights_of
from kiosk.errors import RefusedError
from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.settings import Clinic, Patient, Settings
from kiosk.store import audit, form_versions
from kiosk.store.database import Store
from kiosk.store.staff import StaffMember
from kiosk.sync.fetch.at_hand import at_hand, mark
from tests.coproduction.clinic_form import URL, clinic_form, raw_form

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
LEE, RIA, DR_CHO, IVO = (
    StaffMember(name.lower(), name, role)
    for name, role in (("Lee", "lead"), ("Ria", "reception"), ("Cho", "clinical"), ("Ivo", "IT"))
)
COMMA = e.SetText("note", "en", "Anything else")
OTHER_WORDS = e.SetText("note", "en", "What did we forget to ask?")


@pytest.fixture
def book(store: Store) -> ChangingBook:
    return ChangingBook(store, lambda: NOW)


def changed(
    book: ChangingBook, *edits: e.Edit, by: StaffMember = LEE, form: Questionnaire | None = None
) -> Change:
    change = book.open(form or clinic_form(), by)
    for edit in edits:
        change = change.done(edit, rights_of(by.role), book.locks)
    return replace(change, checked=True, text="We ask it otherwise now.")


def log(store: Store) -> list[tuple[str, str]]:
    with store.reading() as c:
        return [(one.kind, one.canonical.partition("|")[2]) for one in form_versions.events(c, URL)]


def audited(store: Store) -> list[tuple[str, str]]:
    with store.reading() as c:
        found = [(one.actor, one.action) for one in reversed(audit.events(c, 20))]
    return [one for one in found if one[1].startswith("form.")]


def refusal(work: object, *arguments: object) -> str:
    with pytest.raises(EditRefused) as refused:
        work(*arguments)  # type: ignore[operator]
    return refused.value.code


def test_what_is_not_finished_is_there_again_for_whoever_comes_next(book: ChangingBook) -> None:
    change = changed(book, COMMA, OTHER_WORDS).taken_back()
    book.keep(replace(change, groups=("g1",)), LEE)

    again = book.open(clinic_form(), LEE)

    assert (again.edits, again.undone, again.groups) == (change.edits, change.undone, ("g1",))
    assert again.text == "We ask it otherwise now."
    assert book.begun() == {URL}


def test_edits_are_carried_over_where_another_version_is_in_use_by_now(book: ChangingBook) -> None:
    book.keep(changed(book, OTHER_WORDS, e.SetHelp("tired", "en", "By day.")), LEE)
    raw = raw_form() | {"version": "3.0.0"}
    raw["item"] = [one for one in raw["item"] if one["linkId"] != "note"]

    again = book.open(parse_questionnaire(raw), LEE)

    assert again.edits == (e.SetHelp("tired", "en", "By day."),)


def test_what_is_discarded_is_gone_and_audited(book: ChangingBook, store: Store) -> None:
    change = changed(book, COMMA)
    book.keep(change, LEE)
    book.discard(change, LEE)

    assert book.begun() == frozenset()
    assert not book.open(clinic_form(), LEE).is_begun
    assert audited(store) == [("Lee", "form.change-discarded")]


def test_a_typo_is_mended_by_the_desk_and_asked_of_the_next_patient(
    book: ChangingBook, store: Store
) -> None:
    before = with_form_in_use(store)
    book.keep(changed(book, COMMA, by=RIA), RIA)

    made = book.use_now(changed(book, COMMA, by=RIA), RIA)

    assert made.version == "1.0.1"
    assert log(store)[-2:] == [("drafted", "1.0.1"), ("published", "1.0.1")]
    assert audited(store)[-2:] == [("Ria", "form.drafted"), ("Ria", "form.published")]
    assert mark(store) != before
    offered = {form.url: form for form in at_hand(store, settings()).forms}
    assert offered[URL].by_link_id["note"].text("en") == "Anything else"
    assert book.begun() == frozenset()


def test_other_words_are_the_leads_and_want_the_questions_for_approvers_read(
    book: ChangingBook, store: Store
) -> None:
    rights = rights_of(RIA.role)
    assert refusal(book.open(clinic_form(), RIA).done, OTHER_WORDS, rights, book.locks) == "lead"

    change = changed(book, OTHER_WORDS)
    assert refusal(book.use_now, replace(change, checked=False), LEE) == "unchecked"
    assert refusal(book.use_now, change, RIA) == "lead"
    assert log(store) == []

    assert book.use_now(change, LEE).version == "1.1.0"


def test_a_draft_waits_and_is_changed_once_more_under_another_number(
    book: ChangingBook, store: Store
) -> None:
    month = e.SetText("sleep", "en", "Over the last month, how did you sleep?")
    first = book.draft(replace(changed(book, month), groups=("g1",)), LEE)
    assert first.version == "2.0.0"

    again = book.open(clinic_form(), LEE)
    assert "sleep-2" in again.form.by_link_id
    again = again.done(OTHER_WORDS, rights_of(LEE.role), book.locks)
    second = book.draft(replace(again, checked=True), LEE)

    assert second.version == "3.0.0"
    assert log(store) == [("drafted", "2.0.0"), ("discarded", "2.0.0"), ("drafted", "3.0.0")]
    drafted = event(store, "drafted")
    assert (drafted.group_id, drafted.detail["groups"]) == ("g1", ["g1"])
    assert drafted.detail["renamed"] == {"sleep": "sleep-2"}


def test_using_a_version_can_be_taken_back_until_another_is_in_use(
    book: ChangingBook, store: Store
) -> None:
    form = clinic_form()
    made = book.use_now(changed(book, COMMA), LEE)
    book.take_back(made, form, LEE)
    assert log(store)[-1] == ("reverted", "1.0.1")

    with pytest.raises(RefusedError, match="can't be taken back"):
        book.take_back(made, form, LEE)


def test_a_form_with_a_clinical_risk_wants_a_lead_and_a_clinician(
    book: ChangingBook, store: Store
) -> None:
    risk = {"url": ext.CLINICAL_RISK, "valueCode": "high"}
    form = parse_questionnaire(raw_form() | {"extension": [risk]})
    change = changed(book, OTHER_WORDS, form=form)
    assert refusal(book.use_now, change, LEE) == "two"
    assert log(store) == []

    draft = book.draft(change, LEE).canonical
    book.approve(draft, LEE)
    assert refusal(book.publish, draft, LEE) == "two"
    book.approve(draft, DR_CHO)
    book.publish(draft, LEE)

    assert [kind for kind, _ in log(store)] == ["drafted", "approved", "approved", "published"]


def test_a_question_too_many_wants_another_gone_or_a_decision_named(book: ChangingBook) -> None:
    brief = [e.SetBudget(4, None), e.AddItem("why", "nap", "text", "Do you nap?")]
    change = changed(book, *brief)
    assert refusal(book.use_now, change, LEE) == "budget"

    named = changed(book, *brief, e.SetItemPurpose("nap", "Whom to send to the clinic"))
    assert book.use_now(named, LEE).version == "1.1.0"
    another = changed(book, *brief, e.RemoveItem("note"))
    assert another.form.asked
    another.refuse_unready()


def test_it_changes_no_form(book: ChangingBook) -> None:
    assert refusal(book.open, clinic_form(), IVO) == "role"
    assert refusal(book.open, clinic_form(), DR_CHO) == "role"
    with pytest.raises(RefusedError, match="approves no forms"):
        book.approve("x|1", RIA)


def settings() -> Settings:
    return Settings(clinic=Clinic(name="Riverside Practice"), patient=Patient(forms=()))


def with_form_in_use(store: Store) -> object:
    """The clinic's own form, as `kiosk form add` keeps it."""
    form = clinic_form()
    with store.transaction() as c:
        form_versions.keep_version(
            c, form, content=encode_json(form.raw), derived_from="", change_class="", source="file",
            by="Lee", now=NOW,
        )  # fmt: skip
        form_versions.record_event(
            c, FormEvent(at=NOW, url=URL, kind="published", canonical=form.canonical)
        )
    return mark(store)


def event(store: Store, kind: str) -> FormEvent:
    with store.reading() as c:
        return next(one for one in form_versions.events(c, URL) if one.kind == kind)

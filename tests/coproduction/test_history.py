from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from kiosk.coproduction import events
from kiosk.coproduction.events import FormEvent
from kiosk.coproduction.history import Chapter, history
from kiosk.coproduction.versions import as_version, derivation_type
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.forms.robot.robot import fill
from kiosk.forms.sitting.evaluation import Surroundings
from tests.coproduction.test_lineage import SLEEP

URL = "http://clinic.example/sleep"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def first() -> Questionnaire:
    return parse_questionnaire(
        {"resourceType": "Questionnaire", "url": URL, "version": "1.0.0", "item": [SLEEP]}
    )


def made_from(old: Questionnaire, version: str, **item: Any) -> Questionnaire:
    raw = {**old.raw, "item": [{**old.raw["item"][0], **item}]}
    kind = derivation_type(old, parse_questionnaire(raw))
    return parse_questionnaire(
        as_version(raw, version, today=date(2026, 3, 2), derived_from=(old, kind))
    )


def drafted(form: Questionnaire, **detail: Any) -> FormEvent:
    return FormEvent(
        NOW, URL, events.DRAFTED, form.canonical, role="lead", by="Sam", text="Plainer words.",
        detail=detail,
    )  # fmt: skip


def test_the_words_of_an_answer_lead_back_to_the_remarks_they_answer() -> None:
    one = first()
    two = made_from(one, "1.1.0", text="Over the last 2 weeks, how has your sleep been?")
    three = made_from(two, "1.1.1", required=False)  # nothing of the wording
    log = [
        drafted(two, groups=["abc"]),
        replace(drafted(two), kind=events.APPROVED, role="clinical"),
        replace(drafted(two), kind=events.PUBLISHED),
    ]
    forms = {form.canonical: form for form in (one, two, three)}

    # The response of a robot patient: its own words are those that the history begins with.
    filler = fill(three, seed=1, surroundings=Surroundings(NOW))
    response = filler.response(
        status="completed", authored=NOW, response_id="r", device_id="d"
    )  # fmt: skip
    (answered,) = response["item"]
    told = history(response["questionnaire"], answered["linkId"], forms, log, {})

    assert told[0].words == answered["text"]
    assert [chapter.canonical for chapter in told[1:]] == [two.canonical, one.canonical]
    assert told[1] == Chapter(
        two.canonical, "Over the last 2 weeks, how has your sleep been?", "reworded",
        date(2026, 3, 2), "Plainer words.", ("abc",), ("lead", "clinical"),
    )  # fmt: skip
    assert (told[2].relation, told[2].words) == ("new", SLEEP["text"])


def test_a_question_that_asks_something_else_is_followed_to_its_older_name() -> None:
    one = first()
    two = made_from(one, "2.0.0", linkId="sleep-2", text="Over the last month, how did you sleep?")
    told = history(
        two.canonical, "sleep-2", {one.canonical: one, two.canonical: two},
        [drafted(two, groups=[], renamed={"sleep": "sleep-2"})], {},
    )  # fmt: skip
    assert [(chapter.relation, chapter.words[:14]) for chapter in told] == [
        ("semantic", "Over the last "), ("new", "Over the last "),
    ]  # fmt: skip


def test_what_was_tried_out_is_part_of_the_way() -> None:
    one = first()
    tried = made_from(one, "1.1.0-pilot.1", text="How has your sleep been, the last 2 weeks?")
    kept = made_from(one, "1.1.0", text="How has your sleep been, the last 2 weeks?")
    log = [
        drafted(tried, groups=["abc"]),
        FormEvent(NOW, URL, events.PUBLISHED, kept.canonical, detail={"pilot": tried.canonical}),
    ]
    told = history(
        kept.canonical, "sleep", {form.canonical: form for form in (one, tried, kept)}, log, {}
    )
    assert [chapter.groups for chapter in told] == [(), ("abc",), ()]


def test_a_form_that_names_itself_as_the_one_before_comes_to_an_end() -> None:
    one = parse_questionnaire({**first().raw, "derivedFrom": [f"{URL}|1.0.0"]})
    assert len(history(one.canonical, "sleep", {one.canonical: one}, (), {})) == 1


def test_a_version_that_is_not_here_tells_nothing() -> None:
    assert history(f"{URL}|9", "sleep", {}, (), {}) == ()

"""Words that are tried out: who gets them, for how long, and who never."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from kiosk.coproduction.pilots import Plan
from kiosk.forms import extensions as ext
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.offered import AtHand, Tried, bundled_value_sets, read_forms
from kiosk.store import drafts
from kiosk.ui.patient.arms import Arms
from tests.ui.conftest import Kiosk

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
(PAIN,) = read_forms(["pain-today"])
PLAN = Plan("pain", PAIN.canonical, TODAY, TODAY + timedelta(weeks=4), 121, share=50)
NEW_WORDS = "How much does it hurt?"


def reworded(form: Questionnaire = PAIN, **more: Any) -> Questionnaire:
    """The same form with other words at its first question."""
    raw = dict(form.raw) | {"version": f"{form.version}9.0-pilot.1"} | more
    items = [dict(one) for one in raw["item"]]
    first = next(one for one in items if one["type"] != "display")
    first["text"] = NEW_WORDS
    return parse_questionnaire(raw | {"item": items})


def by_seed(seed: int) -> Callable[[], float]:
    return Random(seed).random  # noqa: S311 - play, not secrets


def arms(
    plan: Plan = PLAN, *, draw: Callable[[], float] = lambda: 0.0, at: datetime = NOW,
    form: Questionnaire | None = None,
) -> Arms:  # fmt: skip
    made = Arms("k1", lambda: at, draw)
    made.use([Tried(form or reworded(), plan.detail)], bundled_value_sets())
    return made


def gets_new(made: Arms, form: Questionnaire = PAIN, language: str = "en") -> bool:
    (found,) = made.chosen([form], language, {})
    return found is not form


def test_about_the_share_of_the_patients_gets_the_new_words() -> None:
    for share in (10, 50):
        drawing = arms(plan_with(share=share), draw=by_seed(5))
        got = sum(gets_new(drawing) for _ in range(2000)) / 2000
        assert got == pytest.approx(share / 100, abs=0.03)


def plan_with(**changes: Any) -> Plan:
    return Plan.of(PLAN.detail | changes)


def test_what_was_drawn_stays_through_the_visit() -> None:
    drawing, drawn = arms(draw=by_seed(5)), dict[str, float]()
    first = drawing.chosen([PAIN], "en", drawn)

    assert all(drawing.chosen([PAIN], "en", drawn) == first for _ in range(50))


@pytest.mark.parametrize(
    ("at", "gets"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), False),
        (NOW - timedelta(days=1), False),
        (NOW, True),
        (NOW + timedelta(days=27), True),
        (NOW + timedelta(days=28), False),
        (datetime(2099, 1, 1, tzinfo=UTC), False),
    ],
)
def test_before_it_begins_and_after_its_end_nobody_gets_them(at: datetime, *, gets: bool) -> None:
    assert gets_new(arms(at=at)) is gets


def test_one_kiosk_alone() -> None:
    here, there = plan_with(kiosk="k1"), plan_with(kiosk="k2")

    assert gets_new(arms(here))
    assert not gets_new(arms(there))
    assert gets_new(arms(plan_with(kiosk="k1", share=0), draw=lambda: 0.99))


def test_who_would_not_find_them_in_their_language_gets_the_old_ones() -> None:
    items = [{**one, "_text": {}} for one in PAIN.raw["item"]]
    english = reworded(parse_questionnaire(dict(PAIN.raw) | {"item": items}))
    both = next(code for code in PAIN.languages if code != "en") if len(PAIN.languages) > 1 else ""

    assert gets_new(arms(form=english), language="en")
    if both and not english.speaks(both):
        assert not gets_new(arms(form=english), language=both)


@pytest.mark.parametrize("name", ["phq-9", "gad-7"])
def test_never_of_what_alerts_or_is_validated(name: str) -> None:
    (form,) = read_forms([name])
    tried = plan_with(control=form.canonical)

    assert not gets_new(arms(tried, form=reworded(form)), form)


def test_never_where_nobody_is_asked_about_questions() -> None:
    quiet = [*PAIN.raw.get("extension", ()), {"url": ext.NO_FEEDBACK_PROMPT, "valueBoolean": True}]

    assert not gets_new(arms(form=reworded(extension=quiet)))


def test_not_beside_another_version_than_it_is_compared_with() -> None:
    newer = parse_questionnaire(dict(PAIN.raw) | {"version": "7.0.0"})

    assert not gets_new(arms(), newer)


def test_a_plan_of_another_version_of_the_program_changes_nothing() -> None:
    made = Arms("k1", lambda: NOW, lambda: 0.0)
    made.use([Tried(reworded(), {"arms": 3})], bundled_value_sets())

    assert not gets_new(made)


@pytest.fixture
def trying(open_kiosk: Any) -> Callable[..., Kiosk]:
    """A kiosk that offers one form and tries other words of it on whom `draw` says."""

    def open_one(draw: Callable[[], float], plan: Plan = PLAN) -> Kiosk:
        made: Kiosk = open_kiosk(forms=(PAIN,), draw=draw, clock=lambda: NOW)
        use(made, plan)
        return made

    return open_one


def use(kiosk: Kiosk, *plans: Plan) -> None:
    tried = tuple(Tried(reworded(), plan.detail) for plan in plans)
    found = AtHand((PAIN,), bundled_value_sets(), tried=tried)
    kiosk.patient.use_forms(found)
    kiosk.patient._shelf.use_forms(found)  # type: ignore[attr-defined]


def sit_down(kiosk: Kiosk) -> str:
    """One person begins the form; the version they are asked."""
    kiosk.begin("Pain today")
    sitting = kiosk.patient.sitting
    assert sitting is not None
    version: str = sitting.questionnaire.version
    return version


def leave(kiosk: Kiosk) -> None:
    kiosk.patient.leave(delete=False)
    kiosk.settle()
    kiosk.finger.wait_for_stillness()


def test_patients_get_one_or_the_other_by_chance(trying: Callable[..., Kiosk]) -> None:
    kiosk = trying(by_seed(3))
    seen = []
    for _ in range(6):
        seen.append(sit_down(kiosk).endswith("pilot.1"))
        assert kiosk.finger.sees(NEW_WORDS) is seen[-1]
        leave(kiosk)

    draw = by_seed(3)
    assert seen == [draw() < 0.5 for _ in range(6)]


def test_going_back_to_the_start_changes_no_words(trying: Callable[..., Kiosk]) -> None:
    draws = iter([0.1, 0.9, 0.9, 0.9])
    kiosk = trying(lambda: next(draws))
    first = sit_down(kiosk)
    kiosk.patient.goBack()
    kiosk.patient.prepare((PAIN,), None)
    kiosk.patient.begin("self")

    assert kiosk.patient.sitting is not None
    assert kiosk.patient.sitting.questionnaire.version == first


def test_what_is_asked_takes_as_many_touches_as_without(
    trying: Callable[..., Kiosk], open_kiosk: Any
) -> None:
    plain: Kiosk = open_kiosk(forms=(PAIN,), clock=lambda: NOW)
    tried = trying(lambda: 0.0)

    for kiosk in (plain, tried):
        sit_down(kiosk)
    names = [
        [(node.role, node.name) for node in kiosk.finger.nodes() if node.name != NEW_WORDS]
        for kiosk in (plain, tried)
    ]

    assert len(plain.finger.nodes()) == len(tried.finger.nodes())
    assert len([one for one in names[0] if one not in names[1]]) <= 2  # the question itself


def test_a_paused_form_goes_on_in_its_own_words_when_the_pilot_is_over(
    trying: Callable[..., Kiosk],
) -> None:
    kiosk = trying(lambda: 0.0)
    first = sit_down(kiosk)
    kiosk.finger.touch("5")
    (paused,) = kiosk.drafts()
    leave(kiosk)
    use(kiosk)  # it was stopped

    assert not sit_down(kiosk).endswith("pilot.1")
    leave(kiosk)
    kiosk.patient.resume(paused.id, "Sam")
    kiosk.settle()
    kiosk.finger.wait_for(NEW_WORDS)

    assert kiosk.patient.sitting is not None
    assert kiosk.patient.sitting.questionnaire.version == first


def test_a_packet_of_the_desk_gets_them_too(trying: Callable[..., Kiosk]) -> None:
    kiosk = trying(lambda: 0.0)
    (other,) = read_forms(["what-matters"])
    kiosk.patient.prepare((other, PAIN), None)

    packet = kiosk.patient._visit.packet
    assert [form.url for form in packet] == [other.url, PAIN.url]
    assert packet[0] is other
    assert packet[1].version.endswith("pilot.1")


def test_who_is_in_the_middle_of_it_is_not_disturbed_and_sends_it_as_it_was_asked(
    trying: Callable[..., Kiosk],
) -> None:
    kiosk = trying(lambda: 0.0)
    version = sit_down(kiosk)
    kiosk.finger.touch("5")
    assert kiosk.finger.sees(NEW_WORDS)
    kiosk.patient.sendSoFar()
    kiosk.settle()
    kiosk.finger.wait_for_stillness()

    (sent,) = kiosk.submissions()
    assert sent.questionnaire == f"{PAIN.url}|{version}"
    with kiosk.store.reading() as c:
        assert drafts.list_drafts(c) == ()

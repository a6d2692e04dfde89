import json
import random
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.coproduction.feedback import (
    FORM,
    GROUP_SIZE,
    REASON_LABELS,
    REASON_SYSTEM,
    REASONS,
    Remark,
    group_remarks,
    releasable,
    to_fhir,
)
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.forms.validate import validate_response
from kiosk.resources import resource

PAIN = "http://clinic-kiosk.example/fhir/Questionnaire/pain-today|1.0.0"
MONDAY = date(2026, 3, 2)


def remark(
    link_id: str = "pain", reason: str = "not-understood", words: str = "", day: date = MONDAY
) -> Remark:
    return Remark(str(uuid4()), day, PAIN, link_id, reason, words, "en")


@pytest.mark.parametrize("number", range(8))
def test_remarks_leave_together_or_not_at_all(number: int) -> None:
    kept = [remark() for _ in range(number)]
    assert releasable(kept) == (tuple(kept) if number >= GROUP_SIZE == 5 else ())


def test_one_person_with_five_remarks_is_no_group() -> None:
    talkative = [replace(remark(), first=n == 0) for n in range(GROUP_SIZE)]
    assert releasable(talkative) == ()
    others = [remark() for _ in range(GROUP_SIZE - 1)]
    assert set(releasable(talkative + others)) == {*talkative, *others}


def test_a_reason_of_another_version_is_shown_and_sent_under_its_code() -> None:
    said = remark(reason="too-long")
    [group] = group_remarks([said])
    assert (group.reason, group.count) == ("too-long", 1)
    [coding] = [
        item["answer"][0]["valueCoding"]
        for item in to_fhir(said, device_id="d", day=MONDAY)["item"]
        if item["linkId"] == "reason"
    ]
    assert coding == {"system": REASON_SYSTEM, "code": "too-long"}


@pytest.mark.parametrize(("words", "language"), [("", None), ("Which pain?", "en")])
def test_only_words_have_a_language(words: str, language: str | None) -> None:
    assert to_fhir(remark(words=words), device_id="d", day=MONDAY).get("language") == language


def test_remarks_are_grouped_by_question_and_reason_the_most_frequent_first() -> None:
    groups = group_remarks(
        [
            remark(words="b"),
            remark("pain-where"),
            remark(words="a"),
            remark(reason="upsetting"),
            remark(),
        ]
    )
    assert (groups[0].link_id, groups[0].reason, groups[0].count) == ("pain", "not-understood", 3)
    assert sorted(g.count for g in groups) == [1, 1, 3]
    assert groups[0].words == ("a", "b")


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(REASONS), st.text(max_size=3))),
    st.randoms(),
)
def test_groups_do_not_depend_on_the_order_in_which_remarks_came(
    said: list[tuple[str, str, str]], shuffle: random.Random
) -> None:
    remarks = [remark(*each) for each in said]
    before = group_remarks(remarks)
    shuffle.shuffle(remarks)
    assert group_remarks(remarks) == before
    assert sum(group.count for group in before) == len(remarks)


def test_a_group_keeps_its_id_whoever_says_it_and_when() -> None:
    [one] = group_remarks([remark(words="x")])
    [other] = group_remarks([remark(words="y", day=date(2026, 4, 1))])
    [third] = group_remarks([remark(reason="upsetting")])
    assert one.id == other.id != third.id
    assert len(one.id) == 10


def test_a_remark_in_fhir_has_a_day_and_no_person() -> None:
    said = remark(words="Which pain?")
    response = to_fhir(said, device_id="d", day=date(2026, 3, 9))
    assert response["authored"] == "2026-03-09"
    assert not {"subject", "source", "encounter", "basedOn", "partOf"} & set(response)
    assert "2026-03-02" not in json.dumps(response)
    assert response["questionnaire"] == FORM


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("words", ["", "Which pain?"])
def test_a_remark_is_a_valid_response_to_the_shipped_form(reason: str, words: str) -> None:
    form = read_questionnaire(resource("forms", "question-feedback.json").read_bytes())
    response = to_fhir(remark(reason=reason, words=words), device_id="d", day=MONDAY)
    assert validate_response(form, response) == ()


def test_the_reasons_are_those_of_the_shipped_form() -> None:
    form = read_questionnaire(resource("forms", "question-feedback.json").read_bytes())
    options = form.by_link_id["reason"].answer_options
    offered = {option.answer.value["code"]: option.label("en") for option in options}
    assert offered == REASON_LABELS
    assert tuple(offered) == REASONS

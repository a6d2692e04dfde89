"""A question is looked at whatever it waits for."""

from kiosk.coproduction.editing.asked_alone import asked_alone
from kiosk.forms.filler import FormFiller
from tests.coproduction.clinic_form import clinic_form


def test_a_question_that_waits_for_an_answer_is_asked_at_once_and_the_form_stays() -> None:
    form = clinic_form()
    alone = asked_alone(form, "why")

    assert "why" not in [page.path for page in FormFiller(form).pages]
    assert "why" in [page.path for page in FormFiller(alone).pages]
    assert form.by_link_id["why"].enable_when
    assert asked_alone(form, "nowhere") is form

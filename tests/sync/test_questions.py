"""A service that turns a question away has said nothing about the response that it was about."""

from typing import Any

import httpx2
import pytest

from kiosk.errors import Unreachable
from tests.sync.fhir_model import FhirModel, Line

NO = (400, 412, 413, 422)


class AsksNothing(Line):
    """A line on which some requests are answered by a status alone, so often."""

    takes_anchors = True

    def __init__(self, service: FhirModel, method: str, status: int) -> None:
        super().__init__(service)
        self.method, self.status, self.left = method, status, 1

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        about = "/QuestionnaireResponse" in request.url.path
        if about and request.method == self.method and self.left:
            self.left -= 1
            return httpx2.Response(self.status, json={"resourceType": "OperationOutcome"})
        return self.answered(super().handle_request(request))

    def answered(self, reply: httpx2.Response) -> httpx2.Response:
        return reply


class RepeatsNothing(AsksNothing):
    """And whose service does not repeat what it stored."""

    def answered(self, reply: httpx2.Response) -> httpx2.Response:
        return httpx2.Response(201) if reply.status_code == httpx2.codes.CREATED else reply


@pytest.mark.parametrize("status", NO)
def test_a_search_that_fails_before_a_create_sets_nothing_aside(kiosk: Any, status: int) -> None:
    model = FhirModel(update_create=False, conditional_create=False, states_it=False)
    line = AsksNothing(model, "GET", status)
    name = kiosk.finish()

    report = kiosk.send(line)

    assert (report.refused, kiosk.states()) == (0, {name: "waiting"})
    assert isinstance(report.error, Unreachable)
    for _ in range(3):  # until it is believed that this service takes no ids
        kiosk.later(hours=1)
        kiosk.send(line)
    assert kiosk.states() == {name: "sent"}
    assert len([key for key in model.stored if key.startswith("QuestionnaireResponse")]) == 1


@pytest.mark.parametrize("status", NO)
def test_what_was_stored_and_can_t_be_read_back_yet_waits(kiosk: Any, status: int) -> None:
    line = RepeatsNothing(FhirModel(), "GET", status)
    name = kiosk.finish()

    report = kiosk.send(line)

    assert (report.refused, kiosk.states()) == (0, {name: "waiting"})
    kiosk.later(hours=1)
    assert kiosk.send(line).sent == 1

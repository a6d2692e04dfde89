"""What a desk set becomes what the centre says to all kiosks; another desk's words stay."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from kiosk.errors import CentralError, RefusedError
from kiosk.settings import Central, Settings
from kiosk.settings.written import written_toml
from kiosk.sync.clinic_sharing import Tables, share_settings
from kiosk.sync.fetch.clinic import merged_settings
from kiosk.sync.fhir_client import FhirClient

NAME = "https://clinic.example/Library/kiosks-{}"
PICTURE = {"contentType": "image/png", "data": "AAAA"}


class Shared:
    """A Library at the endpoint, and a client of it."""

    def __init__(self, base: str, key: str) -> None:
        self.base, self.id, self.name = base, f"kiosks-{key}", NAME.format(key)
        self.client = FhirClient(base, timeout_s=10)
        self.settings = Settings(central=Central(url=base, clinic_settings=self.name))

    def put(self, text: str) -> None:
        data = base64.b64encode(text.encode()).decode()
        content = [PICTURE, {"contentType": "application/toml", "data": data}]
        library = {
            "resourceType": "Library", "id": self.id, "url": self.name, "status": "active",
            "type": {"text": "settings"}, "content": content,
        }  # fmt: skip
        url = f"{self.base}/Library/{self.id}"
        sent = httpx2.put(url, content=json.dumps(library), trust_env=False,
                          headers={"content-type": "application/fhir+json"})  # fmt: skip
        assert sent.status_code in {200, 201}, sent.text

    def read(self) -> Any:
        return httpx2.get(f"{self.base}/Library/{self.id}", trust_env=False).json()

    def text(self) -> str:
        return base64.b64decode(self.read()["content"][-1]["data"]).decode()


@pytest.fixture
def shared(running_central: Any, request: pytest.FixtureRequest) -> Iterator[Shared]:
    one = Shared(running_central.base, str(abs(hash(request.node.name))))
    yield one
    one.client.close()


def written(tables: Tables) -> bytes:
    return written_toml(tables).encode()


def test_it_goes_over_what_the_library_says_and_leaves_the_rest(shared: Shared) -> None:
    shared.put('[clinic]\nname = "North"\n[patient]\nlanguages = ["en", "pl"]\n')
    said = {"clinic": {"name": "North Wing"}, "hours": {"monday": "08:30-18:00"}}

    content = share_settings(shared.client, shared.settings, said, written=written)

    new, _ = merged_settings(shared.text().encode(), shared.settings)
    assert content.decode() == shared.text()
    assert (new.clinic.name, new.patient.languages) == ("North Wing", ("en", "pl"))
    assert new.hours.monday == "08:30-18:00"
    assert shared.read()["content"][0] == PICTURE


def test_another_desk_that_was_first_is_not_overwritten(shared: Shared) -> None:
    shared.put('[clinic]\nname = "North"\n')

    def meanwhile(tables: Tables) -> bytes:
        shared.put('[clinic]\nname = "South"\n')
        return written(tables)

    with pytest.raises(CentralError):
        share_settings(shared.client, shared.settings, {"hours": {"monday": "9:00-10:00"}},
                       written=meanwhile)  # fmt: skip
    assert "South" in shared.text()


def test_where_there_is_no_library_it_is_said(shared: Shared) -> None:
    with pytest.raises(RefusedError, match="Your changes stay on this PC") as refused:
        share_settings(shared.client, shared.settings, {}, written=written)
    assert "no Library" in refused.value.advice


def test_what_would_not_be_right_is_not_sent(shared: Shared) -> None:
    shared.put('[clinic]\nname = "North"\n')
    with pytest.raises(RefusedError):
        share_settings(shared.client, shared.settings, {"store": {"low_mb": 1}}, written=written)
    assert "low_mb" not in shared.text()

from pathlib import Path

import pytest

from kiosk.forms import extensions as ext
from kiosk.forms import left_out_extensions as left_out
from kiosk.forms.capabilities import BESIDE_KINDS, capabilities, capabilities_table
from kiosk.forms.expressions import KINDS
from kiosk.forms.fhir_json import decode_json, format_json

GUIDE = Path(__file__).parents[2] / "resources" / "guides" / "fhir-forms.md"


def test_the_guide_says_what_the_engine_says() -> None:
    assert f"\n{capabilities_table()}\n" in GUIDE.read_text(encoding="utf-8")


def test_capabilities_are_plain_json() -> None:
    document = capabilities()
    assert decode_json(format_json(document).encode()) == document


def test_every_expression_that_is_worked_out_is_an_extension_that_is_read() -> None:
    carriers = [*BESIDE_KINDS.values(), *KINDS.values()]
    assert set(carriers) <= set(ext.READ)


def test_no_extension_is_both_read_and_left_out() -> None:
    assert not left_out.HARMLESS & left_out.ELSEWHERE.keys()
    assert not ext.READ.keys() & (left_out.HARMLESS | left_out.ELSEWHERE.keys())
    assert set(ext.OTHER_SPELLINGS.values()) <= set(ext.READ)


@pytest.mark.parametrize("topic", ["itemControls", "extensions", "findings", "fhirpathFunctions"])
def test_no_topic_is_empty(topic: str) -> None:
    assert len(capabilities()[topic]) > 20

"""Every way in which a start fails has a code, and every code is told where IT looks."""

import re

import pytest

from kiosk import errors
from kiosk.commands.explain_code import explain_code
from kiosk.errors import KioskError, UsageError
from kiosk.resources import resource
from kiosk.running.trouble_codes import BUG, CODES, OTHER, code_of

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, KioskError)
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_code_whose_exit_code_is_its_own(kind: type[KioskError]) -> None:
    code = code_of(kind("what happened"))
    if code != OTHER:
        assert CODES[code].exit_code == kind.exit_code
    else:
        assert kind.exit_code not in {3, 4}


def test_a_bug_has_its_own() -> None:
    assert code_of(ValueError("a value")) == BUG
    assert CODES[BUG].exit_code == 70


def test_codes_can_be_read_out_and_are_explained() -> None:
    for code in CODES:
        assert re.fullmatch(r"[A-Z][1-9]", code)
        told = explain_code(code.lower())
        assert CODES[code].means in told.text
        assert CODES[code].mends in told.text
    assert list(explain_code(None).document["codes"]) == list(CODES)
    with pytest.raises(UsageError):
        explain_code("Z9")


def test_the_guide_has_the_same_table() -> None:
    guide = resource("guides", "maintenance.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([A-Z]\d) \| (.+?) \|", guide, re.MULTILINE))
    assert rows == {code: meaning.means for code, meaning in CODES.items()}

"""`kiosk guide doctor` says what the checks say."""

from kiosk.commands.doctor.groups import GROUPS
from kiosk.commands.doctor.guide import COMMAND, guide
from kiosk.resources import resource


def test_the_guide_is_written_from_the_checks() -> None:
    written = resource("guides", "doctor.md").read_text("utf-8")
    assert written == guide(), f"write it anew: {COMMAND}"


def test_every_check_stands_in_it_with_what_it_means() -> None:
    page = guide()
    for group in GROUPS:
        for check in group.checks:
            assert f"**{check.name}**" in page
            assert check.means in page

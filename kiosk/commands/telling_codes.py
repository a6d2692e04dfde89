"""Codes that were taken off a form, told to people."""

from kiosk.coproduction.codes import DroppedCode


def dropped_code(one: DroppedCode) -> str:
    """In a sentence: which code, and of which question."""
    return (
        f"The code {one.code} of {one.system} stands for other words, and was taken off "
        f"“{one.link_id}”."
    )

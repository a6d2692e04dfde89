"""Panels lying down, from 15 inches to 24, and a small one upright: each control has its place."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest

from kiosk.trial.touch import Node

PANELS = {
    "15.6 inch": ((1920, 1080), 5.56),
    "15 inch 4:3": ((1024, 768), 3.37),
    "17 inch 5:4": ((1280, 1024), 3.79),
    "21.5 inch": ((1920, 1080), 4.03),
    "24 inch": ((1920, 1080), 3.6),
    "10 inch upright": ((800, 1280), 5.9),
}


def is_control(node: Node) -> bool:
    return node.role in {"Button", "PushButton", "RadioButton"}


@pytest.mark.parametrize("text", [0, 1, 2], ids=["normal", "large", "largest"])
@pytest.mark.parametrize("panel", PANELS.values(), ids=PANELS)
def test_no_control_lies_over_another(
    open_kiosk: Callable[..., Any], forms: Any, panel: tuple[tuple[int, int], float], text: int
) -> None:
    kiosk = open_kiosk(panel=panel, forms=forms[2:3])
    kiosk.begin("Worries (GAD-7)")
    kiosk.patient.display.setText(text)
    kiosk.finger.wait_for_stillness()
    controls = [node for node in kiosk.finger.nodes() if is_control(node)]
    assert {"I have to go", "Hide my screen"} <= {node.name for node in controls}
    pairs = combinations(controls, 2)
    assert not [(a.name, b.name) for a, b in pairs if a.rect.intersects(b.rect)]

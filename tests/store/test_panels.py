from datetime import datetime, timedelta

import pytest

from kiosk.store import audit, panels
from kiosk.store.database import Store


def test_a_screen_that_nobody_measured_has_no_scale(store: Store) -> None:
    with store.reading() as c:
        assert panels.measured_px_per_mm(c, "DP-1 1920x1080") is None


def test_the_last_measurement_of_a_screen_counts(store: Store, now: datetime) -> None:
    tall, wide = panels.screen_name("DP-1", 1080, 1920), panels.screen_name("DP-1", 1920, 1080)
    with store.transaction() as c:
        panels.keep_px_per_mm(c, tall, 3.5, by="Sam", now=now)
        panels.keep_px_per_mm(c, tall, 3.6, by="Sam", now=now + timedelta(minutes=1))
    with store.reading() as c:
        assert panels.measured_px_per_mm(c, tall) == pytest.approx(3.6)
        assert panels.measured_px_per_mm(c, wide) is None
        assert {(e.actor, e.action, e.subject) for e in audit.events(c, 5)} == {
            ("Sam", "screen.measured", "DP-1 1080x1920")
        }


@pytest.mark.parametrize("wrong", [0.0, -1.0, float("nan")])
def test_no_screen_has_a_scale_of_nothing(store: Store, now: datetime, wrong: float) -> None:
    with pytest.raises(ValueError, match="more than 0"), store.transaction() as c:
        panels.keep_px_per_mm(c, "a", wrong, by="Sam", now=now)

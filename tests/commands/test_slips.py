"""`kiosk slips key`: what IT puts into the settings of the other kiosks."""

from datetime import datetime
from pathlib import Path

from kiosk.commands.slips import told
from kiosk.desk.slips import own_slip_key
from kiosk.settings import parse_settings
from kiosk.store.database import create_store
from kiosk.store.key import new_key


def test_the_key_is_made_once_and_its_lines_are_settings(tmp_path: Path, now: datetime) -> None:
    store = create_store(tmp_path / "kiosk", new_key())
    first, again = (own_slip_key(store, now=now) for _ in range(2))
    store.close()
    assert first == again

    outcome = told(first)
    _, lines = outcome.text.split("kiosks:\n")
    assert parse_settings(lines.encode(), source="lines").reception.slip_keys == (first,)
    assert outcome.document == {"publicKey": first}

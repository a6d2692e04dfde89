"""A store for what the desk does."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.database import Store, create_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An encrypted store of its own."""
    made = create_store(tmp_path / "store", os.urandom(32))
    yield made
    made.close()

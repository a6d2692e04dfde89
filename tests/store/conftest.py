"""A fresh encrypted store for each test that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.database import Store, create_store
from kiosk.store.key import new_key


@pytest.fixture
def key() -> bytes:
    return new_key()


@pytest.fixture
def store(tmp_path: Path, key: bytes) -> Iterator[Store]:
    made = create_store(tmp_path / "store", key)
    yield made
    made.close()

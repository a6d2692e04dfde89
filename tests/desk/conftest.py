"""A store for what the desk does, and the trial endpoint for a desk that works on the centre."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.database import Store, create_store
from tests.endpoint import Central, free_port


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An encrypted store of its own."""
    made = create_store(tmp_path / "store", os.urandom(32))
    yield made
    made.close()


@pytest.fixture
def central(tmp_path: Path) -> Iterator[Central]:
    """A running endpoint of its own for one test, which can be cut off."""
    endpoint = Central(tmp_path / "central", free_port())
    endpoint.start()
    yield endpoint
    endpoint.stop()


@pytest.fixture(scope="module")
def running_central(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Central]:
    """One endpoint for all tests of a module that do not stop it."""
    endpoint = Central(tmp_path_factory.mktemp("central"), free_port())
    endpoint.start()
    yield endpoint
    endpoint.stop()

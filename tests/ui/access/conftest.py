"""A kiosk that is worked with by keys, a switch or the ear."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.extras import need_speech
from tests.ui.access.hands import Ear, KeyHands


@pytest.fixture
def keys_of() -> Callable[[Any], KeyHands]:
    """Five keys before a kiosk."""
    return KeyHands


@pytest.fixture
def ear() -> Ear:
    """An ear; hand its `voice` to `open_kiosk`."""
    need_speech("PySide6.QtTextToSpeech", "PySide6.QtMultimedia")
    return Ear()

"""A kiosk that is worked with by keys, a switch or the ear."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.ui.access.hands import Ear, KeyHands


@pytest.fixture
def keys_of() -> Callable[[Any], KeyHands]:
    """Five keys before a kiosk."""
    return KeyHands


@pytest.fixture
def ear() -> Ear:
    """An ear; hand its `voice` to `open_kiosk`."""
    for module in ("PySide6.QtTextToSpeech", "PySide6.QtMultimedia"):
        why = "the extra `speech` is not installed, or its system libraries are not"
        pytest.importorskip(module, reason=why, exc_type=ImportError)
    return Ear()

"""What some tests need besides the program's own packages: where it is missing they say so."""

import shutil
from importlib import import_module

import pytest


def need_speech(*modules: str) -> None:
    """Skips where one of these modules of the extra `speech` can't be loaded."""
    for module in modules:
        try:
            import_module(module)
        except ImportError as cause:
            pytest.skip(f"{cause} (the extra `speech`: uv sync --extra speech; apt: libpulse0)")


def need_films() -> None:
    """Skips where no film can be played, or none be made to play."""
    need_speech("kiosk.ui.film_player")
    if not shutil.which("ffmpeg"):
        pytest.skip("not installed: ffmpeg (apt: ffmpeg), to make a film with")

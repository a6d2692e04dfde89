"""What this PC can speak, asked of a speech service that is not there, or hangs."""

import socket
import sys
from pathlib import Path

import pytest

from kiosk.ui.access.voice import system_languages
from tests.extras import need_speech

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="asks speech-dispatcher, which Linux has"
)


@pytest.fixture(autouse=True)
def _speech() -> None:
    need_speech("PySide6.QtTextToSpeech")


def test_where_no_service_is_nothing_is_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPEECHD_ADDRESS", f"unix_socket:{tmp_path}/none")

    assert system_languages() == frozenset()


def test_a_service_that_never_answers_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket(socket.AF_UNIX) as service:
        service.bind(f"{tmp_path}/s")
        service.listen()
        monkeypatch.setenv("SPEECHD_ADDRESS", f"unix_socket:{tmp_path}/s")

        assert system_languages(timeout_s=2) is None

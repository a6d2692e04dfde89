"""Speaks through the speech server by QTextToSpeech and tells what sound each text became.

    echo '[["cy_GB", "Helo"]]' | python speaker.py SOUND

SOUND is the raw file that the server's sound card writes. Prints one JSON object a line: the
locale and voice that spoke, and where in SOUND the text begins and ends, in bytes.
"""

import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtTextToSpeech import QTextToSpeech

SETTLE_S, PATIENCE_S = 0.5, 30.0
application = QCoreApplication([])
sound = Path(sys.argv[1])
speech = QTextToSpeech("speechd")
states: list[QTextToSpeech.State] = []
speech.stateChanged.connect(states.append)


def size() -> int:
    return sound.stat().st_size if sound.exists() else 0


def say(text: str) -> None:
    """Until the end of it, or of the patience."""
    states.clear()
    speech.say(text)
    end = time.monotonic() + PATIENCE_S
    while states[-1:] != [QTextToSpeech.State.Ready] and time.monotonic() < end:
        application.processEvents()
        time.sleep(0.01)
    time.sleep(SETTLE_S)  # the last of the sound is being written


for code, text in json.load(sys.stdin):
    speech.setLocale(QLocale(code))
    begin = size()
    say(text)
    voice = speech.voice().name()
    told = {"locale": speech.locale().name(), "voice": voice, "begin": begin, "end": size()}
    print(json.dumps(told))

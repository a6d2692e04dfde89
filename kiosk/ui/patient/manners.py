"""How the person at the screen uses it, for the counters: nothing of them but that."""

from kiosk.coproduction.bands import CONTRAST, KEYS, LARGE, LISTEN, Manner
from kiosk.ui.access.speech import Speech
from kiosk.ui.patient.display import Display
from kiosk.ui.wording.speaking import Speaking


class Manners:
    """Looks at the screen when a question is left.

    Args:
        display: how it is drawn.
        speech: whether it is read aloud.
        speaking: its language.
    """

    def __init__(self, display: Display, speech: Speech, speaking: Speaking) -> None:
        self._display, self._speech, self._speaking = display, speech, speaking
        self._manner, self._keyed = Manner(), False

    @property
    def language(self) -> str:
        """The code of the language that is spoken."""
        return self._speaking.language

    @property
    def mode(self) -> str:
        """How the screen was used, so far; one of `bands.MODES`."""
        return self._manner.mode

    def key(self) -> None:
        """A key, the keypad or the switch was used."""
        self._keyed = True

    def question_left(self) -> None:
        """A question is behind."""
        used = {
            KEYS: self._keyed,
            LISTEN: bool(self._speech.property("on")),
            LARGE: self._display.property("textStep") > 0,
            CONTRAST: str(self._display.property("theme")).startswith("contrast"),
        }
        self._manner.passed(mode for mode, on in used.items() if on)
        self._keyed = False

    def forget(self) -> None:
        """The next person uses it in their own way."""
        self._manner, self._keyed = Manner(), False

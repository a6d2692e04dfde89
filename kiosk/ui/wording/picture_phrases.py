"""What the pictures at the desk say, from the words of the desk's window."""

from kiosk.ui.wording.words import Words


class PicturePhrases:
    """The words of the pictures in one language.

    Args:
        words: those of the desk's window.
        code: of the language.
    """

    def __init__(self, words: Words, code: str) -> None:
        self._words, self._code = words, code

    def say(self, key: str, **values: object) -> str:
        """One text, its `{places}` filled."""
        return self._words.say(self._code, f"pictures_{key}", **values)

    def count(self, key: str, number: int) -> str:
        """A text with the number it counts at `{count}`."""
        return self._words.count(self._code, f"pictures_{key}", number)

    def language(self, code: str) -> str:
        """What a language calls itself."""
        return self._words.name_of(code)

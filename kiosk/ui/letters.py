"""What of a text that was typed can be kept: no file takes half a letter."""


def whole(text: str) -> str:
    """Without half letters: a field that is full cuts an emoji in two, and no file takes a half."""
    return text.encode("utf-8", "ignore").decode("utf-8")

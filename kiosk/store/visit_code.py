"""The code of a visit: six signs that a person can read across a desk, hear and touch.

Letters and digits that are mistaken for one another are there only once (2 and not Z, 5 and not S,
6 and not G, 8 and not B, V and not U), and what is mistaken is read as what was meant. No vowel
and no digit that stands for one (0, 1, 3, 4), and never three letters in a row: no code is a word.
"""

import re
import secrets
import unicodedata
from typing import Final

LENGTH: Final = 6
ALPHABET: Final = "CDFHJKMNPQRTVWX256789"
"""The signs a code is made of; a keypad needs no other."""

_READ_AS: Final = str.maketrans("ZSGBU", "2568V")
_WORD: Final = re.compile(r"[A-Z]{3}")


def new_code() -> str:
    """A fresh code, e.g. "K7T4MX"."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if not _WORD.search(code):
            return code


def is_code(code: str) -> bool:
    """Whether that is a code as it is kept."""
    return len(code) == LENGTH and set(code) <= set(ALPHABET)


def read_code(typed: str) -> str:
    """What was typed, said or scanned, as a code is kept; case, spaces and hyphens do not matter.

    Digits of other scripts are read as digits. What can't be a code comes out as something that is
    none.
    """
    signs = (sign for sign in unicodedata.normalize("NFKC", typed) if sign.isalnum())
    plain = (str(unicodedata.digit(sign, sign)) for sign in signs)
    return "".join(plain).upper().translate(_READ_AS)


def grouped(code: str) -> str:
    """The code as it is shown: two groups of three, e.g. "K7T 4MX"."""
    return f"{code[: LENGTH // 2]} {code[LENGTH // 2 :]}"


def plain_letters(text: str) -> str:
    """Letters as they are compared: "É. o" is "eo"; what is no letter does not matter."""
    # Taken apart on both sides of the folding: either may bring forth what the other changes.
    apart = text
    for _ in range(2):
        apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", apart).casefold())
    return "".join(sign for sign in apart if sign.isalpha())

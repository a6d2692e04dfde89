"""Forms as text that people read, print, mark with a pen, compare and read back.

    # Pain today

    ## Your pain  {pain}

      - Are you in pain?  {any}
        [cy] Oes gennych chi boen?
        Yes or no.

      - How bad is it?  {how-bad}
        Choose one:
          ( ) A little  {1}
          ( ) A lot  {2}
        Help: Think of the worst moment today.
        Must be answered.
        Only if {any} is yes

`##` begins a part, `-` a question, `>` a text, by their indentation one inside the other. What
stands in braces at the end is how programs know it: a linkId, the code of an option. The text
holds a part of a form; what it does not hold stays in the form that it is read back onto.
"""

from kiosk.authoring.plain_text.reading import is_plain_text, read_plain_text
from kiosk.authoring.plain_text.writing import form_text

__all__ = ["form_text", "is_plain_text", "read_plain_text"]

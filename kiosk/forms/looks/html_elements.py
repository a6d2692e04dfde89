"""What becomes of each element of HTML."""

from typing import Final


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


MARKS: Final = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "italic"),
    **dict.fromkeys(("u", "ins"), "underlined"),
    **dict.fromkeys(("s", "del", "strike"), "struck"),
}
"""Element → the mark it gives (`kiosk.forms.looks.markup.Marks`)."""

BLOCKS: Final = _names(
    "address article aside blockquote body caption center dd div dl dt fieldset figcaption figure "
    "footer form header hr html legend main nav p pre section table tbody tfoot thead tr"
)
HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
LISTS: Final = _names("ul ol menu dir")
CELLS: Final = _names("td th")

SILENT: Final = _names(
    "applet audio base canvas datalist embed frame frameset head iframe link map math meta "
    "noembed noframes object param script select source style svg template textarea title track "
    "video xml"
)
"""Dropped with all that is in them."""

NEVER_CLOSED: Final = _names(
    "base br col embed frame hr img input link meta param source track wbr"
)

KEPT: Final = (
    _names(
        "a abbr acronym bdi bdo big br code col colgroup kbd label li mark q samp small span sub "
        "sup time tt wbr"
    )
    | frozenset(MARKS)
    | (BLOCKS - {"form"})
    | frozenset(HEADINGS)
    | LISTS
    | CELLS
)
"""The elements that are understood; of all others that are not silent the text alone is kept."""

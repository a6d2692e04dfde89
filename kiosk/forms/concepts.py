"""What a form asks about, by code: so that a packet of forms asks nothing twice (WCAG 3.3.7)."""

from collections.abc import Mapping

from kiosk.forms import extensions as ext
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire

Concept = tuple[str, str, str]
"""Item type, system and code: the same concept asked as a number and as a choice is not the same
question."""


def concepts_of(questionnaire: Questionnaire) -> dict[Concept, str]:
    """The paths of the questions that carry a code, each asked once whatever is answered.

    A question in a repeating group is left out: it is asked for each repeat. So is a code that two
    questions of the form carry.
    """
    found: dict[Concept, list[str]] = {}
    for item in questionnaire.by_path.values():
        if item.is_asked and not _repeats(item, questionnaire.by_path):
            for coding in ext.mappings(item.raw, "code"):
                concept = (item.type, ext.text(coding, "system"), ext.text(coding, "code"))
                found.setdefault(concept, []).append(item.path)
    return {concept: paths[0] for concept, paths in found.items() if len(paths) == 1 and concept[2]}


def _repeats(item: Item, by_path: Mapping[str, Item]) -> bool:
    around = by_path.get(item.parent_path)
    while around is not None:
        if around.repeats:
            return True
        around = by_path.get(around.parent_path)
    return False

"""A form in which one question is asked whatever was answered: to look at that question."""

from copy import deepcopy
from typing import Final

from kiosk.coproduction.editing.writing import Json, items_of
from kiosk.forms import extensions as ext
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire

_CONDITIONS: Final = ("enableWhen", "_enableWhen", "enableBehavior")


def asked_alone(form: Questionnaire, link_id: str) -> Questionnaire:
    """The form, with nothing that question, or a group around it, waits for."""
    item = form.by_link_id.get(link_id)
    if item is None:
        return form
    free = {one.link_id for one in (item, *form.ancestors(item))}
    raw: Json = deepcopy(dict(form.raw))
    for one in items_of(raw):
        if ext.text(one, "linkId") in free:
            _free(one)
    return parse_questionnaire(raw)


def _free(item: Json) -> None:
    for key in _CONDITIONS:
        item.pop(key, None)
    stands = [
        one for one in item.get("extension", []) if ext.url_of(one) != ext.ENABLE_WHEN_EXPRESSION
    ]
    if "extension" in item:
        item["extension"] = stands

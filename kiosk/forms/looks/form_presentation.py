"""Everything a Questionnaire says about how the whole form is shown, as plain data."""

from collections.abc import Mapping
from typing import Any

import msgspec

from kiosk.forms import extensions as ext
from kiosk.forms.looks.markup import Markup
from kiosk.forms.looks.rendering import rendered
from kiosk.forms.proxies import has_proxy_wording, may_answer
from kiosk.forms.texts import USUAL_LANGUAGE, Reader


class FormPresentation(msgspec.Struct, frozen=True):
    """One form as it is to be shown.

    Attributes:
        title, description, copyright: for people; description and copyright are markdown.
        answered_by: who may answer: of "self", "helped", "proxy".
        proxy_wording: whether any text is worded for a proxy.
        entry_mode: "sequential", "prior-edit", "random"; "" if not said.
        signature: whether a signature is asked for, on the form as a whole.
    """

    title: Markup
    description: Markup
    copyright: Markup
    answered_by: tuple[str, ...]
    proxy_wording: bool
    entry_mode: str
    signature: bool


def present_form(raw: Mapping[str, Any], language: str, *, proxy: bool = False) -> FormPresentation:
    """How a Questionnaire is to be shown in a language, to the patient or to a proxy."""
    reader = Reader(language, ext.text(raw, "language") or USUAL_LANGUAGE, proxy)
    return FormPresentation(
        title=rendered(raw, "title", reader),
        description=rendered(raw, "description", reader, markdown=True),
        copyright=rendered(raw, "copyright", reader, markdown=True),
        answered_by=may_answer(raw),
        proxy_wording=has_proxy_wording(raw),
        entry_mode=ext.code(ext.extension_value(raw, ext.ENTRY_MODE)),
        signature=ext.extension_value(raw, ext.SIGNATURE_REQUIRED) is not None,
    )

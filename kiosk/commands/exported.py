"""What an export came to, in lines for a person."""

from collections.abc import Iterator
from typing import Any

from kiosk.export.exporting import Preview
from kiosk.export.formats import Format


def lines_of(document: dict[str, Any], way: Format, *, plain: bool) -> Iterator[str]:
    """What was written and where, and what to do with it.

    Args:
        document: the same for a program.
        way: the format.
        plain: a bundle in clear.
    """
    yield from _sealed(document) if way.sealed and not plain else _clear(document, way, plain)
    if "password" in document:
        yield f"The password that opens it:  {document['password']}"
        yield "It is shown only now. Write it on paper, and keep that apart from the file."
    if document["left"]:
        yield f"Left here: {document['left']} corrections that only this kiosk can send."
    yield from document["notes"]


def look_lines(seen: Preview) -> Iterator[str]:
    """What an export would have."""
    yield f"{_are(seen.count)} chosen. Nothing was written."
    for name, headings in seen.columns.items():
        yield f"{name}: {len(headings)} columns"
        yield from (f"  {heading}" for heading in headings)


def _clear(document: dict[str, Any], way: Format, plain: bool) -> Iterator[str]:  # noqa: FBT001
    where, encrypted = document["file"], document["encrypted"]
    if not way.of_responses:
        yield f"The codebook is in {where}"
        return
    if document["responses"] == 0:
        holds = "no response" if way.name == "bundle" or encrypted else _nothing(way)
        yield f"No responses match. {where} holds {holds}."
        return
    how = ", encrypted." if encrypted else ", NOT encrypted." if plain else ""
    yield f"{_are(document['responses'])} in {where}{how}"
    if len(document["files"]) > 1:
        yield from (f"  {file}" for file in document["files"])
    if plain and not encrypted:
        yield (
            "Whoever has this file can read what patients answered: "
            "delete it as soon as it is used."
        )


def _sealed(document: dict[str, Any]) -> Iterator[str]:
    if not document["responses"]:
        yield "There was nothing to take: the file holds no response."
        return
    yield f"{_are(document['responses'])} in {document['file']}, encrypted."
    yield f"The code that opens it:  {document['code']}"
    yield "It is shown only now. Write it on paper, and keep that apart from the file."
    yield f"At another kiosk of this clinic: kiosk import {document['file']}"
    yield "They stay queued here, too: whichever PC is first, the central service has each once."


def _nothing(way: Format) -> str:
    return {"ndjson": "nothing", "pdf": "an empty page"}.get(way.name, "only the headings")


def _are(count: int) -> str:
    return f"{count} response is" if count == 1 else f"{count} responses are"

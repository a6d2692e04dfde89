"""What a token allows of what was asked for, in the words of SMART's versions 1 and 2."""

import re
from collections.abc import Iterator
from typing import Final

_SCOPE: Final = re.compile(r"system/(\*|[A-Za-z]+)\.(read|write|\*|[cruds]+)(?:\?.*)?")
_RIGHTS: Final = {"read": "rs", "write": "cud", "*": "cruds"}


def not_granted(asked: str, granted: str) -> tuple[str, ...]:
    """The scopes of `asked` that `granted` lacks, with the rights that lack: "system/Task.cu".

    Both are lists with spaces. An empty `granted` is that a service said nothing of it, which
    means all that was asked for (RFC 6749, 5.1). What is no scope of this kind is passed over.
    """
    if not granted.strip():
        return ()
    allowed = dict[str, set[str]]()
    for kind, rights in _read(granted):
        allowed.setdefault(kind, set()).update(rights)
    everywhere = allowed.get("*", set())
    lacking = {
        kind: [one for one in rights if one not in allowed.get(kind, set()) | everywhere]
        for kind, rights in _merged(asked).items()
    }
    return tuple(f"system/{kind}.{''.join(rights)}" for kind, rights in lacking.items() if rights)


def _merged(scopes: str) -> dict[str, str]:
    merged = dict[str, str]()
    for kind, rights in _read(scopes):
        known = merged.get(kind, "")
        merged[kind] = known + "".join(one for one in rights if one not in known)
    return merged


def _read(scopes: str) -> Iterator[tuple[str, str]]:
    for word in scopes.split():
        found = _SCOPE.fullmatch(word)
        if found is not None:
            yield found[1], _RIGHTS.get(found[2], found[2])

"""In which order enablement is worked out, and whether it can be at all."""

from collections import defaultdict
from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter

from kiosk.errors import FormUnreadable
from kiosk.forms.item import Item


def evaluation_order(items: Sequence[Item]) -> tuple[Item, ...]:
    """Every item, each after the item around it and after the questions its enableWhen looks at.

    Raises:
        FormUnreadable: items wait for each other, so that no answer could ever decide.
    """
    by_link_id = defaultdict(list)
    for item in items:
        by_link_id[item.link_id].append(item.path)
    # Of a doubled linkId the first counts, here and in the evaluation.
    needs = {
        item.path: [
            *([item.parent_path] if item.parent_path else []),
            *(by_link_id[c.question][0] for c in item.enable_when if c.question in by_link_id),
        ]
        for item in items
    }
    by_path = {item.path: item for item in items}
    try:
        return tuple(by_path[path] for path in TopologicalSorter(needs).static_order())
    except CycleError as cause:
        names = " → ".join(f"“{by_path[path].link_id}”" for path in cause.args[1])
        raise FormUnreadable(
            f"These items wait for each other in enableWhen: {names}.",
            advice="Break the circle: let one of them be asked always.",
        ) from cause

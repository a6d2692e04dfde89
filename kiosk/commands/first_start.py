"""What `run` does on a PC that is no kiosk yet, or not all of one: it is set up at its screen."""

import argparse
import sys

from kiosk.errors import KioskError, NotSetUp
from kiosk.machine.display import has_display
from kiosk.running.closed import UNSEEN, show_closed
from kiosk.setting_up.unfinished import SetUpLeft


def set_up_at_screen(closed: KioskError, arguments: argparse.Namespace) -> bool:
    """Whether it was set up just now, and can run; False where no window opened.

    Args:
        closed: why it can't run; nothing is asked where that is something else.
        arguments: of `run`.

    Raises:
        KioskError: what keeps the set-up from its screen; that was shown there. Or `SetUpLeft`,
            as `closed`: the window was left before all was done, and nobody waits for a page that
            says so.
    """
    named = arguments.config
    if not isinstance(closed, NotSetUp) or (named is not None and not named.is_file()):
        return False
    if not has_display():
        return False
    # Read only here: whoever runs a kiosk needs none of it.
    from kiosk.commands.setup_window import finished_at_screen  # noqa: PLC0415
    from kiosk.ui.application import application_with_window  # noqa: PLC0415

    if application_with_window().platformName() in UNSEEN:
        return False
    try:
        finished = finished_at_screen(arguments)
    except KioskError as why:
        sys.stderr.write("kiosk: closed; a page on the screen says so for 20 s\n")
        show_closed(why, windowed=arguments.windowed)
        raise
    if not finished:
        raise SetUpLeft(str(closed), advice=closed.advice) from closed
    return True

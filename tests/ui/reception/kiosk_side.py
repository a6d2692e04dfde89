"""A kiosk in a process of its own, without its window: its store, its sender, its eye on alerts.

Says "path up" once a desk elsewhere was seen, raises an alert for "fire" and says "fired", and says
"goes NAME" when it learns who goes. Ends with its input.
"""

import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication, QTimer

from kiosk.forms.alert_rules import Fired
from kiosk.settings import Settings
from kiosk.store.alert_list import list_alerts
from kiosk.store.alerts import Firing, fire
from kiosk.store.database import Store, open_store
from kiosk.sync.alerts import here_of
from kiosk.sync.connect import client_for
from kiosk.ui.jobs import Jobs
from kiosk.ui.meanwhile.alert_watch import AlertWatch
from kiosk.ui.meanwhile.sending import Sender


def now() -> datetime:
    return datetime.now(UTC)


def say(words: str) -> None:
    print(words, flush=True)


def told(watch: AlertWatch, store: Store, before: set[str]) -> None:
    """What is new since the last look."""
    path, other = ("path up", "path down")[:: 1 if watch.seen() else -1]
    if path not in before and (path == "path up" or other in before):
        before.discard(other)
        before.add(path)
        say(path)
    with store.reading() as c:
        for one in list_alerts(c, since=datetime(2020, 1, 1, tzinfo=UTC)):
            if one.by and one.id not in before:
                before.add(one.id)
                say(f"goes {one.by}")


def main(directory: str, settings: str) -> None:
    known = msgspec.json.decode(settings, type=Settings)
    key = bytes.fromhex(sys.stdin.readline().strip())
    store, jobs, application = open_store(Path(directory), key), Jobs(), QCoreApplication([])
    client = client_for(known.central, store, clock=now)
    sender = Sender(store, jobs.network, client, every_s=3600, now=now)
    watch = AlertWatch(store, known, now, lambda: True)
    watch.follow(sender, client, jobs.network)
    watch.start()
    orders: list[str] = []

    def listen() -> None:
        while line := sys.stdin.readline():
            orders.append(line.strip())
        orders.append("end")

    threading.Thread(target=listen, daemon=True).start()
    before: set[str] = set()

    def look() -> None:
        told(watch, store, before)
        order = orders.pop(0) if orders else ""
        if order == "fire":
            firing = Firing("sitting", "f|1", (Fired("item9"),), "sent", "r1")
            with store.transaction() as c:
                fire(c, here_of(known, store.kiosk_id), firing, now=now())
            say("fired")
            watch.look()  # as when a patient's answers were stored
        elif order == "ask":
            watch._ask()
        elif order == "end":
            application.quit()

    timer = QTimer(interval=50)
    timer.timeout.connect(look)
    timer.start()
    application.exec()
    watch.close()
    sender.close()
    jobs.close()
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

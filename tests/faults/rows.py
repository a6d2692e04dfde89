"""The rows of the table: each fault, how it is tried, and how often."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.faults import broken, clocks, damage, disks, keys, kills, mounts, pairs, power
from tests.faults.tally import Tally

Trial = Callable[[Path, int, Random], Tally]


@dataclass(frozen=True)
class Fault:
    """One row.

    Attributes:
        trial: does so many tries in an empty folder, with a source of chance.
        short, long: how many tries.
        nothing_lost: whether the program promises that; else the note says what happens.
        why_not: why it can't be tried on this system; "" where it can.
    """

    name: str
    trial: Trial
    short: int
    long: int
    nothing_lost: bool = True
    why_not: Callable[[], str] = lambda: ""


FAULTS = (
    Fault("keyring hanging", keys.hanging, 1, 4, why_not=keys.why_not),
    Fault("kill -9", kills.killed, 60, 2000),
    Fault("power cut", power.power_cuts, 20, 400),
    Fault("disk full", disks.full, 6, 96, why_not=mounts.why_not),
    Fault("disk read-only", disks.read_only, 4, 40, why_not=mounts.why_not),
    Fault("disk fails", disks.failing, 8, 240),
    Fault("damaged header", damage.damaged_header, 4, 60, nothing_lost=False),
    Fault("damaged page, a byte", damage.flipped_byte, 6, 120, nothing_lost=False),
    Fault("damaged page, zeroed", damage.zeroed_page, 6, 120, nothing_lost=False),
    Fault("torn log, cut", damage.cut_log, 4, 80, nothing_lost=False),
    Fault("torn log, a byte", damage.flipped_log, 4, 80, nothing_lost=False),
    Fault("key gone", keys.gone, 1, 4, why_not=keys.why_not),
    Fault("key wrong", keys.wrong, 2, 20),
    Fault("keyring locked", keys.locked, 1, 4, why_not=keys.why_not),
    Fault("clock at 1970", clocks.at_1970, 2, 12),
    Fault("clock at 2100", clocks.at_2100, 2, 12),
    Fault("two processes", pairs.two_processes, 1, 20),
    Fault("two senders", pairs.two_senders, 1, 20),
)

BROKEN = (
    Fault("never synced", broken.never_synced, 10, 50),
    Fault("seldom synced", broken.seldom_synced, 10, 50),
    Fault("told too early", broken.told_too_early, 8, 50),
    Fault("sent under two ids", broken.sent_under_two_ids, 1, 10),
)
"""Rows that must lose or duplicate something, or the others show nothing."""

"""The time zone of the machine, summer time included, as its clock shows it."""

from datetime import UTC, datetime, timedelta, tzinfo


class MachineZone(tzinfo):
    """The machine's own zone, by the rules that its system has for each day."""

    def utcoffset(self, moment: datetime | None, /) -> timedelta | None:
        """How far its clocks are ahead of UTC at that moment; None for no moment."""
        if moment is None:
            return None
        return moment.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, moment: datetime | None, /) -> timedelta | None:
        """None: summer time is not told apart."""
        del moment
        return None

    def tzname(self, moment: datetime | None, /) -> str | None:
        """The name its system has for the zone at that moment."""
        return None if moment is None else moment.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, moment: datetime, /) -> datetime:
        """What its clocks show at a moment of UTC; the second time of a doubled hour is a fold."""
        local = moment.replace(tzinfo=UTC).astimezone()
        first = local.replace(tzinfo=self, fold=0)
        return first if first.utcoffset() == local.utcoffset() else first.replace(fold=1)

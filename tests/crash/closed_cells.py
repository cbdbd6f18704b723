"""Which days of which bureaus a closing or reopening is about, as (bureau, day).

All of BUREAUS are of one region on all days, so that what was asked for is all that tells.
"""

from random_events import BUREAUS
from stored_log import days_between

REGION = "230108"  # of all of BUREAUS, and of others that these tests leave alone


def closed_by(closing):
    """The cells of BUREAUS that a closing closes."""
    kind, _, codes = closing.scope.partition(" ")
    chosen = codes.split(",") if kind == "bureaus" else BUREAUS
    return {(bureau, day) for bureau in chosen
            for day in days_between(closing.first_day, closing.last_day)}


def taken_back(reopening, left):
    """The cells that a reopening opens of those that its closing still closes."""
    kind, _, codes = reopening.scope.partition(" ")
    return {(bureau, day) for bureau, day in left
            if reopening.first_day in ("", day)
            and (kind != "bureaus" or bureau in codes.split(","))}

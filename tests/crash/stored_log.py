"""What the database has: its log of events, their retractions, the closings, and the totals."""

import dataclasses
import datetime as dt
from typing import NamedTuple

import harness
from journal import Closing, Correction, Event

EVENTS = r"""
SELECT event_id, bureau.code, indicator.code, coalesce(category.code, ''), quantity,
       (extract(epoch FROM occurred_at) * 1000000)::bigint, subject, entry_id, revision
FROM event JOIN bureau USING (bureau_id) JOIN indicator USING (indicator_id)
LEFT JOIN category USING (category_id) JOIN ledger_entry USING (entry_id)"""
RETRACTIONS = """
SELECT request_id, bureau.code, event_id, reason, coalesce(replaced_by::text, ''), entry_id,
       revision
FROM retraction JOIN bureau USING (bureau_id) JOIN ledger_entry USING (entry_id)"""
CLOSINGS = """
SELECT request_id, coalesce(reopens, 0), first_day, last_day, scope, reason, revision
FROM closing JOIN ledger_entry USING (entry_id)"""
CLOSING_PARTS = """
SELECT revision, bureau.code, first_day, last_day
FROM closing_part JOIN bureau USING (bureau_id) JOIN ledger_entry USING (entry_id)"""
TOTALS = """
SELECT bureau.code, indicator.code, category_id, day, total, events
FROM day_total JOIN bureau USING (bureau_id) JOIN indicator USING (indicator_id)
UNION ALL
SELECT bureau.code, indicator.code, category_id, day, level, events
FROM day_level JOIN bureau USING (bureau_id) JOIN indicator USING (indicator_id)"""
LEDGER = """
SELECT count(*), coalesce(max(revision), 0), (SELECT revision FROM ledger_head) FROM ledger_entry
"""


class StoredEvent(NamedTuple):
    event: Event
    entry_id: int
    revision: int


class StoredRetraction(NamedTuple):
    request_id: str
    reason: str
    replaced_by: str  # an id, or nothing
    entry_id: int
    revision: int


class StoredClosing(NamedTuple):
    closing: Closing  # as it is recorded
    revision: int
    cells: frozenset  # (bureau, day) of each day that it closes or takes back


@dataclasses.dataclass
class StoredLog:
    events: dict  # by (bureau, id of the event)
    retractions: dict  # the same
    closings: dict = dataclasses.field(default_factory=dict)  # by id of the request
    totals: dict = dataclasses.field(default_factory=dict)  # {(bureau, indicator, day): (..., n)}
    ledger: tuple = ()  # entries, the newest one's revision, the head's

    def event(self, key):
        """The content of the event, if there is any."""
        return self.events[key].event if key in self.events else None

    def standing(self):
        """The events that count."""
        return [stored.event for key, stored in self.events.items() if key not in self.retractions]

    def corrections(self):
        """What was asked, as far as it was done."""
        return [Correction(retraction.request_id, bureau, event_id, retraction.reason,
                           self.event((bureau, retraction.replaced_by)))
                for (bureau, event_id), retraction in self.retractions.items()]


def read(url):
    """All of one moment: a service may still commit what was sent by callers who have gone."""
    events, retractions, closings, parts, totals, ledger = harness.psql_snapshot(
        url, EVENTS, RETRACTIONS, CLOSINGS, CLOSING_PARTS, TOTALS, LEDGER)
    return StoredLog(events_in(events), retractions_in(retractions), closings_in(closings, parts),
                     totals_in(totals), tuple(map(int, ledger[0].split("|"))))


def events_in(lines):
    events = {}
    for line in lines:
        *fields, quantity, occurred_us, subject, entry_id, revision = line.split("|")
        event = Event(*fields, int(quantity), int(occurred_us), subject)
        events[event.bureau, event.id] = StoredEvent(event, int(entry_id), int(revision))
    return events


def retractions_in(lines):
    retractions = {}
    for line in lines:
        request_id, bureau, event_id, reason, replaced_by, entry_id, revision = line.split("|")
        retractions[bureau, event_id] = StoredRetraction(request_id, reason, replaced_by,
                                                         int(entry_id), int(revision))
    return retractions


def closings_in(lines, part_lines):
    cells = {}
    for line in part_lines:
        revision, bureau, first_day, last_day = line.split("|")
        cells.setdefault(int(revision), set()).update(
            (bureau, day) for day in days_between(first_day, last_day))
    closings = {}
    for line in lines:
        request_id, reopens, *fields, revision = line.split("|")
        closings[request_id] = StoredClosing(Closing(request_id, int(reopens), *fields),
                                             int(revision),
                                             frozenset(cells.get(int(revision), ())))
    return closings


def days_between(first_day, last_day):
    """All days from the first to the last, as text."""
    first, last = map(dt.date.fromisoformat, (first_day, last_day))
    return [str(first + dt.timedelta(days=i)) for i in range((last - first).days + 1)]


def totals_in(lines):
    totals = {}
    for line in lines:
        bureau, indicator, _, day, total, events = line.split("|")
        totals[bureau, indicator, day] = int(total), int(events)
    return totals

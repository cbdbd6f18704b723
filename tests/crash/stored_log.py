"""What the database has: its log of events, their retractions, and the totals beside it."""

import dataclasses
from typing import NamedTuple

import harness
from journal import Correction, Event

EVENTS = r"""
SELECT event_id, bureau.code, indicator.code, coalesce(category.code, ''), quantity,
       (extract(epoch FROM occurred_at) * 1000000)::bigint, subject, entry_id, revision
FROM event JOIN bureau USING (bureau_id) JOIN indicator USING (indicator_id)
LEFT JOIN category USING (category_id) JOIN ledger_entry USING (entry_id)"""
RETRACTIONS = """
SELECT request_id, bureau.code, event_id, reason, coalesce(replaced_by::text, ''), entry_id,
       revision
FROM retraction JOIN bureau USING (bureau_id) JOIN ledger_entry USING (entry_id)"""
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


@dataclasses.dataclass
class StoredLog:
    """Both by (bureau, id of the event)."""
    events: dict
    retractions: dict
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
    events, retractions, totals, ledger = harness.psql_snapshot(url, EVENTS, RETRACTIONS, TOTALS,
                                                                LEDGER)
    return StoredLog(events_in(events), retractions_in(retractions), totals_in(totals),
                     tuple(map(int, ledger[0].split("|"))))


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


def totals_in(lines):
    totals = {}
    for line in lines:
        bureau, indicator, _, day, total, events = line.split("|")
        totals[bureau, indicator, day] = int(total), int(events)
    return totals

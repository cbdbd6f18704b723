"""Compares a journal with what the database has, and says what was lost or counted twice."""

import collections
import dataclasses
import datetime as dt

import harness
import journal
from journal import Answered, Event, Sent

RECORDED, DUPLICATE, CONFLICT, REFUSED = 1, 2, 3, 4
SHANGHAI = dt.timezone(dt.timedelta(hours=8))
STOCKS = {"enforcement.bodies"}

STORED = r"""
SELECT event_id, bureau.code, indicator.code, coalesce(category.code, ''), quantity,
       (extract(epoch FROM occurred_at) * 1000000)::bigint, subject, revision
FROM event JOIN bureau USING (bureau_id) JOIN indicator USING (indicator_id)
LEFT JOIN category USING (category_id) JOIN ledger_entry USING (entry_id)"""
TOTALS = """
SELECT bureau.code, indicator.code, category_id, day, total, events
FROM day_total JOIN bureau USING (bureau_id) JOIN indicator USING (indicator_id)
UNION ALL
SELECT bureau.code, indicator.code, category_id, day, level, events
FROM day_level JOIN bureau USING (bureau_id) JOIN indicator USING (indicator_id)"""
LEDGER = """
SELECT count(*), coalesce(max(revision), 0), (SELECT revision FROM ledger_head) FROM ledger_entry
"""


@dataclasses.dataclass
class Verdict:
    acknowledged: int = 0
    stored: int = 0
    lost: list = dataclasses.field(default_factory=list)
    doubled: list = dataclasses.field(default_factory=list)
    faults: list = dataclasses.field(default_factory=list)

    def complaints(self):
        named = [("lost", self.lost), ("counted twice", self.doubled), ("fault", self.faults)]
        return [f"{name}: {item}" for name, items in named for item in items[:5]]


def check(path, url):
    """Holds the journal at `path` against the database at `url`."""
    verdict = Verdict()
    # One snapshot: a service may still commit what was sent by callers who have gone.
    log, totals, ledger = harness.psql_snapshot(url, STORED, TOTALS, LEDGER)
    stored = stored_in(log)
    verdict.stored = len(stored)
    check_answers(path, stored, verdict)
    check_totals(totals, stored, verdict)
    count, newest, head = ledger[0].split("|")
    if not count == newest == head:
        verdict.faults.append(f"{count} entries, newest {newest}, head {head}")
    verified = harness.run("jurimeter", "verify", "--database-url", url, check=False)
    if verified.returncode != 0:
        verdict.faults.append(f"verify: {verified.stdout}{verified.stderr}")
    return verdict


def read_stored(url):
    return stored_in(harness.psql(url, STORED))


def stored_in(log):
    """{(bureau, id): (event, revision)}"""
    stored = {}
    for line in log:
        *fields, quantity, occurred_us, subject, revision = line.split("|")
        event = Event(*fields, int(quantity), int(occurred_us), subject)
        stored[event.bureau, event.id] = event, int(revision)
    return stored


def check_answers(path, stored, verdict):
    """Each acknowledged event is there as it was sent, recorded once, and nothing else is."""
    batches, recorded, acknowledged, contents = {}, collections.Counter(), set(), set()
    for record in journal.read(path):
        if isinstance(record, Sent):
            batches[record.batch] = record.events
            contents.update(record.events)
        elif isinstance(record, Answered):
            events = batches[record.batch]
            if len(events) != len(record.outcomes):
                verdict.faults.append(f"{len(record.outcomes)} outcomes of {len(events)} events")
            for event, outcome in zip(events, record.outcomes):
                judge(event, outcome, record.revision, stored, verdict)
                if outcome in (RECORDED, DUPLICATE):
                    acknowledged.add((event.bureau, event.id))
                recorded[event.bureau, event.id] += outcome == RECORDED
    verdict.acknowledged = len(acknowledged)
    verdict.doubled += [f"recorded {count} times: {key}"
                        for key, count in recorded.items() if count > 1]
    verdict.faults += [f"nobody sent {event}" for event, _ in stored.values()
                       if event not in contents]


def judge(event, outcome, revision, stored, verdict):
    """Whether the answer to an event is true."""
    found, found_revision = stored.get((event.bureau, event.id), (None, 0))
    if outcome in (RECORDED, DUPLICATE):
        if found != event:
            verdict.lost.append(f"{event}: the log has {found}")
        elif found_revision > revision:
            verdict.faults.append(f"{event} is of revision {found_revision}, not of {revision}")
    elif outcome == CONFLICT:
        if found is None or found == event:
            verdict.faults.append(f"{event} is no conflict with {found}")
    elif outcome != REFUSED or found == event:
        verdict.faults.append(f"{event} got outcome {outcome}, the log has {found}")


def check_totals(totals, stored, verdict):
    """The totals are those of the log, added up here."""
    days = collections.defaultdict(list)
    for event, _ in stored.values():
        if event.category:
            raise AssertionError("these tests use no categories")
        moment = dt.datetime.fromtimestamp(event.occurred_us // 1_000_000, SHANGHAI)
        days[event.bureau, event.indicator, str(moment.date())].append(event)
    expected = {}
    for key, events in days.items():
        if key[1] in STOCKS:
            total = max(events, key=lambda event: (event.occurred_us, event.id)).quantity
        else:
            total = sum(event.quantity for event in events)
        expected[key] = total, len(events)
    found = {}
    for line in totals:
        bureau, indicator, _, day, total, events = line.split("|")
        found[bureau, indicator, day] = int(total), int(events)
    for key in expected.keys() | found.keys():
        if expected.get(key) != found.get(key):
            verdict.doubled.append(f"{key}: the totals say {found.get(key)}, "
                                   f"the log says {expected.get(key)}")

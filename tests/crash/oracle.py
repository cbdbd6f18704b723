"""Compares a journal with what the database has, and says what was lost or counted twice."""

import collections
import dataclasses
import datetime as dt

import harness
import journal
import stored_log
from correction_oracle import CorrectionOracle
from journal import Answered, Asked, Sent, Settled

RECORDED, DUPLICATE, CONFLICT, REFUSED, RETRACTED = 1, 2, 3, 4, 5
SHANGHAI = dt.timezone(dt.timedelta(hours=8))
STOCKS = {"enforcement.bodies"}


@dataclasses.dataclass
class Verdict:
    acknowledged: int = 0  # events
    corrected: int = 0  # events whose correction or retraction was acknowledged
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
    log = stored_log.read(url)
    verdict.stored = len(log.events)
    check_answers(path, log, verdict)
    check_totals(log, verdict)
    count, newest, head = log.ledger
    if not count == newest == head:
        verdict.faults.append(f"{count} entries, newest {newest}, head {head}")
    verified = harness.run("jurimeter", "verify", "--database-url", url, check=False)
    if verified.returncode != 0:
        verdict.faults.append(f"verify: {verified.stdout}{verified.stderr}")
    return verdict


def check_answers(path, log, verdict):
    """Each acknowledged event and correction is there as it was sent, once, and nothing else is."""
    corrections = CorrectionOracle(log, verdict)
    events = EventOracle(log, verdict, corrections)
    steps = {Sent: events.send, Answered: events.answer,
             Asked: corrections.ask, Settled: corrections.settle}
    for record in journal.read(path):
        if type(record) in steps:
            steps[type(record)](record)
    corrections.finish()
    events.finish()


class EventOracle:
    """Is told what the journal has, record by record; says what is wrong to `verdict`."""

    def __init__(self, log, verdict, corrections):
        self.log, self.verdict, self.corrections = log, verdict, corrections
        self.batches = {}  # by number: the events, and which were known to be retracted before
        self.contents = set()
        self.acknowledged = set()
        self.recorded = collections.Counter()

    def send(self, record):
        retracted = {key_of(event) for event in record.events} & self.corrections.acknowledged
        self.batches[record.batch] = record.events, retracted
        self.contents.update(record.events)

    def answer(self, record):
        events, retracted = self.batches[record.batch]
        if len(events) != len(record.outcomes):
            self.verdict.faults.append(f"{len(record.outcomes)} outcomes of {len(events)} events")
        for event, outcome in zip(events, record.outcomes):
            self._judge(event, outcome, record.revision)
            if outcome in (RECORDED, DUPLICATE):
                self.acknowledged.add(key_of(event))
                if key_of(event) in retracted:
                    self.verdict.faults.append(f"{event} was retracted and got outcome {outcome}")
            self.recorded[key_of(event)] += outcome == RECORDED

    def finish(self):
        """Judges what only all answers together tell."""
        self.verdict.acknowledged = len(self.acknowledged)
        self.verdict.doubled += [f"recorded {count} times: {key}"
                                 for key, count in self.recorded.items() if count > 1]
        self.verdict.faults += [f"nobody sent {stored.event}" for stored in self.log.events.values()
                                if stored.event not in self.contents
                                and not self.corrections.brought(stored.event)]

    def _judge(self, event, outcome, revision):
        """Whether the answer to an event is true."""
        faults = self.verdict.faults
        found = self.log.event(key_of(event))
        if outcome in (RECORDED, DUPLICATE):
            if found != event:
                self.verdict.lost.append(f"{event}: the log has {found}")
            elif self.log.events[key_of(event)].revision > revision:
                faults.append(f"{event} is of {self.log.events[key_of(event)]}, not of {revision}")
        elif outcome == RETRACTED:
            retraction = self.log.retractions.get(key_of(event))
            if found != event or retraction is None or retraction.revision > revision:
                faults.append(f"{event} is not retracted at {revision}: {found}, {retraction}")
        elif outcome == CONFLICT:
            if found is None or found == event:
                faults.append(f"{event} is no conflict with {found}")
        elif outcome != REFUSED or found == event:
            faults.append(f"{event} got outcome {outcome}, the log has {found}")


def key_of(event):
    return event.bureau, event.id


def check_totals(log, verdict):
    """The totals are those of the events that count, added up here."""
    days = collections.defaultdict(list)
    for event in log.standing():
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
    for key in expected.keys() | log.totals.keys():
        if expected.get(key) != log.totals.get(key):
            verdict.doubled.append(f"{key}: the totals say {log.totals.get(key)}, "
                                   f"the log says {expected.get(key)}")

"""Compares a journal with what the database has, and says what was lost or counted twice."""

import collections
import dataclasses

import harness
import journal
import stored_log
from closing_oracle import ClosingOracle
from correction_oracle import CorrectionOracle
from journal import Answered, Asked, ClosingAsked, ClosingSettled, Sent, Settled

RECORDED, DUPLICATE, CONFLICT, REFUSED, RETRACTED = 1, 2, 3, 4, 5
STOCKS = {"enforcement.bodies"}


@dataclasses.dataclass
class Verdict:
    acknowledged: int = 0  # events
    corrected: int = 0  # events whose correction or retraction was acknowledged
    closings: int = 0  # closings and reopenings acknowledged
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
    """Each acknowledged event, correction and closing is there as it was sent, once, and nothing
    else is; nothing was refused without a cause."""
    records = journal.read(path)
    closings = ClosingOracle(log, verdict)
    tell(records, {ClosingAsked: closings.ask, ClosingSettled: closings.settle})
    closings.finish()  # now it knows when which day was closed
    corrections = CorrectionOracle(log, verdict, closings)
    events = EventOracle(log, verdict, corrections, closings)
    tell(records, {Sent: events.send, Answered: events.answer,
                   Asked: corrections.ask, Settled: corrections.settle})
    corrections.finish()
    events.finish()


def tell(records, steps):
    for record in records:
        if type(record) in steps:
            steps[type(record)](record)


class EventOracle:
    """Is told what the journal has, record by record; says what is wrong to `verdict`."""

    def __init__(self, log, verdict, corrections, closings):
        self.log, self.verdict = log, verdict
        self.corrections, self.closings = corrections, closings
        # By number: when it was sent last, the events, which were known to be retracted before.
        self.batches = {}
        self.contents = set()
        self.acknowledged = set()
        self.recorded = collections.Counter()

    def send(self, record):
        retracted = {key_of(event) for event in record.events} & self.corrections.acknowledged
        self.batches[record.batch] = record.at, record.events, retracted
        self.contents.update(record.events)

    def answer(self, record):
        sent_at, events, retracted = self.batches[record.batch]
        if len(events) != len(record.outcomes):
            self.verdict.faults.append(f"{len(record.outcomes)} outcomes of {len(events)} events")
        for place, (event, outcome) in enumerate(zip(events, record.outcomes)):
            self._judge(event, outcome, record.revision)
            if outcome == REFUSED:
                self._judge_refusal(event, record.reasons[str(place)], (sent_at, record.at))
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

    def _judge_refusal(self, event, reasons, between):
        """Whether there was a reason to refuse an event, and no other was named."""
        closed, others = "occurred_at closed" in reasons, set(reasons) - {"occurred_at closed"}
        # What is bad under any rules is refused at once, by rules that may be a second old.
        if closed and not others and not self.closings.was_closed(event.cell, *between):
            self.verdict.faults.append(f"{event} was refused, and its day was open")
        if others != {"quantity out_of_range"} if event.quantity < 0 else others or not closed:
            self.verdict.faults.append(f"{event} was refused for {reasons}")

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
        bureau, day = event.cell
        days[bureau, event.indicator, day].append(event)
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

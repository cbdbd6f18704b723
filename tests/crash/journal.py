"""What a client sent and was answered, flushed to disk before anything else happens.

The oracle of these tests: it does not depend on anything that the services or the database say
about themselves. One JSON array a line:

    ["sent", seconds, batch, [event, ...]]
    ["made", seconds, batch, bureau, count, subject]     sent: the events of made_events
    ["answered", seconds, batch, revision, [outcome, ...], {place: [why, ...]}]
    ["asked", seconds, batch, [correction, ...]]
    ["settled", seconds, batch, revision, [outcome, ...], {place: [why, ...]}]    the answer to that
    ["closing_asked", seconds, batch, closing]               of a closing or reopening
    ["closing_settled", seconds, batch, revision, outcome]
    ["failed", seconds, batch, code]     the outcome is unknown, or nothing was stored

Why something was refused is a field and its reason, such as "occurred_at closed", by the place in
the batch. Seconds are of the monotonic clock. A batch that failed is sent again under the same
number.
"""

import datetime as dt
import json
import os
import threading
import time
from typing import NamedTuple, Optional


SHANGHAI = dt.timezone(dt.timedelta(hours=8))


class Event(NamedTuple):
    """The content of an event, as it is stored."""
    id: str
    bureau: str
    indicator: str
    category: str
    quantity: int
    occurred_us: int  # microseconds since 1970
    subject: str

    @property
    def cell(self):
        """(bureau, statistic day): what closings close."""
        moment = dt.datetime.fromtimestamp(self.occurred_us // 1_000_000, SHANGHAI)
        return self.bureau, str(moment.date())


class Correction(NamedTuple):
    """What a request asks for, as it is stored; without a replacement it is a retraction."""
    request_id: str
    bureau: str
    event_id: str
    reason: str
    replacement: Optional[Event]

    @property
    def target(self):
        """Which event no longer counts."""
        return self.bureau, self.event_id

    def breaks_a_rule(self):
        """One of those that these tests break."""
        new = self.replacement
        return self.reason == "" or (
            new is not None and (new.quantity < 0 or new.bureau != self.bureau))


class Closing(NamedTuple):
    """What a request asks for. It closes days, or takes back a closing or some of it."""
    request_id: str
    reopens: int  # revision of the closing that it takes back; 0: it closes
    first_day: str  # such as 2023-01-05; of a reopening nothing: all days, and as the last day too
    last_day: str
    scope: str  # "all", "region 230108" or "bureaus finance,justice"; nothing: all bureaus
    reason: str


def made_events(batch, bureau, count, subject):
    """Events in bulk, whose content follows from so little that a journal of millions is small."""
    return [Event(id=made_id(batch, i), bureau=bureau, indicator="mediation.disputes_received",
                  category="", quantity=1 + i % 7,
                  occurred_us=(1_672_502_400 + i % 20 * 86_400) * 1_000_000, subject=subject)
            for i in range(count)]


def made_id(batch, index):
    return f"{batch:08x}-0000-4000-8000-{index:012x}"


class Sent(NamedTuple):
    at: float
    batch: int
    events: list


class Answered(NamedTuple):
    at: float
    batch: int
    revision: int
    outcomes: list
    reasons: dict  # by place, as text


class Asked(NamedTuple):
    at: float
    batch: int
    corrections: list


class Settled(NamedTuple):
    at: float
    batch: int
    revision: int
    outcomes: list
    reasons: dict  # as in Answered


class ClosingAsked(NamedTuple):
    at: float
    batch: int
    closing: Closing


class ClosingSettled(NamedTuple):
    at: float
    batch: int
    revision: int
    outcome: int


class Failed(NamedTuple):
    at: float
    batch: int
    code: str


KINDS = {"sent": Sent, "answered": Answered, "asked": Asked, "settled": Settled,
         "closing_asked": ClosingAsked, "closing_settled": ClosingSettled, "failed": Failed}


class Journal:
    """Threads: any."""

    def __init__(self, path):
        self.path = path
        self.flushes = True  # each record, to disk; not worth it where no client ever dies
        self.lock = threading.Lock()
        self.batches = 0
        self.fd = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_APPEND, 0o644)

    def close(self):
        os.close(self.fd)

    def next_batch(self):
        with self.lock:
            self.batches += 1
            return self.batches

    def sent(self, batch, events):
        self._write("sent", batch, events)

    def made(self, batch, bureau, count, subject):
        self._write("made", batch, bureau, count, subject)

    def answered(self, batch, revision, outcomes, reasons):
        self._write("answered", batch, revision, outcomes, reasons)

    def asked(self, batch, corrections):
        self._write("asked", batch, corrections)

    def settled(self, batch, revision, outcomes, reasons):
        self._write("settled", batch, revision, outcomes, reasons)

    def closing_asked(self, batch, closing):
        self._write("closing_asked", batch, closing)

    def closing_settled(self, batch, revision, outcome):
        self._write("closing_settled", batch, revision, outcome)

    def failed(self, batch, code):
        self._write("failed", batch, code)

    def _write(self, kind, *fields):
        line = json.dumps([kind, time.monotonic(), *fields]) + "\n"
        os.write(self.fd, line.encode())
        if self.flushes:
            os.fdatasync(self.fd)


def read(path):
    """All records in order."""
    records = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            kind, *fields = json.loads(line)
            if kind == "made":
                at, batch, *recipe = fields
                records.append(Sent(at, batch, made_events(batch, *recipe)))
                continue
            record = KINDS[kind](*fields)
            if kind == "sent":
                record = record._replace(events=[Event(*event) for event in record.events])
            elif kind == "asked":
                record = record._replace(corrections=[correction_of(fields)
                                                      for fields in record.corrections])
            elif kind == "closing_asked":
                record = record._replace(closing=Closing(*record.closing))
            records.append(record)
    return records


def correction_of(fields):
    """A correction as it was before it became JSON."""
    *texts, replacement = fields
    return Correction(*texts, replacement and Event(*replacement))

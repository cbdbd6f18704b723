"""What clients know to be recorded, and what they ask to have corrected of it.

Most requests can be done. The others repeat one, name what another client may be correcting, or
break a rule, so that every outcome occurs.
"""

import collections
import threading

from journal import Correction
from random_events import random_event, random_id

MOST = 5_000  # of each kind that is remembered
REASONS = ["counted by another bureau", "数量填错", "wrong day"]


class KnownEvents:
    """Example:
        known = KnownEvents()
        known.add(events)  # that were acknowledged
        corrections = known.corrections(source, 20, replacing=True)
        known.settled(corrections)  # those that were acknowledged
    Threads: any.
    """

    def __init__(self):
        self.lock = threading.Lock()
        self.recorded = []
        # Events that a correction names, which may be on its way still.
        self.named = collections.deque(maxlen=MOST)
        # Acknowledged corrections by whether they replace.
        self.done = {replacing: collections.deque(maxlen=MOST) for replacing in (False, True)}

    def __bool__(self):
        return bool(self.recorded)

    def add(self, events):
        with self.lock:
            self.recorded += events[:MOST - len(self.recorded)]

    def settled(self, corrections):
        with self.lock:
            for correction in corrections:
                self.done[correction.replacement is not None].append(correction)
        self.add([correction.replacement for correction in corrections if correction.replacement])

    def event_again(self, source):
        """One to send again: recorded, or perhaps retracted."""
        with self.lock:
            choice = self.named if self.named and source.random() < 0.3 else self.recorded
            return source.choice(choice or self.named)

    def corrections(self, source, size, replacing):
        """A batch of requests, which all have a replacement or all have none."""
        batch = []
        for _ in range(size):
            chance = source.random()
            if chance < 0.1 and self.done[replacing]:
                batch.append(again(source, self._done(source, replacing)))
            elif chance < 0.15 and batch:
                batch.append(after(source, source.choice(batch)))
            elif chance < 0.17:
                batch.append(impossible(source, self.event_again(source),
                                        self.event_again(source), replacing))
            else:
                batch.append(correction_of(source, self._name(source), replacing))
        return batch

    def _done(self, source, replacing):
        with self.lock:
            return source.choice(self.done[replacing])

    def _name(self, source):
        """An event to correct. Others rarely get it to correct too."""
        with self.lock:
            if not self.recorded:
                return random_event(source)  # that nobody has sent
            place = source.randrange(len(self.recorded))
            event = self.recorded[place]
            self.named.append(event)
            if source.random() < 0.95:
                self.recorded[place] = self.recorded[-1]
                self.recorded.pop()
            return event


def correction_of(source, event, replacing):
    return Correction(random_id(source), event.bureau, event.id, source.choice(REASONS),
                      replacement_of(source, event) if replacing else None)


def replacement_of(source, event):
    """An event that differs from the old one in one respect or in all."""
    new = random_event(source, event.bureau)
    field = source.choice(["quantity", "occurred_us", "indicator", None])
    return new if field is None else event._replace(id=new.id, **{field: getattr(new, field)})


def again(source, done):
    """A request that was done: the same, or one that takes its id or its event."""
    chance = source.random()
    if chance < 0.6:
        return done
    if chance < 0.8:
        return done._replace(reason=done.reason + ", after all")
    return done._replace(request_id=random_id(source))


def after(source, first):
    """A request that depends on one before it in its batch."""
    if first.replacement is None or source.random() < 0.5:
        return first
    return correction_of(source, first.replacement, True)


def impossible(source, event, other, replacing):
    """A request that is refused whatever clients do at the same time."""
    correction = correction_of(source, event, replacing)
    faults = [{"reason": ""}, {"event_id": random_id(source)}]
    if replacing:
        faults += [{"replacement": correction.replacement._replace(quantity=-1)},
                   {"replacement": other}]  # its id is taken, or its bureau is another
    return correction._replace(**source.choice(faults))

"""Holds what was answered about closings against the ledger, and says when which day was closed.

Bureaus and days of a closing are worked out here from what was asked for. So it is the requests
that tell what must be refused and what must not, and not what the service made of them.
"""

import collections
import math
from typing import NamedTuple

from closed_cells import closed_by, taken_back
from random_events import BUREAUS

DONE, DUPLICATE, REFUSED = 1, 2, 3


class Span(NamedTuple):
    """How long a closing closed a day of a bureau."""
    first_revision: int  # at which it closed
    last_revision: float  # at which a reopening opened again; infinite if none did
    asked_at: float  # from then on it can have been closed
    opened_at: float  # when the reopening was answered: from then on it must be open


class ClosingOracle:
    """Is told what the journal has of closings, record by record, and then to `finish`; says what
    is wrong to `verdict`."""

    def __init__(self, log, verdict):
        self.log, self.verdict = log, verdict
        self.batches = {}  # closings by number
        self.asked_at = {}  # by closing: the first time
        self.answered_at = {}  # by id of a request that was done: the first time
        self.done = collections.Counter()
        self.of_revision = {stored.revision: stored for stored in log.closings.values()}
        self.spans = collections.defaultdict(list)  # by (bureau, day)

    def ask(self, record):
        self.batches[record.batch] = record.closing
        self.asked_at.setdefault(record.closing, record.at)

    def settle(self, record):
        closing = self.batches[record.batch]
        stored = self.log.closings.get(closing.request_id)
        if record.outcome in (DONE, DUPLICATE):
            self.answered_at.setdefault(closing.request_id, record.at)
            self.done[closing.request_id] += record.outcome == DONE
            if stored is None or not self._is_of(stored, closing):
                self.verdict.lost.append(f"{closing}: the ledger has {stored}")
            elif stored.revision != record.revision:
                self.verdict.faults.append(
                    f"{closing} is of revision {stored.revision}, not of {record.revision}")
        elif record.outcome != REFUSED or not self._is_refusable(closing, stored):
            self.verdict.faults.append(
                f"{closing} got outcome {record.outcome}, the ledger has {stored}")

    def finish(self):
        """Judges what only all answers together tell."""
        self.verdict.closings = len(self.answered_at)
        self.verdict.doubled += [f"done {count} times: {request}"
                                 for request, count in self.done.items() if count > 1]
        left = collections.defaultdict(set)  # by revision of a closing: what it still closes
        for revision, stored in sorted(self.of_revision.items()):
            closing = self._asked_for(stored)
            if closing is None:
                self.verdict.faults.append(f"nobody asked for {stored.closing}")
                continue
            cells = left[revision] = self._cells_of(closing, left)
            if {cell for cell in stored.cells if cell[0] in BUREAUS} != cells:
                self.verdict.faults.append(f"{closing} is recorded as {sorted(stored.cells)}")
            if closing.reopens:
                left[closing.reopens] -= cells
                self._end_spans(closing, revision, cells)
            else:
                self._begin_spans(closing, revision, cells)
        self._check_log()

    def was_closed(self, cell, since, until):
        """Whether the (bureau, day) can have been closed at a moment between these."""
        return any(span.asked_at <= until and since <= span.opened_at
                   for span in self.spans.get(cell, ()))

    def _check_log(self):
        """Nothing was recorded or retracted of a day that was closed at that revision."""
        for stored in self.log.events.values():
            self._check_open(stored.event.cell, stored)
        for key, retraction in self.log.retractions.items():
            self._check_open(self.log.events[key].event.cell, retraction)

    def _check_open(self, cell, stored):
        for span in self.spans.get(cell, ()):
            if span.first_revision < stored.revision < span.last_revision:
                self.verdict.faults.append(f"{cell} was closed by {span}, and took {stored}")

    def _begin_spans(self, closing, revision, cells):
        for cell in cells:
            self.spans[cell].append(Span(revision, math.inf, self.asked_at[closing], math.inf))

    def _end_spans(self, closing, revision, cells):
        opened_at = self.answered_at.get(closing.request_id, math.inf)
        for cell in cells:
            self.spans[cell] = [
                span._replace(last_revision=revision, opened_at=opened_at)
                if span.first_revision == closing.reopens else span for span in self.spans[cell]]

    def _cells_of(self, closing, left):
        if not closing.reopens:
            return closed_by(closing)
        return taken_back(closing, left[closing.reopens])

    def _asked_for(self, stored):
        """The request behind what is recorded, if there was any."""
        return next((closing for closing in self.asked_at if self._is_of(stored, closing)), None)

    def _is_of(self, stored, closing):
        """Whether what is recorded is what was asked for. A reopening of all names the days of its
        closing, and all bureaus."""
        wanted = closing._replace(scope=closing.scope or "all")
        if closing.reopens and not closing.first_day:
            whole = self.of_revision.get(closing.reopens)
            if whole is None:
                return False
            wanted = wanted._replace(first_day=whole.closing.first_day,
                                     last_day=whole.closing.last_day)
        return stored.closing == wanted

    def _is_refusable(self, closing, stored):
        """Whether its id stands for something else, or what it takes back is no closing."""
        taken = stored is not None and not self._is_of(stored, closing)
        back = self.of_revision.get(closing.reopens)
        return taken or (closing.reopens and (back is None or back.closing.reopens))

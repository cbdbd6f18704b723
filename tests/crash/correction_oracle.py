"""Holds what was answered about corrections against the log.

A retraction is a correction without a replacement. What refuses one never goes away again, except
a closed day. So the log that is read at the end tells whether a refusal was right, together with
the times at which a day was closed.
"""

import collections

DONE, DUPLICATE, REFUSED = 1, 2, 3
CLOSED = {"event_id closed", "replacement.occurred_at closed"}


class CorrectionOracle:
    """Is told what the journal has, record by record; says what is wrong to `verdict`."""

    def __init__(self, log, verdict, closings):
        self.log, self.verdict, self.closings = log, verdict, closings
        self.brought_ids = {(bureau, retraction.replaced_by)
                            for (bureau, _), retraction in log.retractions.items()}
        # By number: when it was sent last, the corrections, which were acknowledged before.
        self.batches = {}
        self.asked = set()
        self.acknowledged = set()  # (bureau, id of the event) of what was answered so far
        self.done = collections.Counter()  # the same: how often it was answered DONE

    def ask(self, record):
        known = {correction.target for correction in record.corrections} & self.acknowledged
        self.batches[record.batch] = record.at, record.corrections, known
        self.asked.update(record.corrections)

    def settle(self, record):
        sent_at, corrections, known = self.batches[record.batch]
        if len(corrections) != len(record.outcomes):
            self.verdict.faults.append(
                f"{len(record.outcomes)} outcomes of {len(corrections)} corrections")
        refused = [each for each, outcome in zip(corrections, record.outcomes)
                   if outcome == REFUSED]
        for place, (correction, outcome) in enumerate(zip(corrections, record.outcomes)):
            if outcome == REFUSED:
                again = corrections.count(correction) > 1 and correction.target not in known
                self._judge_refusal(correction, record.reasons[str(place)], again, refused,
                                    (sent_at, record.at))
            else:
                self._judge(correction, outcome, record.revision)
            if outcome in (DONE, DUPLICATE):
                self.acknowledged.add(correction.target)
            self.done[correction.target] += outcome == DONE

    def finish(self):
        """Judges what only all answers together tell."""
        self.verdict.corrected = len(self.acknowledged)
        self.verdict.doubled += [f"retracted {count} times: {target}"
                                 for target, count in self.done.items() if count > 1]
        # Each is there as a whole, and as somebody asked for it.
        for correction in self.log.corrections():
            if correction not in self.asked:
                self.verdict.faults.append(f"nobody asked for {correction}")
            elif not self._is_there(correction):
                self.verdict.faults.append(f"not in one piece: {correction}")

    def brought(self, event):
        """Whether the event is in the log as some correction's replacement."""
        return (event.bureau, event.id) in self.brought_ids

    def _is_there(self, correction):
        """Whether the log has it: its retraction and its replacement, both of one entry."""
        found = self.log.retractions.get(correction.target)
        new = correction.replacement
        if found is None or (found.request_id, found.reason, found.replaced_by) != (
                correction.request_id, correction.reason, new.id if new else ""):
            return False
        if new is None:
            return True
        stored = self.log.events.get((new.bureau, new.id))
        return stored is not None and (stored.event, stored.entry_id) == (new, found.entry_id)

    def _judge(self, correction, outcome, revision):
        """Whether the answer to a correction is true."""
        found = self.log.retractions.get(correction.target)
        if outcome in (DONE, DUPLICATE):
            if not self._is_there(correction):
                self.verdict.lost.append(f"{correction}: the log has {found}")
            elif found.revision > revision:
                self.verdict.faults.append(
                    f"{correction} is of revision {found.revision}, not of {revision}")
        else:
            self.verdict.faults.append(f"{correction} got outcome {outcome}, the log has {found}")

    def _judge_refusal(self, correction, reasons, again, refused, between):
        """Whether a correction was refused for a cause. `again`: its batch has it twice, so that it
        may have been done the second time. `refused`: all of the batch."""
        closed = not CLOSED.isdisjoint(reasons)
        told = f"{correction} was refused for {reasons}"
        if closed and not self._was_closed(correction, reasons, between):
            self.verdict.faults.append(f"{told}, and its day was open")
        elif self._is_there(correction):
            if not (closed and again):
                self.verdict.faults.append(f"{told}, and is done")
        elif not (closed or self._is_refusable(correction, refused)):
            self.verdict.faults.append(told)

    def _is_refusable(self, correction, refused):
        """Whether it breaks a rule, or something in the log is in its way, or its event was not
        there yet."""
        new = correction.replacement
        return (correction.breaks_a_rule()
                or correction.target not in self.log.events
                or correction.target in self.log.retractions
                or (new is not None and (new.bureau, new.id) in self.log.events)
                or any(each.replacement is not None and correction.target == (
                    each.replacement.bureau, each.replacement.id) for each in refused))

    def _was_closed(self, correction, reasons, between):
        """Whether the day of its event, or of the one in its place, can have been closed, as the
        reasons say."""
        events = {"event_id closed": self.log.event(correction.target),
                  "replacement.occurred_at closed": correction.replacement}
        return all(self.closings.was_closed(events[reason].cell, *between)
                   for reason in CLOSED.intersection(reasons))

"""What a client asks for that closes days on which others report, and opens them again.

A few closings are in force at a time, of a few days each. So most of what the others send is taken,
and nothing is refused for ever. Closings overlap, and are taken back whole or in parts.
"""

import datetime as dt

from closed_cells import REGION, closed_by, taken_back
from closing_oracle import DONE, DUPLICATE
from journal import Closing
from random_events import BUREAUS, DAYS, random_id

MOST_IN_FORCE = 3
MOST_DAYS = 4
FIRST_DAY = dt.date(2023, 1, 1)
REASONS = ["annual report", "年报定稿"]


class Closer:
    """Example:
        closer = Closer(source)
        closing = closer.next()
        closer.settled(closing, *closing_calls.send(stub, closing, 10))
    Threads: one.
    """

    def __init__(self, source):
        self.source = source
        self.left = {}  # by revision of a closing in force: the cells that it still closes
        self.done = []

    def next(self):
        """A closing or a reopening, or rarely one that repeats another."""
        chance = self.source.random()
        if self.done and chance < 0.1:
            return self._again()
        if self.left and (len(self.left) == MOST_IN_FORCE or chance < 0.6):
            return self._reopening()
        return self._closing()

    def last(self):
        """A reopening of all that some closing in force still closes."""
        return Closing(random_id(self.source), next(iter(self.left)), "", "", "", "mended")

    def settled(self, closing, revision, outcome):
        if outcome not in (DONE, DUPLICATE) or closing in self.done:
            return
        self.done.append(closing)
        if not closing.reopens:
            self.left[revision] = closed_by(closing)
            return
        left = self.left[closing.reopens]
        left -= taken_back(closing, left)
        if not left:
            del self.left[closing.reopens]

    def _closing(self):
        source = self.source
        first = source.randrange(DAYS)
        last = min(DAYS - 1, first + source.randrange(MOST_DAYS))
        scope = source.choice(["all", f"region {REGION}", "bureaus"])
        if scope == "bureaus":
            scope = "bureaus " + ",".join(sorted(source.sample(BUREAUS, source.randint(1, 3))))
        return Closing(random_id(source), 0, str(FIRST_DAY + dt.timedelta(days=first)),
                       str(FIRST_DAY + dt.timedelta(days=last)), scope, source.choice(REASONS))

    def _reopening(self):
        """Of a day, of a bureau, of both or of all."""
        revision = self.source.choice(list(self.left))
        bureau, day = self.source.choice(sorted(self.left[revision]))
        day = self.source.choice([day, ""])
        scope = self.source.choice([f"bureaus {bureau}", f"region {REGION}", "all", ""])
        return Closing(random_id(self.source), revision, day, day, scope, "mended")

    def _again(self):
        """A request that was done: the same, or one that takes its id; or one that takes back what
        is no closing."""
        done = self.source.choice(self.done)
        return self.source.choice([
            done, done._replace(reason=done.reason + ", after all"),
            Closing(random_id(self.source), 1, "", "", "", "the catalog's revision")])

"""What an access list allows, worked out a day at a time.

Written from the words of proto/jurimeter/v1/access.proto and catalog.proto, and not from the
product's own evaluation, which it judges.
"""

import datetime as dt

ONE_DAY = dt.timedelta(days=1)


def days_from(first, last):
    day = first
    while day <= last:
        yield day
        day += ONE_DAY


def belongs_to(bureau, day):
    """The region of a bureau on a day: its own until the first assignment with another."""
    region = bureau["region"]
    for assigned in bureau["assignments"]:
        if assigned["from"] <= day and assigned["region"]:
            region = assigned["region"]
    return region


def is_there(bureau, day):
    begins, ends = bureau["begins"], bureau["ends"]
    return (begins is None or begins <= day) and (ends is None or day <= ends)


def is_in(scope, bureau, day):
    """Whether a scope, a pair such as ("region", "42"), has the bureau on this day."""
    kind, what = scope
    if kind == "all":
        return True
    if kind == "region":
        return belongs_to(bureau, day).startswith(what)
    return bureau["code"] in what


class Evaluation:
    """Of a list {code: [(kinds, scope), ...]} by a list of bureaus."""

    def __init__(self, bureaus, grants, certificates):
        self.bureaus = {bureau["code"]: bureau for bureau in bureaus}
        self.grants = grants
        self.certificates = certificates  # {code: name}
        self.order = [bureau["code"] for bureau in bureaus]

    def is_granted(self, principal, kind):
        return any(kind in kinds for kinds, _ in self.grants[principal])

    def may(self, principal, kind, code, day):
        return any(kind in kinds and is_in(scope, self.bureaus[code], day)
                   for kinds, scope in self.grants[principal])

    def asked(self, scope, first, last):
        """Each bureau and day that is asked for: days on which the bureau is there."""
        return [(code, day) for code in self.order for day in days_from(first, last)
                if is_there(self.bureaus[code], day) and is_in(scope, self.bureaus[code], day)]

    def may_all(self, principal, kind, scope, first, last):
        return self.is_granted(principal, kind) and all(
            self.may(principal, kind, code, day) for code, day in self.asked(scope, first, last))

    def narrowed(self, principal, kind, scope, first, last):
        return [(code, day) for code, day in self.asked(scope, first, last)
                if self.may(principal, kind, code, day)]

    def known(self, names, folded):
        """The one principal whose name is among those of a certificate."""
        fold = str.lower if folded else str
        names = {fold(name) for name in names}
        found = {code for code, name in self.certificates.items() if name and fold(name) in names}
        return found.pop() if len(found) == 1 else ""

#!/usr/bin/env python3
"""Writes expected.tsv, expected_warnings.tsv and expected_completeness.tsv.

They are what Jurimeter must answer on this sample: a second opinion that shares no code with it.
expected_indicators.py has the definitions, written by hand after proto/jurimeter/v1/catalog.proto;
every number is counted from events.csv by scanning it; the arithmetic is Python's whole numbers and
fractions. It needs Python 3.11's standard library only.

    python3 expected_figures.py                 # beside this file
    python3 expected_figures.py -o /tmp         # into a directory
"""

import argparse
import collections
import csv
import dataclasses
import datetime as dt
import pathlib
from fractions import Fraction

from expected_indicators import (BUREAUS, COUNTS, FIRST_DAY, HISTORY, INDICATORS, OUTCOMES, RATIOS,
                                 L, M, R, is_there, region_of)
from expected_periods import ONE_DAY, Period, days_of, earlier, period_of, split
from expected_printing import PERCENT2, SHIFTS, printed
from expected_questions import COMPLETENESS, QUESTIONS, WARNINGS

HERE = pathlib.Path(__file__).parent
SHANGHAI = dt.timezone(dt.timedelta(hours=8))

GROWTHS = ("growth", "average_growth")

OK, NO_DATA, UNDEFINED, NOT_APPLICABLE = "OK", "NO_DATA", "UNDEFINED", "NOT_APPLICABLE"

# ---- Events and scopes ----

@dataclasses.dataclass(frozen=True)
class Event:
    bureau: str
    category: str
    quantity: int
    day: dt.date
    order: tuple


def whole_of(row):
    """The quantity of a row in the smallest unit of its indicator."""
    units, _, decimals = row["quantity"].partition(".")
    return int(units + decimals.ljust(INDICATORS[row["indicator"]].decimals, "0"))


def read_events():
    """The events of each indicator."""
    events = collections.defaultdict(list)
    with open(HERE / "events.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            moment = dt.datetime.fromisoformat(row["occurred_at"]).astimezone(SHANGHAI)
            events[row["indicator"]].append(Event(
                row["bureau"], row["category"], whole_of(row), moment.date(),
                (moment, row["event_id"])))
    return events


EVENTS = read_events()


@dataclasses.dataclass(frozen=True)
class Scope:
    """Who counts. `whole`: only regions of just this code."""
    region: str = ""
    bureaus: tuple = ()
    outer: str = ""  # a region within which all this lies
    whole: bool = False

    def has(self, bureau, day):
        if not is_there(bureau, day):
            return False
        region = region_of(bureau, day)
        fits = region == self.region if self.whole else region.startswith(self.region)
        return fits and region.startswith(self.outer) and bureau in (self.bureaus or BUREAUS)

    def members(self, period):
        """Bureaus that belong to it on some day of a period."""
        return [bureau for bureau in BUREAUS
                if any(self.has(bureau, day) for day in days_of(period))]


@dataclasses.dataclass(frozen=True)
class Question:
    period: Period
    scope: Scope
    category: str | None = None

    def at(self, period):
        return dataclasses.replace(self, period=period)


def bureau_parts(scope, period):
    return [(bureau, dataclasses.replace(scope, bureaus=(bureau,)))
            for bureau in scope.members(period)]


def region_parts(scope, period, length):
    codes = {region_of(bureau, day)[:length] for bureau in BUREAUS for day in days_of(period)
             if scope.has(bureau, day)}
    return [(code, Scope(code, scope.bureaus, scope.region, whole=len(code) < length))
            for code in sorted(codes)]


# ---- Values ----

@dataclasses.dataclass(frozen=True)
class Value:
    status: str
    exact: tuple = ()
    number: Fraction | None = None
    holders: tuple = ()


def units(code):
    """Decimals of the integers behind an indicator, and of those that they are divided by."""
    indicator = INDICATORS[code]
    if indicator.kind in ("coverage", "rank", "count_beyond"):
        return 0, 0
    if not indicator.of:
        return indicator.decimals, 0
    above, below = units(indicator.of[0])
    if indicator.kind in ("ratio", "share", "region_share"):
        return above, units(indicator.of[-1])[0]
    return above, below


def count(code, question):
    """The status of a count, and its number."""
    indicator = INDICATORS[code]
    period, category = question.period, question.category
    if indicator.kind == "sum":
        return count_sum(indicator, question)
    if indicator.kind == "cumulative":
        first = FIRST_DAY
        if indicator.since:
            first = dt.date(indicator.since, 1, 1)
        if indicator.years:
            first = dt.date(period.last.year - indicator.years + 1, 1, 1)
        if first < FIRST_DAY:
            return NOT_APPLICABLE, 0
        return count(indicator.of[0], question.at(Period(first, period.last)))
    if indicator.kind == "part":
        if category is not None:
            return NOT_APPLICABLE, 0
        return count(indicator.of[0], dataclasses.replace(question, category=indicator.category))
    declared = indicator.categories + ("",) if indicator.categories else ()
    if category is not None and category not in declared:
        return NOT_APPLICABLE, 0
    wanted = [event for event in EVENTS[code] if category in (None, event.category)]
    if indicator.kind == "stock":
        return count_levels(wanted, question)
    counted = [event.quantity for event in wanted if period.first <= event.day <= period.last
               and question.scope.has(event.bureau, event.day)]
    return OK if counted else NO_DATA, sum(counted)


def count_levels(events, question):
    """The last level of each bureau and category."""
    last_day = question.period.last
    levels = {}
    for event in sorted(events, key=lambda event: event.order):
        if event.day <= last_day and question.scope.has(event.bureau, last_day):
            levels[event.bureau, event.category] = event.quantity
    return OK if levels else NO_DATA, sum(levels.values())


def count_sum(indicator, question):
    eve = question.period.first - ONE_DAY
    counts = [(factor, count(code, question.at(Period(eve, eve)) if opening else question))
              for code, (factor, opening) in zip(indicator.of, indicator.terms)]
    statuses = [status for _, (status, _) in counts]
    if NOT_APPLICABLE in statuses:
        return NOT_APPLICABLE, 0
    return OK if OK in statuses else NO_DATA, sum(factor * number
                                                  for factor, (_, number) in counts)


def divide(numerator, denominator, scale):
    """A ratio of two counts."""
    statuses = {numerator[0], denominator[0]}
    if NOT_APPLICABLE in statuses:
        return Value(NOT_APPLICABLE)
    if statuses == {NO_DATA}:
        return Value(NO_DATA)
    exact = (numerator[1], denominator[1])
    if exact[1] <= 0:
        return Value(UNDEFINED, exact)
    return Value(OK, exact, Fraction(*exact) * scale)


def coverage(code, question):
    if question.category is not None:
        return Value(NOT_APPLICABLE)
    period, scope = question.period, question.scope
    expected = [bureau for bureau in scope.members(period)
                if bureau in (INDICATORS[code].reporters or BUREAUS)]
    reported = {event.bureau for event in EVENTS[code] if period.first <= event.day <= period.last
                and scope.has(event.bureau, event.day)}
    return divide((OK, len(reported & set(expected))), (OK, len(expected)), 1)


def as_ratio(value):
    if not value.exact:
        return 0, 1
    return value.exact if len(value.exact) == 2 else (value.exact[0], 1)


def compare(kind, current, prior, years=1):
    """A growth, multiple, change or average growth of one value over another."""
    if current.status not in (OK, UNDEFINED):
        return Value(current.status)
    if prior.status not in (OK, UNDEFINED, NO_DATA):
        return Value(prior.status)
    now, before = as_ratio(current), as_ratio(prior)
    exact = (now[0], before[0], now[1], before[1])
    if current.status == UNDEFINED or prior.status != OK:
        return Value(UNDEFINED, exact)
    if kind != "change" and before[0] <= 0:
        return Value(UNDEFINED, exact)
    if kind == "average_growth":
        return Value(OK, exact, root_growth(now[0], before[0], years))
    number = {"growth": lambda: current.number / prior.number - 1,
              "multiple": lambda: current.number / prior.number,
              "change": lambda: current.number - prior.number}[kind]()
    return Value(OK, exact, number)


def root_growth(current, prior, years):
    """(current / prior)^(1 / years) - 1 if it is a fraction of 10^-12; else one that lies between
    the same two of them: enough for printing up to 11 digits."""
    one = 10**12
    low, high = 0, one * (current + prior)
    while low + 1 < high:
        middle = (low + high) // 2
        if middle**years * prior <= current * one**years:
            low = middle
        else:
            high = middle
    exact = low**years * prior == current * one**years
    return Fraction(2 * low + (0 if exact else 1), 2 * one) - 1


def rank(indicator, question):
    scope = question.scope
    if indicator.siblings == 0:
        # The named bureaus that are in the region on any day.
        named = [bureau for bureau in scope.bureaus
                 if any(scope.has(bureau, day) for day in HISTORY)]
        if len(named) != 1:
            return Value(NOT_APPLICABLE)
        own, home = named[0], region_of(named[0], question.period.last)
        if own not in scope.members(question.period):
            return Value(NO_DATA)
    else:
        if scope.bureaus or len(scope.region) != indicator.siblings:
            return Value(NOT_APPLICABLE)
        own = home = scope.region
    among = Scope(home[:indicator.within])
    values = {key: value for key, value in over(indicator, among, question)}
    mine = values.get(own, Value(NO_DATA))
    if mine.status != OK:
        return Value(mine.status)
    numbers = [value.number for value in values.values() if value.status == OK]
    ahead = [number for number in numbers
             if (number < mine.number if indicator.least_first else number > mine.number)]
    return Value(OK, (len(ahead) + 1, len(numbers)), Fraction(len(ahead) + 1))


def over(indicator, scope, question):
    """The values of the bureaus or regions of a scope."""
    period = question.period
    if indicator.siblings:
        parts = [part for part in region_parts(scope, period, indicator.siblings)
                 if len(part[0]) == indicator.siblings]
    else:
        parts = bureau_parts(scope, period)
    return [(key, evaluate(indicator.of[0], dataclasses.replace(question, scope=part)))
            for key, part in parts]


def beyond(indicator, question):
    numbers = [value.number for _, value in over(indicator, question.scope, question)
               if value.status == OK]
    if not numbers:
        return Value(NO_DATA)
    passing = sum(1 for number in numbers if indicator.passes(number))
    return Value(OK, (passing,), Fraction(passing))


def maximum(indicator, question):
    values = [(key, value) for key, value in over(indicator, question.scope, question)
              if value.status == OK]
    if not values:
        return Value(NO_DATA)
    best = max(value.number for _, value in values)
    holders = tuple(key for key, value in values if value.number == best)
    first = next(value for _, value in values if value.number == best)
    return dataclasses.replace(first, holders=holders)


def evaluate(code, question):
    indicator = INDICATORS[code]
    kind = indicator.kind
    above, below = units(code)
    if kind in COUNTS:
        status, number = count(code, question)
        return Value(status, (number,), Fraction(number, 10**above)) if status == OK \
            else Value(status)
    if kind == "ratio":
        return divide(*(count(of, question) for of in indicator.of),
                      Fraction(indicator.per * 10**below, 10**above))
    if kind == "share":
        part = NOT_APPLICABLE, 0
        if question.category is None:
            part = count(indicator.of[0],
                         dataclasses.replace(question, category=indicator.category))
        return divide(part, count(indicator.of[0], question), 1)
    if kind == "region_share":
        if len(question.scope.region) <= indicator.siblings:
            return Value(NOT_APPLICABLE)
        parent = Scope(question.scope.region[:indicator.siblings])
        return divide(count(indicator.of[0], question),
                      count(indicator.of[0], dataclasses.replace(question, scope=parent)), 1)
    if kind == "coverage":
        return coverage(indicator.of[0], question)
    if kind in ("rank", "count_beyond", "maximum"):
        return {"rank": rank, "count_beyond": beyond, "maximum": maximum}[kind](
            indicator, question)
    against = indicator.years if kind == "average_growth" else indicator.against
    prior = question.at(earlier(question.period, against))
    return compare(kind, evaluate(indicator.of[0], question), evaluate(indicator.of[0], prior),
                   indicator.years)


# ---- The tables ----

COLUMNS = ["period", "region", "bureaus", "compare", "by", "part", "indicator", "status", "exact",
           "decimals", "display", "holders", "compared_status", "compared_exact",
           "compared_display", "growth", "change"]
WHOLE = "*"  # the part that is the whole: "" is the part of what has no category


def exact_text(code, exact):
    """`1756`, `1756 / 1767`, `80 <- 33`, `2 of 8`."""
    if not exact:
        return ""
    kind = INDICATORS[code].kind
    if kind == "maximum":
        return exact_text(INDICATORS[code].of[0], exact)
    if kind == "rank":
        return f"{exact[0]} of {exact[1]}"
    if kind in ("growth", "multiple", "change", "average_growth"):
        if exact[2:] == (1, 1):
            return f"{exact[0]} <- {exact[1]}"
        return f"{exact[0]} / {exact[2]} <- {exact[1]} / {exact[3]}"
    return " / ".join(map(str, exact))


def display_of(code, value):
    how = INDICATORS[code].how
    if INDICATORS[code].kind == "maximum":
        how = INDICATORS[INDICATORS[code].of[0]].how
    how = dataclasses.replace(how, growth=INDICATORS[code].kind in GROWTHS)
    return printed(value.number, how) if value.status == OK else ""


def compared_cells(code, question, value, against):
    """How a figure compares with another period."""
    indicator = INDICATORS[code]
    prior = evaluate(code, question.at(earlier(question.period, against)))
    how = indicator.how
    growth = change = ""
    if indicator.kind in COUNTS | RATIOS:
        scale = "个百分点" if how.scale == "%" else how.scale
        difference = compare("change", value, prior)
        if difference.status == OK:
            change = printed(difference.number, dataclasses.replace(
                how, scale=scale, bound="", sign="always"))
        relative = compare("growth", value, prior)
        if relative.status == OK and how.scale != "%":
            growth = printed(relative.number, dataclasses.replace(
                PERCENT2, rounding=how.rounding, growth=True))
    return [prior.status, exact_text(code, prior.exact), display_of(code, prior), growth, change]


def parts_of(by, question, codes):
    """The parts of a breakdown, in their order: key and question."""
    period, scope = question.period, question.scope
    if by == "bureau":
        return [(key, dataclasses.replace(question, scope=part))
                for key, part in bureau_parts(scope, period)]
    if by.startswith("region:"):
        return [(key, dataclasses.replace(question, scope=part))
                for key, part in region_parts(scope, period, int(by[7:]))]
    if by == "category":
        declared = []
        for code in codes:
            declared += [category for category in categories_behind(code)
                         if category not in declared]
        parts = [(key, dataclasses.replace(question, category=key)) for key in declared + [""]]
        return [part for part in parts if part[0] or any(
            evaluate(code, part[1]).status in (OK, UNDEFINED) for code in codes)]
    months = {"month": 1, "quarter": 3, "year": 12}[by]
    return [(key, question.at(part)) for key, part in split(period, months)]


def categories_behind(code):
    found = list(INDICATORS[code].categories)
    for operand in INDICATORS[code].of:
        found += [category for category in categories_behind(operand) if category not in found]
    return found


def against_of(word):
    return {"period-before": "before", "year-before": 1}.get(word) or int(word.split("-")[0])


def figure_rows():
    for asked in QUESTIONS:
        codes = list(INDICATORS) if asked["indicators"] == "all" else asked["indicators"].split()
        region, bureaus = asked.get("region", ""), asked.get("bureaus", "")
        whole = Question(period_of(asked["period"]),
                         Scope(region, tuple(bureaus.split(",")) if bureaus else ()))
        parts = [(WHOLE, whole)]
        if "by" in asked:
            parts += parts_of(asked["by"], whole, codes)
        for key, question in parts:
            for code in codes:
                value = evaluate(code, question)
                compared = [""] * 5
                if "compare" in asked:
                    compared = compared_cells(code, question, value, against_of(asked["compare"]))
                yield [asked["period"], region, bureaus, asked.get("compare", ""),
                       asked.get("by", ""), key, code, value.status,
                       exact_text(code, value.exact), "{} {}".format(*units(code)),
                       display_of(code, value), ",".join(value.holders), *compared]


# ---- Rules ----

@dataclasses.dataclass(frozen=True)
class Rule:
    codes: tuple
    holds: object  # of the numbers


RULES = {
    "settled_were_received": Rule((M + "succeeded", M + "disputes"), lambda a, b: a <= b),
    "outcomes_add_up": Rule(tuple(R + outcome for outcome in OUTCOMES) + (R + "concluded",),
                            lambda *numbers: sum(numbers[:-1]) == numbers[-1]),
    "appearance_is_usual": Rule((L + "appearance_rate",),
                                lambda rate: Fraction(80, 100) <= rate <= 1),
    "won_were_concluded": Rule((L + "won", L + "concluded"), lambda a, b: a <= b),
}
WARNING_COLUMNS = ["period", "region", "rule", "bureau", "first_day", "last_day", "numbers"]


def number_text(code, number):
    """Without rounding where it ends within 9 decimals."""
    how = dataclasses.replace(INDICATORS[code].how, bound="")
    shifted = number * Fraction(10) ** (SHIFTS[how.scale] + 9)
    if shifted.denominator == 1:
        how = dataclasses.replace(how, decimals=9, keep_zeros=False)
    return printed(number, dataclasses.replace(how, growth=INDICATORS[code].kind in GROWTHS))


def warning_rows():
    for asked in WARNINGS:
        period, scope = period_of(asked["period"]), Scope(asked.get("region", ""))
        for name, rule in RULES.items():
            for bureau, part in [("", scope)] + bureau_parts(scope, period):
                values = [evaluate(code, Question(period, part)) for code in rule.codes]
                reported = sum(value.status == OK for value in values)
                if reported < (len(values) if bureau else 1):
                    continue
                numbers = [value.number or Fraction(0) for value in values]
                if not rule.holds(*numbers):
                    yield [asked["period"], asked.get("region", ""), name, bureau,
                           str(period.first), str(period.last),
                           ", ".join(f"{code} {number_text(code, number)}"
                                     for code, number in zip(rule.codes, numbers))]


# ---- Completeness ----

COMPLETENESS_COLUMNS = ["period", "region", "indicator", "expected", "reported", "bureau",
                        "is_expected", "events", "last_day"]


def completeness_rows():
    for asked in COMPLETENESS:
        code, period = asked["indicator"], period_of(asked["period"])
        scope = Scope(asked.get("region", ""))
        rows = []
        for bureau in scope.members(period):
            days = [event.day for event in EVENTS[code] if event.bureau == bureau]
            here = [day for day in days
                    if period.first <= day <= period.last and scope.has(bureau, day)]
            expected = bureau in (INDICATORS[code].reporters or BUREAUS)
            if expected or here:
                last = max((day for day in days if day <= period.last), default="")
                rows.append((bureau, expected, len(here), last))
        expected = sum(row[1] for row in rows)
        reported = sum(1 for row in rows if row[1] and row[2])
        for bureau, is_expected, events, last in rows:
            yield [asked["period"], asked.get("region", ""), code, expected, reported, bureau,
                   "yes" if is_expected else "no", events, last]


def write(path, columns, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
        writer.writerow(columns)
        writer.writerows(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=pathlib.Path, default=HERE)
    directory = parser.parse_args().output
    write(directory / "expected.tsv", COLUMNS, figure_rows())
    write(directory / "expected_warnings.tsv", WARNING_COLUMNS, warning_rows())
    write(directory / "expected_completeness.tsv", COMPLETENESS_COLUMNS,
          completeness_rows())


if __name__ == "__main__":
    main()

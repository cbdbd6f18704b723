#!/usr/bin/env python3
"""Writes expected.tsv, expected_warnings.tsv and expected_completeness.tsv.

They are what Jurimeter must answer on this sample.

This is a second opinion. It shares nothing with Jurimeter: the definitions below were written by
hand after proto/jurimeter/v1/catalog.proto, every number is counted from events.csv by scanning it,
and the arithmetic is Python's whole numbers and fractions with a rounding of its own. It needs
Python 3.11's standard library only.

    python3 expected_figures.py                 # beside this file
    python3 expected_figures.py -o /tmp         # into a directory
"""

import argparse
import calendar
import collections
import csv
import dataclasses
import datetime as dt
import pathlib
from fractions import Fraction

from expected_questions import COMPLETENESS, QUESTIONS, WARNINGS

HERE = pathlib.Path(__file__).parent
SHANGHAI = dt.timezone(dt.timedelta(hours=8))
FIRST_DAY = dt.date(2020, 1, 1)
ONE_DAY = dt.timedelta(1)

OK, NO_DATA, UNDEFINED, NOT_APPLICABLE = "OK", "NO_DATA", "UNDEFINED", "NOT_APPLICABLE"

# ---- Who reports: code, and (first day, region) from then on ----

BUREAUS = {
    "province_court": "99", "province_justice": "99", "linxi": "9901", "anling": "9902",
    "shiqiao": "9903", "xidong": "990101", "xixi": "990102", "pingchuan": "990121",
    "lingyang": "990201", "baishui": "990221", "liulin": "990222", "qiaotou": "990301",
    "yuntai": "990321",
}
MOVES = {"pingchuan": (dt.date(2023, 7, 1), "990223")}
COUNTIES = list(BUREAUS)[5:]
# A day of each state that the bureaus have been in.
HISTORY = [FIRST_DAY] + [day for day, _ in MOVES.values()]


def region_of(bureau, day):
    moved, region = MOVES.get(bureau, (dt.date.max, ""))
    return region if day >= moved else BUREAUS[bureau]


# ---- How numbers are printed ----

SHIFTS = {"": 0, "%": 2, "万": -4, "亿": -8, "倍": 0, "个百分点": 2}
# Words of a bound: before and after the number; whether it is cut downwards, upwards or to the
# nearest; whether it holds of the number itself.
WORDS = {
    "余": ("", "余", "down", False), "超": ("超", "", "down", False),
    "以上": ("", "以上", "down", True), "上": ("上", "", "down", True),
    "以内": ("", "以内", "up", True), "近": ("近", "", "up", False),
    "不足": ("不足", "", "up", False), "约": ("约", "", "", False),
}
MAGNITUDES = ["", "十", "百", "千", "万", "十万", "百万", "千万", "亿", "十亿", "百亿", "千亿"]


@dataclasses.dataclass(frozen=True)
class Print:
    """How a number is printed. `scale`: the sign behind the number, a key of SHIFTS."""
    scale: str = ""
    decimals: int = 0
    keep_zeros: bool = False
    rounding: str = "half_up"
    sign: str = ""  # "", "always" or "words"
    unit: str = ""  # printed behind the number where it is not empty
    bound: str = ""  # a key of WORDS
    step: int = 1
    magnitude: bool = False


PERCENT2 = Print("%", 2)


def rounded(number, rule):
    """The whole number that a fraction is rounded to."""
    size = abs(number)
    whole, rest = divmod(size.numerator, size.denominator)
    twice = 2 * rest - size.denominator  # below, at or above the tie
    away = {"half_up": twice >= 0, "half_even": twice > 0 or (twice == 0 and whole % 2 == 1),
            "down": False, "up": rest > 0}[rule]
    return (whole + away) * (-1 if number < 0 else 1)


def digits(whole, decimals, keep_zeros):
    text = str(abs(whole)).rjust(decimals + 1, "0")
    if decimals:
        text = text[:-decimals] + "." + text[-decimals:]
        if not keep_zeros:
            text = text.rstrip("0").rstrip(".")
    return ("-" if whole < 0 else "") + text


def plain_text(number, how):
    decimals = how.decimals
    while True:
        scaled = number * Fraction(10) ** (SHIFTS[how.scale] + decimals)
        whole = rounded(scaled, how.rounding)
        # It must not say nothing, or all, where that is not so.
        of_percent = how.scale in ("%", "个百分点") or how.sign
        nothing = of_percent and whole == 0 and number != 0
        everything = how.scale == "%" and abs(whole) == 100 * 10 ** decimals and abs(number) != 1
        if not nothing and not everything:
            return digits(whole, decimals, how.keep_zeros) + how.scale + how.unit
        decimals += 1


def in_words(whole):
    """A multiple of a bound's step in the way people write it: 千, 百亿, 200亿."""
    zeros = len(str(whole)) - 1
    if whole == 10**zeros and zeros < len(MAGNITUDES):
        return MAGNITUDES[zeros] or str(whole)
    for size, word in ((10**8, "亿"), (10**4, "万")):
        if whole % size == 0:
            return f"{whole // size}{word}"
    return str(whole)


def bound_text(number, how):
    before, after, cut, holds_of_itself = WORDS[how.bound]
    steps = number * Fraction(10) ** (SHIFTS[how.scale] + how.decimals) / how.step
    whole = rounded(steps, cut or how.rounding) * how.step
    exact = steps.denominator == 1
    all_of_it = how.scale == "%" and holds_of_itself and cut == "down" and number == 1
    if whole == 0 or all_of_it or (exact and not holds_of_itself):
        return plain_text(number, how)
    text = in_words(whole) if how.magnitude else digits(whole, how.decimals, how.keep_zeros)
    if how.bound == "余":  # of the number: 120余件
        return text + how.scale + after + how.unit
    return before + text + how.scale + how.unit + after


def printed(number, how):
    def text(size):
        return bound_text(size, how) if how.bound and size >= 0 else plain_text(size, how)

    if how.sign == "always" and number > 0:
        return "+" + text(number)
    if how.sign == "words":
        if number == 0:
            return "持平"
        up, down = {"": ("增加", "减少"), "个百分点": ("上升", "下降")}.get(
            how.scale, ("增长", "下降"))
        return (up if number > 0 else down) + text(abs(number))
    return text(number)


# ---- What is measured ----

@dataclasses.dataclass(frozen=True)
class Indicator:
    kind: str
    of: tuple = ()  # codes of what it is computed from
    how: Print = Print()
    categories: tuple = ()
    reporters: tuple = ()
    decimals: int = 0
    # What else the kind needs.
    category: str = ""
    terms: tuple = ()  # of a sum, beside `of`: (factor, whether the level before the period)
    per: int = 1
    years: int = 0
    since: int = 0
    against: object = 1  # years before, or "before"
    siblings: int = 0  # digits of regions; 0: bureaus
    within: int = 0
    least_first: bool = False
    passes: object = None


def flow(how=Print(), **more):
    return Indicator("flow", how=how, **more)


def stock(how=Print(), **more):
    return Indicator("stock", how=how, **more)


def ratio(numerator, denominator, how=PERCENT2, **more):
    return Indicator("ratio", (numerator, denominator), how, **more)


def derived(kind, of, how=Print(), **more):
    return Indicator(kind, (of,), how, **more)


def total(terms, how=Print()):
    return Indicator("sum", tuple(code for code, *_ in terms), how,
                     terms=tuple((factor, opening) for _, factor, opening in terms))


R, L, M, A = "reconsideration.", "litigation.", "mediation.", "aid."
CASE_KINDS = ("penalty", "land", "social", "other")
OUTCOMES = ("upheld", "corrected", "settled", "rejected")
DISPUTE_KINDS = ("neighbours", "labour", "property")
COMMITTEE_KINDS = ("village", "enterprise")

INDICATORS = {
    "liaison.meetings": flow(),
    "liaison.meetings_so_far": derived("cumulative", "liaison.meetings"),
    "liaison.meetings_rank": derived("rank", "liaison.meetings", siblings=4, within=2),
    "liaison.suggestions": flow(reporters=("province_court",)),
    "liaison.suggestions_answered": flow(reporters=("province_court",)),
    "liaison.answer_rate": ratio("liaison.suggestions_answered", "liaison.suggestions", Print("%")),
    R + "received": flow(categories=CASE_KINDS),
    R + "applicants": flow(),
    R + "received_growth": derived("growth", R + "received", Print("%", 1, sign="words")),
    R + "received_growth_of_period": derived("growth", R + "received",
                                             Print("%", 2, sign="always"), against="before"),
    R + "received_change": derived("change", R + "received", Print(sign="words", unit="件")),
    R + "received_average_growth": derived("average_growth", R + "received", PERCENT2, years=4),
    R + "received_since_2022": derived("cumulative", R + "received", since=2022),
    R + "received_in_three_years": derived("cumulative", R + "received", years=3),
    R + "penalty_share": derived("share", R + "received", PERCENT2, category="penalty"),
    R + "region_share": derived("region_share", R + "received", PERCENT2, siblings=2),
    R + "rank": derived("rank", R + "received", siblings=6, within=4),
    R + "busy_counties": derived("count_beyond", R + "received", siblings=6,
                                 passes=lambda number: number > 200),
    R + "most": derived("maximum", R + "received"),
    R + "pending": stock(reporters=tuple(COUNTIES)),
    R + "pending_coverage": derived("coverage", R + "pending", Print("%", 1)),
    R + "workload": total([(R + "received", 1, False), (R + "pending", 1, True)]),
    R + "concluded": flow(categories=OUTCOMES),
    R + "conclusion_rate": ratio(R + "concluded", R + "workload"),
    R + "upheld": derived("part", R + "concluded", category="upheld"),
    R + "corrected": derived("part", R + "concluded", category="corrected"),
    R + "settled": derived("part", R + "concluded", category="settled"),
    R + "rejected": derived("part", R + "concluded", category="rejected"),
    R + "resolved": total([(R + "corrected", 1, False), (R + "settled", 1, False)]),
    R + "resolution_rate": ratio(R + "resolved", R + "concluded", Print("%", 2, keep_zeros=True)),
    R + "resolution_rate_change": derived("change", R + "resolution_rate",
                                          Print("个百分点", 1, sign="words")),
    R + "days": flow(),
    R + "average_days": ratio(R + "days", R + "concluded", Print("", 2, unit="天")),
    R + "average_days_growth": derived("growth", R + "average_days", Print("%", 2, sign="words")),
    "population": stock(),
    R + "per_100000": ratio(R + "received", "population", Print("", 2), per=100000),
    L + "concluded": flow(),
    L + "won": flow(),
    L + "withdrawn": flow(),
    L + "lost": total([(L + "concluded", 1, False), (L + "won", -1, False),
                       (L + "withdrawn", -1, False)]),
    L + "loss_rate": ratio(L + "lost", L + "concluded", Print("%", 1, rounding="up")),
    L + "loss_rate_rank": derived("rank", L + "loss_rate", least_first=True),
    L + "loss_rate_change": derived("change", L + "loss_rate", Print("个百分点", 2, sign="always")),
    L + "win_rate": ratio(L + "won", L + "concluded", Print("%", bound="以上", step=5)),
    L + "appearances": flow(),
    L + "appearance_rate": ratio(L + "appearances", L + "concluded",
                                 Print("%", 1, rounding="down")),
    L + "low_appearance": derived("count_beyond", L + "appearance_rate",
                                  passes=lambda number: number < Fraction(975, 1000)),
    L + "multiple": derived("multiple", L + "concluded", Print("倍", 2), against=4),
    L + "growth_in_times": derived("growth", L + "concluded",
                                   Print("倍", sign="words", bound="近"), against=4),
    M + "disputes": flow(Print("万", 2, unit="件"), categories=DISPUTE_KINDS),
    M + "succeeded": flow(Print("万", unit="件", bound="超")),
    M + "success_rate": ratio(M + "succeeded", M + "disputes"),
    M + "amount": flow(Print("", 2, keep_zeros=True, unit="元"), decimals=2),
    M + "amount_in_wan": total([(M + "amount", 1, False)], Print("万", 2, unit="元")),
    M + "amount_in_yi": total([(M + "amount", 1, False)], Print("亿", 1, unit="元")),
    M + "amount_in_words": total([(M + "amount", 1, False)],
                                 Print(bound="上", step=10**10, magnitude=True, unit="元")),
    M + "average_amount": ratio(M + "amount", M + "disputes", Print("", 2, unit="元")),
    M + "mediators": stock(Print(bound="约", step=100, unit="人")),
    M + "per_mediator": ratio(M + "disputes", M + "mediators", Print("", 2, unit="件")),
    M + "committees": stock(categories=COMMITTEE_KINDS),
    M + "enterprise_committees": derived("part", M + "committees", category="enterprise"),
    A + "cases": flow(Print(bound="余", step=100, unit="件")),
    A + "beneficiaries": flow(Print("万", bound="不足", unit="人")),
    A + "within_limit": flow(),
    A + "within_limit_share": ratio(A + "within_limit", A + "cases",
                                    Print("%", 1, rounding="half_even")),
    A + "approval_days": stock(Print(bound="以内", unit="天"), reporters=("province_justice",)),
    A + "online_consultations": flow(reporters=("province_justice",)),
    A + "online_consultations_growth": derived("growth", A + "online_consultations",
                                               Print("%", 2, sign="words")),
}
COUNTS = {"flow", "stock", "cumulative", "part", "sum"}
RATIOS = {"ratio", "share", "region_share", "coverage"}


# ---- Periods ----

def day_of(text):
    return dt.date.fromisoformat(text)


def month_end(year, month):
    return dt.date(year, month, calendar.monthrange(year, month)[1])


@dataclasses.dataclass(frozen=True)
class Period:
    first: dt.date
    last: dt.date
    months: int = 0  # of a month, quarter, half-year or year
    to_date: bool = False


def months_from(year, month, months):
    """`months` whole months; `month` may lie outside 1 to 12."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    end = month + months - 1
    return Period(dt.date(year, month, 1), month_end(year + (end - 1) // 12, (end - 1) % 12 + 1),
                  months)


def period_of(word):
    """The period of a word of the command line."""
    if word.startswith("ytd:"):
        last = day_of(word[4:])
        return Period(dt.date(last.year, 1, 1), last, to_date=True)
    if ".." in word:
        first, last = word.split("..")
        return Period(day_of(first), day_of(last))
    year, _, rest = word.partition("-")
    if not rest:
        return months_from(int(year), 1, 12)
    if rest[0] == "Q":
        return months_from(int(year), 3 * int(rest[1]) - 2, 3)
    if rest[0] == "H":
        return months_from(int(year), 6 * int(rest[1]) - 5, 6)
    if len(rest) == 2:
        return months_from(int(year), int(rest), 1)
    return Period(day_of(word), day_of(word))


def in_year(day, year):
    """The same day of another year; 29 February becomes the 28th."""
    return day.replace(year=year, day=min(day.day, month_end(year, day.month).day))


def earlier(period, against):
    """The period that one is compared with: so many years before, or the one "before" it."""
    if against == "before" and not period.to_date:
        if period.months:
            return months_from(period.first.year, period.first.month - period.months,
                               period.months)
        days = period.last - period.first + ONE_DAY
        return Period(period.first - days, period.last - days)
    years = 1 if against == "before" else against
    if period.months:
        return months_from(period.first.year - years, period.first.month, period.months)
    first, last = (in_year(day, day.year - years) for day in (period.first, period.last))
    # Several days that end with February do so in the other year too.
    if period.first != period.last and period.last == month_end(period.last.year, 2):
        last = month_end(period.last.year - years, 2)
    return Period(first, last, to_date=period.to_date)


def days_of(period):
    for number in range((period.last - period.first).days + 1):
        yield period.first + number * ONE_DAY


def split(period, months):
    """The months, quarters or years of a period with their keys; what it cuts is cut."""
    day = period.first
    while day <= period.last:
        whole = months_from(day.year, (day.month - 1) // months * months + 1, months)
        key = {1: f"{day.year}-{day.month:02}", 3: f"{day.year}-Q{(day.month + 2) // 3}",
               12: str(day.year)}[months]
        last = min(whole.last, period.last)
        yield key, whole if (day, last) == (whole.first, whole.last) else Period(day, last)
        day = last + ONE_DAY


# ---- Events and scopes ----

@dataclasses.dataclass(frozen=True)
class Event:
    bureau: str
    category: str
    quantity: int
    day: dt.date
    order: tuple


def read_events():
    """The events of each indicator."""
    events = collections.defaultdict(list)
    with open(HERE / "events.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            moment = dt.datetime.fromisoformat(row["occurred_at"]).astimezone(SHANGHAI)
            events[row["indicator"]].append(Event(
                row["bureau"], row["category"], int(row["quantity"]), moment.date(),
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
        # Of those that were named, those that are ever in the region that was.
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
            growth = printed(relative.number, dataclasses.replace(PERCENT2, rounding=how.rounding))
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
    return printed(number, how)


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

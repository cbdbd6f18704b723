"""Periods in the words of the command line, and what they are compared with."""

import calendar
import dataclasses
import datetime as dt

ONE_DAY = dt.timedelta(1)


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

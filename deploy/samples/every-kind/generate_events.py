#!/usr/bin/env python3
"""Writes events.csv: made-up events of a made-up province, 2020 to 2024.

It needs Python 3.11's standard library only and draws whole numbers from a generator with a fixed
seed, so that it writes the same bytes every time.

    python3 generate_events.py                  # beside this file
    python3 generate_events.py -o /tmp/events.csv
"""

import argparse
import collections
import csv
import datetime as dt
import io
import pathlib
import random
import uuid

SEED = 990036
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "jurimeter/samples/every-kind")
SHANGHAI = dt.timezone(dt.timedelta(hours=8))
YEARS = range(2020, 2025)

PREAMBLE = f"""\
# SYNTHETIC EVENTS of a made-up province. None of them happened.
# Written by generate_events.py beside this file, with seed {SEED}. Every subject begins with 例
# (example).
"""
HEADER = ["event_id", "bureau", "indicator", "category", "quantity", "occurred_at", "subject"]

# The justice bureaus of counties, with inhabitants in 2020 and a weight for all else.
COUNTIES = {
    "xidong": (812_000, 14), "xixi": (655_000, 11), "pingchuan": (431_000, 7),
    "lingyang": (724_000, 12), "baishui": (388_000, 6), "liulin": (296_000, 5),
    "qiaotou": (507_000, 9), "yuntai": (243_000, 4),
}
CITIES = ["linxi", "anling", "shiqiao"]

RECEIVED = "reconsideration.received"
CONCLUDED = "reconsideration.concluded"


class Sample:
    """Collects events."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.events = []
        self._reports = collections.Counter()

    def add(self, bureau, indicator, quantity, moment, category="", subject=""):
        """`moment`: with an offset, or text that is written as it is."""
        self._reports[bureau, indicator] += 1
        name = f"{bureau}/{indicator}/{self._reports[bureau, indicator]}"
        text = moment if isinstance(moment, str) else self._text(moment)
        self.events.append([str(uuid.uuid5(NAMESPACE, name)), bureau, indicator, category,
                            quantity, text, subject])

    def _text(self, moment):
        if self.rng.randrange(5) == 0:
            return moment.astimezone(dt.timezone.utc).isoformat().replace("+00:00", "Z")
        return moment.isoformat()

    def during(self, year, month):
        """A moment in office hours of a month, before its 28th: planted events come later."""
        day = dt.datetime(year, month, self.rng.randint(2, 27), 8, 30, tzinfo=SHANGHAI)
        return day + dt.timedelta(seconds=self.rng.randrange(9 * 3600))

    def about(self, number):
        """Within a quarter of a number, at least 1."""
        return max(1, number + self.rng.randint(-(number // 4), number // 4))


def add_reconsideration(sample):
    """Section 二. Cases by month; what was concluded never exceeds what there is to conclude."""
    kinds = ["penalty", "penalty", "penalty", "land", "social", "other"]
    outcomes = ["upheld", "upheld", "corrected", "settled", "settled", "rejected"]
    for bureau, (inhabitants, weight) in COUNTIES.items():
        pending = weight
        sample.add(bureau, "reconsideration.pending", pending, sample.during(2020, 1))
        for year in YEARS:
            sample.add(bureau, "population", inhabitants + 1000 * (year - 2020) * (weight - 6),
                       sample.during(year, 1))
            for month in range(1, 13):
                received = sample.about(weight + (year - 2020) * weight // 3)
                concluded = max(1, min(received + pending - 1, sample.about(received)))
                pending += received - concluded
                sample.add(bureau, RECEIVED, received, sample.during(year, month),
                           sample.rng.choice(kinds), f"例:{year}年{month}月收案")
                category = outcomes[(month + weight) % len(outcomes)]
                if (bureau, year, month) == ("lingyang", 2024, 5):
                    category = ""  # breaks the rule that the outcomes add up to what was concluded
                sample.add(bureau, CONCLUDED, concluded, sample.during(year, month), category)
                if month % 6 == 0:
                    add_half_year(sample, bureau, year, month, pending, received, concluded)
    # Not one of those that are expected to report it.
    sample.add("linxi", "reconsideration.pending", 2, sample.during(2024, 3))


def add_half_year(sample, bureau, year, month, pending, received, concluded):
    sample.add(bureau, "reconsideration.applicants", 6 * received + sample.rng.randrange(40),
               sample.during(year, month))
    sample.add(bureau, "reconsideration.days", 6 * concluded * (62 - 2 * (year - 2020)),
               sample.during(year, month))
    if (bureau, year) != ("yuntai", 2024):
        sample.add(bureau, "reconsideration.pending", pending,
                   dt.datetime(year, month, 28, 17, tzinfo=SHANGHAI))


def add_litigation(sample):
    """Section 三, by quarter: almost four times as many suits in 2024 as in 2020."""
    for bureau, (_, weight) in COUNTIES.items():
        for year in YEARS:
            for month in (3, 6, 9, 12):
                concluded = weight * (10 + 7 * (year - 2020)) // 10 + 3
                lost = sample.rng.randint(0, 2)
                if bureau in ("xidong", "lingyang") and year == 2024:
                    lost = 0  # a tie of the best
                withdrawn = sample.rng.randint(0, 1)
                sample.add(bureau, "litigation.concluded", concluded, sample.during(year, month))
                sample.add(bureau, "litigation.won", concluded - lost - withdrawn,
                           sample.during(year, month))
                if withdrawn:
                    sample.add(bureau, "litigation.withdrawn", withdrawn,
                               sample.during(year, month))
                # One bureau is far below what the rule expects.
                low = bureau == "liulin" and year == 2024
                appearances = concluded * 6 // 10 if low else concluded - sample.rng.randint(0, 1)
                sample.add(bureau, "litigation.appearances", appearances,
                           sample.during(year, month))


def add_mediation(sample):
    """Section 四, by quarter. Amounts are in 分."""
    kinds = ["neighbours", "neighbours", "labour", "property"]
    for bureau, (_, weight) in COUNTIES.items():
        for year in YEARS:
            for month in (2, 5, 8, 11):
                disputes = sample.about(weight * (1010 + 60 * (year - 2020)))
                succeeded = disputes - disputes * sample.rng.randint(5, 30) // 1000
                if (bureau, year, month) == ("baishui", 2023, 5):
                    succeeded = disputes + 120  # breaks the rule that it is no more than received
                amount = disputes * sample.rng.randint(2_750_000, 3_300_000) + 37
                sample.add(bureau, "mediation.disputes", disputes, sample.during(year, month),
                           sample.rng.choice(kinds))
                sample.add(bureau, "mediation.succeeded", succeeded, sample.during(year, month))
                sample.add(bureau, "mediation.amount", f"{amount // 100}.{amount % 100:02}",
                           sample.during(year, month))
            sample.add(bureau, "mediation.mediators", weight * 60 + year - 2020,
                       sample.during(year, 1))
            sample.add(bureau, "mediation.committees", weight * 9, sample.during(year, 1),
                       "village")
            sample.add(bureau, "mediation.committees", weight + year - 2020,
                       sample.during(year, 7), "enterprise")


def add_aid(sample):
    """Section 五. Consultations on line begin with 2023."""
    for bureau, (_, weight) in COUNTIES.items():
        for year in YEARS:
            for month in (1, 4, 7, 10):
                cases = sample.about(weight * (14 + year - 2020))
                moment = sample.during(year, month)
                sample.add(bureau, "aid.cases", cases, moment)
                sample.add(bureau, "aid.within_limit", cases - sample.rng.randint(0, cases // 20),
                           moment)
            sample.add(bureau, "aid.beneficiaries", weight * (270 + 5 * (year - 2020)),
                       sample.during(year, 12))
    for year, days in [(2020, 7), (2022, 5), (2024, 3)]:
        sample.add("province_justice", "aid.approval_days", days, sample.during(year, 1))
    # Two reports of one day: the later one stands.
    sample.add("province_justice", "aid.approval_days", 4, "2024-06-03T09:00:00+08:00")
    sample.add("province_justice", "aid.approval_days", 2, "2024-06-03T16:00:00+08:00")
    for year, count in [(2023, 1204), (2024, 1507)]:
        sample.add("province_justice", "aid.online_consultations", count, sample.during(year, 12))


def add_liaison(sample):
    """Section 一: two cities meet the courts equally often."""
    for year in YEARS:
        for month in (3, 6, 9, 12):
            for city in CITIES:
                meetings = 1 if city == "shiqiao" and month != 12 else 2
                sample.add(city, "liaison.meetings", meetings, sample.during(year, month))
            sample.add("province_court", "liaison.meetings", 1, sample.during(year, month))
            sample.add("province_court", "liaison.suggestions", 75, sample.during(year, month))
            unanswered = 1 if (year, month) == (2024, 9) else 0
            sample.add("province_court", "liaison.suggestions_answered", 75 - unanswered,
                       sample.during(year, month))


def add_planted(sample):
    """Days that are easily counted wrongly: leap days, turns of the year, the day of a move; and
    numbers that round as a tie."""
    sample.add("xidong", RECEIVED, 5, "2020-02-29T10:00:00+08:00", "penalty", "例:闰日")
    sample.add("xidong", RECEIVED, 16, "2023-02-28T10:00:00+08:00", "penalty", "例:平年二月末")
    sample.add("xidong", RECEIVED, 17, "2024-02-29T10:00:00+08:00", "penalty", "例:闰日")
    sample.add("xidong", "aid.cases", 16, "2024-02-29T11:00:00+08:00", "", "例:闰日")
    sample.add("xidong", "aid.within_limit", 1, "2024-02-29T11:00:00+08:00", "", "例:闰日")
    sample.add("xixi", RECEIVED, 1, "2023-12-31T15:59:59Z", "land", "例:2023年最后一秒")
    sample.add("xixi", RECEIVED, 3, "2023-12-31T16:00:00Z", "land", "例:2024年第一秒")
    sample.add("xixi", RECEIVED, 1, "2024-12-31T15:59:59Z", "land", "例:2024年最后一秒")
    sample.add("pingchuan", RECEIVED, 2, "2023-06-30T15:59:59Z", "other", "例:划转前一秒")
    sample.add("pingchuan", RECEIVED, 4, "2023-06-30T16:00:00Z", "other", "例:划转第一秒")
    # Two bureaus without cases, which say so, one of them on its last day.
    sample.add("nanhu", "reconsideration.pending", 6, "2021-01-29T17:00:00+08:00", "", "例:南湖")
    sample.add("nanhu", RECEIVED, 0, "2021-06-15T15:59:59Z", "", "例:零报告")
    sample.add("gaoxin", RECEIVED, 0, "2021-06-30T17:00:00+08:00", "", "例:零报告")


def text_of(sample):
    out = io.StringIO()
    out.write(PREAMBLE)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(sorted(sample.events, key=lambda event: (
        dt.datetime.fromisoformat(event[5]), event[0])))
    return out.getvalue()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=pathlib.Path,
                        default=pathlib.Path(__file__).with_name("events.csv"))
    arguments = parser.parse_args()
    sample = Sample(SEED)
    for add in [add_liaison, add_reconsideration, add_litigation, add_mediation, add_aid,
                add_planted]:
        add(sample)
    arguments.output.write_text(text_of(sample), encoding="utf-8")


if __name__ == "__main__":
    main()

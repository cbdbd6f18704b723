#!/usr/bin/env python3
"""Writes events.csv: synthetic events that add up to the figures of figures.tsv.

The report prints figures, not events. This program makes up the events behind them: which bureau,
which day, which case. It needs Python 3.11's standard library only and draws everything from a
generator with a fixed seed, so that it writes the same bytes every time.

    python3 generate_events.py                  # beside this file
    python3 generate_events.py -o /tmp/events.csv
"""

import argparse
import collections
import csv
import dataclasses
import datetime as dt
import io
import math
import pathlib
import random
import uuid

SEED = 230108
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "jurimeter/samples/pingfang-2023")
SHANGHAI = dt.timezone(dt.timedelta(hours=8))
MAX_SUBJECT_BYTES = 128

PREAMBLE = f"""\
# SYNTHETIC EVENTS. None of them happened.
# The report on rule-of-law government of Pingfang District for 2023 prints figures, not the
# events behind them. These were made up so that every figure comes out as printed, by
# generate_events.py beside this file, with seed {SEED}. Every subject begins with 例 (example).
"""
HEADER = ["event_id", "bureau", "indicator", "category", "quantity", "occurred_at", "subject"]

# Days off on weekdays, and weekend days worked for them, by the notices of the State Council.
DAYS_OFF = {
    2022: ["01-03", "01-31..02-04", "04-04..04-05", "05-02..05-04", "06-03", "09-12",
           "10-03..10-07"],
    2023: ["01-02", "01-23..01-27", "04-05", "05-01..05-03", "06-22..06-23", "09-29",
           "10-02..10-06"],
}
DAYS_WORKED = {
    2022: ["01-29", "01-30", "04-02", "04-24", "05-07", "10-08", "10-09"],
    2023: ["01-28", "01-29", "04-23", "05-06", "06-25", "10-07", "10-08"],
}

SUBDISTRICTS = {
    "subdistrict-xingjian": 15, "subdistrict-baoguo": 13, "subdistrict-lianmeng": 12,
    "subdistrict-youxie": 14, "subdistrict-xinjiang": 13, "subdistrict-xinwei": 11,
    "subdistrict-jianan": 9, "town-pingfang": 7, "town-pingxin": 6,
}
# The departments that enforce the law, weighted by how much of it.
ENFORCERS = {
    "justice": 2, "business_environment": 1, "development_reform": 2, "education": 3,
    "industry": 2, "public_security": 24, "civil_affairs": 3, "finance": 1, "human_resources": 9,
    "natural_resources": 6, "ecology": 7, "housing": 9, "urban_management": 16, "agriculture": 4,
    "commerce": 3, "culture_tourism": 4, "health": 10, "veterans": 1, "emergency": 7, "audit": 1,
    "market_supervision": 22, "statistics": 1, "healthcare_security": 4,
}
# The departments that offer services, weighted by how many.
SERVICES = {bureau: weight + 4 for bureau, weight in ENFORCERS.items()
            if bureau not in ("audit", "statistics")}
ALL_BUREAUS = ["district_office", *ENFORCERS, *SUBDISTRICTS]

DISPUTE_KINDS = {
    "neighbours": 31, "family": 17, "property_management": 19, "labour": 9, "contract": 8,
    "injury": 6, "housing_land": 5, "consumer": 3, "other": 2,
}
LEGAL_AID_KINDS = {"civil": 68, "criminal": 27, "administrative": 5}


@dataclasses.dataclass(frozen=True)
class Event:
    event_id: str
    bureau: str
    indicator: str
    category: str
    quantity: int
    moment: dt.datetime
    text: str  # of the moment, with an offset
    subject: str


class Year:
    """The working days of a year."""

    def __init__(self, rng, year):
        self.rng = rng
        off = self._days(year, DAYS_OFF)
        worked = self._days(year, DAYS_WORKED)
        first = dt.date(year, 1, 1)
        days = [first + dt.timedelta(n) for n in range((dt.date(year + 1, 1, 1) - first).days)]
        self.days = [d for d in days if d in worked or (d.weekday() < 5 and d not in off)]

    @staticmethod
    def _days(year, table):
        days = set()
        for entry in table[year]:
            first, _, last = entry.partition("..")
            day = dt.date.fromisoformat(f"{year}-{first}")
            end = dt.date.fromisoformat(f"{year}-{last or first}")
            while day <= end:
                days.add(day)
                day += dt.timedelta(1)
        return days

    @property
    def last(self):
        return len(self.days) - 1

    def at(self, place):
        """A moment within working hours of the working day at `place`."""
        day = self.days[max(0, min(place, self.last))]
        opens = dt.datetime.combine(day, dt.time(8, 30), SHANGHAI)
        return opens + dt.timedelta(seconds=self.rng.randrange(8 * 3600 + 1800))

    def any(self, first=0, last=None):
        """A moment on any working day between two places."""
        return self.at(self.rng.randint(first, self.last if last is None else last))

    def on(self, month, day):
        """A moment on the first working day from a date on."""
        wanted = dt.date(self.days[0].year, month, day)
        return self.at(next(n for n, d in enumerate(self.days) if d >= wanted))

    def place(self, moment):
        return self.days.index(moment.date())


class Sample:
    """Collects events."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.year = Year(self.rng, 2023)
        self.year_before = Year(self.rng, 2022)
        self.events = []
        self._reports = collections.Counter()

    def add(self, bureau, indicator, quantity, moment, *, category="", subject="", utc=None):
        """Reports one event. `utc`: whether its time is written with Z; None: now and then."""
        assert len(subject.encode()) <= MAX_SUBJECT_BYTES, subject
        self._reports[bureau, indicator] += 1
        name = f"{bureau}/{indicator}/{self._reports[bureau, indicator]}"
        if utc or (utc is None and self.rng.random() < 0.2):
            text = moment.astimezone(dt.timezone.utc).isoformat().replace("+00:00", "Z")
        else:
            text = moment.isoformat()
        self.events.append(Event(str(uuid.uuid5(NAMESPACE, name)), bureau, indicator, category,
                                 quantity, moment, text, subject))

    def pick(self, weights):
        return self.rng.choices(list(weights), list(weights.values()))[0]

    def moments(self, count, first=0, last=None):
        """Moments on working days of 2023, ascending."""
        return sorted(self.year.any(first, last) for _ in range(count))

    def parts(self, total, count):
        """`total` as a sum of `count` numbers from 1 on."""
        weights = {n: 0.4 + self.rng.random() for n in range(count)}
        return [1 + part for part in apportion(total - count, weights).values()]


def apportion(total, weights):
    """Splits `total` in proportion to weights, by largest remainders."""
    whole = sum(weights.values())
    shares = {key: total * weight / whole for key, weight in weights.items()}
    parts = {key: math.floor(share) for key, share in shares.items()}
    by_remainder = sorted(shares, key=lambda key: parts[key] - shares[key])
    for key in by_remainder[:total - sum(parts.values())]:
        parts[key] += 1
    return parts


def add_services(sample):
    """Section 一: levels by quarter. What is a part of another count stays within it."""
    standardized = apportion(1352, SERVICES)
    online = less(standardized, 1352 - 1301)
    finals = {
        "items_delegated": apportion(649, standardized),
        "items_standardized": standardized,
        "items_online": online,
        "items_one_visit": less(standardized, 1352 - 1348),
        "items_fully_online": less(online, 1301 - 1187),
    }
    for (month, day), percent in zip([(3, 28), (6, 28), (9, 26), (12, 26)], [81, 89, 96, 100]):
        for bureau in SERVICES:
            moment = sample.year.on(month, day)
            for name, levels in finals.items():
                sample.add(bureau, f"gov_services.{name}", levels[bureau] * percent // 100, moment)
    for bureau, count in standardized.items():
        add_inspections(sample, bureau, count)
    for moment, minutes in [(sample.year_before.on(3, 10), 120), (sample.year.on(2, 20), 60),
                            (sample.year.on(6, 15), 30)]:
        sample.add("business_environment", "gov_services.company_registration_minutes", minutes,
                   moment, subject="例:企业开办审批承诺时限")


def less(levels, shortfall):
    """`levels` less a shortfall that is spread over them."""
    missing = apportion(shortfall, levels)
    return {bureau: level - missing[bureau] for bureau, level in levels.items()}


def add_inspections(sample, bureau, count):
    """Each item is inspected once, in one of two rounds, and passes."""
    for round_name, (month, day), items in [("上半年", (5, 22), count // 2),
                                            ("下半年", (11, 20), count - count // 2)]:
        moment = sample.year.on(month, day)
        subject = f"例:{round_name}事项质检, 抽取{items}项"
        sample.add(bureau, "gov_services.items_inspected", items, moment, subject=subject)
        sample.add(bureau, "gov_services.items_passed", items, moment + dt.timedelta(hours=1),
                   subject=subject)


def add_rules_and_decisions(sample):
    """Sections 二 and 三."""
    cleanup = sample.year.on(8, 21)
    sample.add("district_office", "normative_docs.retained", 20, sample.year_before.on(12, 20))
    sample.add("district_office", "normative_docs.retained", 9, cleanup,
               subject='例:行政规范性文件清理, "现行有效"9件')
    for number in range(1, 12):
        sample.add("district_office", "normative_docs.repealed", 1,
                   cleanup + dt.timedelta(minutes=number), subject=f"例:废止文件第{number}号")
    goods = ["设备采购", "工程施工", "物业服务", "招商引资", "房屋租赁", "战略合作"]
    for number, moment in enumerate(sample.moments(127), 1):
        sample.add("justice", "legal_review.contracts_reviewed", 1, moment,
                   subject=f"例:{sample.rng.choice(goods)}合同, 审字第{number}号")
    for moment in sample.moments(365):
        asker = sample.pick(ENFORCERS | SUBDISTRICTS)
        sample.add("justice", "legal_review.consultations_answered", 1, moment,
                   subject=f"例:{asker}来询")


def add_enforcement(sample):
    """Sections 四 and 五, and the penalty files of section 八."""
    # A body that ceases to enforce reports 0, which must take it out of the sum.
    sample.add("district_office", "enforcement.bodies", 1, sample.year_before.on(3, 1))
    sample.add("district_office", "enforcement.bodies", 0, sample.year.on(3, 15),
               subject="例:执法主体资格清理, 不再列入")
    for bureau in ENFORCERS:
        sample.add(bureau, "enforcement.bodies", 1, sample.year.on(3, 15))
    for issues, moment in [(19, sample.year.on(3, 6)), (26, sample.year.on(4, 10))]:
        sample.add("justice", "enforcement.rectification_areas", 5, moment)
        sample.add("justice", "enforcement.rectification_issues", issues, moment)
    for number, moment in enumerate(sample.moments(172, 205, 235), 1):
        sample.add("justice", "enforcement.case_files_reviewed", 1, moment,
                   subject=f"例:{sample.pick(ENFORCERS)}案卷第{number}号")
    for number, moment in enumerate(sample.moments(254), 1):
        sample.add(sample.pick(ENFORCERS), "enforcement.penalty_files_entered", 1, moment,
                   subject=f"例罚字(2023)第{number}号")
    teams = {"emergency": 2, "housing": 1, "urban_management": 1, "health": 1, "agriculture": 1,
             "town-pingfang": 1, "town-pingxin": 1}
    for bureau, count in teams.items():
        sample.add(bureau, "emergency.rescue_teams", count - (bureau == "emergency"),
                   sample.year.on(2, 6))
        sample.add(bureau, "emergency.rescue_teams", count, sample.year.on(11, 6))


def add_disputes(sample):
    """1767 received; all but 11 of the late ones are resolved by the end of the year."""
    received = sample.moments(1767)
    open_ones = set(sample.rng.sample(range(1767 - 200, 1767), 11))
    for number, moment in enumerate(received):
        bureau = sample.pick(SUBDISTRICTS | {"justice": 8, "public_security": 6,
                                             "human_resources": 5, "market_supervision": 3})
        kind = sample.pick(DISPUTE_KINDS)
        subject = f"例调字(2023)第{number + 1:04}号"
        sample.add(bureau, "mediation.disputes_received", 1, moment, category=kind,
                   subject=subject)
        if number not in open_ones:
            sample.add(bureau, "mediation.disputes_resolved", 1, later(sample, moment, 0, 15),
                       category=kind, subject=subject)


def later(sample, moment, least, most):
    """A later moment, some working days on but within 2023."""
    start = sample.year.place(moment)
    place = min(start + sample.rng.randint(least, most), sample.year.last)
    if place == start:
        return moment + dt.timedelta(minutes=sample.rng.randint(20, 180))
    return sample.year.at(place)


def add_reconsideration(sample):
    """80 cases accepted against 33 the year before; 77 concluded, 3 of them from that year."""
    before = sorted(sample.year_before.any() for _ in range(33))
    accepted = [(2022, number, moment) for number, moment in enumerate(before, 1)]
    accepted += [(2023, number, moment) for number, moment in enumerate(sample.moments(80), 1)]
    for year, number, moment in accepted:
        sample.add("justice", "reconsideration.cases_accepted", 1, moment,
                   subject=f"例复字({year})第{number}号")
    for year, number, moment in accepted[30:33 + 74]:
        concluded = (sample.year.any(3, 30) if year == 2022
                     else later(sample, moment, 15, 55))
        sample.add("justice", "reconsideration.concluded", 1, concluded,
                   subject=f"例复字({year})第{number}号")


def add_litigation(sample):
    """126 suits filed, 118 concluded, 113 won; the agency's head at each of 104 hearings."""
    filed = sample.moments(118, 0, sample.year.last - 65)
    filed += sample.moments(126 - 118, sample.year.last - 40)
    heard = set(sample.rng.sample(range(118), 104))
    lost = set(sample.rng.sample(range(118), 118 - 113))
    for number, moment in enumerate(filed):
        bureau = sample.pick(ENFORCERS)
        report = {"subject": f"例行初字(2023)第{number + 1}号"}
        sample.add(bureau, "litigation.cases_filed", 1, moment, **report)
        if number >= 118:
            continue
        hearing = later(sample, moment, 20, 40)
        if number in heard:
            sample.add(bureau, "litigation.hearings_due", 1, hearing, **report)
            sample.add(bureau, "litigation.hearings_attended", 1, hearing, **report)
        concluded = later(sample, hearing, 5, 20)
        sample.add(bureau, "litigation.cases_concluded", 1, concluded, **report)
        if number not in lost:
            sample.add(bureau, "litigation.cases_won", 1, concluded, **report)


def add_legal_aid(sample):
    for number, moment in enumerate(sample.moments(331), 1):
        sample.add(sample.pick({"justice": 70} | SUBDISTRICTS), "legal_aid.cases_handled", 1,
                   moment, category=sample.pick(LEGAL_AID_KINDS),
                   subject=f"例援字(2023)第{number}号")
    # The hotline answers day and night, so its calls also stand around the turn of the year:
    # the first and the last of these four do not count in 2023.
    for text in ["2022-12-31T15:59:59Z", "2022-12-31T16:00:00Z", "2023-12-31T15:59:59.999999Z",
                 "2023-12-31T16:00:00Z"]:
        sample.add("justice", "legal_aid.hotline_consultations", 1,
                   dt.datetime.fromisoformat(text).astimezone(SHANGHAI), utc=True,
                   subject="例:跨年夜来电")
    new_year = dt.datetime(2023, 1, 1, tzinfo=SHANGHAI)
    for _ in range(537 - 2):
        moment = new_year + dt.timedelta(milliseconds=sample.rng.randrange(365 * 86_400_000))
        sample.add("justice", "legal_aid.hotline_consultations", 1, moment)


def add_oversight(sample):
    """Section 七 without the suits."""
    for number in range(1, 215):
        bureau = sample.pick(ENFORCERS | SUBDISTRICTS)
        report = {"subject": f"例提字(2023)第{number}号"}
        kind = "congress" if number <= 121 else "cppcc"
        handled = sample.year.any(15, 70)
        replied = later(sample, handled, 20, 60)
        sample.add(bureau, "oversight.proposals_handled", 1, handled, category=kind, **report)
        sample.add(bureau, "oversight.proposals_replied", 1, replied, **report)
        sample.add(bureau, "oversight.proposals_satisfied", 1, later(sample, replied, 1, 10),
                   **report)
    publishers = {"district_office": 60} | ENFORCERS | SUBDISTRICTS
    for moment, count in zip(sample.moments(460), sample.parts(1159, 460)):
        sample.add(sample.pick(publishers), "openness.items_published", count, moment)


def add_digital(sample):
    """Section 八 without the penalty files."""
    weights = {"business_environment": 9, "public_security": 6, "market_supervision": 7,
               "human_resources": 4, "health": 4, "ecology": 3}
    for name, total in [("systems_connected", 15), ("interfaces_offered", 19),
                        ("shared_tables", 1263)]:
        levels = apportion(total, weights)
        for (month, day), percent in [((3, 30), 60), ((7, 10), 85), ((12, 20), 100)]:
            for bureau, level in levels.items():
                sample.add(bureau, f"digital.{name}", level * percent // 100,
                           sample.year.on(month, day))
    # The first load is one event of more than 32 bits.
    first_load = 5_012_345_678
    sample.add("business_environment", "digital.record_changes", first_load,
               dt.datetime(2021, 9, 30, 17, 0, tzinfo=SHANGHAI), subject="例:存量数据首次汇聚")
    months = month_ends((2021, 10), (2023, 12))
    counts = sample.parts(10_648_213_907 - first_load, len(months) * len(weights))
    for month in months:
        for bureau in weights:
            sample.add(bureau, "digital.record_changes", counts.pop(), month)


def month_ends(first, last):
    """The evening of the last day of each month from (year, month) to (year, month)."""
    ends = []
    year, month = first
    while (year, month) <= last:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        ends.append(dt.datetime(year, month, 1, tzinfo=SHANGHAI) - dt.timedelta(hours=6))
    return ends


def add_training_and_reports(sample):
    """Section 九: officials, law studies, annual reports."""
    seniority = {bureau: 5 for bureau in ALL_BUREAUS} | {"district_office": 16}
    for bureau, officials in apportion(198, seniority).items():
        sample.add(bureau, "accountability.officials_reporting", officials,
                   sample.year.on(12, sample.rng.randint(18, 28)), subject="例:年终述职述法")
    for bureau in ALL_BUREAUS:
        sample.add(bureau, "openness.annual_reports_published", 1,
                   sample.year.on(2, sample.rng.randint(6, 27)),
                   subject="例:2022年度法治政府建设年度报告")
    for number, month in enumerate([2, 4, 5, 7, 9, 11], 1):
        sample.add("district_office", "training.pre_meeting_law_study", 1,
                   sample.year.on(month, 14), subject=f"例:区政府常务会议会前学法, 第{number}次")
    for number, month in enumerate([6, 10], 1):
        sample.add("district_office", "training.special_law_study", 1,
                   sample.year.on(month, 19), subject=f"例:专题学法, 第{number}次")


def add_publicity(sample):
    """Section 九: classes, fairs, lectures, videos."""
    for number, moment in enumerate(sample.moments(6, 20, 230), 1):
        sample.add("justice", "publicity.training_classes", 1, moment,
                   subject=f"例:法律明白人培训班, 第{number}期")
    for number, moment in enumerate(sample.moments(27, 40, 220), 1):
        sample.add(sample.pick(SUBDISTRICTS), "publicity.fairs", 1, moment,
                   subject=f'例:"普法大集", 第{number}场')
    for number, moment in enumerate(sample.moments(50), 1):
        sample.add(sample.pick({"justice": 40} | ENFORCERS | SUBDISTRICTS), "publicity.lectures",
                   1, moment, subject=f"例:普法讲座第{number}讲")
    topics = ["民法典在身边", "反诈防骗", "新行政复议法", "劳动合同", "物业与业主", "宪法宣传"]
    for number, moment in enumerate(sample.moments(90), 1):
        sample.add("justice", "publicity.videos_made", 1, moment,
                   subject=f"例:小视频第{number}期, {sample.rng.choice(topics)}")
    months = month_ends((2021, 4), (2023, 12))
    for month, plays in zip(months, sample.parts(5_236_418, len(months))):
        sample.add("justice", "publicity.video_plays_reported", plays, month)


def generate():
    """All events, by time."""
    sample = Sample(SEED)
    for add in [add_services, add_rules_and_decisions, add_enforcement, add_disputes,
                add_reconsideration, add_litigation, add_legal_aid, add_oversight, add_digital,
                add_training_and_reports, add_publicity]:
        add(sample)
    return sorted(sample.events, key=lambda event: (event.moment, event.event_id))


def to_csv(events):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for event in events:
        writer.writerow([event.event_id, event.bureau, event.indicator, event.category,
                         event.quantity, event.text, event.subject])
    return PREAMBLE + text.getvalue()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=pathlib.Path,
                        default=pathlib.Path(__file__).with_name("events.csv"),
                        help="file to write (default: events.csv beside this program)")
    output = parser.parse_args().output
    output.write_text(to_csv(generate()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

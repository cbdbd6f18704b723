"""Who reports and what is measured: catalog.textproto once more, written by hand."""

import dataclasses
import datetime as dt
from fractions import Fraction

from expected_printing import PERCENT2, Print

FIRST_DAY = dt.date(2020, 1, 1)

# ---- Who reports: the region of each bureau, and what it became from a day on ----

BUREAUS = {
    "province_court": "99", "province_justice": "99", "linxi": "9901", "anling": "9902",
    "shiqiao": "9903", "xidong": "990101", "xixi": "990102", "pingchuan": "990121",
    "lingyang": "990201", "baishui": "990221", "liulin": "990222", "qiaotou": "990301",
    "yuntai": "990321", "nanhu": "990302", "gaoxin": "990303",
}
MOVES = {"pingchuan": (dt.date(2023, 7, 1), "990223")}
LAST_DAYS = {"nanhu": dt.date(2021, 6, 15)}
FIRST_DAYS = {"gaoxin": dt.date(2021, 6, 16)}
COUNTIES = list(BUREAUS)[5:13]
# A day of each state that the bureaus have been in.
HISTORY = [FIRST_DAY, *FIRST_DAYS.values()] + [day for day, _ in MOVES.values()]


def is_there(bureau, day):
    return FIRST_DAYS.get(bureau, day) <= day <= LAST_DAYS.get(bureau, day)


def region_of(bureau, day):
    moved, region = MOVES.get(bureau, (dt.date.max, ""))
    return region if day >= moved else BUREAUS[bureau]


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

"""The questions of expected.tsv, expected_warnings.tsv and expected_completeness.tsv.

Periods, comparisons and breakdowns are in the words of the command line; "all" are all indicators.
"""

RECEIVED = "reconsideration.received"
GROWTHS = (f"{RECEIVED} {RECEIVED}_growth {RECEIVED}_growth_of_period {RECEIVED}_change "
           "reconsideration.average_days_growth")
RATES = ("reconsideration.conclusion_rate reconsideration.resolution_rate "
         "reconsideration.average_days litigation.loss_rate litigation.win_rate "
         "reconsideration.per_100000")
ONLINE = "aid.online_consultations aid.online_consultations_growth"

QUESTIONS = [
    # A whole year; and one of a city that a county left later.
    {"period": "2024", "indicators": "all"},
    {"period": "2022", "region": "9901", "indicators": "all"},

    # Days: both leap days, one that nobody reported on, the last and first second of years.
    {"period": "2020-02-29", "indicators": RECEIVED},
    {"period": "2024-02-29", "indicators": f"{GROWTHS} aid.cases aid.within_limit_share"},
    {"period": "2024-02-28", "indicators": f"{RECEIVED} {RECEIVED}_growth litigation.loss_rate"},
    {"period": "2023-12-31", "indicators": RECEIVED},
    {"period": "2024-01-01", "indicators": RECEIVED},
    {"period": "2024-12-31", "indicators": f"{RECEIVED} {RECEIVED}_change"},
    {"period": "2024-02-29", "compare": "year-before", "indicators": RECEIVED},
    {"period": "2024-02-29", "compare": "4-years-before", "indicators": RECEIVED},
    {"period": "2024-03-01", "compare": "period-before", "indicators": RECEIVED},

    # Months, quarters, half-years, years to date, ranges.
    {"period": "2024-06", "indicators": f"{GROWTHS} reconsideration.workload"},
    {"period": "2024-01", "indicators": f"{GROWTHS} reconsideration.workload"},
    {"period": "2024-02", "compare": "year-before", "indicators": RECEIVED},
    {"period": "2024-Q3", "indicators": f"{GROWTHS} {RATES}"},
    {"period": "2024-Q3", "compare": "period-before",
     "indicators": "litigation.concluded litigation.loss_rate mediation.disputes"},
    {"period": "2023-H1", "indicators": GROWTHS},
    {"period": "2023-H2", "compare": "period-before",
     "indicators": f"{RECEIVED} mediation.average_amount"},
    {"period": "ytd:2024-06-30", "indicators": f"{GROWTHS} reconsideration.conclusion_rate"},
    {"period": "ytd:2024-02-29", "compare": "period-before", "indicators": RECEIVED},
    {"period": "ytd:2024-02-29", "compare": "year-before", "indicators": RECEIVED},
    {"period": "ytd:2023-02-28", "compare": "3-years-before", "indicators": RECEIVED},
    {"period": "2023-11-15..2024-02-14", "indicators": GROWTHS},
    {"period": "2024-02-20..2024-02-29", "compare": "year-before", "indicators": RECEIVED},
    {"period": "2022-01-01..2023-12-31",
     "indicators": f"{RECEIVED} {RECEIVED}_since_2022 {RECEIVED}_in_three_years"},
    {"period": "2022-01-01..2024-12-31", "indicators": "mediation.amount_in_words"},
    {"period": "2021", "indicators": f"{RECEIVED}_in_three_years"},

    # Comparisons of each sort of number.
    {"period": "2024", "compare": "year-before",
     "indicators": f"{RECEIVED} {RATES} reconsideration.pending mediation.amount "
                   "mediation.amount_in_yi mediation.average_amount reconsideration.penalty_share "
                   "reconsideration.pending_coverage reconsideration.most liaison.answer_rate "
                   "aid.online_consultations mediation.mediators aid.approval_days"},
    {"period": "2023", "compare": "3-years-before",
     "indicators": f"{RECEIVED} aid.online_consultations litigation.concluded"},

    # All of it, and what there is no figure of.
    {"period": "2023", "indicators": "liaison.answer_rate"},
    {"period": "2022", "indicators": ONLINE},
    {"period": "2023", "indicators": ONLINE},
    {"period": "2021", "indicators": f"{RECEIVED}_since_2022 {RECEIVED}_average_growth "
                                     "litigation.multiple litigation.growth_in_times"},
    {"period": "2024", "region": "98",
     "indicators": f"{RECEIVED} reconsideration.pending_coverage"},

    # A county that moved in the middle of 2023.
    *({"period": year, "region": region,
       "indicators": f"{RECEIVED} {RECEIVED}_growth reconsideration.region_share "
                     "reconsideration.pending population"}
      for year in ("2022", "2023", "2024") for region in ("9901", "9902")),
    {"period": "2023-06-30", "region": "9901", "indicators": RECEIVED},
    {"period": "2023-07-01", "region": "9902", "indicators": RECEIVED},
    {"period": "2023", "bureaus": "pingchuan", "by": "region:6", "indicators": RECEIVED},

    # A bureau that ended, and one that began on the next day; both report that there was nothing.
    *({"period": day, "region": "9903",
       "indicators": f"reconsideration.pending {RECEIVED} reconsideration.workload"}
      for day in ("2021-06-15", "2021-06-16", "2021-06-17")),
    {"period": "2021-06", "region": "9903", "by": "bureau",
     "indicators": f"{RECEIVED} reconsideration.pending"},
    {"period": "2021-Q2", "region": "9903", "by": "region:6", "compare": "year-before",
     "indicators": RECEIVED},
    {"period": "2022", "bureaus": "gaoxin", "indicators": f"{RECEIVED} {RECEIVED}_change"},

    # Places, with ties.
    *({"period": "2024", "region": region, "indicators": "liaison.meetings liaison.meetings_rank"}
      for region in ("9901", "9902", "9903")),
    {"period": "2024", "region": "9902", "by": "region:6",
     "indicators": f"{RECEIVED} reconsideration.rank"},
    {"period": "2022", "region": "9901", "by": "region:6",
     "indicators": f"{RECEIVED} reconsideration.rank"},
    {"period": "2024", "by": "bureau",
     "indicators": "litigation.loss_rate litigation.loss_rate_rank"},

    {"period": "2024", "region": "9901", "bureaus": "pingchuan",
     "indicators": "litigation.loss_rate_rank"},

    # Breakdowns.
    {"period": "2024", "by": "region:4",
     "indicators": f"{RECEIVED} reconsideration.region_share reconsideration.conclusion_rate "
                   "reconsideration.busy_counties"},
    {"period": "2023-H2", "by": "region:6", "bureaus": "xidong,pingchuan,yuntai",
     "indicators": "reconsideration.per_100000"},
    {"period": "2024", "by": "category",
     "indicators": f"{RECEIVED} reconsideration.concluded reconsideration.workload"},
    {"period": "2021", "by": "category",
     "indicators": f"{RECEIVED}_since_2022 mediation.committees"},
    {"period": "2024", "region": "9903", "by": "month", "indicators": RECEIVED},
    {"period": "2024", "by": "quarter", "compare": "year-before",
     "indicators": "litigation.loss_rate mediation.amount_in_wan"},
    {"period": "2021-07-01..2024-06-30", "by": "year",
     "indicators": f"{RECEIVED} reconsideration.average_days"},

    # Who reported.
    *({"period": period, "by": "region:4", "indicators": "reconsideration.pending_coverage"}
      for period in ("2024", "2024-Q2")),
]

WARNINGS = [
    {"period": "2024"}, {"period": "2023"}, {"period": "2023-Q2"}, {"period": "2023-Q1"},
    {"period": "2024-05"}, {"period": "2024", "region": "9902"},
    {"period": "2023-Q2", "region": "9901"},
]

COMPLETENESS = [
    {"period": "2024", "indicator": "reconsideration.pending"},
    {"period": "2024-Q1", "indicator": "reconsideration.pending"},
    {"period": "2023", "region": "9901", "indicator": RECEIVED},
    {"period": "2024", "region": "9901", "indicator": RECEIVED},
    {"period": "2022", "indicator": "aid.online_consultations"},
    *({"period": period, "region": "9903", "indicator": RECEIVED}
      for period in ("2021-05", "2021-06", "2021-Q3")),
]

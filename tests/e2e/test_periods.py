"""`jurimeter query period` and `query completeness` on the sample, against its events counted here.

The catalog is the sample's with MORE: kinds that the sample's report does not print, and rules.
"""

import collections
import datetime as dt
import fractions
import json
import shutil
import unittest

import harness

RECEIVED = "mediation.disputes_received"
RATE = "mediation.resolution_rate"
ACCEPTED = "reconsideration.cases_accepted"

MORE = """
indicators {
  code: "more.money" name_zh: "履行金额" section: "六" unit_zh: "元" supporting: true flow {}
  quantity_decimals: 2 display { decimals: 2 }
  reporters: "justice" reporters: "health"
}
indicators {
  code: "more.mean" name_zh: "件均金额" section: "六" unit_zh: "元" supporting: true
  ratio { numerator: "more.money" denominator: "mediation.disputes_received" }
  display { scale: SCALE_ONE decimals: 2 }
}
indicators {
  code: "more.mean_growth" name_zh: "件均金额增长" section: "六" unit_zh: "%" supporting: true
  growth { of: "more.mean" against { period_before {} } }
}
indicators {
  code: "more.rate_change" name_zh: "化解率变动" section: "六" unit_zh: "个百分点" supporting: true
  change { of: "mediation.resolution_rate" } display { decimals: 1 sign: SIGN_ALWAYS }
}
indicators {
  code: "more.multiple" name_zh: "受理倍数" section: "六" unit_zh: "倍" supporting: true
  multiple { of: "reconsideration.cases_accepted" }
}
indicators {
  code: "more.rank" name_zh: "接收纠纷位次" section: "六" unit_zh: "位" supporting: true
  rank { of: "mediation.disputes_received" among { bureaus {} } }
}
indicators {
  code: "more.most" name_zh: "最多接收" section: "六" unit_zh: "件" supporting: true
  maximum { of: "mediation.disputes_received" over { bureaus {} } }
}
indicators {
  code: "more.coverage" name_zh: "金额填报率" section: "六" unit_zh: "%" supporting: true
  coverage { of: "more.money" } display { scale: SCALE_PERCENT decimals: 1 }
}
rules {
  code: "resolved_is_received" name_zh: "接收不超过化解"
  not_more_than { left: "mediation.disputes_received" right: "mediation.disputes_resolved" }
}
"""

# Events of MORE: bureau, quantity in 元, day.
MONEY = [("justice", "1234.56", "2023-03-01"), ("justice", "0.01", "2023-04-01"),
         ("education", "0.5", "2023-03-02")]

# PERIOD on the command line, and its days.
WORDS = [
    ("2023", "2023-01-01", "2023-12-31"),
    ("2023-H2", "2023-07-01", "2023-12-31"),
    ("2023-Q3", "2023-07-01", "2023-09-30"),
    ("2023-02", "2023-02-01", "2023-02-28"),
    ("2023-09-30", "2023-09-30", "2023-09-30"),
    ("ytd:2023-09-30", "2023-01-01", "2023-09-30"),
    ("2023-01-05..2023-03-07", "2023-01-05", "2023-03-07"),
    ("2022-11-30..2023-01-02", "2022-11-30", "2023-01-02"),
]

# --compare, and the days that 2023-Q1 is compared with.
COMPARISONS = [
    ("year-before", "2022-01-01", "2022-03-31"),
    ("1-years-before", "2022-01-01", "2022-03-31"),
    ("period-before", "2022-10-01", "2022-12-31"),
    ("2-years-before", "2021-01-01", "2021-03-31"),
]

# Wrong command lines, and what they are told.
WRONG_WORDS = [
    (["period"], "PERIOD is required"),
    (["completeness"], "PERIOD is required"),
    (["period", "2023", "--format", "xml"], "xml"),
    (["completeness", "2023-Q5"], 'PERIOD: "2023-Q5" is no period; expected 2023, 2023-H2'),
] + [
    (["period", word], f'PERIOD: "{word}" is no period; expected 2023, 2023-H2')
    for word in ["", "23", "02023", "-2023", "2023-13", "2023-1", "2023-02-29", "2023-Q0",
                 "2023-q1", "2023-H3", "2023-00", "ytd:2023", "ytd:", "2023-01-01..",
                 "..2023-01-01", "2023-01..2023-02", "2023-01-01..2023-01-02..2023-01-03",
                 "this year"]
] + [
    (["period", "2023", "--compare", word],
     f'--compare: "{word}" is no comparison; expected year-before')
    for word in ["last-year", "years-before", "-1-years-before", "x-years-before",
                 "1.5-years-before", "99999999999-years-before", "Year-before"]
] + [
    (["period", "2023", "--by", word], f'--by: "{word}" is no breakdown; expected bureau')
    for word in ["week", "Bureau", "unspecified", "region", "region:", "region:four", "region:-4"]
]

# Questions that the service refuses, and all of what it says.
REFUSALS = [
    (["period", "2020"], ["period: 2020-01-01 to 2020-12-31 is not all counted; expected days from "
                          "2021-01-01 to 9999-12-31"]),
    (["period", "2023-03-07..2023-01-05"],
     ["period: ends on 2023-01-05, before it begins on 2023-03-07"]),
    (["period", "2023", "--compare", "0-years-before", "--by", "region:1", "--region", "x",
      "--bureau", "nobody", "--indicator", f"{RECEIVED},nothing"],
     ["compare.years_before: 0 is out of range; expected 1 to 100",
      "by.region_digits: 1 is out of range; expected 2 to 12", 'region: "x" is no division code',
      'bureaus[0]: "nobody" is not in the catalog',
      'indicators[1]: "nothing" is not in the catalog']),
    (["period", "2023", "--min-revision", "-1"], ["min_revision: is -1; expected 0 or more"]),
    (["period", "2023", "--as-of", "1970-01-01T00:00:00Z"],
     ["as_of: the ledger has no entry of 1970-01-01T00:00:00+00:00 or earlier"]),
    (["completeness", "2020", "--region", "x", "--indicator", RATE],
     ["period: 2020-01-01", 'region: "x" is no division code',
      f'indicators[0]: "{RATE}" is derived; expected the code of a flow or stock']),
]


def shanghai_day(text):
    moment = dt.datetime.fromisoformat(text)
    return moment.astimezone(dt.timezone(dt.timedelta(hours=8))).date().isoformat()


class Periods(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        home = harness.temporary_directory()
        cls.addClassCleanup(shutil.rmtree, home)
        catalog = home / "catalog.textproto"
        catalog.write_text(harness.CATALOG.read_text(encoding="utf-8") + MORE, encoding="utf-8")
        cls.up = cls.enterClassContext(harness.Up(catalog=catalog))
        cls.up.import_file(harness.EVENTS)
        for bureau, quantity, day in MONEY:
            cls.up.submit(bureau, "more.money", quantity, f"{day}T09:00:00+08:00")
        cls.revision = cls.up.revision()
        cls.events = [event | {"day": shanghai_day(event["occurred_at"])}
                      for event in harness.events_of(harness.EVENTS)]

    def run_query(self, *words, check=True):
        return harness.run("jurimeter", "query", *words, "--query", self.up.addresses["query"],
                           check=check)

    def text(self, *words):
        return self.run_query(*words, "--min-revision", self.revision).stdout

    def json(self, *words):
        return json.loads(self.text(*words, "--format", "json"))

    def csv(self, *words):
        return harness.csv_rows(self.text(*words, "--format", "csv"))

    def counted(self, indicator, first, last, column=None):
        """The sum of what was reported in days, or the sums by a column of the events."""
        sums = collections.Counter()
        for event in self.events:
            if event["indicator"] == indicator and first <= event["day"] <= last:
                sums[event[column] if column else ""] += int(event["quantity"])
        return sums if column else sums[""]

    def table_line(self, text, start):
        lines = [line for line in text.splitlines() if line.strip().startswith(start)]
        self.assertEqual(len(lines), 1, text)
        return lines[0].split()

    def test_period_words_are_the_days_that_they_say(self):
        for word, first, last in WORDS:
            with self.subTest(word):
                answer = self.json("period", word, "--indicator", RECEIVED)
                self.assertEqual((answer["first_day"], answer["last_day"]), (first, last))
                value = int(answer["figures"][0].get("value", 0))
                self.assertEqual(value, self.counted(RECEIVED, first, last))
                days = first if first == last else f"{first} to {last}"
                text = self.text("period", word, "--indicator", RECEIVED)
                self.assertIn(f"\n{days}, all bureaus: 1 figures at revision {self.revision}", text)

    def test_a_year_has_the_figures_of_query_year(self):
        self.assertEqual(self.json("period", "2023")["figures"],
                         self.json("year", "2023")["figures"])
        year, period = self.text("year", "2023"), self.text("period", "2023")
        self.assertEqual(year.rpartition("\n\n")[0], period.rpartition("\n\n")[0])
        self.assertIn("99.38%", period)

    def test_comparisons(self):
        for word, first, last in COMPARISONS:
            with self.subTest(word):
                answer = self.json("period", "2023-Q1", "--compare", word, "--indicator", RECEIVED)
                self.assertEqual((answer["compared_first_day"], answer["compared_last_day"]),
                                 (first, last))
                prior = self.counted(RECEIVED, first, last)
                compared = answer["figures"][0]["compared"]
                self.assertEqual(int(compared.get("value", 0)), prior)
                current = self.counted(RECEIVED, "2023-01-01", "2023-03-31")
                change = f"{current - prior:+d}" if prior else ""
                self.assertEqual(compared["change_display"], change)

    def test_a_table_shows_prior_growth_and_change(self):
        text = self.text("period", "2023", "--compare", "year-before", "--indicator",
                         f"{ACCEPTED},{RATE}")
        self.assertEqual(self.table_line(text, "受理行政复议案件"),
                         ["受理行政复议案件", "80件", "80", "33件", "142.42%", "+47", ACCEPTED])
        self.assertIn("2023-01-01 to 2023-12-31, compared with 2022-01-01 to 2022-12-31, "
                      "all bureaus: ", text)
        self.assertEqual(text.splitlines()[0].split(), ["figure", "exact", "compared", "with",
                                                        "growth", "change", "indicator"])
        rate = self.table_line(text, "矛盾纠纷化解率")
        self.assertEqual(rate[:5], ["矛盾纠纷化解率", "99.38%", "1756", "/", "1767"])
        # Nobody reported disputes of 2022, and a rate has no growth.
        self.assertEqual(rate[5:], ["NO_DATA", "-", "-", RATE])

    def test_a_rate_changes_by_percentage_points(self):
        resolved = "mediation.disputes_resolved"
        rates = [fractions.Fraction(self.counted(resolved, *days), self.counted(RECEIVED, *days))
                 for days in [("2023-04-01", "2023-06-30"), ("2023-07-01", "2023-09-30")]]
        self.assertNotEqual(*rates)
        text = self.text("period", "2023-Q3", "--compare", "period-before", "--indicator", RATE)
        line = self.table_line(text, "矛盾纠纷化解率")
        self.assertEqual((line[-3], line[-1]), ("-", RATE))
        change = fractions.Fraction(line[-2].removesuffix("个百分点"))
        self.assertTrue(line[-2].startswith("+") == (change > 0))
        self.assertLessEqual(abs(change - 100 * (rates[1] - rates[0])), fractions.Fraction(1, 200))

    def parts(self, by, period="2023", indicator=RECEIVED):
        rows = self.csv("period", period, "--by", by, "--indicator", indicator)
        self.assertEqual([row["level"] for row in rows], ["total"] + ["part"] * (len(rows) - 1))
        return rows[0], {row["part"]: row for row in rows[1:]}

    def test_breakdowns_by_bureau_and_category_are_what_each_reported(self):
        for by, column in [("bureau", "bureau"), ("category", "category")]:
            with self.subTest(by):
                total, parts = self.parts(by)
                expected = self.counted(RECEIVED, "2023-01-01", "2023-12-31", column)
                self.assertGreater(len(expected), 5)
                self.assertEqual({key: int(row["value"]) for key, row in parts.items()
                                  if row["status"] == "OK"}, dict(expected))
                self.assertEqual(int(total["value"]), 1767)

    def test_breakdowns_by_time_are_what_each_part_counted(self):
        for by, keys, period in [
                ("month", [f"2023-{month:02d}" for month in range(1, 13)], "2023"),
                ("quarter", [f"2023-Q{quarter}" for quarter in range(1, 5)], "2023"),
                ("year", ["2022", "2023"], "2022-07-01..2023-06-30")]:
            with self.subTest(by):
                total, parts = self.parts(by, period)
                self.assertEqual(list(parts), keys)
                self.assertEqual(sum(int(row["value"] or 0) for row in parts.values()),
                                 int(total["value"]))
        _, months = self.parts("month")
        for key, row in months.items():
            self.assertEqual(int(row["value"] or 0),
                             self.counted(RECEIVED, f"{key}-01", f"{key}-31"))

    def test_breakdown_by_region_has_ratios_of_sums(self):
        total, parts = self.parts("region:9", indicator=RATE)
        self.assertEqual(total["display"], "99.38%")
        self.assertIn("230108001", parts)
        for column in ["numerator", "denominator"]:
            self.assertEqual(sum(int(row[column] or 0) for row in parts.values()),
                             int(total[column]))

    def test_a_table_has_the_parts_below_their_whole(self):
        text = self.text("period", "2023", "--by", "quarter", "--indicator", f"{RECEIVED},{RATE}")
        lines = text.splitlines()
        whole = [place for place, line in enumerate(lines) if "1767件" in line]
        self.assertEqual(len(whole), 1, text)
        for quarter in range(1, 5):
            line = lines[whole[0] + quarter]
            self.assertTrue(line.startswith(f"    2023-Q{quarter}  "), text)
            self.assertIn(RECEIVED, line)

    def test_parts_that_a_figure_does_not_apply_to_are_in_csv_but_not_in_a_table(self):
        words = ["period", "2023", "--by", "category", "--indicator", f"{RECEIVED},{ACCEPTED}"]
        odd = [row for row in self.csv(*words) if row["status"] == "NOT_APPLICABLE"]
        self.assertGreater(len(odd), 5)
        self.assertNotIn("NOT_APPLICABLE", self.text(*words))

    def test_every_kind_is_printed_with_what_is_behind_it(self):
        most = self.counted(RECEIVED, "2023-01-01", "2023-12-31", "bureau").most_common(1)[0]
        codes = "more.money,more.mean,more.multiple,more.most,more.coverage,more.rate_change"
        text = self.text("period", "2023", "--indicator", codes)
        for start, cells in [
                ("履行金额", ["1235.07元", "1235.07"]),
                ("件均金额", ["0.7元", "1235.07", "/", "1767"]),
                ("受理倍数", ["2.42倍", "80", "←", "33"]),
                ("最多接收", [f"{most[1]}件", str(most[1]), f"({most[0]})"]),
                ("金额填报率", ["50%", "1", "/", "2"])]:
            with self.subTest(start):
                line = self.table_line(text, start)
                self.assertEqual(line[:len(cells) + 1], [start, *cells])
        rank = self.text("period", "2023", "--indicator", "more.rank", "--bureau", most[0])
        self.assertEqual(self.table_line(rank, "接收纠纷位次")[:5][:3],
                         ["接收纠纷位次", "1位", "1"])
        growth = self.text("period", "2023-04", "--indicator", "more.mean_growth")
        april = self.counted(RECEIVED, "2023-04-01", "2023-04-30")
        march = self.counted(RECEIVED, "2023-03-01", "2023-03-31")
        self.assertIn(f"0.01 / {april} ← 1235.06 / {march}", growth)

    def test_csv_has_every_number_in_full(self):
        rows = {row["indicator"]: row for row in self.csv(
            "period", "2023-04", "--compare", "period-before", "--indicator",
            "more.money,more.mean_growth,more.most")}
        money = rows["more.money"]
        self.assertEqual((money["value"], money["compared_value"], money["compared_display"],
                          money["change"]), ("0.01", "1235.06", "1235.06", "-1235.05"))
        self.assertFalse([column for column in money if "decimals" in column])
        growth = rows["more.mean_growth"]
        self.assertEqual((growth["current"], growth["prior"]), ("0.01", "1235.06"))
        self.assertEqual(int(growth["current_denominator"]),
                         self.counted(RECEIVED, "2023-04-01", "2023-04-30"))
        self.assertEqual(int(growth["prior_denominator"]),
                         self.counted(RECEIVED, "2023-03-01", "2023-03-31"))
        self.assertTrue(rows["more.most"]["holders"])
        first = self.csv("year", "2023", "--indicator", "more.rank", "--bureau", "justice")[0]
        self.assertIn("rank", first)
        self.assertEqual({row["first_day"] for row in rows.values()}, {"2023-04-01"})

    def test_breaches_of_rules_are_shown_and_leave_csv_clean(self):
        words = "1767, mediation.disputes_resolved 1756; expected the first not above the second"
        for question in [["year", "2023"], ["period", "2023"]]:
            with self.subTest(question[0]):
                about = [*question, "--indicator", RATE]
                self.assertEqual(self.json(*about)["warnings"][0]["rule"], "resolved_is_received")
                table = self.run_query(*about)
                self.assertEqual(table.stderr, "")
                warning = ("warning: resolved_is_received 接收不超过化解: "
                           "the whole scope, 2023-01-01")
                self.assertIn(warning, table.stdout)
                self.assertIn(words, table.stdout)
                self.assertLess(table.stdout.index("99.38%"), table.stdout.index(warning))
                sheet = self.run_query(*about, "--format", "csv")
                self.assertEqual([row["display"] for row in harness.csv_rows(sheet.stdout)],
                                 ["99.38%"])
                self.assertIn(words, sheet.stderr)
                other = self.run_query(*question, "--indicator", ACCEPTED, "--format", "csv")
                self.assertEqual(other.stderr, "")

    def test_completeness_says_who_reported_and_when(self):
        first, last = "2023-01-01", "2023-03-31"
        rows = self.csv("completeness", "2023-Q1", "--indicator", RECEIVED)
        events, days = collections.Counter(), {}
        for event in self.events:
            if event["indicator"] == RECEIVED and event["day"] <= last:
                events[event["bureau"]] += event["day"] >= first
                days[event["bureau"]] = max(event["day"], days.get(event["bureau"], ""))
        self.assertEqual(len(rows), 33)  # all bureaus are expected
        for row in rows:
            with self.subTest(row["bureau"]):
                self.assertEqual(int(row["events"]), events[row["bureau"]])
                self.assertEqual(row["last_reported_day"], days.get(row["bureau"], ""))
        indicator = self.json("completeness", "2023-Q1", "--indicator", RECEIVED)["indicators"][0]
        self.assertEqual((int(indicator["expected"]), int(indicator["reported"])),
                         (33, sum(1 for count in events.values() if count)))

    def test_completeness_table_names_who_is_missing_and_who_was_not_expected(self):
        text = self.text("completeness", "2023-Q2", "--indicator", "more.money")
        self.assertEqual(self.table_line(text, "履行金额"),
                         ["履行金额", "1", "of", "2", "more.money"])
        self.assertEqual(self.table_line(text, "平房区卫生健康局")[1:],
                         ["missing", "health", "never", "reported"])
        self.assertNotIn("education", text)
        text = self.text("completeness", "2023-Q1", "--indicator", "more.money")
        self.assertEqual(self.table_line(text, "平房区教育局")[1:],
                         ["not", "expected", "education", "last", "reported", "2023-03-02"])
        self.assertIn("2023-01-01 to 2023-03-31, all bureaus: 1 indicators at revision ", text)

    def test_completeness_has_all_flows_and_stocks_of_a_region(self):
        answer = self.json("completeness", "2023", "--region", "230108001")
        self.assertGreater(len(answer["indicators"]), 40)
        for indicator in answer["indicators"]:
            if indicator["indicator"] != "more.money":
                self.assertEqual(int(indicator["expected"]), 1)

    def test_wrong_words_are_refused_with_value_and_what_is_expected(self):
        for words, message in WRONG_WORDS:
            with self.subTest(" ".join(words)):
                done = self.run_query(*words, check=False)
                self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
                self.assertIn(message, done.stderr)
                self.assertEqual(done.stdout, "")

    def test_questions_that_do_not_fit_are_refused_with_all_faults(self):
        for words, faults in REFUSALS:
            with self.subTest(" ".join(words)):
                done = self.run_query(*words, check=False)
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
                for fault in faults:
                    self.assertIn(f"  {fault}", done.stderr)
                self.assertEqual(len(done.stderr.splitlines()), len(faults) + 1, done.stderr)
                self.assertEqual(done.stdout, "")

    def test_a_service_out_of_reach_is_a_failure(self):
        for command in ["period", "completeness"]:
            done = harness.run("jurimeter", "query", command, "2023", "--query", "127.0.0.1:1",
                               check=False)
            self.assertEqual(done.returncode, 3)
            self.assertIn("nothing answers at 127.0.0.1:1", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""The sample that uses every kind of definition, against figures that were computed elsewhere.

expected.tsv, expected_warnings.tsv and expected_completeness.tsv come from expected_figures.py
beside them, which shares nothing with the programs; each row is compared over gRPC.
"""

import collections
import csv
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import client
import harness

from google.protobuf import text_format
from jurimeter.v1 import catalog_pb2, query_pb2

SAMPLE = harness.ROOT / "deploy/samples/every-kind"
CATALOG = SAMPLE / "catalog.textproto"
EVENTS = SAMPLE / "events.csv"
TABLES = ["expected.tsv", "expected_warnings.tsv", "expected_completeness.tsv"]

QUESTION = ["period", "region", "bureaus", "compare", "by"]
WHOLE = "*"

# Each value must be used in the sample's catalog, and so must each of what is one of several.
ENUMS = ["Scale", "Sign", "BoundWord", "Rounding"]
KINDS = [("Indicator", "definition"), ("Rule", "rule"), ("Comparison", "against"),
         ("Siblings", "level")]


def rows_of(name):
    with open(SAMPLE / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def catalog():
    return text_format.Parse(CATALOG.read_text(encoding="utf-8"), catalog_pb2.Catalog())


def messages_in(message):
    """A message and all that it holds."""
    yield message
    for field, value in message.ListFields():
        if field.message_type is not None:
            for inner in value if field.label == field.LABEL_REPEATED else [value]:
                yield from messages_in(inner)


def period_of(word):
    """The message of a period in the words of the command line."""
    if word.startswith("ytd:"):
        return query_pb2.Period(year_to_date=word[4:])
    if ".." in word:
        first, last = word.split("..")
        return query_pb2.Period(range=query_pb2.DayRange(first=first, last=last))
    for field, pattern in [("day", r"\d+-\d\d-\d\d"), ("month", r"\d+-\d\d"),
                           ("quarter", r"\d+-Q\d"), ("half_year", r"\d+-H\d")]:
        if re.fullmatch(pattern, word):
            return query_pb2.Period(**{field: word})
    return query_pb2.Period(year=int(word))


def comparison_of(word):
    if word == "period-before":
        return catalog_pb2.Comparison(period_before=catalog_pb2.PeriodBefore())
    years = 1 if word == "year-before" else int(word.removesuffix("-years-before"))
    return catalog_pb2.Comparison(years_before=years)


def breakdown_of(word):
    if word.startswith("region:"):
        return query_pb2.Breakdown(region_digits=int(word.removeprefix("region:")))
    return query_pb2.Breakdown(kind=f"BREAKDOWN_BY_{word.upper()}")


def status_of(message):
    return query_pb2.FigureStatus.Name(message.status).removeprefix("FIGURE_STATUS_")


def exact_of(message, oneof):
    """The integers of a figure as expected.tsv writes them."""
    which = message.WhichOneof(oneof)
    exact = getattr(message, which) if which else None
    if which == "value":
        return str(exact)
    if which == "ratio":
        return f"{exact.numerator} / {exact.denominator}"
    if which == "rank":
        return f"{exact.rank} of {exact.of}"
    if which is None:
        return ""
    if (exact.current_denominator, exact.prior_denominator) == (1, 1):
        return f"{exact.current} <- {exact.prior}"
    return (f"{exact.current} / {exact.current_denominator} <- "
            f"{exact.prior} / {exact.prior_denominator}")


def cells_of(figure, compared):
    """The columns of expected.tsv that answer a question."""
    cells = {"indicator": figure.indicator, "status": status_of(figure),
             "exact": exact_of(figure, "exact"), "display": figure.display,
             "decimals": f"{figure.quantity_decimals} {figure.denominator_decimals}",
             "holders": ",".join(figure.holders)}
    prior = figure.compared
    return cells | {
        "compared_status": status_of(prior) if compared else "",
        "compared_exact": exact_of(prior, "prior"), "compared_display": prior.display,
        "growth": prior.growth_display, "change": prior.change_display}


def expected_cells(row):
    """What a row of expected.tsv expects."""
    return {name: text for name, text in row.items() if name not in QUESTION + ["part"]}


class Files(unittest.TestCase):
    def generated(self, program, names):
        with tempfile.TemporaryDirectory() as directory:
            output = pathlib.Path(directory)
            target = output / names[0] if len(names) == 1 else output
            subprocess.run([sys.executable, SAMPLE / program, "-o", target], check=True)
            for name in names:
                self.assertEqual((output / name).read_bytes(), (SAMPLE / name).read_bytes(), name)

    def test_events_are_those_that_the_generator_writes(self):
        self.generated("generate_events.py", ["events.csv"])

    def test_expected_tables_are_those_that_the_reference_computes(self):
        self.generated("expected_figures.py", TABLES)

    def test_files_say_at_their_top_that_all_is_made_up(self):
        self.assertIn("SYNTHETIC", EVENTS.read_text(encoding="utf-8").splitlines()[0])
        self.assertIn("MADE UP", CATALOG.read_text(encoding="utf-8")[:200])

    def test_catalog_is_right(self):
        harness.run("jurimeter", "catalog", "check", CATALOG)

    def test_every_indicator_has_a_figure_in_the_table(self):
        shown = {row["indicator"] for row in rows_of("expected.tsv") if row["status"] == "OK"}
        self.assertEqual({indicator.code for indicator in catalog().indicators}, shown)

    def test_every_status_but_overflow_is_in_the_table(self):
        statuses = {row["status"] for row in rows_of("expected.tsv")}
        self.assertEqual(statuses, {"OK", "UNDEFINED", "NO_DATA", "NOT_APPLICABLE"})


class Language(unittest.TestCase):
    """Nothing that the catalog's language has is left out of the sample."""

    def test_every_kind_of_definition_and_rule_is_used(self):
        used = {(message.DESCRIPTOR.name, oneof.name, message.WhichOneof(oneof.name))
                for message in messages_in(catalog()) for oneof in message.DESCRIPTOR.oneofs}
        for message, oneof in KINDS:
            descriptor = catalog_pb2.DESCRIPTOR.message_types_by_name[message]
            for field in descriptor.oneofs_by_name[oneof].fields:
                with self.subTest(f"{message}.{field.name}"):
                    self.assertIn((message, oneof, field.name), used)

    def test_every_way_to_print_is_used(self):
        used = collections.defaultdict(set)
        for message in messages_in(catalog()):
            for field, value in message.ListFields():
                if field.enum_type is not None:
                    used[field.enum_type.name].add(value)
        for name in ENUMS:
            for value in catalog_pb2.DESCRIPTOR.enum_types_by_name[name].values:
                if value.number != 0:
                    with self.subTest(value.name):
                        self.assertIn(value.number, used[name])

    def test_every_field_is_used(self):
        used = {(message.DESCRIPTOR.name, field.name)
                for message in messages_in(catalog()) for field, _ in message.ListFields()}
        for message in catalog_pb2.DESCRIPTOR.message_types_by_name.values():
            for field in message.fields:
                with self.subTest(f"{message.name}.{field.name}"):
                    self.assertIn((message.name, field.name), used)


class Answers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.up = harness.Up(catalog=CATALOG)
        cls.addClassCleanup(cls.up.close)
        cls.up.start()
        cls.up.import_file(EVENTS)
        cls.revision = cls.up.revision()
        cls.client = client.Client(cls.up.addresses["ingestion"], cls.up.addresses["query"])
        cls.addClassCleanup(cls.client.close)

    def ask(self, period, region="", bureaus="", compare="", by="", indicators=()):
        request = query_pb2.QueryPeriodRequest(
            period=period_of(period), region=region, indicators=indicators,
            bureaus=bureaus.split(",") if bureaus else [], min_revision=self.revision)
        if compare:
            request.compare.CopyFrom(comparison_of(compare))
        if by:
            request.by.CopyFrom(breakdown_of(by))
        return self.client.query.QueryPeriod(request, timeout=client.TIMEOUT_S)

    def test_every_figure_is_the_expected_one(self):
        questions = collections.defaultdict(lambda: collections.defaultdict(list))
        for row in rows_of("expected.tsv"):
            questions[tuple(row[name] for name in QUESTION)][row["part"]].append(row)
        self.assertGreater(len(questions), 40)
        for question, parts in questions.items():
            codes = list(dict.fromkeys(row["indicator"] for row in parts[WHOLE]))
            answer = self.ask(*question, indicators=codes)
            answered = [(WHOLE, answer.figures)] + [(part.key, part.figures)
                                                    for part in answer.parts]
            self.assertEqual([key for key, _ in answered], list(parts), question)
            for key, figures in answered:
                by_code = {figure.indicator: figure for figure in figures}
                for row in parts[key]:
                    with self.subTest(question=question, part=key, indicator=row["indicator"]):
                        self.assertEqual(cells_of(by_code[row["indicator"]], question[3]),
                                         expected_cells(row))

    def test_a_year_has_the_same_figures(self):
        rows = [row for row in rows_of("expected.tsv")
                if row["period"] == "2024" and not any(row[name] for name in QUESTION[1:])]
        answer = self.client.query.QueryYear(query_pb2.QueryYearRequest(
            year=2024, include_supporting=True, min_revision=self.revision),
            timeout=client.TIMEOUT_S)
        self.assertEqual([cells_of(figure, "") for figure in answer.figures],
                         [expected_cells(row) for row in rows])

    def test_breaches_of_rules_are_the_expected_ones(self):
        expected = collections.defaultdict(list)
        rows = rows_of("expected_warnings.tsv")
        for row in rows:
            expected[row["period"], row["region"]].append(row)
        broken = {row["rule"] for row in rows}
        self.assertEqual({rule.code for rule in catalog().rules} - broken, {"won_were_concluded"})
        for period, region in list(expected) + [("2023-Q1", ""), ("2023", "")]:
            with self.subTest(period=period, region=region):
                warnings = self.ask(period, region).warnings
                self.assertEqual([warning_cells(warning) for warning in warnings],
                                 [(row["rule"], row["bureau"], row["first_day"], row["last_day"],
                                   row["numbers"]) for row in expected[period, region]])
                for warning in warnings:
                    for text in [warning.bureau, warning.first_day, warning.last_day,
                                 *(number.number for number in warning.numbers)]:
                        self.assertIn(text, warning.text)

    def test_completeness_is_the_expected_one(self):
        questions = collections.defaultdict(list)
        for row in rows_of("expected_completeness.tsv"):
            questions[row["period"], row["region"], row["indicator"]].append(row)
        for (period, region, code), rows in questions.items():
            with self.subTest(period=period, region=region, indicator=code):
                [answer] = self.client.query.QueryCompleteness(
                    query_pb2.QueryCompletenessRequest(
                        period=period_of(period), region=region, indicators=[code],
                        min_revision=self.revision), timeout=client.TIMEOUT_S).indicators
                self.assertEqual((answer.expected, answer.reported),
                                 (int(rows[0]["expected"]), int(rows[0]["reported"])))
                self.assertEqual(
                    [(each.bureau, "yes" if each.expected else "no", str(each.events),
                      each.last_day) for each in answer.bureaus],
                    [(row["bureau"], row["is_expected"], row["events"], row["last_day"])
                     for row in rows])

    def test_bureaus_report_of_their_own_days_only(self):
        for bureau, day, told in [
                ("nanhu", "2021-06-16", '2021-06-16 is after "nanhu" ended; expected a day up to '
                                        "2021-06-15"),
                ("gaoxin", "2021-06-15", '2021-06-15 is before "gaoxin" begins; expected a day '
                                         "from 2021-06-16 on")]:
            done = self.up.submit(bureau, "reconsideration.received", 1, f"{day}T12:00:00+08:00",
                                  check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn(f"occurred_at: {told}", done.stderr)
        listed = self.client.query.ListBureaus(query_pb2.ListBureausRequest(region="99030")).bureaus
        self.assertEqual([(each.code, each.begins, each.ends) for each in listed],
                         [("qiaotou", "", ""), ("nanhu", "", "2021-06-15"),
                          ("gaoxin", "2021-06-16", "")])

    def test_names_are_those_of_their_time(self):
        for period, name in [("2023", "白水县司法局"), ("2024", "白水市司法局")]:
            parts = self.ask(period, by="bureau", indicators=["population"]).parts
            self.assertIn(name, [part.name_zh for part in parts])
        names = {part.key: part.name_zh for part in
                 self.ask("2024", by="region:6", indicators=["population"]).parts}
        self.assertEqual((names["990101"], names["990321"]), ("溪东区", ""))


def warning_cells(warning):
    numbers = ", ".join(f"{number.indicator} {number.number}" for number in warning.numbers)
    return (warning.rule, warning.bureau, warning.first_day, warning.last_day, numbers)


if __name__ == "__main__":
    unittest.main(verbosity=2)

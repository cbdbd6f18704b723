"""The sample year, imported through the built programs, gives the report's figures as printed."""

import json
import unittest

import harness

harness.stubs()

from jurimeter.v1 import query_pb2  # pylint: disable=wrong-import-position


class Figures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.up = cls.enterClassContext(harness.Up())
        cls.first_import = cls.up.import_file(harness.EVENTS).stdout
        cls.published = harness.published_figures()

    def displays(self):
        return {code: figure.display for code, figure in self.up.figures(2023).items()}

    def published_displays(self):
        return {row["indicator"]: row["published"] for row in self.published}

    def test_table_has_every_figure_of_the_report(self):
        self.assertEqual(len(self.published), 43)

    def test_json_prints_every_row_as_published(self):
        self.assertEqual(self.displays(), self.published_displays())

    def test_json_describes_every_row_as_published(self):
        columns = ["section", "indicator", "name_zh", "unit_zh"]
        answer = self.up.query(2023)
        self.assertEqual(
            [[getattr(figure, column) for column in columns] for figure in answer.figures],
            [[row[column] for column in columns] for row in self.published])

    def test_json_says_kind_and_status(self):
        for row in self.published:
            with self.subTest(row["indicator"]):
                figure = self.up.figures(2023)[row["indicator"]]
                self.assertEqual(query_pb2.IndicatorKind.Name(figure.kind),
                                 f"INDICATOR_KIND_{row['kind']}")
                self.assertEqual(query_pb2.FigureStatus.Name(figure.status), "FIGURE_STATUS_OK")
                self.assertTrue(figure.name_en)

    def test_json_has_the_names_of_the_protos_and_every_field(self):
        # As docs/read-figures.md says; buf curl's are others.
        answer = json.loads(self.up.query_text(2023, "json"))
        self.assertIn("catalog_version", answer)
        self.assertEqual(answer["warnings"], [])
        for figure in answer["figures"]:
            names = {field.name for field in query_pb2.Figure.DESCRIPTOR.fields}
            self.assertLessEqual(set(figure), names)
            self.assertIn("name_zh", figure)
            self.assertEqual(figure["quantity_decimals"], 0)

    def test_csv_prints_every_row_as_published(self):
        rows = harness.csv_rows(self.up.query_text(2023, "csv"))
        self.assertEqual({row["indicator"]: row["display"] for row in rows},
                         self.published_displays())
        self.assertEqual([row["indicator"] for row in rows],
                         [row["indicator"] for row in self.published])

    def test_table_prints_sections_in_order_and_each_figure_under_its_own(self):
        text = self.up.query_text(2023, "table")
        titles = {section.code: section.title_zh for section in self.up.query(2023).sections}
        self.assertEqual(list(titles), list(dict.fromkeys(r["section"] for r in self.published)))
        starts = [text.index(title) for title in titles.values()]
        self.assertEqual(starts, sorted(starts))
        for (section, start), end in zip(zip(titles, starts), starts[1:] + [len(text)]):
            lines = text[start:end].splitlines()
            for row in self.published:
                if row["section"] == section:
                    self.assertTrue(
                        any(row["name_zh"] in line and row["published"] in line for line in lines),
                        f"{row['name_zh']} {row['published']} not in\n{text[start:end]}")

    def test_rates_carry_the_counts_behind_them(self):
        figures = self.up.figures(2023)
        for code, numerator, denominator in [
                ("mediation.resolution_rate", 1756, 1767),
                ("gov_services.item_quality_rate", 1352, 1352),
                ("oversight.proposal_reply_rate", 214, 214),
                ("oversight.proposal_satisfaction_rate", 214, 214)]:
            with self.subTest(code):
                ratio = figures[code].ratio
                self.assertEqual((ratio.numerator, ratio.denominator), (numerator, denominator))
        growth = figures["reconsideration.accepted_growth"].growth
        self.assertEqual((growth.current, growth.prior), (80, 33))

    def test_win_rate_is_of_concluded_suits_not_of_filed_ones(self):
        figures = self.up.figures(2023)
        ratio = figures["litigation.win_rate"].ratio
        self.assertLess(ratio.denominator, figures["litigation.cases_filed"].value)
        self.assertGreaterEqual(ratio.numerator * 100, 95 * ratio.denominator)

    def test_parts_never_exceed_their_whole(self):
        figures = self.up.figures(2023)
        for part, whole in [("items_online", "items_standardized"),
                            ("items_one_visit", "items_standardized"),
                            ("items_fully_online", "items_online")]:
            with self.subTest(part):
                self.assertLess(figures[f"gov_services.{part}"].value,
                                figures[f"gov_services.{whole}"].value)

    def test_cumulative_counts_need_64_bits(self):
        figures = self.up.figures(2023)
        self.assertGreater(figures["digital.records_changed"].value, 10**10)
        self.assertGreater(figures["publicity.video_plays"].value, 5 * 10**6)

    def test_supporting_indicators_come_only_on_request(self):
        self.assertNotIn("mediation.disputes_resolved", self.up.figures(2023))
        everything = self.up.figures(2023, "--all")
        self.assertEqual(everything["mediation.disputes_resolved"].value, 1756)
        self.assertGreater(len(everything), 43)

    def test_bureaus_and_regions_add_up_to_the_whole(self):
        code = "mediation.disputes_received"
        bureaus = {line["bureau"] for line in self.events() if line["indicator"] == code}
        parts = [self.up.figures(2023, "--indicator", code, "--bureau", bureau)[code].value
                 for bureau in sorted(bureaus)]
        self.assertGreater(len(parts), 5)
        self.assertNotIn(0, parts)
        self.assertEqual(sum(parts), 1767)
        for region in ["23", "230108"]:
            self.assertEqual(
                self.up.figures(2023, "--indicator", code, "--region", region)[code].value, 1767)
        one = self.up.figures(2023, "--indicator", code, "--region", "230108001")[code].value
        self.assertIn(one, parts)

    def test_a_region_that_nobody_reports_from_has_no_data(self):
        for code, figure in self.up.figures(2023, "--region", "11").items():
            with self.subTest(code):
                self.assertEqual(figure.status, query_pb2.FIGURE_STATUS_NO_DATA)
                self.assertEqual(figure.display, "")

    def test_statistic_day_is_that_of_the_catalogs_time_zone(self):
        code = "legal_aid.hotline_consultations"
        calls = [self.up.figures(year, "--indicator", code)[code].value
                 for year in (2022, 2023, 2024)]
        by_year = {}
        for event in self.events():
            if event["indicator"] == code:
                year = harness.shanghai_year(event["occurred_at"])
                by_year[year] = by_year.get(year, 0) + int(event["quantity"])
        self.assertEqual(calls, [by_year[2022], by_year[2023], by_year[2024]])
        self.assertEqual(calls[::2], [1, 1])

    def test_importing_again_counts_nothing_twice(self):
        before = self.up.query(2023, "--all").figures
        events = len(self.events())
        again = self.up.import_file(harness.EVENTS).stdout
        self.assertEqual(self.up.query(2023, "--all").figures, before)
        self.assertRegex(self.first_import, rf"\b{events:,}|\b{events}\b")
        self.assertRegex(again, rf"(\b{events:,}|\b{events})\D*duplicate|"
                                rf"duplicate\D*(\b{events:,}|\b{events})\b")

    @staticmethod
    def events():
        return harness.events_of(harness.EVENTS)


class OneFailedInspection(unittest.TestCase):
    """1352 of 1353 is 99.93%: whatever the decimals, it must not print as 100%."""

    def test_rate_below_all_never_prints_as_all(self):
        rate = "gov_services.item_quality_rate"
        with harness.Up() as up:
            up.import_file(harness.EVENTS)
            self.assertEqual(up.figures(2023)[rate].display, "100%")
            up.submit("justice", "gov_services.items_inspected", 1, "2023-12-29T10:00:00+08:00",
                      "--subject", "例:质检不合格")
            figure = up.figures(2023)[rate]
            self.assertEqual((figure.ratio.numerator, figure.ratio.denominator), (1352, 1353))
            self.assertEqual(figure.display, "99.9%")

    def test_1351_of_1352_does_not_print_100_percent(self):
        rate = "gov_services.item_quality_rate"
        with harness.Up() as up:
            for indicator, items in [("items_inspected", 1352), ("items_passed", 1351)]:
                up.submit("justice", f"gov_services.{indicator}", items, "2023-06-01T09:00:00Z")
            self.assertEqual(up.figures(2023)[rate].display, "99.9%")
            up.submit("justice", "gov_services.items_passed", 1, "2023-06-02T09:00:00Z")
            self.assertEqual(up.figures(2023)[rate].display, "100%")


if __name__ == "__main__":
    unittest.main(verbosity=2)

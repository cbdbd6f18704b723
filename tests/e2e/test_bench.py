"""`jurimeter-bench`: every line is there, and nothing is left behind. No timing is asserted."""

import json
import math
import os
import shutil
import signal
import unittest

import harness

TINY = ["--rounds", "1", "--events", "2000", "--batch-events", "100", "--calls", "500",
        "--lone-calls", "20", "--transactions", "200", "--sizes", "500,2000"]

# name: whether it is compared with a baseline
LINES = {
    "ingest.month": True,
    "ingest.year": True,
    "ingest.one_percent_duplicates": True,
    "ingest.all_duplicates": True,
    "submit.unary": True,
    "submit.alone": True,
    "submit.unary_against_transactions": True,
    "submit.stream_against_transactions": True,
    "query.year": True,
    "query.alone": True,
    "query.against_group_by": True,
    "scale.query_latency_2000": True,
    "scale.ingest_rate": True,
    "scale.freshness": False,
    "scale.ingestion_memory": False,
    "scale.ingestion_memory_growth": True,
    "scale.query_memory": False,
    "scale.query_memory_growth": True,
    "scale.cold_start": False,
    "scale.as_of": True,
    "scale.verify": True,
}

SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'jurimeter%'"


class BenchTest(unittest.TestCase):
    def setUp(self):
        self.work_dir = harness.temporary_directory()
        self.addCleanup(shutil.rmtree, self.work_dir, ignore_errors=True)

    def bench(self, *arguments, env=None):
        return harness.run("jurimeter-bench", *arguments, "--work-dir", self.work_dir, env=env,
                           timeout_s=300)

    def assert_nothing_left(self):
        self.assertEqual(list(self.work_dir.iterdir()), [])
        self.assertEqual(harness.processes_in(self.work_dir), {})

    def assert_spread(self, spread):
        self.assertTrue(all(math.isfinite(spread[part]) for part in ("min", "median", "max")))
        self.assertLessEqual(0, spread["min"])
        self.assertLessEqual(spread["min"], spread["median"])
        self.assertLessEqual(spread["median"], spread["max"])

    def assert_line(self, line, has_baseline):
        self.assert_spread(line["measured"])
        self.assertTrue(line["what"] and line["unit"])
        self.assertIn(line["goal"]["bound"], ["at least", "at most"])
        value = line["measured"]["median"]
        if has_baseline:
            self.assert_spread(line["baseline"])
            self.assertTrue(line["baseline"]["what"])
            value /= line["baseline"]["median"]
            self.assertAlmostEqual(line["ratio"], value, delta=value * 1e-9)
        else:
            self.assertIsNone(line["baseline"])
            self.assertIsNone(line["ratio"])
        limit = line["goal"]["limit"]
        self.assertEqual(line["met"], value >= limit if line["goal"]["bound"] == "at least"
                         else value <= limit)


class PrivateDatabase(BenchTest):
    def test_all_measures_every_line(self):
        report = json.loads(self.bench("all", "--format", "json", *TINY).stdout)
        self.assertEqual([line["name"] for line in report["lines"]], list(LINES))
        for line in report["lines"]:
            with self.subTest(line["name"]):
                self.assert_line(line, LINES[line["name"]])
        self.assertEqual(report["rounds"], 1)
        self.assertGreaterEqual(report["machine"]["cores"], 1)
        self.assertGreater(report["machine"]["memory_mib"], 0)
        database = report["database"]
        self.assertEqual([database[name] for name in ("fsync", "synchronous_commit",
                                                      "full_page_writes")], ["on"] * 3)
        self.assert_nothing_left()

    def test_table_names_every_line_of_one_benchmark(self):
        table = self.bench("query", *TINY).stdout
        for name in LINES:
            self.assertEqual(name in table, name.startswith("query."), name)


class DatabaseOfTheUser(BenchTest):
    def setUp(self):
        super().setUp()
        self.up = self.enterContext(harness.Up())
        self.up.submit("justice", "mediation.disputes_received", 7, "2023-06-01T09:00:00Z")
        self.url = self.up.addresses["database_url"]

    def tearDown(self):
        self.assertEqual(harness.psql(self.url, SCHEMAS), [])
        self.assertEqual(harness.psql(self.url, "SELECT sum(quantity) FROM public.event"), ["7"])
        self.assert_nothing_left()

    def test_leaves_it_as_it_was(self):
        # The password, were there one, would not be on a command line.
        report = json.loads(self.bench("ingest", "--format", "json", *TINY,
                                       env={"JURIMETER_DATABASE_URL": self.url}).stdout)
        self.assertEqual([line["name"] for line in report["lines"]],
                         [name for name in LINES if name.startswith("ingest.")])

    def test_leaves_it_as_it_was_when_asked_to_end(self):
        for sig in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(sig.name):
                bench = harness.Process("jurimeter-bench", "ingest", "--database-url", self.url,
                                        "--work-dir", self.work_dir, "--events", "300000",
                                        output_dir=self.up.data_dir.parent)
                self.addCleanup(bench.end)
                harness.wait_for("service of the benchmark",
                                 lambda: any("jurimeter-ingestion" in command for command in
                                             harness.processes_in(self.work_dir).values()))
                self.assertNotEqual(harness.psql(self.url, SCHEMAS), [])
                os.killpg(bench.popen.pid, sig)
                self.assertEqual(bench.popen.wait(harness.STOP_TIMEOUT_S), 3, bench.stderr())
                self.assertEqual(harness.psql(self.url, SCHEMAS), [])
                self.assert_nothing_left()

    def test_one_that_is_away_is_named(self):
        url = "host=127.0.0.1 port=1 dbname=nowhere"
        done = harness.run("jurimeter-bench", "ingest", "--database-url", url, "--work-dir",
                           self.work_dir, check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn("cannot connect", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)

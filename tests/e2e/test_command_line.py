"""Command lines: help, environment, configuration file, logs, exit codes."""

import json
import shutil
import unittest

import harness

COMMANDS = [
    ("jurimeter-ingestion", [], ["--database-url", "--listen", "--metrics-listen",
                                 "--address-file"]),
    ("jurimeter-query", [], ["--database-url", "--listen", "--metrics-listen",
                             "--address-file"]),
    ("jurimeter", ["up"], ["--data-dir", "--database-url", "--catalog", "--ingestion-listen",
                           "--query-listen", "--ingestion-metrics-listen",
                           "--query-metrics-listen"]),
    ("jurimeter", ["import"], ["--ingestion", "--encoding", "--dry-run"]),
    ("jurimeter", ["retract"], ["--ingestion", "--reason", "--request-id", "--dry-run"]),
    ("jurimeter", ["correct"], ["--ingestion", "--reason", "--request-id", "--dry-run",
                                "--indicator", "--quantity", "--occurred-at", "--event-id",
                                "--category", "--subject"]),
    ("jurimeter", ["closing", "close"], ["--ingestion", "--days", "--all", "--region", "--bureau",
                                         "--reason", "--request-id", "--dry-run"]),
    ("jurimeter", ["closing", "reopen"], ["--ingestion", "--days", "--all", "--region",
                                          "--bureau", "--reason", "--request-id", "--dry-run"]),
    ("jurimeter", ["closing", "list"], ["--ingestion", "--in-force", "--format"]),
    ("jurimeter", ["subject", "erase"], ["--database-url", "--reason"]),
    ("jurimeter", ["submit"], ["--ingestion", "--bureau", "--indicator", "--quantity",
                               "--occurred-at", "--event-id", "--category", "--subject"]),
    ("jurimeter", ["query", "year"], ["--query", "--format", "--region", "--bureau",
                                      "--indicator", "--all", "--min-revision", "--as-of"]),
    ("jurimeter", ["query", "period"], ["--query", "--format", "--region", "--bureau",
                                        "--indicator", "--all", "--min-revision", "--as-of",
                                        "--compare", "--by"]),
    ("jurimeter", ["query", "completeness"], ["--query", "--format", "--region", "--indicator",
                                              "--min-revision", "--as-of"]),
    ("jurimeter", ["migrate"], ["--database-url"]),
    ("jurimeter", ["verify"], ["--database-url", "--since"]),
    ("jurimeter-bench", [], ["--format", "--rounds", "--database-url", "--work-dir", "--events",
                              "--batch-events", "--streams", "--calls", "--in-flight",
                              "--connections", "--lone-calls", "--transactions",
                              "--transaction-connections", "--sizes"]),
    ("jurimeter-bare-server", [], ["--answer-bytes"]),
    ("jurimeter", ["access", "check"], ["--catalog", "--database-url", "--encoding"]),
    ("jurimeter", ["access", "apply"], ["--database-url", "--encoding"]),
    ("jurimeter", ["access", "show"], ["--database-url"]),
    ("jurimeter", ["access", "explain"], ["--database-url", "--format"]),
    ("jurimeter", ["catalog", "check"], ["--encoding"]),
    ("jurimeter", ["catalog", "apply"], ["--database-url", "--encoding", "--yes"]),
]

# What a question is about: no variable may narrow it, since one may be meant for `submit`.
ASKED = {"--region", "--bureau", "--indicator", "--all", "--min-revision", "--as-of", "--compare",
         "--by"}
# What one correction, closing, catalog or verification is about, which no variable may say for
# all of them.
SAID = {"--reason", "--request-id", "--dry-run", "--days", "--in-force", "--since", "--yes"}

# Command lines that are wrong, and a word of the message.
FAULTS = [
    ("jurimeter-ingestion", ["--database-url", "host=x", "--no-such-flag"], "--no-such-flag"),
    ("jurimeter-query", ["--database-url", "host=x", "--no-such-flag"], "--no-such-flag"),
    ("jurimeter-query", ["--database-url", "host=x", "--drain-timeout-s", "0"],
     "--drain-timeout-s"),
    ("jurimeter-ingestion", [], "--database-url"),
    ("jurimeter", [], "subcommand"),
    ("jurimeter", ["no-such-command"], "subcommand"),
    ("jurimeter", ["verify", "--no-such-flag"], "--no-such-flag"),
    ("jurimeter-bench", [], "subcommand"),
    ("jurimeter-bench", ["ingest", "--rounds", "0"], "--rounds"),
    ("jurimeter-bench", ["scale", "--sizes", "100"], "--sizes"),
    ("jurimeter", ["query", "year"], "YEAR"),
    ("jurimeter", ["query", "year", "2023", "--format", "xml"], "xml"),
    ("jurimeter", ["query", "year", "MMXXIII"], "MMXXIII"),
    ("jurimeter", ["submit", "--quantity", "1"], "--bureau"),
    ("jurimeter", ["import"], "FILE"),
    ("jurimeter", ["retract", "justice"], "EVENT_ID"),
    ("jurimeter", ["retract", "justice", "1"], "--reason"),
    ("jurimeter", ["correct", "justice", "1", "--reason", "x"], "--indicator"),
    ("jurimeter", ["closing"], "subcommand"),
    ("jurimeter", ["closing", "close", "--all", "--reason", "x"], "--days"),
    ("jurimeter", ["closing", "close", "--days", "2023", "--all"], "--reason"),
    ("jurimeter", ["closing", "close", "--days", "2023", "--reason", "x"], "--all"),
    ("jurimeter", ["closing", "close", "--days", "soon", "--all", "--reason", "x"], "soon"),
    ("jurimeter", ["closing", "close", "--days", "2023", "--all", "--region", "42", "--reason",
                   "x"], "--region"),
    ("jurimeter", ["closing", "reopen", "--reason", "x"], "REVISION"),
    ("jurimeter", ["closing", "reopen", "0", "--reason", "x"], "REVISION"),
    ("jurimeter", ["closing", "list", "--format", "xml"], "xml"),
    ("jurimeter", ["access"], "subcommand"),
    ("jurimeter", ["access", "check"], "FILE"),
    ("jurimeter", ["access", "explain"], "PRINCIPAL"),
    ("jurimeter", ["access", "explain", "x", "--format", "xml"], "xml"),
    ("jurimeter", ["subject"], "subcommand"),
    ("jurimeter", ["subject", "erase", "justice", "1"], "--reason"),
]

CATALOG_FAULTS = [
    ('denominator: "litigation.cases_concluded"', 'denominator: "litigation.nothing"',
     ["denominator", "litigation.nothing"]),
    ('denominator: "litigation.cases_concluded"', "", ["denominator"]),
    ('code: "publicity.fairs"', 'code: "publicity.lectures"', ["publicity.lectures"]),
    ('time_zone: "Asia/Shanghai"', 'time_zone: "Asia/Atlantis"', ["time_zone", "Atlantis"]),
    ('growth { of: "reconsideration.cases_accepted" }',
     'growth { of: "reconsideration.accepted_growth" }', ["reconsideration.accepted_growth"]),
    ("first_year: 2021", "first_year: 2021 first_yaer: 2022", ["first_yaer"]),
    ('time_zone: "Asia/Shanghai"', "time_zone: “Asia/Shanghai”",
     ["not ASCII, such as a full-width space or quotation mark"]),
]


class Help(unittest.TestCase):
    def test_explains_every_flag_with_its_environment_variable(self):
        for program, words, flags in COMMANDS:
            with self.subTest(" ".join([program, *words])):
                text = harness.run(program, *words, "--help").stdout
                for flag in flags:
                    self.assertIn(flag, text)
                    name = "JURIMETER_" + flag.removeprefix("--").replace("-", "_").upper()
                    asks = words[:1] in (["query"], ["closing"])
                    if flag in SAID or asks and flag in ASKED:
                        self.assertNotIn(name, text)
                    else:
                        self.assertIn(name, text)

    def test_wrong_command_lines_exit_with_2_and_say_why(self):
        for program, words, word in FAULTS:
            with self.subTest(" ".join([program, *words])):
                done = harness.run(program, *words, check=False)
                self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
                self.assertIn(word, done.stderr)


class Version(unittest.TestCase):
    """What an operator is asked for first."""

    PROGRAMS = ["jurimeter", "jurimeter-ingestion", "jurimeter-query"]

    def test_is_printed_and_no_more_is_done(self):
        for program in self.PROGRAMS:
            with self.subTest(program):
                text = harness.run(program, "--version").stdout
                self.assertRegex(
                    text, rf"^{program} \d+\.\d+\.\d+( \([0-9a-f]{{12,40}}(-dirty)?\))?\n$")

    def test_is_no_setting(self):
        # A variable that container images often set for themselves.
        for program in self.PROGRAMS:
            with self.subTest(program):
                done = harness.run(program, "--nonsense", env={"JURIMETER_VERSION": "1"},
                                   check=False)
                self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
                self.assertEqual(done.stdout, "")
                self.assertNotIn("JURIMETER_VERSION", harness.run(program, "--help").stdout)


class CatalogCheck(unittest.TestCase):
    def setUp(self):
        self.home = harness.temporary_directory()
        self.addCleanup(shutil.rmtree, self.home)

    def check(self, text):
        path = self.home / "catalog.textproto"
        path.write_text(text, encoding="utf-8")
        return harness.run("jurimeter", "catalog", "check", path, check=False)

    def test_faults_are_named_with_their_line(self):
        sound = harness.CATALOG.read_text(encoding="utf-8")
        for old, new, words in CATALOG_FAULTS:
            with self.subTest(new or f"no {old}"):
                self.assertEqual(sound.count(old), 1)
                done = self.check(sound.replace(old, new))
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
                self.assertRegex(done.stdout, r"catalog\.textproto:\d+: ")
                for word in words:
                    self.assertIn(word, done.stdout)

    def test_files_as_editors_and_old_systems_write_them(self):
        sound = harness.CATALOG.read_text(encoding="utf-8")
        old, new, words = CATALOG_FAULTS[0]
        for encoding in ["utf-8", "utf-8-sig", "gb18030", "utf-16"]:
            for end in ["\n", "\r\n", "\r"]:
                with self.subTest(encoding=encoding, end=end):
                    path = self.home / "catalog.textproto"
                    path.write_bytes(sound.replace("\n", end).encode(encoding))
                    harness.run("jurimeter", "catalog", "check", path)
                    path.write_bytes(sound.replace(old, new).replace("\n", end).encode(encoding))
                    done = harness.run("jurimeter", "catalog", "check", path, check=False)
                    self.assertEqual(done.stdout,
                                     self.check(sound.replace(old, new)).stdout)
                    self.assertIn(words[-1], done.stdout)

    def test_a_file_of_no_one_encoding_is_refused(self):
        path = self.home / "catalog.textproto"
        path.write_bytes(harness.CATALOG.read_bytes() + b"# \xff\n")
        done = harness.run("jurimeter", "catalog", "check", path, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"is neither UTF-8 \(up to line \d+\) nor GB18030")

    def test_all_faults_are_named_at_once(self):
        text = harness.CATALOG.read_text(encoding="utf-8")
        for old, new, _ in CATALOG_FAULTS[:1] + CATALOG_FAULTS[2:5]:
            text = text.replace(old, new)
        done = self.check(text)
        for _, _, words in CATALOG_FAULTS[:1] + CATALOG_FAULTS[2:5]:
            self.assertIn(words[-1], done.stdout)

    def test_missing_file_is_a_failure(self):
        done = harness.run("jurimeter", "catalog", "check", "/nowhere/catalog", check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn("/nowhere/catalog", done.stderr)


class Settings(unittest.TestCase):
    """A flag beats the environment, which beats the file."""

    @classmethod
    def setUpClass(cls):
        cls.up = cls.enterClassContext(harness.Up())
        cls.query = cls.up.addresses["query"]

    def setUp(self):
        self.home = harness.temporary_directory()
        self.addCleanup(shutil.rmtree, self.home)

    def file(self, text):
        path = self.home / "jurimeter.toml"
        path.write_text(text, encoding="utf-8")
        return path

    def test_a_catalog_keeps_the_decimals_of_quantities(self):
        url = self.up.addresses["database_url"]
        changed = self.home / "changed.textproto"
        changed.write_text(harness.CATALOG.read_text(encoding="utf-8").replace(
            "  flow {}", "  flow {} quantity_decimals: 2", 1), encoding="utf-8")
        done = harness.run("jurimeter", "catalog", "apply", changed, "--database-url", url,
                           check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("its quantity_decimals were 0 and cannot become 2", done.stdout)
        # As it was, it may be applied again.
        harness.run("jurimeter", "catalog", "apply", harness.CATALOG, "--database-url", url)

    def test_environment(self):
        done = harness.run("jurimeter", "query", "year", "2023",
                           env={"JURIMETER_QUERY": self.query, "JURIMETER_FORMAT": "csv"})
        self.assertEqual(len(harness.csv_rows(done.stdout)), 43)

    def test_flag_beats_environment(self):
        done = harness.run("jurimeter", "query", "year", "2023", "--format", "json",
                           "--query", self.query,
                           env={"JURIMETER_QUERY": "127.0.0.1:1", "JURIMETER_FORMAT": "csv"})
        self.assertEqual(len(json.loads(done.stdout)["figures"]), 43)

    def test_no_variable_narrows_a_question(self):
        harness.run("jurimeter", "submit", "--ingestion", self.up.addresses["ingestion"],
                    "--indicator", "publicity.lectures", "--quantity", "3",
                    "--occurred-at", "2022-05-01T00:00:00Z",
                    env={"JURIMETER_BUREAU": "justice"})
        asked = ["query", "period", "2022", "--query", self.query]
        plain = harness.run("jurimeter", *asked).stdout
        self.assertIn("3次", plain)
        for name, value in [("BUREAU", "health"), ("INDICATOR", "mediation.disputes_received"),
                            ("REGION", "99"), ("ALL", "true"), ("MIN_REVISION", "1000000"),
                            ("COMPARE", "year-before"), ("BY", "month")]:
            with self.subTest(name):
                done = harness.run("jurimeter", *asked, env={"JURIMETER_" + name: value})
                self.assertEqual(done.stdout, plain)

    def test_the_file_narrows_a_question_whatever_the_environment_says(self):
        config = self.file('[query.year]\nbureau = "health"\n')
        done = harness.run("jurimeter", "--config", config, "query", "year", "2022", "--query",
                           self.query, env={"JURIMETER_BUREAU": "justice"})
        self.assertIn("\n2022, bureau health: 43 figures at revision ", done.stdout)

    def test_a_table_says_what_it_is_of(self):
        for words, text in [
                (["year", "2023"], "2023, all bureaus: 43 figures"),
                (["year", "2023", "--region", "2301"], "2023, region 2301: 43 figures"),
                (["period", "2023-Q3", "--bureau", "health,justice", "--region", "23"],
                 "2023-07-01 to 2023-09-30, bureaus health, justice of region 23: 43 figures"),
                (["completeness", "2023-06", "--region", "23"],
                 "2023-06-01 to 2023-06-30, region 23: ")]:
            with self.subTest(" ".join(words)):
                done = harness.run("jurimeter", "query", *words, "--query", self.query)
                self.assertRegex(done.stdout, rf"\n{text}.* at revision \d+.*, catalog version \d")

    def test_file_and_environment_of_a_service(self):
        url = self.up.addresses["database_url"]
        config = self.file('log-level = "debug"\n')
        for env, level in [({}, "debug"), ({"JURIMETER_LOG_LEVEL": "error"}, "error")]:
            with (self.subTest(level),
                  harness.service("jurimeter-query", url, "--config", config, env=env)
                  as (process, _)):
                self.assertEqual(process.stop(), 0)
                levels = {json.loads(line)["level"] for line in process.stderr().splitlines()}
                self.assertEqual("info" in levels, level == "debug", levels)

    def test_file_of_a_subcommand(self):
        config = self.file(f'[query.year]\nquery = "{self.query}"\nformat = "csv"\n')
        done = harness.run("jurimeter", "--config", config, "query", "year", "2023")
        self.assertEqual(len(harness.csv_rows(done.stdout)), 43)

    def test_a_file_as_editors_write_it(self):
        text = f'[query.year]\n# 设置\nquery = "{self.query}"\nformat = "csv"\n'
        config = self.home / "jurimeter.toml"
        for encoding in ["utf-8", "utf-8-sig"]:
            for end in ["\n", "\r\n", "\r"]:
                with self.subTest(encoding=encoding, end=end):
                    config.write_bytes(text.replace("\n", end).encode(encoding))
                    done = harness.run("jurimeter", "--config", config, "query", "year", "2023")
                    self.assertEqual(len(harness.csv_rows(done.stdout)), 43)
        for encoding in ["utf-16", "gb18030"]:
            config.write_bytes(text.encode(encoding))
            done = harness.run("jurimeter", "--config", config, "query", "year", "2023",
                               check=False)
            self.assertEqual(done.returncode, 2)
            self.assertIn("not UTF-8", done.stdout + done.stderr)

    def test_unknown_key_of_the_file_is_a_fault(self):
        config = self.file("no-such-key = 1\n")
        done = harness.run("jurimeter-query", "--config", config, "--database-url", "host=x",
                           check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("no-such-key", done.stderr)

    def test_logs_are_one_json_object_a_line(self):
        url = self.up.addresses["database_url"]
        for program in ["jurimeter-ingestion", "jurimeter-query"]:
            with self.subTest(program), harness.service(program, url) as (process, _):
                process.stop()
                lines = process.stderr().splitlines()
                self.assertTrue(lines)
                for line in lines:
                    entry = json.loads(line)
                    self.assertLessEqual({"time", "level", "message"}, set(entry))


if __name__ == "__main__":
    unittest.main(verbosity=2)

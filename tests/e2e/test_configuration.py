"""Configuration files and variables: one file for all programs, faults by file and line."""

import json
import re
import shutil
import unittest

import harness

NOWHERE = "host=/nowhere dbname=jurimeter"

# Every program and command that has options: (section, program, words).
COMMANDS = [
    ("jurimeter-ingestion", "jurimeter-ingestion", []),
    ("jurimeter-query", "jurimeter-query", []),
    ("jurimeter-bare-server", "jurimeter-bare-server", []),
    ("jurimeter-bench", "jurimeter-bench", []),
    *((section, "jurimeter", section.split(".")) for section in [
        "up", "import", "submit", "retract", "correct", "query.year", "query.period",
        "query.completeness", "access.apply", "access.check", "access.explain", "access.show",
        "catalog.apply", "migrate", "verify", "subject.erase", "audit"]),
]

# Files with one fault: the text, its line, and a word of the message.
FAULTS = [
    ("no-such-key = 1\n", 1, "no-such-key"),
    ("\n# comment\nlog-level = \"debug\"\nno-such-key = 1\n", 4, "no-such-key"),
    ("[jurimeter-query]\nno-such-key = 1\n", 2, "no-such-key"),
    ("[jurimeter-query]\nqueue-events = 5000\n", 2, "queue-events"),
    ("[jurimeter-ingestion]\nno-such-key = 1\n", 2, "no-such-key"),
    ("[query.year]\nno-such-key = 1\n", 2, "no-such-key"),
    ("[query.decade]\nformat = \"csv\"\n", 2, "query.decade"),
    ("bureau = \"justice\"\n", 1, "[query.year]"),
    ("refresh-ms = \"soon\"\n", 1, "refresh-ms"),
    ("refresh-ms = 0\n", 1, "refresh-ms"),
    ("[jurimeter-query]\nrefresh-ms = 0\n", 2, "refresh-ms"),
    ("refresh-ms = [1, 2]\n", 1, "refresh-ms"),
    ("log-level = \"loud\"\n", 1, "log-level"),
    ("listen = \"127.0.0.1:70000\"\n", 1, "listen"),
    ("log-level\n", 1, "name = value"),
    ("log-level =\n", 1, "value"),
    ("log-level = \"debug\n", 1, "no end"),
    ("log-level = 'debug\n", 1, "no end"),
    ("log-level = \"de\\bug\"\n", 1, "\\"),
    ("log-level = debug info\n", 1, "quotes"),
    ("database-url = host=db dbname=legal\n", 1, "quotes"),
    ("log-level = [\"debug\"\n", 1, "]"),
    ("= \"debug\"\n", 1, "name = value"),
    ("[jurimeter-query\nlog-level = \"debug\"\n", 1, "[section]"),
    ("[]\n", 1, "[section]"),
    ("[[jurimeter-query]]\n", 1, "[section]"),
    ("log-level = \"debug\"\r\nlog-level = \"info\"\r\n", 2, "line 1"),
    ("\ufefflog-level = \"loud\"\n", 1, "log-level"),
]


def options_of(program, words):
    text = harness.run(program, *words, "--help").stdout
    return set(re.findall(r"^  --([a-z-]+)", text, re.MULTILINE)) - {"config", "version"}


class Files(unittest.TestCase):
    def setUp(self):
        self.home = harness.temporary_directory()
        self.addCleanup(shutil.rmtree, self.home)

    def file(self, text, encoding="utf-8"):
        path = self.home / "jurimeter.toml"
        path.write_bytes(text.encode(encoding))
        return path

    def refused(self, text, program="jurimeter-query", encoding="utf-8"):
        config = self.file(text, encoding)
        done = harness.run(program, "--config", config, "--database-url", NOWHERE, check=False,
                           timeout_s=20)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        return done.stderr

    def test_a_fault_is_named_with_file_and_line(self):
        for text, line, word in FAULTS:
            with self.subTest(text):
                said = self.refused(text)
                self.assertIn(f"{self.home}/jurimeter.toml:{line}: ", said)
                self.assertIn(word, said)

    def test_all_faults_are_named_at_once(self):
        said = self.refused("no-such-key = 1\n[jurimeter-query]\nrefresh-ms = 0\nlisten = 5\nx\n")
        self.assertEqual(re.findall(r"toml:(\d+): ", said), ["1", "3", "4", "5"])

    def test_bytes_that_are_no_text_are_named(self):
        for text, encoding in [("log-level = \"调试\"\n", "gb18030"), ("a\n", "utf-16")]:
            with self.subTest(encoding):
                self.assertIn("toml:1: the line is not UTF-8", self.refused(text,
                                                                            encoding=encoding))

    def test_a_file_that_is_not_there_is_named(self):
        for env, words in [({}, ["--config", "/nowhere/j.toml"]),
                           ({"JURIMETER_CONFIG": "/nowhere/j.toml"}, []),
                           ({"JURIMETER_QUERY_CONFIG": "/nowhere/j.toml"}, [])]:
            with self.subTest(env=env, words=words):
                done = harness.run("jurimeter-query", "--database-url", NOWHERE, *words, env=env,
                                   check=False, timeout_s=20)
                self.assertEqual(done.returncode, 2)
                self.assertIn("/nowhere/j.toml", done.stderr)

    def test_help_comes_before_the_faults_of_a_file(self):
        config = self.file("no-such-key = 1\n")
        done = harness.run("jurimeter-query", "--help", env={"JURIMETER_CONFIG": str(config)})
        self.assertIn("--refresh-ms", done.stdout)

    def test_a_fault_of_the_environment_names_its_variable(self):
        for name in ["JURIMETER_REFRESH_MS", "JURIMETER_QUERY_REFRESH_MS"]:
            with self.subTest(name):
                done = harness.run("jurimeter-query", "--database-url", NOWHERE, env={name: "soon"},
                                   check=False, timeout_s=20)
                self.assertEqual(done.returncode, 2)
                self.assertIn(name, done.stderr)

    def test_one_file_may_have_every_option_of_every_program(self):
        sections = [f"[{section}]\n" + "".join(f'{name} = "1"\n'
                                               for name in sorted(options_of(program, words)))
                    for section, program, words in COMMANDS]
        # A program that has none of them reads the file all the same.
        config = self.file("".join(sections))
        harness.run("jurimeter", "--config", config, "catalog", "check", harness.CATALOG)


class OneFile(unittest.TestCase):
    """The same file for services and commands, and two services beside each other."""

    @classmethod
    def setUpClass(cls):
        cls.up = cls.enterClassContext(harness.Up())
        cls.url = cls.up.addresses["database_url"]

    def setUp(self):
        self.home = harness.temporary_directory()
        self.addCleanup(shutil.rmtree, self.home)
        self.config = self.home / "jurimeter.toml"

    def write(self, text, line_end="\n"):
        with open(self.config, "w", encoding="utf-8-sig", newline=line_end) as file:
            file.write(text)

    def serve(self, program, env):
        file = self.home / f"{program}.{harness.new_id()}.json"
        process = harness.Process(program, "--address-file", file, env=env, output_dir=self.home)
        self.addCleanup(process.end)
        return process.wait_for_file(file), process

    def test_serves_all_programs(self):
        for line_end in ["\n", "\r\n"]:
            with self.subTest(line_end):
                self.write(f"""# everything
database-url = "{self.url}"  # of all
metrics-listen = '127.0.0.1:0'
format = "csv"

[jurimeter-ingestion]
listen = "localhost:0"
queue-events = 20000

[jurimeter-query]
listen = 127.0.0.1:0
log-level = "debug"

[query.year]
query = "{self.up.addresses['query']}"
bureau = ["justice", "health"]
all = true

[query.period]
query = "127.0.0.1:1"
format = "json"
""", line_end)
                env = {"JURIMETER_CONFIG": str(self.config)}
                ingestion, process = self.serve("jurimeter-ingestion", env)
                self.assertRegex(ingestion["listen"], "^localhost:")
                samples = harness.metrics(ingestion["metrics"])
                self.assertEqual(samples["jurimeter_queue_limit_events"], 20000)
                process.end()
                query, process = self.serve("jurimeter-query", env)
                self.assertRegex(query["listen"], "^127.0.0.1:")
                process.end()
                harness.run("jurimeter", "verify", env=env)
                rows = harness.csv_rows(harness.run("jurimeter", "query", "year", "2023",
                                                    env=env).stdout)
                self.assertGreater(len(rows), 43, "with the supporting ones")
                # The environment beats the file, a flag both.
                done = harness.run("jurimeter", "query", "year", "2023",
                                   env=env | {"JURIMETER_FORMAT": "json"})
                self.assertGreater(len(json.loads(done.stdout)["figures"]), 43)
                done = harness.run("jurimeter", "query", "year", "2023", "--format", "csv",
                                   env=env | {"JURIMETER_FORMAT": "json"})
                self.assertEqual(len(harness.csv_rows(done.stdout)), len(rows))

    def test_two_services_share_an_environment(self):
        env = {"JURIMETER_DATABASE_URL": self.url, "JURIMETER_LISTEN": "256.1.1.1:0",
               "JURIMETER_METRICS_LISTEN": "127.0.0.1:0",
               "JURIMETER_INGESTION_LISTEN": "localhost:0", "JURIMETER_QUERY_LISTEN": "127.0.0.1:0"}
        ingestion, _ = self.serve("jurimeter-ingestion", env)
        query, _ = self.serve("jurimeter-query", env)
        self.assertRegex(ingestion["listen"], "^localhost:")
        self.assertRegex(query["listen"], "^127.0.0.1:")

    def test_up_hands_its_file_to_its_services(self):
        self.write("[jurimeter-ingestion]\nqueue-events = 20000\n"
                   "database-url = \"host=/nowhere\"\n")
        with harness.Up(env={"JURIMETER_CONFIG": str(self.config)}) as up:
            samples = harness.metrics(up.addresses["ingestion_metrics"])
            self.assertEqual(samples["jurimeter_queue_limit_events"], 20000)


if __name__ == "__main__":
    unittest.main(verbosity=2)

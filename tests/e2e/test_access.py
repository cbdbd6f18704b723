"""Access lists on the command line: checked, put into force, shown and explained."""

import json
import os
import re
import shutil
import subprocess
import unittest

import documents
import harness

LIST = """# 访问名单
certificate_identity: CERTIFICATE_IDENTITY_URI
principals {
  code: "office" name_zh: "区政府办公室" name_en: "District Office"
  certificate: "spiffe://pingfang/office"
  grants { kinds: [GRANT_KIND_ADMINISTER, GRANT_KIND_READ] scope { all: true } }
}
principals {
  code: "justice.system" name_zh: "司法局系统"
  calls_per_second: 100
  grants {
    kinds: [GRANT_KIND_REPORT, GRANT_KIND_CORRECT]
    scope { bureaus: "justice" }
  }
  grants { kinds: GRANT_KIND_READ scope { region: "2301" } }
}
"""

# A change of LIST, its line, and words of the fault.
FAULTS = [
    ('"office"', '"Office"', 4, ['principals[0].code: "Office" is no code']),
    ('"office"', '"nobody"', 4, ["calls without identity"]),
    ('"justice.system"', '"office"', 9, ["used twice: principals[0] has it too"]),
    ("spiffe://pingfang/office", "office.example", 5, ["is no URI", "expected one with a scheme"]),
    ("CERTIFICATE_IDENTITY_URI", "CERTIFICATE_IDENTITY_UNSPECIFIED", 2,
     ["certificate_identity: missing, although principals have certificates"]),
    ('bureaus: "justice"', 'bureaus: "justise"', 13,
     ['principals[1].grants[0].scope.bureaus[0]: "justise" is not in the catalog']),
    ('bureaus: "justice"', 'bureaus: "justice" all: true', 13, ["in 2 ways"]),
    ('region: "2301"', 'region: "Harbin"', 15, ['"Harbin" is no division code']),
    ('region: "2301"', "", 15, ["scope: missing"]),
    ("GRANT_KIND_REPORT", "GRANT_KIND_PUBLISH", 13, ['"publish" is granted for all bureaus only']),
    ("GRANT_KIND_REPORT", "GRANT_KIND_DANCE", 12, ["GRANT_KIND_DANCE"]),
    ("GRANT_KIND_ADMINISTER", "GRANT_KIND_CLOSE", None,
     ["principals: none of them may administer"]),
    ("calls_per_second: 100", "calls_per_second: -1", 10, ["-1 is out of range"]),
    ("calls_per_second: 100", "calls_per_seconds: 1", 10, ["calls_per_seconds"]),
    ("name_zh: \"司法局系统\"", "name_zh: “司法局系统”", 9, ["not ASCII, such as a full-width"]),
]


class Lists(unittest.TestCase):
    def setUp(self):
        self.home = harness.temporary_directory()
        self.addCleanup(shutil.rmtree, self.home)

    def write(self, text):
        path = self.home / "access.textproto"
        path.write_text(text, encoding="utf-8")
        return path


class Check(Lists):
    def check(self, text, *more):
        return harness.run("jurimeter", "access", "check", self.write(text), "--catalog",
                           harness.CATALOG, *more, check=False)

    def test_a_sound_list_needs_no_database(self):
        done = self.check(LIST)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"access\.textproto: 2 principals, 3 grants, no faults\n$")

    def test_faults_name_line_and_field(self):
        for change, instead, line, words in FAULTS:
            with self.subTest(change=change, instead=instead):
                self.assertIn(change, LIST)
                done = self.check(LIST.replace(change, instead, 1))
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
                place = rf"access\.textproto:{'' if line is None else f'{line}:'} "
                self.assertRegex(done.stdout, place)
                for word in words:
                    self.assertIn(word, done.stdout)

    def test_all_faults_are_named_at_once(self):
        text = LIST
        for change, instead, line, _ in FAULTS[:1] + FAULTS[3:4] + FAULTS[7:8]:
            text = text.replace(change, instead, 1)
        done = self.check(text)
        lines = [int(each.split(":")[1]) for each in done.stdout.splitlines()]
        self.assertEqual(lines, [4, 5, 15])

    def test_a_list_from_a_spreadsheet_of_old(self):
        path = self.home / "access.textproto"
        path.write_bytes(LIST.encode("gb18030"))
        done = harness.run("jurimeter", "access", "check", path, "--catalog", harness.CATALOG)
        self.assertIn("no faults", done.stdout)

    def test_what_is_out_of_reach_is_an_error(self):
        done = harness.run("jurimeter", "access", "check", "/nowhere/access", "--catalog",
                           harness.CATALOG, check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn("/nowhere/access", done.stderr)
        done = harness.run("jurimeter", "access", "check", self.write(LIST), "--data-dir",
                           self.home, check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn("no database", done.stderr)

    def test_ten_thousand_principals_are_checked_in_seconds(self):
        bureau = ('principals { code: "system-%05d" name_zh: "武汉市江岸区司法局业务系统" '
                  'name_en: "Justice Bureau of a district" certificate: "spiffe://hubei/%05d" '
                  'grants { kinds: [GRANT_KIND_REPORT, GRANT_KIND_CORRECT, GRANT_KIND_READ] '
                  'scope { bureaus: "justice" } } }\n')
        text = LIST + "".join(bureau % (place, place) for place in range(9_998))
        self.assertLess(len(text.encode()), 4 << 20)
        self.assertIn("10000 principals", self.check(text).stdout)
        self.assertIn("has 10001; expected at most 10000",
                      self.check(text + bureau % (10_001, 10_001)).stdout)


class InForce(Lists):
    def setUp(self):
        super().setUp()
        self.up = self.enterContext(harness.Up())
        self.url = self.up.addresses["database_url"]

    def run_on_database(self, *words):
        return harness.run("jurimeter", "access", *words, "--database-url", self.url, check=False)

    def apply(self, text):
        done = self.run_on_database("apply", self.write(text))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def explain(self, principal, *more):
        return self.run_on_database("explain", principal, *more)

    def test_is_an_entry_of_the_ledger(self):
        before = self.up.revision()
        said = self.apply(LIST)
        self.assertTrue(said.startswith(f"access list of revision {before + 1} is in force\n"))
        self.assertIn("do not enforce it yet", said)
        role, = harness.psql(self.url, "SELECT session_user")
        rows = harness.psql(self.url, """
            SELECT kind, changes_figures, changes_rules, items, name
            FROM ledger_entry JOIN access_list USING (entry_id) JOIN principal USING (principal_id)
            """)
        self.assertEqual(rows, [f"access|f|t|1|database/{role}"])
        # So it is with the catalog.
        self.assertEqual(harness.psql(self.url, "SELECT name FROM catalog JOIN principal "
                                                "USING (principal_id)"), [f"database/{role}"])
        self.assertTrue(self.apply(LIST).startswith(f"access list of revision {before + 1} "))
        self.assertEqual(self.up.revision(), before + 1)
        changed = LIST.replace("2301", "23")
        self.assertIn(f"revision {before + 2} ", self.apply(changed))
        verified = harness.run("jurimeter", "verify", "--database-url", self.url)
        self.assertEqual(verified.returncode, 0, verified.stdout)

    def test_services_follow_past_it(self):
        self.apply(LIST)
        self.up.submit("justice", "mediation.disputes_received", 3, "2023-06-01T09:00:00+08:00")
        figure = self.up.figures(2023, "--all")["mediation.disputes_received"]
        self.assertEqual(figure.display, "3")
        past = harness.run("jurimeter", "query", "year", 2023, "--query",
                           self.up.addresses["query"], "--as-of", self.up.revision() - 1)
        self.assertRegex(past.stdout, r"at revision 2 .*, catalog version 1\n")

    def test_show_prints_the_text_to_be_changed_and_applied_again(self):
        done = self.run_on_database("show")
        self.assertEqual(done.returncode, 3)
        self.assertIn("jurimeter access apply", done.stderr)
        self.apply(LIST)
        done = self.run_on_database("show")
        self.assertEqual((done.returncode, done.stdout), (0, LIST))
        self.assertRegex(done.stderr, r"^access list of revision \d+\n$")

    def test_a_faulty_list_changes_nothing(self):
        self.apply(LIST)
        before = self.up.revision()
        done = self.run_on_database("apply", self.write(LIST.replace('"justice"', '"justise"')))
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn('"justise" is not in the catalog', done.stdout)
        self.assertEqual(self.up.revision(), before)
        self.assertEqual(self.run_on_database("show").stdout, LIST)

    def test_check_looks_bureaus_up_in_the_catalog_in_force(self):
        self.assertEqual(self.run_on_database("check", self.write(LIST)).returncode, 0)
        done = self.run_on_database("check", self.write(LIST.replace('"justice"', '"justise"')))
        self.assertEqual(done.returncode, 1)
        self.assertIn("is not in the catalog", done.stdout)

    def test_explain_says_what_a_principal_may_do(self):
        self.assertEqual(self.explain("office").returncode, 3)
        self.apply(LIST)
        text = self.explain("justice.system").stdout
        self.assertRegex(text, r"(?m)^justice\.system  司法局系统$")
        self.assertIn("known by tokens alone\nat most 100 calls a second\n", text)
        self.assertRegex(text, r"(?m)^report +1 +bureau justice$")
        self.assertRegex(text, r"(?m)^read +\d+ +region 2301$")
        self.assertRegex(text, r"access list of revision \d+, catalog version 1\n$")
        office = json.loads(self.explain("office", "--format", "json").stdout)
        self.assertEqual([each["kind"] for each in office["granted"]],
                         ["GRANT_KIND_READ", "GRANT_KIND_ADMINISTER"])
        self.assertEqual(office["certificate"], "spiffe://pingfang/office")
        rows = harness.csv_rows(self.explain("justice.system", "--format", "csv").stdout)
        self.assertEqual([(row["grant"], row["scope"]) for row in rows],
                         [("report", "bureau justice"), ("correct", "bureau justice"),
                          ("read", "region 2301")])
        done = self.explain("nobody")
        self.assertEqual(done.returncode, 1)
        self.assertIn('has no principal "nobody"', done.stderr)

    def test_explain_counts_by_the_catalog_in_force(self):
        self.apply(LIST)
        counted = lambda: json.loads(self.explain("justice.system", "--format", "json").stdout)
        before = int(counted()["granted"][2]["bureaus_on_day"])
        self.assertGreater(before, 1)
        path = self.home / "catalog.textproto"
        text = harness.CATALOG.read_text(encoding="utf-8")
        path.write_text(text + 'bureaus { code: "new" name_zh: "新局" region: "230109" }\n'
                               'bureaus { code: "far" name_zh: "远局" region: "2302" }\n',
                        encoding="utf-8")
        harness.run("jurimeter", "catalog", "apply", path, "--database-url", self.url)
        after = counted()
        self.assertEqual(int(after["granted"][2]["bureaus_on_day"]), before + 1)
        self.assertGreater(int(after["catalog_version"]), int(after["access_revision"]))


class Document(Lists):
    """docs/access.md: commands print what it prints."""

    HEADINGS = {"docs/access.md": ["Write one", "Check and apply", "What a principal may do"],
                "docs/access.zh.md": ["编写", "检查与生效", "某个主体可以做什么"]}

    def run_as_written(self, commands):
        settings = {"PATH": f"{harness.BIN}:{os.environ['PATH']}",
                    "JURIMETER_DATABASE_URL": self.url}
        return subprocess.run(["bash", "-euc", commands], cwd=harness.ROOT, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, encoding="utf-8", check=True,
                              timeout=harness.RUN_TIMEOUT_S,
                              env=harness.environment(settings)).stdout

    def test_commands_print_what_is_printed(self):
        sample = (harness.SAMPLE / "access.textproto").read_text(encoding="utf-8")
        for file, (write, check, explain) in self.HEADINGS.items():
            with self.subTest(file), harness.Up() as up:
                self.url = up.addresses["database_url"]
                [principal] = documents.blocks(file, write, "textproto")
                self.assertIn(principal, sample)
                for heading in [check, explain]:
                    commands = documents.blocks(file, heading, "sh")
                    printed = documents.blocks(file, heading)
                    self.assertEqual(len(commands), len(printed))
                    for command, shown in zip(commands, printed):
                        self.assertEqual(self.lasting(self.run_as_written(command)),
                                         self.lasting(shown))

    @staticmethod
    def lasting(text):
        """A text without the day, of which every run has its own."""
        return re.sub(r"\d{4}-\d\d-\d\d", "YYYY-MM-DD", text)


class WithoutACatalog(Lists):
    def test_nothing_is_applied(self):
        with harness.Up() as up:
            url = up.addresses["database_url"]
            harness.psql(url, "CREATE DATABASE empty")
            empty = f"{url} dbname=empty"
            done = harness.run("jurimeter", "access", "apply", self.write(LIST), "--database-url",
                               empty, check=False)
            self.assertEqual(done.returncode, 3)
            self.assertIn("jurimeter migrate", done.stderr)
            harness.run("jurimeter", "migrate", "--database-url", empty)
            done = harness.run("jurimeter", "access", "apply", self.write(LIST), "--database-url",
                               empty, check=False)
            self.assertEqual(done.returncode, 3)
            self.assertIn("jurimeter catalog apply", done.stderr)


if __name__ == "__main__":
    unittest.main()

"""A catalog that changes what closed periods print is listed first, and applied only with --yes."""

import re
import shutil
import unittest

import harness

CHANGE = re.compile(r"(2023(?:-Q[1-4]|-\d\d)?) (\S+): (.+) → (.+)")


class ClosedCatalogs(unittest.TestCase):
    def setUp(self):
        self.home = harness.temporary_directory()
        self.addCleanup(shutil.rmtree, self.home)
        self.up = self.enterContext(harness.Up())
        self.up.import_file(harness.EVENTS)
        self.text = harness.CATALOG.read_text(encoding="utf-8")

    def close(self, days="2023-01-01..2023-12-31"):
        harness.run("jurimeter", "closing", "close", "--ingestion", self.up.addresses["ingestion"],
                    "--days", days, "--all", "--reason", "annual report")

    def write(self, text):
        path = self.home / "catalog.textproto"
        path.write_text(text, encoding="utf-8")
        return path

    def apply(self, text, *more):
        """Goes to the database alone."""
        return harness.run("jurimeter", "catalog", "apply", self.write(text), "--database-url",
                           self.up.addresses["database_url"], *more, check=False)

    def version(self):
        return self.up.query(2023).catalog_version

    def finer(self):
        """The catalog with more decimals in all its ratios."""
        self.assertIn("decimals: 2", self.text)
        return self.text.replace("decimals: 2", "decimals: 3")

    def with_units(self):
        """The catalog with the unit printed behind all its counts."""
        start, *indicators = self.text.split("\nindicators {")
        indicators = [re.sub(r"(flow|stock) \{\}", r"\1 {} display { with_unit: true }", each)
                      if "display" not in each else each for each in indicators]
        return "\nindicators {".join([start, *indicators])

    def test_open_periods_are_not_listed(self):
        self.close("2023-01-01..2023-01-30")
        done = self.apply(self.finer())
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertRegex(done.stdout, r"^catalog version \d+ is in force$")

    def test_closed_periods_are_listed_and_kept(self):
        self.close()
        before, figures = self.version(), self.up.figures(2023)
        done = self.apply(self.finer())
        self.assertEqual(done.returncode, 1)
        lines = done.stdout.splitlines()
        self.assertIn("changes what closed periods print", lines[0])
        self.assertIn("--yes", lines[-1])
        changes = [CHANGE.fullmatch(line) for line in lines[1:] if "→" in line]
        self.assertNotIn(None, changes)
        of_the_year = {found[2]: (found[3], found[4]) for found in changes if found[1] == "2023"}
        for code, (was, will) in of_the_year.items():
            self.assertEqual(was, figures[code].display)
            self.assertNotEqual(was, will)
        self.assertEqual(self.version(), before)

        done = self.apply(self.finer(), "--yes")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stdout.splitlines()[1:-1], lines[1:-1])
        self.assertGreater(self.version(), before)
        after = self.up.figures(2023)
        changed = {code: (figure.display, after[code].display)
                   for code, figure in figures.items() if figure.display != after[code].display}
        self.assertTrue(changed)
        self.assertEqual(changed, of_the_year)

    def test_lists_a_hundred_changes_and_counts_the_others(self):
        self.close()
        done = self.apply(self.with_units())
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        listed = [line for line in done.stdout.splitlines() if "→" in line]
        self.assertEqual(len(listed), 100)
        self.assertRegex(done.stdout, r"\nand \d+ more\n")

    def test_a_new_bureau_that_is_open_in_a_closed_period_is_listed(self):
        self.close()
        bureau = 'bureaus { code: "new" name_zh: "新局" name_en: "New" region: "230108" }\n'
        done = self.apply(self.text + bureau)
        self.assertEqual(done.returncode, 1)
        self.assertIn("2023: no longer closed for the whole", done.stdout)
        later = bureau.replace(' region', ' begins: "2024-01-01" region')
        self.assertEqual(self.apply(self.text + later).returncode, 0)

    def test_up_does_not_apply_it(self):
        self.close()
        self.up.process.stop()
        self.up.catalog = self.write(self.finer())
        process = self.up.launch()
        self.assertNotEqual(process.popen.wait(harness.START_TIMEOUT_S), 0)
        self.assertIn("catalog apply --yes", process.stderr())
        self.up.catalog = harness.CATALOG
        self.up.start()
        self.assertTrue(self.up.figures(2023))


if __name__ == "__main__":
    unittest.main()

"""`jurimeter import` goes past bad rows and says what is wrong with each."""

import csv
import pathlib
import shutil
import unittest

import harness

HEADER = ["event_id", "bureau", "indicator", "category", "quantity", "occurred_at", "subject"]
INDICATOR = "litigation.cases_filed"
GOOD = {"bureau": "justice", "indicator": INDICATOR, "category": "", "quantity": "1",
        "occurred_at": "2023-05-04T09:00:00+08:00", "subject": ""}

# What is wrong with a row, and a word that its reason must contain.
BAD_ROWS = [
    ({"event_id": "12"}, "event_id"),
    ({"event_id": ""}, "event_id"),
    ({"event_id": "00000000-0000-0000-0000-000000000000"}, "event_id"),
    ({"bureau": "no_such_bureau"}, "bureau"),
    ({"bureau": ""}, "bureau"),
    ({"indicator": "no.such_indicator"}, "indicator"),
    ({"indicator": "litigation.win_rate"}, "indicator"),
    ({"category": "neighbours"}, "category"),
    ({"quantity": "-1"}, "quantity"),
    ({"quantity": "1000000000001"}, "quantity"),
    ({"quantity": "99999999999999999999"}, "quantity"),
    ({"quantity": "one"}, "quantity"),
    ({"quantity": "1.5"}, "quantity"),
    ({"quantity": ""}, "quantity"),
    ({"occurred_at": "2020-12-31T15:59:59Z"}, "occurred_at"),
    ({"occurred_at": "2999-01-01T00:00:00Z"}, "occurred_at"),
    ({"occurred_at": "2023-02-30T00:00:00Z"}, "occurred_at"),
    ({"occurred_at": "2023-05-04"}, "occurred_at"),
    ({"occurred_at": ""}, "occurred_at"),
    ({"subject": "x" * 129}, "subject"),
    ({"subject": "例" * 43}, "subject"),
]


def row(**changes):
    return {"event_id": harness.new_id()} | GOOD | changes


class Import(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.up = cls.enterClassContext(harness.Up())

    def setUp(self):
        self.home = harness.temporary_directory()
        self.addCleanup(shutil.rmtree, self.home)
        self.before = self.filed()

    def filed(self):
        return self.up.figures(2023, "--indicator", INDICATOR)[INDICATOR].value

    def write(self, rows, *, encoding="utf-8", newline="\n", preamble=""):
        path = self.home / "events.csv"
        with open(path, "w", encoding=encoding, newline="") as file:
            file.write(preamble)
            writer = csv.DictWriter(file, HEADER, lineterminator=newline)
            writer.writeheader()
            writer.writerows(rows)
        return path

    def rejected(self, path):
        return pathlib.Path(f"{path}.rejected.csv")

    def assert_rejects(self, path, count):
        """Imports and returns the lines of the rejected rows."""
        done = self.up.import_file(path, check=False)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        text = self.rejected(path).read_text(encoding="utf-8").removeprefix("\ufeff")
        lines = [line for line in csv.reader(text.splitlines()) if line]
        self.assertEqual(len(lines), 1 + count, text)
        return lines[1:]

    def test_files_as_spreadsheets_write_them(self):
        subject = '例:一,二, "三"'
        for name, form in [("plain", {}), ("byte order mark", {"encoding": "utf-8-sig"}),
                           ("CRLF", {"newline": "\r\n"}),
                           ("both", {"encoding": "utf-8-sig", "newline": "\r\n"}),
                           ("comments", {"preamble": "# first\n# second\n"})]:
            with self.subTest(name):
                before = self.filed()
                event = row(subject=subject)
                self.up.import_file(self.write([event], **form))
                self.assertEqual(self.filed(), before + 1)
                stored = harness.psql(
                    self.up.addresses["database_url"],
                    f"SELECT subject FROM event WHERE event_id = '{event['event_id']}'")
                self.assertEqual(stored, [subject])

    def test_a_zero_is_a_nil_report_and_an_empty_quantity_is_missing(self):
        day = "2022-05-04T09:00:00+08:00"
        self.up.import_file(self.write([row(quantity="0", occurred_at=day)]))
        figure = self.up.figures(2022, "--indicator", INDICATOR)[INDICATOR]
        self.assertEqual((figure.value, figure.display), (0, "0"))
        [line] = self.assert_rejects(self.write([row(quantity="", occurred_at=day)]), 1)
        self.assertIn("quantity: missing", " ".join(line))
        done = self.up.submit("justice", INDICATOR, "0", day)
        self.assertIn("recorded", done.stdout)
        done = self.up.submit("justice", INDICATOR, "", day, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("quantity: missing", done.stderr)

    def test_good_rows_leave_no_file_of_rejected_ones(self):
        path = self.write([row()])
        self.up.import_file(path)
        self.assertFalse(self.rejected(path).exists())

    def test_every_bad_row_is_written_with_its_reason_and_holds_back_no_other(self):
        rows, expected = [], []
        for changes, field in BAD_ROWS:
            rows += [row(), row(**changes)]
            expected.append((rows[-1], field))
        lines = self.assert_rejects(self.write(rows + [row()]), len(BAD_ROWS))
        for line, (bad, field) in zip(lines, expected):
            with self.subTest(str(bad)):
                reason = " ".join(cell for cell in line if cell not in bad.values())
                self.assertIn(field, reason)
                for value in bad.values():
                    self.assertIn(value, line)
        self.assertEqual(self.filed(), self.before + len(BAD_ROWS) + 1)

    def test_all_faults_of_a_row_are_named(self):
        bad = row(bureau="nobody", quantity="-1", subject="x" * 129)
        [line] = self.assert_rejects(self.write([bad]), 1)
        for field in ["bureau", "quantity", "subject"]:
            self.assertIn(field, " ".join(line))

    def test_rows_of_wrong_length_are_rejected(self):
        path = self.write([row()])
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"{harness.new_id()},justice,{INDICATOR}\n")
            file.write(f"{harness.new_id()},justice,{INDICATOR},,1,2023-05-04T09:00:00Z,,more\n")
        self.assert_rejects(path, 2)
        self.assertEqual(self.filed(), self.before + 1)

    def test_invalid_utf8_is_rejected(self):
        path = self.write([row(), row(subject="BAD")])
        path.write_bytes(path.read_bytes().replace(b"BAD", b"\xff\xfe"))
        done = self.up.import_file(path, check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertTrue(self.rejected(path).exists())
        self.assertEqual(self.filed(), self.before + 1)

    def test_an_id_of_other_content_is_a_conflict(self):
        first = row()
        self.up.import_file(self.write([first]))
        [line] = self.assert_rejects(self.write([first | {"quantity": "2"}, row()]), 1)
        self.assertIn(first["event_id"], line)
        self.assertIn("quantity", " ".join(line))
        self.assertEqual(self.filed(), self.before + 2)

    def test_corrected_rejects_can_be_imported(self):
        good = row()
        path = self.write([good, row(bureau="nobody")])
        self.assert_rejects(path, 1)
        rejects = harness.csv_rows(self.rejected(path).read_text(encoding="utf-8"))
        corrected = {name: rejects[0][name] for name in HEADER} | {"bureau": "justice"}
        self.up.import_file(self.write([good, corrected]))
        self.assertEqual(self.filed(), self.before + 2)

    def test_files_that_are_none_are_refused_whole(self):
        empty = self.home / "empty.csv"
        empty.write_text("", encoding="utf-8")
        headless = self.write([])
        headless.write_text("a,b,c\n1,2,3\n", encoding="utf-8")
        for path, word in [(self.home / "missing.csv", "missing.csv"), (empty, "header"),
                           (headless, "event_id")]:
            with self.subTest(path.name):
                done = self.up.import_file(path, check=False)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(word, done.stderr + done.stdout)
        self.assertEqual(self.filed(), self.before)

    def test_no_service_there_is_a_failure_not_a_rejection(self):
        path = self.write([row()])
        done = harness.run("jurimeter", "import", path, "--ingestion", "127.0.0.1:1", check=False)
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertIn("127.0.0.1:1", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""`jurimeter import` goes past bad rows and says what is wrong with each."""

import csv
import pathlib
import re
import shutil
import signal
import subprocess
import unittest

import harness

HEADER = ["event_id", "bureau", "indicator", "category", "quantity", "occurred_at", "subject"]
INDICATOR = "litigation.cases_filed"
MONEY = "test.money"  # in 元 with 2 decimals
MONEY_DEFINITION = """
indicators {
  code: "test.money" name_zh: "金额" section: "六" unit_zh: "元" flow {} quantity_decimals: 2
}
"""
GOOD = {"bureau": "justice", "indicator": INDICATOR, "category": "", "quantity": "1",
        "occurred_at": "2023-05-04T09:00:00+08:00", "subject": ""}

# What is wrong with a row, and a word that its reason must contain.
BAD_ROWS = [
    ({"event_id": "12"}, "event_id"),
    ({"event_id": ""}, "event_id"),
    ({"event_id": "{0190a5c2-7a2b-7cde-8f01-23456789abcd}"}, "event_id"),
    ({"event_id": "urn:uuid:0190a5c2-7a2b-7cde-8f01-23456789abcd"}, "event_id"),
    ({"event_id": "0190a5c27a2b7cde8f0123456789abcd"}, "event_id"),
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
    ({"quantity": "1.0"}, "quantity"),
    ({"quantity": "1,000"}, "quantity"),
    ({"quantity": "1e3"}, "quantity"),
    ({"quantity": "１２"}, "quantity"),
    ({"quantity": "0x10"}, "quantity"),
    ({"quantity": ".5"}, "quantity"),
    ({"quantity": "5."}, "quantity"),
    ({"quantity": ""}, "quantity"),
    ({"occurred_at": "2020-12-31T15:59:59Z"}, "occurred_at"),
    ({"occurred_at": "2999-01-01T00:00:00Z"}, "occurred_at"),
    ({"occurred_at": "2023-02-30T00:00:00Z"}, "occurred_at"),
    ({"occurred_at": "2023-05-04"}, "occurred_at"),
    ({"occurred_at": "2023-05-04T09:00:00"}, "occurred_at"),
    ({"occurred_at": "2023-05-04T09:00:00+24:00"}, "occurred_at"),
    ({"occurred_at": "2023-05-04T24:00:00Z"}, "occurred_at"),
    ({"occurred_at": "2023-05-04T09:00:60Z"}, "occurred_at"),
    ({"occurred_at": "2023-05-04T09:00:00+0800"}, "occurred_at"),
    ({"occurred_at": "2023-05-04T09:00:00.Z"}, "occurred_at"),
    ({"occurred_at": "2023/5/4 9:00"}, "occurred_at"),
    ({"occurred_at": ""}, "occurred_at"),
    ({"subject": "x" * 129}, "subject"),
    ({"subject": "例" * 43}, "subject"),
]


# Text that GB18030 has in bytes which are UTF-8 too, and text for which they are not.
TWO_FACED, CHINESE = "原", "调解一起邻里纠纷"
assert TWO_FACED.encode("gb18030").decode("utf-8") != TWO_FACED


def row(**changes):
    return {"event_id": harness.new_id()} | GOOD | changes


def summary(done):
    """The counts of an import's report: {"rows": 3, "recorded": 2, ...}."""
    line = next(line for line in done.stdout.splitlines() if "recorded" in line)
    counts = {name: int(number) for number, name in
              re.findall(r"(\d+) (rows|recorded|duplicates|rejected|without an answer)", line)}
    assert counts["rows"] == sum(counts.values()) - counts["rows"], line
    return counts


class Import(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        home = harness.temporary_directory()
        cls.addClassCleanup(shutil.rmtree, home)
        catalog = home / "catalog.textproto"
        catalog.write_text(harness.CATALOG.read_text(encoding="utf-8") + MONEY_DEFINITION,
                           encoding="utf-8")
        cls.up = cls.enterClassContext(harness.Up(catalog=catalog))

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
        self.assertEqual(summary(done)["rejected"], count)
        named = re.search("rejected rows: (.*)", done.stdout)[1]
        text = pathlib.Path(named).read_text(encoding="utf-8").removeprefix("\ufeff")
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

    def test_an_id_of_other_content_is_a_conflict(self):
        first = row()
        self.up.import_file(self.write([first]))
        [line] = self.assert_rejects(self.write([first | {"quantity": "2"}, row()]), 1)
        self.assertIn(first["event_id"], line)
        self.assertIn("quantity", " ".join(line))
        self.assertEqual(self.filed(), self.before + 2)

    def subjects(self, rows):
        """What was recorded under the ids of rows: {id: subject}."""
        ids = ", ".join(f"'{line['event_id']}'" for line in rows)
        lines = harness.psql(self.up.addresses["database_url"],
                             f"SELECT event_id, subject FROM event WHERE event_id IN ({ids})")
        return dict(line.split("|") for line in lines)

    def import_text(self, text, *arguments, encoding="utf-8"):
        """Imports a text from standard input, in a directory of its own."""
        return subprocess.run(
            [harness.BIN / "jurimeter", "import", "-", "--ingestion",
             self.up.addresses["ingestion"], *arguments], input=text.encode(encoding),
            capture_output=True, check=False, cwd=self.home, env=harness.environment(),
            timeout=harness.RUN_TIMEOUT_S)

    def test_the_encoding_is_that_of_the_whole_file(self):
        for encoding, said, choice in [
                ("gb18030", "GB18030", []), ("gbk", "GB18030", []), ("utf-16", "UTF-16", []),
                ("utf-8-sig", None, []), ("gb18030", "GB18030", ["--encoding", "gb18030"]),
                ("utf-16-le", "UTF-16", ["--encoding", "utf-16"]),
                ("utf-16-be", "UTF-16", ["--encoding", "utf-16"])]:
            with self.subTest(encoding=encoding, choice=choice):
                rows = [row(subject=TWO_FACED), row(subject=CHINESE), row(subject="plain")]
                path = self.write(rows, encoding=encoding)
                done = harness.run("jurimeter", "import", path, *choice, "--ingestion",
                                   self.up.addresses["ingestion"])
                self.assertEqual(summary(done)["recorded"], 3)
                self.assertEqual(self.subjects(rows),
                                 {line["event_id"]: line["subject"] for line in rows})
                if said:
                    self.assertIn(f"read as {said}", done.stdout)

    def test_a_file_larger_than_a_block_is_judged_to_its_end(self):
        rows = [row(subject=TWO_FACED) for _ in range(2000)] + [row(subject=CHINESE)]
        self.up.import_file(self.write(rows, encoding="gb18030"))
        self.assertEqual(set(self.subjects(rows).values()), {TWO_FACED, CHINESE})

    def test_files_of_no_one_encoding_are_refused_before_anything_is_sent(self):
        plain = self.write([row(), row(subject="BAD")]).read_bytes()
        utf8 = self.write([row(subject="受理案件"), row(subject="BAD")]).read_bytes()
        for name, content, choice, words in [
                ("no character", plain.replace(b"BAD", b"\xff\xfe"), "auto", ":|UTF-8|GB18030"),
                ("mixed", utf8.replace(b"BAD", "解除".encode("gbk")), "auto", ":3:|line 2|one"),
                ("NUL", plain.replace(b"BAD", b"B\0D"), "auto", ":3:|NUL|utf-16"),
                ("UTF-16 without mark", plain.decode().encode("utf-16-le"), "auto", "NUL|utf-16"),
                ("not as told", plain.replace(b"BAD", "解除".encode("gbk")), "utf-8", ":3:|UTF-8"),
                ("other mark", b"\xef\xbb\xbf" + plain, "gb18030", "mark of UTF-8|GB18030"),
                ("UTF-32", plain.decode().encode("utf-32"), "auto", "UTF-32"),
                ("cut", utf8 + "案".encode()[:2], "utf-8", "UTF-8"),
                ("odd bytes", b"\xff\xfe" + plain.decode().encode("utf-16-le") + b"a", "auto",
                 "UTF-16")]:
            with self.subTest(name):
                path = self.home / "events.csv"
                path.write_bytes(content)
                done = harness.run("jurimeter", "import", path, "--encoding", choice,
                                   "--ingestion", self.up.addresses["ingestion"], check=False)
                self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
                self.assertIn(str(path), done.stderr)
                for word in words.split("|"):
                    self.assertIn(word, done.stderr)
                self.assertEqual(self.filed(), self.before)

    def test_odd_shapes_of_files_are_read(self):
        first, second = row(subject="一"), row(subject="二")
        table = [HEADER] + [[line[name] for name in HEADER] for line in (first, second)]
        lines = [",".join(cells) for cells in table]
        for name, text in [
                ("CR alone", "\r".join(lines) + "\r"),
                ("no end of the last line", "\n".join(lines)),
                ("empty rows", "\n\n" + "\n,,,,,,\n \n".join(lines) + "\n,,,,,,\n\n"),
                ("trailing commas", "\n".join(line + ",," for line in lines)),
                ("padding", "\n".join(" , ".join(cells) + " " for cells in table)),
                ("padding and quotes", "\n".join(
                    " , ".join(f'"{cell}"' for cell in cells) for cells in table)),
                ("full-width padding", "\n".join(
                    ",".join([f"\u3000{cell}\u3000" for cell in cells[:6]] + cells[6:])
                    for cells in table)),
                ("tabs", "\n".join("\t".join(cells) for cells in table)),
                ("semicolons", "\n".join(";".join(cells) for cells in table)),
                ("a quoted comment", '"# of 2023, 2024"\n' + "\n".join(lines)),
                ("the end of a file of DOS", "\r\n".join(lines) + "\r\n\x1a"),
                ("upper case", "\n".join([lines[0]] + [line.upper().replace("JUSTICE", "justice")
                                                       .replace(INDICATOR.upper(), INDICATOR)
                                                       for line in lines[1:]]))]:
            with self.subTest(name):
                path = self.home / "events.csv"
                path.write_bytes(text.encode())
                done = self.up.import_file(path)
                counts = summary(done)
                self.assertEqual(counts["rows"], 2)
                self.assertEqual(counts["recorded"] + counts["duplicates"], 2, done.stdout)
        self.assertEqual(self.filed(), self.before + 2)

    def test_broken_quotes_cost_their_row_only(self):
        path = self.write([row(), row(subject="MARK"), row(), row(subject="MARK2"), row()])
        path.write_text(path.read_text(encoding="utf-8").replace("MARK2", '"a" b')
                        .replace("MARK", '5" pipe'), encoding="utf-8")
        lines = self.assert_rejects(path, 2)
        for line, number in zip(lines, ["3", "5"]):
            self.assertIn(number, line)
            self.assertIn("quotation mark", " ".join(line))
        self.assertIn('5" pipe', lines[0][0])
        self.assertEqual(self.filed(), self.before + 3)

    def test_what_was_read_before_an_open_quote_counts(self):
        path = self.write([row(), row()])
        with open(path, "a", encoding="utf-8") as file:
            file.write('"' + harness.new_id() + "\n")
        done = self.up.import_file(path, check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn("events.csv:4: a quoted field does not end", done.stderr)
        self.assertEqual(summary(done), {"rows": 2, "recorded": 2, "duplicates": 0, "rejected": 0})

    def test_rejects_are_corrected_and_imported_as_they_are(self):
        first = self.write([row(), row(bureau="nobody"), row(quantity="x", subject=CHINESE)])
        self.assert_rejects(first, 2)
        rejects = self.rejected(first)
        text = rejects.read_bytes().decode("utf-8-sig")
        for encoding in ["utf-8-sig", "gb18030"]:  # as a spreadsheet leaves it
            rejects.write_bytes(text.replace("nobody", "justice").encode(encoding))
            done = self.up.import_file(rejects, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertEqual(summary(done)["rejected"], 1)
        again = pathlib.Path(f"{rejects}.rejected.csv")
        self.assertEqual(again.read_bytes().count(b"reason"), 1)
        again.write_bytes(again.read_bytes().replace(b",x,", b",1,"))
        self.up.import_file(again)
        self.assertEqual(self.filed(), self.before + 3)

    def test_rejects_that_may_be_corrected_are_never_overwritten(self):
        bad = row(bureau="nobody")
        path = self.write([bad])
        self.assert_rejects(path, 1)
        self.rejected(path).write_text("corrected", encoding="utf-8")
        [line] = self.assert_rejects(path, 1)
        self.assertIn(bad["event_id"], line)
        self.assertTrue((self.home / "events.csv.rejected.2.csv").exists())
        self.up.import_file(self.write([row()]))
        self.assertEqual(self.rejected(path).read_text(encoding="utf-8"), "corrected")

    def test_standard_input(self):
        rows = [row(subject=CHINESE), row(bureau="nobody")]
        text = self.write(rows).read_text(encoding="utf-8")
        for encoding in ["utf-8", "gb18030"]:
            done = self.import_text(text, encoding=encoding)
            self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn(b"1 duplicates, 1 rejected", done.stdout)
        self.assertTrue((self.home / "stdin.rejected.csv").exists())
        self.assertEqual(self.subjects(rows[:1]), {rows[0]["event_id"]: CHINESE})
        self.assertEqual(self.import_text("").returncode, 3)

    def test_an_interrupted_import_says_how_far_it_came(self):
        path = self.write([row() for _ in range(12_000)])
        url = self.up.addresses["database_url"]
        with subprocess.Popen(["psql", url, "-X", "-q", "-A", "-t"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, encoding="utf-8") as lock:
            lock.stdin.write("BEGIN; LOCK TABLE event IN EXCLUSIVE MODE; SELECT 'locked';\n")
            lock.stdin.flush()
            self.assertEqual(lock.stdout.readline(), "locked\n")
            process = harness.Process("jurimeter", "import", path, "--ingestion",
                                      self.up.addresses["ingestion"], output_dir=self.home)
            self.addCleanup(process.end)
            harness.wait_for("commit that waits", lambda: harness.psql(
                url, "SELECT 1 FROM pg_locks WHERE NOT granted"))
            self.assertEqual(process.stop(signal.SIGINT), 3)
            lock.stdin.close()
        self.assertIn("without an answer", process.stdout())
        counts = summary(subprocess.CompletedProcess([], 3, process.stdout()))
        self.assertGreater(counts["without an answer"], 0)
        self.assertIn("interrupted", process.stderr())
        self.assertEqual(summary(self.up.import_file(path))["rejected"], 0)
        self.assertEqual(self.filed(), self.before + 12_000)

    def test_what_the_database_refuses_is_rejected(self):
        url = self.up.addresses["database_url"]
        harness.psql(url, "ALTER TABLE event ADD CONSTRAINT poison CHECK (subject <> 'poison')")
        self.addCleanup(harness.psql, url, "ALTER TABLE event DROP CONSTRAINT poison")
        good = row()
        [line] = self.assert_rejects(self.write([good, row(subject="poison"), row(), good]), 1)
        self.assertIn("poison", line)
        self.assertEqual(self.filed(), self.before + 2)

    def test_quantities_carry_the_decimal_point(self):
        def money():
            return self.up.figures(2023, "--all")[MONEY].value

        before = money()
        texts = ["1234", "1234.56", "0.5", "0.05", "007", "+5", "0"]
        self.up.import_file(self.write([row(indicator=MONEY, quantity=text) for text in texts]))
        cents = 123400 + 123456 + 50 + 5 + 700 + 500
        self.assertEqual(money(), before + cents)
        for text, words in [("1234.567", ["3 decimals", "at most 2"]),
                            ("1234.560", ["3 decimals", "at most 2"]),
                            ("10000000000.01", ["out of range", "10000000000.00"]),
                            ("-0.01", ["out of range", "0 to"]),
                            ("12,34", ["digits"]), ("１２", ["digits"])]:
            with self.subTest(text):
                [line] = self.assert_rejects(self.write([row(indicator=MONEY, quantity=text)]), 1)
                for word in ['quantity: "' + text, *words]:
                    self.assertIn(word, " ".join(line))
                done = self.up.submit("justice", MONEY, text, GOOD["occurred_at"], check=False)
                self.assertEqual(done.returncode, 1)
                for word in ['quantity: "' + text, *words]:
                    self.assertIn(word, done.stderr)
        self.up.submit("justice", MONEY, "0.01", GOOD["occurred_at"])
        self.assertEqual(money(), before + cents + 1)

    def test_times_of_the_standard(self):
        moment = "2023-05-04 01:00:00"
        for text, recorded in [("2023-05-04T09:00:00+08:00", moment),
                               ("2023-05-04t01:00:00z", moment),
                               ("2023-05-04 01:00:00Z", moment),
                               ("2023-05-04T01:00:00-00:00", moment),
                               ("2023-05-05T00:59:00+23:59", moment),
                               ("2023-05-04T01:00:00.1234567899999Z", moment + ".123456"),
                               ("2022-12-31T23:59:60Z", "2022-12-31 23:59:59.999999")]:
            with self.subTest(text):
                event = row(occurred_at=text)
                self.up.import_file(self.write([event]))
                self.assertEqual(
                    harness.psql(self.up.addresses["database_url"],
                                 "SELECT occurred_at AT TIME ZONE 'UTC' FROM event WHERE event_id "
                                 f"= '{event['event_id']}'"), [recorded])

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
        self.assertEqual(summary(done), {"rows": 1, "recorded": 0, "duplicates": 0, "rejected": 0,
                                         "without an answer": 1})


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""What was wrong is put right: retractions, corrections, files of them, and subjects erased."""

import csv
import json
import re
import shlex
import shutil
import unittest

import grpc

import client
import harness
from client import event, ingestion_pb2

# A district reviews decisions; some are upheld, some corrected.
DECIDED, CORRECTED = "review.decided", "review.corrected"
DEFINITIONS = """
indicators {
  code: "review.decided" name_zh: "审结复议案件" section: "六" unit_zh: "件" flow {}
  categories { code: "upheld" name_zh: "维持" }
  categories { code: "corrected" name_zh: "纠错" }
}
indicators {
  code: "review.corrected" name_zh: "纠错案件" section: "六" unit_zh: "件"
  part { of: "review.decided" category: "corrected" }
}
indicators {
  code: "review.offices" name_zh: "复议机构" section: "六" unit_zh: "个" stock {}
}
"""
OFFICES = "review.offices"
MOMENT = "2022-06-01T09:00:00+08:00"
COLUMNS = ["corrects", "correction_reason", "bureau", "event_id", "indicator", "category",
           "quantity", "occurred_at"]


def decision(category, number=0, **changes):
    return {"event_id": harness.new_id(), "bureau": "justice", "indicator": DECIDED,
            "category": category, "quantity": "1",
            "occurred_at": f"2022-{number % 12 + 1:02}-15T09:00:00+08:00"} | changes


def counts_of(done):
    """The counts of an import's report: {"rows": 9, "corrected": 9, ...}."""
    return {name: int(number) for number, name in re.findall(
        r"(\d+) (rows|recorded|corrected|retracted|duplicates|rejected|retracted before)",
        done.stdout.splitlines()[0])}


class Corrections(unittest.TestCase):
    def setUp(self):
        self.home = harness.temporary_directory()
        self.addCleanup(shutil.rmtree, self.home)
        catalog = self.home / "catalog.textproto"
        catalog.write_text(harness.CATALOG.read_text(encoding="utf-8") + DEFINITIONS,
                           encoding="utf-8")
        self.up = self.enterContext(harness.Up(catalog=catalog))
        self.url = self.up.addresses["database_url"]
        self.client = client.Client(self.up.addresses["ingestion"], self.up.addresses["query"])
        self.addCleanup(self.client.close)

    def write(self, rows, columns=None):
        path = self.home / "file.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns or list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return path

    def figure(self, indicator, year=2022):
        return self.up.figures(year, "--indicator", indicator)[indicator]

    def value_as_of(self, moment, indicator, year=2022):
        """Of the figure as of a revision or a time."""
        answer = harness.run("jurimeter", "query", "year", year, "--query",
                             self.up.addresses["query"], "--format", "json", "--indicator",
                             indicator, "--as-of", moment)
        return int(json.loads(answer.stdout)["figures"][0]["value"])

    def jurimeter(self, *words, check=True):
        return harness.run("jurimeter", *words, "--ingestion", self.up.addresses["ingestion"],
                           check=check)

    def record(self, **changes):
        """Records an event and returns its id."""
        message = event(**({"indicator": DECIDED, "category": "upheld", "occurred_at": MOMENT} |
                           changes))
        self.client.submit(message)
        return message.event_id

    def assert_verified(self):
        done = harness.run("jurimeter", "verify", "--database-url", self.url)
        self.assertIn("everything agrees", done.stdout)

    def correct(self, *words, category="corrected", check=True):
        return self.jurimeter("correct", "justice", *words, "--indicator", DECIDED, "--category",
                              category, "--quantity", 1, "--occurred-at", MOMENT, check=check)


class OneByOne(Corrections):
    def test_a_retraction_is_known_by_its_request(self):
        old, request = self.record(), harness.new_id()
        words = ["retract", "justice", old, "--reason", "重复上报", "--request-id", request]
        done = self.jurimeter(*words)
        revision = self.up.revision()
        self.assertEqual(done.stdout, f"retracted at revision {revision}, event {old}, "
                                      f"request {request}\n")
        self.assertEqual(self.figure(DECIDED).value, 0)
        done = self.jurimeter(*words)
        self.assertRegex(done.stdout, r"^duplicate at revision \d+, event ")
        done = self.jurimeter("retract", "justice", old, "--reason", "again", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f'event_id: "{old}" was retracted at revision {revision}', done.stderr)
        self.assertRegex(done.stderr, rf"event {old}, request [0-9a-f-]{{36}}\n")
        self.assert_verified()

    def test_a_correction_moves_an_event(self):
        old, new, request = self.record(), harness.new_id(), harness.new_id()
        words = [old, "--reason", "wrong category", "--event-id", new, "--request-id", request]
        done = self.correct(*words)
        self.assertEqual(done.stdout, f"corrected at revision {self.up.revision()}, event {old}, "
                                      f"new event {new}, request {request}\n")
        self.assertEqual((self.figure(DECIDED).value, self.figure(CORRECTED).value), (1, 1))
        self.assertTrue(self.correct(*words).stdout.startswith("duplicate at revision "))
        self.correct(new, "--reason", "it was right", category="upheld")
        self.assertEqual((self.figure(DECIDED).value, self.figure(CORRECTED).value), (1, 0))
        self.assert_verified()

    def test_a_dry_run_changes_nothing(self):
        old, revision = self.record(), self.up.revision()
        done = self.jurimeter("retract", "justice", old, "--reason", "x", "--dry-run")
        self.assertTrue(done.stdout.startswith(f"would be retracted, event {old}, request "))
        done = self.correct(old, "--reason", "x", "--dry-run")
        self.assertTrue(done.stdout.startswith(f"would be corrected, event {old}, new event "))
        self.assertEqual(self.up.revision(), revision)
        done = self.jurimeter("retract", "justice", harness.new_id(), "--reason", "x", "--dry-run",
                              check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("not the id of a recorded event", done.stderr)

    def test_every_fault_is_named(self):
        done = self.jurimeter("retract", "nobody", "17", "--reason", "", "--request-id", "1",
                              check=False)
        self.assertEqual(done.returncode, 1, done.stdout)
        for words in ['request_id: "1" is not a UUID', 'bureau: "nobody" is not in the catalog',
                      'event_id: "17" is not a UUID', "reason: missing"]:
            self.assertIn(words, done.stderr)
        done = self.jurimeter("correct", "justice", harness.new_id(), "--reason", "x",
                              "--indicator", DECIDED, "--quantity", "1.5", "--occurred-at", MOMENT,
                              check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn('replacement.quantity: "1.5" has 1 decimal', done.stderr)
        done = self.jurimeter("correct", "justice", harness.new_id(), "--reason", "x",
                              "--indicator", DECIDED, "--quantity", "one", "--occurred-at",
                              "today", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("quantity: ", done.stderr)
        self.assertIn("occurred_at: ", done.stderr)

    def test_no_service_there_is_a_failure(self):
        done = harness.run("jurimeter", "retract", "justice", harness.new_id(), "--reason", "x",
                           "--ingestion", "127.0.0.1:1", check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn("127.0.0.1:1", done.stderr)

    def test_a_retracted_event_sent_again_counts_nothing(self):
        row = decision("upheld")
        path = self.write([row, decision("upheld")])
        self.up.import_file(path)
        self.jurimeter("retract", "justice", row["event_id"], "--reason", "重复上报")
        done = self.up.import_file(path)
        self.assertIn("2 rows: 0 recorded, 1 duplicates, 0 rejected, 1 retracted before",
                      done.stdout)
        done = self.up.submit("justice", DECIDED, 1, row["occurred_at"], "--category", "upheld",
                              "--event-id", row["event_id"])
        self.assertRegex(done.stdout, "^retracted before, counts nothing at revision ")
        self.assertEqual(self.figure(DECIDED).value, 1)

    def test_a_stock_gives_way_to_the_report_before_it(self):
        levels = [self.record(indicator=OFFICES, category="", quantity=quantity,
                              occurred_at=f"2022-06-01T0{quantity}:00:00+08:00")
                  for quantity in (3, 4, 9)]
        for standing in (4, 3):
            self.jurimeter("retract", "justice", levels.pop(), "--reason", "x")
            self.assertEqual(self.figure(OFFICES).value, standing)
        self.jurimeter("retract", "justice", levels.pop(), "--reason", "x")
        self.assertEqual(self.up.query_text(2022, "csv", "--indicator", OFFICES).count("NO_DATA"),
                         1)
        self.assert_verified()

    def test_a_client_reads_the_reason_of_each_field(self):
        request = ingestion_pb2.RetractIndicatorRequest(retraction=ingestion_pb2.Retraction(
            request_id=harness.new_id(), bureau="justice", event_id=harness.new_id()))
        with self.assertRaises(grpc.RpcError) as caught:
            self.client.ingestion.RetractIndicator(request, timeout=client.TIMEOUT_S)
        info = client.details(caught.exception)["ErrorInfo"]
        self.assertEqual((info.reason, dict(info.metadata)),
                         ("CORRECTION_REFUSED", {"reason": "missing"}))
        request.retraction.reason = "x"
        with self.assertRaises(grpc.RpcError) as caught:
            self.client.ingestion.RetractIndicator(request, timeout=client.TIMEOUT_S)
        info = client.details(caught.exception)["ErrorInfo"]
        self.assertEqual(dict(info.metadata), {"event_id": "not_recorded"})


class Files(Corrections):
    def recategorise(self, rows, reason="区政府复核：应为纠错"):
        """Corrections of `rows` into the category "corrected"."""
        return [decision("corrected") | {"occurred_at": row["occurred_at"],
                                         "corrects": row["event_id"], "correction_reason": reason}
                for row in rows]

    def test_nine_corrections_make_60_of_51(self):
        """The report for 2023 says 60 corrected decisions in 2022; that of 2022 said 51."""
        corrected = [decision("corrected", number) for number in range(51)]
        upheld = [decision("upheld", number) for number in range(69)]
        self.up.import_file(self.write(corrected + upheld))
        self.assertEqual((self.figure(DECIDED).value, self.figure(CORRECTED).value), (120, 51))
        of_2022 = self.up.revision()
        path = self.write(self.recategorise(upheld[:9]), COLUMNS)

        done = self.jurimeter("import", path, "--dry-run")
        self.assertTrue(done.stdout.startswith("dry run, nothing is changed: 9 rows: 9 corrected"))
        self.assertEqual(self.figure(CORRECTED).value, 51)

        self.assertEqual(counts_of(self.jurimeter("import", path)),
                         {"rows": 9, "corrected": 9, "retracted": 0, "duplicates": 0,
                          "rejected": 0})
        self.assertEqual((self.figure(DECIDED).value, self.figure(CORRECTED).value), (120, 60))

        [committed] = harness.psql(self.url, "SELECT to_char(committed_at, "
                                   "'YYYY-MM-DD\"T\"HH24:MI:SS.USOF:00') FROM ledger_entry "
                                   f"WHERE revision = {of_2022}")
        for moment, value in ((of_2022, 51), (committed, 51), (self.up.revision(), 60),
                              ("2999-01-01T00:00:00+08:00", 60)):
            self.assertEqual(self.value_as_of(moment, CORRECTED), value, moment)

        again = counts_of(self.jurimeter("import", path))
        self.assertEqual((again["corrected"], again["duplicates"]), (0, 9))
        self.assertEqual((self.figure(DECIDED).value, self.figure(CORRECTED).value), (120, 60))
        self.assertEqual(harness.psql(self.url, "SELECT count(*) FROM event"), ["129"])
        self.assert_verified()

    def test_rows_retract_and_correct_in_their_order(self):
        rows = [decision("upheld") for _ in range(3)]
        self.up.import_file(self.write(rows))
        first, second = self.recategorise(rows[:2])
        chain = self.recategorise([first])[0]  # corrects what the first row brings
        retraction = {"corrects": rows[2]["event_id"], "correction_reason": "重复上报",
                      "bureau": "justice"}
        last = {"corrects": second["event_id"], "correction_reason": "x", "bureau": "justice"}
        path = self.write([first, retraction, second, chain, last], COLUMNS)
        self.assertEqual(counts_of(self.jurimeter("import", path)),
                         {"rows": 5, "corrected": 3, "retracted": 2, "duplicates": 0,
                          "rejected": 0})
        self.assertEqual((self.figure(DECIDED).value, self.figure(CORRECTED).value), (1, 1))
        again = counts_of(self.jurimeter("import", path))
        self.assertEqual((again["duplicates"], again["rejected"]), (5, 0))

    def test_rejected_rows_are_corrected_and_imported_as_they_are(self):
        rows = [decision("upheld") for _ in range(2)]
        self.up.import_file(self.write(rows))
        good, bad = self.recategorise(rows)
        path = self.write([good, bad | {"category": "nothing"},
                           {"corrects": harness.new_id(), "correction_reason": "x",
                            "bureau": "justice"},
                           bad | {"quantity": "many"}], COLUMNS)
        done = self.jurimeter("import", path, check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(counts_of(done)["rejected"], 3)
        rejects = self.home / "file.csv.rejected.csv"
        lines = harness.csv_rows(rejects.read_text(encoding="utf-8"))
        for line, words in zip(lines, ['replacement.category: "nothing" is not a category',
                                       "not the id of a recorded event", "quantity: "]):
            self.assertIn(words, line["reason"])
            self.assertEqual(line["correction_reason"] != "", True)
        rejects.write_text(rejects.read_text(encoding="utf-8").replace("nothing", "corrected")
                           .replace("many", "1"), encoding="utf-8")
        done = self.jurimeter("import", rejects, check=False)
        self.assertEqual(counts_of(done), {"rows": 3, "corrected": 1, "retracted": 0,
                                           "duplicates": 1, "rejected": 1})
        self.assertEqual(self.figure(CORRECTED).value, 2)

    def test_rows_of_both_kinds_need_two_calls(self):
        rows = [decision("upheld") for _ in range(40)]
        self.up.import_file(self.write(rows))
        corrections = self.recategorise(rows[:20])
        retractions = [{"corrects": row["event_id"], "correction_reason": "重复上报",
                        "bureau": "justice"} for row in rows[20:]]
        corrections[3]["category"] = "nothing"
        retractions[3]["corrects"] = harness.new_id()
        corrections[7]["quantity"] = "many"
        mixed = [row for pair in zip(corrections, retractions) for row in pair]
        done = self.jurimeter("import", self.write(mixed, COLUMNS), check=False)
        self.assertEqual(counts_of(done), {"rows": 40, "corrected": 18, "retracted": 19,
                                           "duplicates": 0, "rejected": 3})
        rejected = harness.csv_rows((self.home / "file.csv.rejected.csv").read_text("utf-8"))
        self.assertEqual([row["line"] for row in rejected], ["8", "9", "16"])
        self.assertEqual((self.figure(DECIDED).value, self.figure(CORRECTED).value), (21, 18))
        calls = {key: value for key, value in
                 harness.metrics(self.up.addresses["ingestion_metrics"]).items()
                 if key.startswith("grpc_server_handled_total") and "Batch" in key and value > 0
                 and "SubmitIndicator" not in key}
        self.assertEqual(list(calls.values()), [1, 1], calls)
        self.assert_verified()

    def test_a_row_that_changed_since_is_refused_with_advice(self):
        rows = [decision("upheld")]
        self.up.import_file(self.write(rows))
        row = self.recategorise(rows)[0]
        self.jurimeter("import", self.write([row], COLUMNS))
        changed = row | {"quantity": "2"}
        done = self.jurimeter("import", self.write([changed], COLUMNS), check=False)
        self.assertEqual(done.returncode, 1, done.stdout)
        rejects = self.home / "file.csv.rejected.csv"
        reason = harness.csv_rows(rejects.read_text(encoding="utf-8"))[0]["reason"]
        self.assertIn("leave the row as it was", reason)
        self.assertIn('its id under "corrects", and a new event_id', reason)
        again = changed | {"corrects": row["event_id"], "event_id": harness.new_id()}
        self.jurimeter("import", self.write([again], COLUMNS))
        self.assertEqual((self.figure(DECIDED).value, self.figure(CORRECTED).value), (2, 2))

    def test_a_dry_run_of_events_is_refused(self):
        path = self.write([decision("upheld")])
        done = self.jurimeter("import", path, "--dry-run", check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn('"corrects"', done.stderr)
        self.assertEqual(self.figure(DECIDED).value, 0)

    def test_a_header_that_lacks_something_is_refused_whole(self):
        path = self.write([{"corrects": harness.new_id(), "bureau": "justice"}])
        done = self.jurimeter("import", path, check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn('"correction_reason" is missing', done.stderr)


class Subjects(Corrections):
    SECRET = "（2022）黑0108行初1号 王某"

    def erase(self, bureau, event_id, reason="本人申请", url=None):
        return harness.run("jurimeter", "subject", "erase", bureau, event_id, "--reason", reason,
                           "--database-url", url or self.url, check=False)

    def test_an_erased_subject_is_gone_and_everything_agrees(self):
        erased = self.record(subject=self.SECRET)
        done = self.erase("justice", erased)
        self.assertEqual(done.stdout,
                         f"subject erased at revision {self.up.revision()}, event {erased}\n")
        self.assertEqual(harness.psql(self.url, "SELECT subject FROM event"), [""])
        self.assert_verified()
        again = self.client.submit(event(event_id=erased, indicator=DECIDED, category="upheld",
                                         occurred_at=MOMENT, subject="something else"))
        self.assertEqual(again.outcome, ingestion_pb2.OUTCOME_DUPLICATE,
                         "a resend is compared without the subject")
        self.assertEqual(self.figure(DECIDED).value, 1)

    def test_the_subjects_of_corrections_are_named(self):
        old, new, newest = self.record(subject=self.SECRET), harness.new_id(), harness.new_id()
        self.correct(old, "--reason", "x", "--event-id", new, "--subject", self.SECRET)
        self.correct(new, "--reason", "x", "--event-id", newest, "--subject", self.SECRET)
        reason = "he's asked; 本人申请"
        lines = self.erase("justice", old, reason).stdout.splitlines()
        self.assertEqual(lines[0], f"subject erased at revision {self.up.revision()}, event {old}")
        self.assertIn("still have a subject", lines[1])
        again = self.erase("justice", old, reason)
        self.assertEqual((again.returncode, again.stdout.splitlines()), (1, lines[1:]))
        for line, event_id in zip(lines[2:], [new, newest], strict=True):
            self.assertEqual(shlex.split(line), ["jurimeter", "subject", "erase", "justice",
                                                 event_id, "--reason", reason])
            done = harness.run(*shlex.split(line), "--database-url", self.url)
        self.assertEqual(len(done.stdout.splitlines()), 1, "none is left")
        self.assertEqual(set(harness.psql(self.url, "SELECT reason FROM erasure")), {reason})
        self.assertEqual(harness.psql(self.url, "SELECT 1 FROM event WHERE subject <> ''"), [])
        self.assert_verified()

    def test_what_cannot_be_erased_is_said(self):
        without = self.record()
        for bureau, event_id, reason, words in [
                ("justice", without, "x", "has no subject"),
                ("justice", harness.new_id(), "x", "is not recorded"),
                ("nobody", without, "x", "is not recorded"),
                ("justice", "17", "", 'event_id: "17" is not a UUID'),
                ("justice", "17", "", "reason: missing"),
                ("justice", without, "x" * 501, "501 characters")]:
            with self.subTest(words):
                done = self.erase(bureau, event_id, reason)
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
                self.assertIn(words, done.stderr)
        done = self.erase("justice", without, url="host=/nowhere dbname=x")
        self.assertEqual(done.returncode, 3)

    def test_only_the_owner_may(self):
        erased = self.record(subject=self.SECRET)
        harness.psql(self.url, "CREATE ROLE reader LOGIN; "
                               "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
        done = self.erase("justice", erased, url=f"{self.url} user=reader")
        self.assertEqual(done.returncode, 3, done.stdout)
        self.assertEqual(harness.psql(self.url, "SELECT subject FROM event"), [self.SECRET])


if __name__ == "__main__":
    unittest.main(verbosity=2)

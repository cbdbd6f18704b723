"""Closed days take nothing more: over gRPC and the command line, with every kind of scope."""

import datetime as dt
import json
import re
import shutil
import unittest

import grpc

import client
import harness
from client import event, ingestion_pb2, ledger_pb2, query_pb2, scope_pb2

EVERY_KIND = harness.ROOT / "deploy/samples/every-kind/catalog.textproto"
FLOW = "liaison.meetings"
CONCLUDED, CORRECTED = "reconsideration.concluded", "reconsideration.corrected"
DONE, DUPLICATE = ledger_pb2.CLOSING_OUTCOME_DONE, ledger_pb2.CLOSING_OUTCOME_DUPLICATE
REASON = "年报定稿"
ALL = scope_pb2.Scope(all=True)
# The first city has districts, and a county that moved to the second one on MOVED.
FIRST_CITY, SECOND_CITY, MOVED = "9901", "9902", "2023-07-01"

# Requests with faults, and the reasons of their fields.
FAULTY_CLOSINGS = [
    ({"request_id": ""}, {"request_id": "missing"}),
    ({"request_id": "17"}, {"request_id": "malformed"}),
    ({"request_id": "00000000-0000-0000-0000-000000000000"}, {"request_id": "nil"}),
    ({"first_day": ""}, {"first_day": "missing"}),
    ({"last_day": "2020-02-30"}, {"last_day": "malformed"}),
    ({"first_day": "2019-12-31"}, {"first_day": "outside_catalog"}),
    ({"last_day": "2999-12-31"}, {"last_day": "in_future"}),
    ({"first_day": "2020-02-02", "last_day": "2020-02-01"}, {"last_day": "out_of_range"}),
    ({"scope": None}, {"scope": "missing"}),
    ({"scope": scope_pb2.Scope(all=True, region="99")}, {"scope": "ambiguous"}),
    ({"scope": scope_pb2.Scope(region="99x")}, {"scope.region": "malformed"}),
    ({"scope": scope_pb2.Scope(bureaus=["linxi", "nobody"])},
     {"scope.bureaus[1]": "unknown"}),
    ({"scope": scope_pb2.Scope(region="11")}, {"scope": "nothing"}),
    ({"reason": ""}, {"reason": "missing"}),
    ({"reason": "长" * 501}, {"reason": "too_long"}),
    ({"request_id": "", "last_day": "x", "scope": None, "reason": ""},
     {"request_id": "missing", "last_day": "malformed", "scope": "missing", "reason": "missing"}),
]


def moment(day, hour=9):
    return f"{day}T{hour:02}:00:00+08:00"


def bureaus(*codes):
    return scope_pb2.Scope(bureaus=codes)


def region(code):
    return scope_pb2.Scope(region=code)


def info_of(error):
    info = client.details(error)["ErrorInfo"]
    return info.reason, dict(info.metadata)


class Closings(unittest.TestCase):
    """One `up` for all tests, each of which has a month of its own."""

    @classmethod
    def setUpClass(cls):
        cls.home = harness.temporary_directory()
        cls.addClassCleanup(shutil.rmtree, cls.home)
        cls.up = cls.enterClassContext(harness.Up(catalog=EVERY_KIND))
        cls.client = client.Client(cls.up.addresses["ingestion"], cls.up.addresses["query"])
        cls.addClassCleanup(cls.client.close)
        cls.months = (f"{year}-{month:02}" for year in (2020, 2021, 2022, 2024)
                      for month in range(1, 13))

    def setUp(self):
        self.month = next(self.months)

    def tearDown(self):
        done = harness.run("jurimeter", "verify", "--database-url",
                           self.up.addresses["database_url"])
        self.assertIn("everything agrees", done.stdout)

    def day(self, number):
        return f"{self.month}-{number:02}"

    def close(self, first, last, scope=ALL, **more):
        """The answer; the days are numbers of this test's month, or texts."""
        fields = {"request_id": harness.new_id(), "first_day": self.text_of(first),
                  "last_day": self.text_of(last), "scope": scope, "reason": REASON} | more
        return self.client.ledger.Close(ledger_pb2.CloseRequest(**fields),
                                        timeout=client.TIMEOUT_S)

    def reopen(self, closing, first="", last="", scope=None, **more):
        fields = {"request_id": harness.new_id(), "closing": closing,
                  "first_day": self.text_of(first), "last_day": self.text_of(last),
                  "scope": scope, "reason": "补报"} | more
        return self.client.ledger.Reopen(ledger_pb2.ReopenRequest(**fields),
                                         timeout=client.TIMEOUT_S)

    def text_of(self, day):
        return self.day(day) if isinstance(day, int) else day

    def refused(self, call, *arguments, **more):
        """The error of a call that must fail with INVALID_ARGUMENT."""
        with self.assertRaises(grpc.RpcError) as caught:
            call(*arguments, **more)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        return caught.exception

    def record(self, day, bureau="linxi", **changes):
        """Records an event and returns it."""
        fields = {"bureau": bureau, "indicator": FLOW, "occurred_at": moment(self.text_of(day))}
        message = event(**(fields | changes))
        answer = self.client.submit(message)
        self.assertEqual(answer.outcome, ingestion_pb2.OUTCOME_RECORDED)
        return message

    def is_open(self, day, bureau="linxi"):
        """Whether the day takes an event; one that it refuses says by which field."""
        message = event(bureau=bureau, indicator=FLOW, occurred_at=moment(self.text_of(day)))
        try:
            return self.client.submit(message).outcome == ingestion_pb2.OUTCOME_RECORDED
        except grpc.RpcError as error:
            self.assertEqual(info_of(error), ("EVENT_REFUSED", {"occurred_at": "closed"}))
            return False

    def open_days(self, *days, bureau="linxi"):
        return [day for day in days if self.is_open(day, bureau)]

    def retract(self, message, **more):
        fields = {"request_id": harness.new_id(), "bureau": message.bureau,
                  "event_id": message.event_id, "reason": "重复上报"} | more
        return self.client.ingestion.RetractIndicator(
            ingestion_pb2.RetractIndicatorRequest(retraction=ingestion_pb2.Retraction(**fields)),
            timeout=client.TIMEOUT_S)

    def correct(self, message, day):
        """Moves an event to another day."""
        new = event(bureau=message.bureau, indicator=message.indicator,
                    category=message.category, occurred_at=moment(self.text_of(day)))
        retraction = ingestion_pb2.Retraction(
            request_id=harness.new_id(), bureau=message.bureau, event_id=message.event_id,
            reason="日期填错")
        return self.client.ingestion.CorrectIndicator(
            ingestion_pb2.CorrectIndicatorRequest(correction=ingestion_pb2.Correction(
                retraction=retraction, replacement=new)), timeout=client.TIMEOUT_S)

    def closed_days(self, month, bureau, **more):
        """(closed, all) days of a bureau in a month, as completeness says."""
        fields = {"min_revision": self.up.revision()} if "as_of" not in more else {}
        answer = self.client.query.QueryCompleteness(query_pb2.QueryCompletenessRequest(
            period=query_pb2.Period(month=month), indicators=[FLOW], **(fields | more)),
                                                     timeout=client.TIMEOUT_S)
        [found] = [each for each in answer.indicators[0].bureaus if each.bureau == bureau]
        return found.closed_days, found.days

    def jurimeter(self, *words, check=True):
        return harness.run("jurimeter", *words, "--ingestion", self.up.addresses["ingestion"],
                           check=check)


class WhatIsRefused(Closings):
    def test_a_closed_day_takes_no_event(self):
        answer = self.close(5, 6, bureaus("linxi"))
        self.assertEqual((answer.outcome, answer.bureaus, answer.bureau_days), (DONE, 1, 2))
        self.assertEqual(answer.revision, self.up.revision())
        error = self.refused(self.record, 5)
        self.assertEqual(info_of(error), ("EVENT_REFUSED", {"occurred_at": "closed"}))
        told = client.violations(error)["occurred_at"]
        for words in [self.day(5), '"linxi"', f"revision {answer.revision}", f'"{REASON}"']:
            self.assertIn(words, told)
        self.assertEqual(self.open_days(4, 5, 6, 7), [4, 7])
        self.assertEqual(self.open_days(4, 5, 6, 7, bureau="anling"), [4, 5, 6, 7])

    def test_the_statistic_day_decides(self):
        self.close(5, 5, bureaus("linxi"))
        for time, is_open in [("04T15:59:59Z", True), ("04T16:00:00Z", False),
                              ("05T15:59:59Z", False), ("05T16:00:00Z", True)]:
            message = event(bureau="linxi", indicator=FLOW, occurred_at=f"{self.month}-{time}")
            if is_open:
                self.client.submit(message)
            else:
                self.refused(self.client.submit, message)

    def test_other_events_of_a_batch_are_recorded(self):
        self.close(5, 5)
        batch = [event(bureau="linxi", indicator=FLOW, occurred_at=moment(self.day(number)))
                 for number in (4, 5, 6)]
        answer = self.client.submit_batch(batch)
        self.assertEqual(list(answer.outcomes), [ingestion_pb2.OUTCOME_RECORDED,
                                                 ingestion_pb2.OUTCOME_REFUSED,
                                                 ingestion_pb2.OUTCOME_RECORDED])
        [failed] = answer.problems
        self.assertEqual([(each.field, each.reason) for each in failed.violations],
                         [("occurred_at", "closed")])

    def test_what_is_recorded_stays_so(self):
        recorded, retracted = self.record(5), self.record(5)
        request = {"request_id": harness.new_id()}
        self.retract(retracted, **request)
        self.close(5, 5)
        self.assertEqual(self.client.submit(recorded).outcome, ingestion_pb2.OUTCOME_DUPLICATE)
        self.assertEqual(self.client.submit(retracted).outcome, ingestion_pb2.OUTCOME_RETRACTED)
        self.assertEqual(self.retract(retracted, **request).outcome,
                         ingestion_pb2.CORRECTION_OUTCOME_DUPLICATE)
        recorded.quantity += 1
        with self.assertRaises(grpc.RpcError) as caught:
            self.client.submit(recorded)
        self.assertEqual(caught.exception.code(), grpc.StatusCode.ALREADY_EXISTS)

    def test_no_event_of_it_is_retracted_or_corrected(self):
        closed, elsewhere = self.record(5), self.record(8)
        revision = self.close(5, 5).revision
        for error, field in [(self.refused(self.retract, closed), "event_id"),
                             (self.refused(self.correct, closed, 8), "event_id"),
                             (self.refused(self.correct, elsewhere, 5),
                              "replacement.occurred_at")]:
            self.assertEqual(info_of(error), ("CORRECTION_REFUSED", {field: "closed"}))
            told = client.violations(error)[field]
            for words in [self.day(5), f"revision {revision}", f'"{REASON}"']:
                self.assertIn(words, told)
        self.correct(elsewhere, 9)
        self.reopen(revision)
        self.correct(closed, 8)

    def test_faulty_closings_are_refused_by_field(self):
        for changes, reasons in FAULTY_CLOSINGS:
            with self.subTest(reasons):
                fields = {"first": "2020-01-01", "last": "2020-01-02", "reason": "x"}
                names = {"first_day": "first", "last_day": "last"}
                fields |= {names.get(name, name): value for name, value in changes.items()}
                error = self.refused(self.close, **fields)
                self.assertEqual(info_of(error), ("CLOSING_REFUSED", reasons))

    def test_faulty_reopenings_are_refused_by_field(self):
        closing = self.close(5, 6, bureaus("linxi")).revision
        catalog, none = 1, 10**9
        for arguments, reasons in [
                ((catalog,), {"closing": "unknown"}),
                ((none,), {"closing": "unknown"}),
                ((closing, 7, 8), {"closing": "nothing_left"}),
                ((closing, "", "", bureaus("anling")), {"closing": "nothing_left"}),
                ((closing, 5), {"last_day": "missing"})]:
            with self.subTest(reasons):
                error = self.refused(self.reopen, *arguments)
                self.assertEqual(info_of(error), ("CLOSING_REFUSED", reasons))
        reopening = self.reopen(closing).revision
        for revision, reason in [(closing, "nothing_left"), (reopening, "unknown")]:
            self.assertEqual(info_of(self.refused(self.reopen, revision)),
                             ("CLOSING_REFUSED", {"closing": reason}))


class Reopenings(Closings):
    def test_two_closings_of_a_day_both_stand(self):
        first = self.close(5, 6, bureaus("linxi"), reason="first").revision
        second = self.close(6, 7, reason="second").revision
        told = client.violations(self.refused(self.record, 6))["occurred_at"]
        self.assertIn(f"revision {first}", told)
        self.reopen(first)
        self.assertEqual(self.open_days(5, 6, 7), [5])
        told = client.violations(self.refused(self.record, 6))["occurred_at"]
        self.assertIn(f"revision {second}", told)
        self.reopen(second)
        self.assertEqual(self.open_days(5, 6, 7), [5, 6, 7])

    def test_some_days_are_opened(self):
        closing = self.close(5, 9, bureaus("linxi")).revision
        answer = self.reopen(closing, 6, 7)
        self.assertEqual((answer.outcome, answer.bureaus, answer.bureau_days), (DONE, 1, 2))
        self.assertEqual(self.open_days(*range(4, 11)), [4, 6, 7, 10])
        answer = self.reopen(closing, 1, 8)  # also days that it never closed, or no longer does
        self.assertEqual(answer.bureau_days, 2)
        self.assertEqual(self.open_days(*range(5, 10)), [5, 6, 7, 8])

    def test_some_bureaus_are_opened(self):
        closing = self.close(5, 5, bureaus("linxi", "anling", "shiqiao")).revision
        self.reopen(closing, scope=bureaus("anling", "linxi"))
        self.assertEqual([bureau for bureau in ("linxi", "anling", "shiqiao")
                          if self.is_open(5, bureau)], ["linxi", "anling"])

    def test_a_region_is_opened(self):
        closing = self.close(5, 5).revision
        self.reopen(closing, scope=region(FIRST_CITY))
        self.assertEqual([bureau for bureau in ("linxi", "xidong", "anling", "province_court")
                          if self.is_open(5, bureau)], ["linxi", "xidong"])

    def test_an_opened_day_is_closed_again(self):
        closing = self.close(5, 5).revision
        self.reopen(closing)
        self.assertTrue(self.is_open(5))
        self.assertGreater(self.close(5, 5).revision, closing)
        self.assertFalse(self.is_open(5))


class Scopes(Closings):
    def test_a_region_is_that_of_each_day(self):
        """A county moved from one city to another: its days before belong to the first."""
        before, after = "2023-06-30", MOVED
        answer = self.close(before, after, region(FIRST_CITY))
        stays = self.client.query.ListBureaus(query_pb2.ListBureausRequest(),
                                              timeout=client.TIMEOUT_S).bureaus
        staying = [each.code for each in stays if each.region.startswith(FIRST_CITY)
                   and each.code != "pingchuan"]
        self.assertEqual((answer.bureaus, answer.bureau_days),
                         (len(staying) + 1, 2 * len(staying) + 1))
        self.assertEqual(self.open_days(before, after, bureau="pingchuan"), [after])
        self.close(before, after, region(SECOND_CITY))
        self.assertEqual(self.open_days(before, after, bureau="pingchuan"), [])
        self.assertEqual(self.open_days(before, after, bureau="shiqiao"), [before, after])

    def test_no_later_catalog_opens_a_closed_day(self):
        self.close(5, 5, region(FIRST_CITY))
        moved = self.home / "moved.textproto"
        text = EVERY_KIND.read_text(encoding="utf-8")
        self.assertIn('code: "xixi"', text)
        moved.write_text(re.sub(r'(code: "xixi".*region: )"990102"', r'\1"990201"', text),
                         encoding="utf-8")
        apply = ["jurimeter", "catalog", "apply", moved, "--database-url",
                 self.up.addresses["database_url"]]
        harness.run(*apply)
        self.assertEqual(self.open_days(5, 6, bureau="xixi"), [6])
        self.assertEqual(self.closed_days(self.month, "xixi")[0], 1)
        answer = self.close(6, 6, region(SECOND_CITY))
        self.assertEqual(self.open_days(6, bureau="xixi"), [], "by the catalog of now")
        apply[3] = EVERY_KIND
        harness.run(*apply)
        self.assertEqual(self.open_days(6, bureau="xixi"), [])
        self.reopen(answer.revision)
        self.assertEqual(self.open_days(6, bureau="xixi"), [6])

    def test_bureaus_that_do_not_exist_then_are_left_out(self):
        ended = "2021-06-15"  # of nanhu, whose successor is gaoxin
        answer = self.close(ended, "2021-06-16", bureaus("nanhu", "gaoxin"))
        self.assertEqual((answer.bureaus, answer.bureau_days), (2, 2))
        error = self.refused(self.close, "2021-06-16", "2021-06-17", bureaus("nanhu"))
        self.assertEqual(info_of(error), ("CLOSING_REFUSED", {"scope": "nothing"}))


class Repetitions(Closings):
    def test_a_dry_run_changes_nothing(self):
        revision = self.up.revision()
        answer = self.close(5, 6, bureaus("linxi", "anling"), dry_run=True)
        self.assertEqual((answer.outcome, answer.revision, answer.bureaus, answer.bureau_days),
                         (DONE, 0, 2, 4))
        self.assertEqual(self.up.revision(), revision)
        self.assertTrue(self.is_open(5))
        closing = self.close(5, 6).revision
        answer = self.reopen(closing, 5, 5, bureaus("linxi"), dry_run=True)
        self.assertEqual((answer.outcome, answer.revision, answer.bureau_days), (DONE, 0, 1))
        self.assertEqual(self.up.revision(), closing)
        self.assertFalse(self.is_open(5))
        self.assertEqual(info_of(self.refused(self.reopen, closing, 8, 9, dry_run=True)),
                         ("CLOSING_REFUSED", {"closing": "nothing_left"}))

    def test_the_same_request_is_done_once(self):
        request = {"request_id": harness.new_id()}
        closing = self.close(5, 5, **request).revision
        again = self.close(5, 5, **request)
        self.assertEqual((again.outcome, again.revision), (DUPLICATE, closing))
        opening = {"request_id": harness.new_id()}
        reopening = self.reopen(closing, **opening).revision
        # It was done, although nothing is closed any more; and so was the closing.
        again = self.reopen(closing, **opening)
        self.assertEqual((again.outcome, again.revision), (DUPLICATE, reopening))
        again = self.close(5, 5, **request)
        self.assertEqual((again.outcome, again.revision), (DUPLICATE, closing))
        self.assertTrue(self.is_open(5))

    def test_an_id_stands_for_one_request(self):
        request = {"request_id": harness.new_id()}
        closing = self.close(5, 5, **request).revision
        for call, arguments, more in [
                (self.close, (5, 6), {}), (self.close, (5, 5), {"reason": "another"}),
                (self.close, (5, 5, bureaus("linxi")), {}), (self.reopen, (closing,), {})]:
            error = self.refused(call, *arguments, **(request | more))
            self.assertEqual(info_of(error), ("CLOSING_REFUSED", {"request_id": "taken"}))


class Answers(Closings):
    def list(self, **fields):
        return self.client.ledger.ListClosings(ledger_pb2.ListClosingsRequest(**fields),
                                               timeout=client.TIMEOUT_S)

    def pages(self, size, **fields):
        found, token = [], ""
        while True:
            page = self.list(page_size=size, page_token=token, **fields)
            self.assertLessEqual(len(page.closings), size)
            found += page.closings
            token = page.next_page_token
            if not token:
                return found

    def test_all_pages_together_are_the_list(self):
        request = harness.new_id()
        first = self.close(5, 9, bureaus("linxi", "anling"), request_id=request).revision
        second = self.close(5, 5, region(FIRST_CITY)).revision
        back = self.reopen(first, 6, 7, bureaus("anling")).revision
        self.reopen(second)
        every = list(self.list(page_size=1000).closings)
        self.assertEqual([each.revision for each in every],
                         sorted(each.revision for each in every))
        for size in (1, 3):
            self.assertEqual(self.pages(size), every)
        ours = {each.revision: each for each in every if each.revision >= first}
        found = ours[first]
        self.assertEqual((found.kind, found.reopens), (ledger_pb2.CLOSING_KIND_CLOSING, 0))
        self.assertEqual((found.first_day, found.last_day, found.reason, found.principal,
                          found.request_id),
                         (self.day(5), self.day(9), REASON, "nobody", request))
        self.assertEqual(found.scope, bureaus("anling", "linxi"))
        self.assertEqual((found.bureaus, found.bureau_days, found.bureau_days_left), (2, 10, 8))
        self.assertAlmostEqual(found.revision_time.seconds,
                               dt.datetime.now(dt.timezone.utc).timestamp(), delta=600)
        self.assertEqual((ours[back].kind, ours[back].reopens, ours[back].bureau_days),
                         (ledger_pb2.CLOSING_KIND_REOPENING, first, 2))
        self.assertEqual(ours[second].bureau_days_left, 0)
        in_force = [each.revision for each in self.pages(2, in_force=True)]
        self.assertEqual([each for each in in_force if each >= first], [first])

    def test_a_page_that_cannot_be_read_is_refused(self):
        for fields in [{"page_size": -1}, {"page_size": 1001}, {"page_token": "x"}]:
            with self.subTest(fields):
                self.assertEqual(info_of(self.refused(self.list, **fields))[0], "QUERY_REFUSED")

    def test_completeness_shows_what_is_closed_now_and_as_of_before(self):
        before = self.up.revision()
        closing = self.close(5, 9, region(FIRST_CITY)).revision
        self.reopen(closing, 9, 9)
        days = self.closed_days(self.month, "linxi")[1]
        self.assertEqual(self.closed_days(self.month, "linxi"), (4, days))
        self.assertEqual(self.closed_days(self.month, "anling"), (0, days))
        for revision, closed in [(before, 0), (closing, 5), (closing + 1, 4)]:
            as_of = query_pb2.AsOf(revision=revision)
            found = harness.wait_for("a state of the past", lambda as_of=as_of: self.try_closed(
                as_of))
            self.assertEqual(found, (closed, days))

    def try_closed(self, as_of):
        """Nothing while the state is being loaded."""
        try:
            return self.closed_days(self.month, "linxi", as_of=as_of)
        except grpc.RpcError as error:
            self.assertEqual(error.code(), grpc.StatusCode.UNAVAILABLE)
            return None

    def value_as_of(self, revision):
        done = harness.run("jurimeter", "query", "year", 2022, "--query",
                           self.up.addresses["query"], "--format", "json", "--indicator",
                           CORRECTED, "--as-of", revision)
        return int(json.loads(done.stdout)["figures"][0]["value"])

    def test_a_published_figure_is_put_right(self):
        """The report of 2022 says 51 corrected decisions, that of 2023 says 60 for 2022."""
        decided = [self.record(f"2022-{n % 12 + 1:02}-15", indicator=CONCLUDED,
                               category="corrected" if n < 51 else "upheld") for n in range(60)]
        closing = self.close("2022-01-01", "2022-12-31", reason="2022年报告").revision
        wrong = decided[51:]
        for message in wrong:
            self.assertEqual(info_of(self.refused(self.retract, message)),
                             ("CORRECTION_REFUSED", {"event_id": "closed"}))
        self.reopen(closing, scope=bureaus("linxi"), reason="区政府复核")
        for message in wrong:
            message.category = "corrected"
            self.correct(message, f"{message.occurred_at.ToDatetime():%Y-%m-%d}")
        self.close("2022-01-01", "2022-12-31", bureaus("linxi"), reason="2023年报告")
        self.assertEqual(self.value_as_of(closing), 51)
        self.assertEqual(self.up.figures(2022, "--indicator", CORRECTED)[CORRECTED].value, 60)
        self.refused(self.retract, decided[0])


class CommandLine(Closings):
    def closing(self, *words, check=True):
        return self.jurimeter("closing", *words, check=check)

    def test_a_request_is_known_by_its_id(self):
        request = harness.new_id()
        words = ["close", "--days", self.month, "--bureau", "linxi", "--request-id", request]
        done = self.closing(*words, "--reason", REASON)
        revision = self.up.revision()
        self.assertRegex(done.stdout, rf"^closed at revision {revision}: (28|29|30|31) "
                                      rf"bureau-days of 1 bureau, request {request}\n$")
        again = self.closing(*words, "--reason", REASON)
        self.assertEqual(again.stdout, done.stdout.replace("closed", "duplicate"))
        other = self.closing(*words, "--reason", "another", check=False)
        self.assertEqual(other.returncode, 1)
        self.assertIn("request_id: ", other.stderr)
        self.assertIn(f"request {request}\n", other.stderr)
        self.assertEqual(self.open_days(1, 28), [])
        done = self.closing("reopen", revision, "--reason", "补报")
        self.assertRegex(done.stdout, rf"^reopened at revision {self.up.revision()}: ")
        self.assertEqual(self.open_days(1, 28), [1, 28])

    def test_a_dry_run_changes_nothing(self):
        revision = self.up.revision()
        done = self.closing("close", "--days", self.day(5), "--region", FIRST_CITY, "--reason",
                            REASON, "--dry-run")
        self.assertRegex(done.stdout, r"^would be closed: \d+ bureau-days of \d+ bureaus, request ")
        self.assertEqual(self.up.revision(), revision)
        self.assertTrue(self.is_open(5))

    def test_every_form_of_the_list_is_the_list(self):
        closing = self.close(5, 6, bureaus("linxi", "anling")).revision
        reopening = self.reopen(closing, 5, 5).revision
        answer = self.client.ledger.ListClosings(ledger_pb2.ListClosingsRequest(page_size=1000),
                                                 timeout=client.TIMEOUT_S)
        rows = harness.csv_rows(self.closing("list", "--format", "csv").stdout)
        self.assertEqual([(row["revision"], row["reason"], row["request_id"]) for row in rows],
                         [(str(each.revision), each.reason, each.request_id)
                          for each in answer.closings])
        listed = json.loads(self.closing("list", "--format", "json").stdout)["closings"]
        self.assertEqual([each["revision"] for each in listed], [row["revision"] for row in rows])
        row = rows[-1]
        self.assertEqual((row["kind"], row["reopens"], row["bureau_days"]),
                         ("reopening", str(closing), "2"))
        text = self.closing("list").stdout
        self.assertRegex(text, rf"(?m)^{reopening} .* reopening of {closing} ")
        in_force = harness.csv_rows(self.closing("list", "--in-force", "--format", "csv").stdout)
        self.assertEqual((in_force[-1]["revision"], in_force[-1]["bureau_days_left"]),
                         (str(closing), "2"))
        self.assertEqual({row["kind"] for row in in_force}, {"closing"})

    def test_every_fault_is_named(self):
        done = self.closing("close", "--days", "2999", "--bureau", "linxi,nobody", "--reason", "",
                            "--request-id", "17", check=False)
        self.assertEqual(done.returncode, 1, done.stdout)
        for field in ["request_id", "first_day", "last_day", "scope.bureaus[1]", "reason"]:
            self.assertIn(f"  {field}: ", done.stderr)
        for words, told in [(["close", "--days", "2022", "--reason", "x"], "--all"),
                            (["close", "--all", "--reason", "x"], "--days"),
                            (["close", "--days", "2022-13", "--all", "--reason", "x"], "2022-13"),
                            (["close", "--days", "2022", "--all"], "--reason"),
                            (["close", "--days", "2022", "--all", "--region", "99", "--reason",
                              "x"], "--all"),
                            (["reopen", "--reason", "x"], "REVISION"),
                            (["reopen", "0", "--reason", "x"], "REVISION")]:
            with self.subTest(words):
                done = self.closing(*words, check=False)
                self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
                self.assertIn(told, done.stderr)

    def test_no_service_there_is_a_failure(self):
        for words in [["close", "--days", "2022", "--all", "--reason", "x"],
                      ["reopen", "5", "--reason", "x"], ["list"]]:
            done = harness.run("jurimeter", "closing", *words, "--ingestion", "127.0.0.1:1",
                               check=False)
            self.assertEqual(done.returncode, 3)
            self.assertIn("127.0.0.1:1", done.stderr)

    def test_rows_of_closed_days_are_rejected_and_imported_later(self):
        closing = self.close(5, 5).revision
        path = self.home / f"{self.month}.csv"
        rows = [f"{harness.new_id()},linxi,{FLOW},1,{moment(self.day(day))}\n" for day in (4, 5)]
        path.write_text("event_id,bureau,indicator,quantity,occurred_at\n" + "".join(rows),
                        encoding="utf-8")
        done = self.jurimeter("import", path, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("2 rows: 1 recorded, 0 duplicates, 1 rejected", done.stdout)
        rejected = path.with_name(path.name + ".rejected.csv")
        [row] = harness.csv_rows(rejected.read_text(encoding="utf-8"))
        self.assertIn(f"closed by revision {closing}", row["reason"])
        self.reopen(closing)
        self.assertIn("1 rows: 1 recorded", self.jurimeter("import", rejected).stdout)


class Restarts(unittest.TestCase):
    def test_closings_and_their_requests_outlive_the_service(self):
        home = harness.temporary_directory()
        self.addCleanup(shutil.rmtree, home, ignore_errors=True)
        up = harness.Up(home / "data")
        self.addCleanup(up.close)
        request = ledger_pb2.CloseRequest(request_id=harness.new_id(), first_day="2023-01-01",
                                          last_day="2023-12-31", scope=ALL, reason=REASON)
        up.start()
        done = self.call(up, request)
        self.assertEqual(done.outcome, DONE)
        for stop in (up.process.stop, self.kill):
            stop(*[up] * (stop == self.kill))
            up.start()
            again = self.call(up, request)
            self.assertEqual((again.outcome, again.revision), (DUPLICATE, done.revision))
            refused = up.submit("justice", "reconsideration.concluded", 1,
                                "2023-06-01T09:00:00+08:00", check=False)
            self.assertEqual(refused.returncode, 1)
            self.assertIn(f"closed by revision {done.revision}", refused.stderr)

    def call(self, up, request):
        with grpc.insecure_channel(up.addresses["ingestion"]) as channel:
            return client.ledger_pb2_grpc.IndicatorLedgerStub(channel).Close(
                request, timeout=client.TIMEOUT_S)

    @staticmethod
    def kill(up):
        up.process.popen.kill()
        up.process.popen.wait()


if __name__ == "__main__":
    unittest.main(verbosity=2)

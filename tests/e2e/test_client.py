"""A client that nobody here wrote: Debian's python3-grpcio with stubs generated from proto/."""

import concurrent.futures
import threading
import time
import unittest

import grpc
from google.protobuf import timestamp_pb2

import client
import harness
from client import event, ingestion_pb2, query_pb2

RECORDED, DUPLICATE, CONFLICT, REFUSED = (
    ingestion_pb2.OUTCOME_RECORDED, ingestion_pb2.OUTCOME_DUPLICATE,
    ingestion_pb2.OUTCOME_CONFLICT, ingestion_pb2.OUTCOME_REFUSED)

FLOW = "mediation.disputes_received"

# Changes that make an event faulty, and the fields at fault.
REFUSALS = [
    ({"event_id": ""}, ["event_id"]),
    ({"event_id": "7"}, ["event_id"]),
    ({"event_id": "00000000-0000-0000-0000-000000000000"}, ["event_id"]),
    ({"event_id": "{ef9e7c30-87a6-4d06-a174-3f3c1ef34ad1}"}, ["event_id"]),
    ({"event_id": "ef9e7c3087a64d06a1743f3c1ef34ad1"}, ["event_id"]),
    ({"event_id": "ef9e7c30-87a6-4d06-a174-3f3c1ef34ad\0"}, ["event_id"]),
    ({"bureau": ""}, ["bureau"]),
    ({"bureau": "no_such"}, ["bureau"]),
    ({"bureau": "justice\0"}, ["bureau"]),
    ({"bureau": "JUSTICE"}, ["bureau"]),
    ({"indicator": ""}, ["indicator"]),
    ({"indicator": "mediation.no_such"}, ["indicator"]),
    ({"indicator": "mediation.resolution_rate"}, ["indicator"]),
    ({"indicator": "reconsideration.accepted_growth"}, ["indicator"]),
    ({"indicator": "publicity.video_plays"}, ["indicator"]),
    ({"category": "no_such"}, ["category"]),
    ({"category": "civil"}, ["category"]),  # of another indicator
    ({"indicator": "litigation.cases_filed", "category": "family"}, ["category"]),
    ({"quantity": None}, ["quantity"]),
    ({"quantity": -1}, ["quantity"]),
    ({"quantity": -2**63}, ["quantity"]),
    ({"quantity": 10**12 + 1}, ["quantity"]),
    ({"quantity": 2**63 - 1}, ["quantity"]),
    ({"indicator": "enforcement.bodies", "quantity": None}, ["quantity"]),
    ({"indicator": "enforcement.bodies", "quantity": -1}, ["quantity"]),
    ({"indicator": "enforcement.bodies", "quantity": 10**12 + 1}, ["quantity"]),
    ({"occurred_at": None}, ["occurred_at"]),
    ({"occurred_at": "2020-12-31T15:59:59.999999Z"}, ["occurred_at"]),
    ({"occurred_at": "9999-12-31T00:00:00Z"}, ["occurred_at"]),
    ({"occurred_at": timestamp_pb2.Timestamp(seconds=2**62)}, ["occurred_at"]),
    ({"occurred_at": timestamp_pb2.Timestamp(seconds=1685000000, nanos=-1)}, ["occurred_at"]),
    ({"occurred_at": timestamp_pb2.Timestamp(seconds=1685000000, nanos=10**9)}, ["occurred_at"]),
    ({"subject": "x" * 129}, ["subject"]),
    ({"subject": "例" * 43}, ["subject"]),
    ({"subject": "a\0b"}, ["subject"]),
    ({"event_id": "7", "bureau": "no_such", "indicator": "no.such", "quantity": -1,
      "occurred_at": None, "subject": "\0"},
     ["event_id", "bureau", "indicator", "quantity", "occurred_at", "subject"]),
]


class ClientTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.up = cls.enterClassContext(harness.Up())
        cls.client = client.Client(cls.up.addresses["ingestion"], cls.up.addresses["query"])
        cls.addClassCleanup(cls.client.close)

    def value(self, indicator=FLOW, **more):
        return self.client.figure(indicator, self.up.revision(), **more).value

    def assert_fails(self, code, call, *arguments):
        with self.assertRaises(grpc.RpcError) as caught:
            call(*arguments)
        self.assertEqual(caught.exception.code(), code, caught.exception)
        info = client.details(caught.exception)["ErrorInfo"]
        self.assertEqual(info.domain, "jurimeter")
        return info.reason, caught.exception


class Submit(ClientTest):
    def test_recorded_once_however_often_it_is_sent(self):
        before = self.value()
        message = event(quantity=7, category="family", subject="例调字第1号")
        first = self.client.submit(message)
        self.assertEqual(first.outcome, RECORDED)
        self.assertGreater(first.revision, 0)
        for _ in range(3):
            again = self.client.submit(message)
            self.assertEqual(again.outcome, DUPLICATE)
            self.assertGreaterEqual(again.revision, first.revision)
        self.assertEqual(self.value(), before + 7)

    def test_the_same_id_of_another_bureau_is_another_event(self):
        before = self.value()
        event_id = harness.new_id()
        for bureau in ["justice", "health"]:
            self.assertEqual(
                self.client.submit(event(event_id=event_id, bureau=bureau)).outcome, RECORDED)
        self.assertEqual(self.value(), before + 2)

    def test_other_content_under_a_taken_id_is_a_conflict_that_names_what_differs(self):
        first = event(quantity=2, subject="a")
        self.client.submit(first)
        before = self.value()
        for changes, fields in [({"quantity": 3}, ["quantity"]),
                                ({"subject": "b"}, ["subject"]),
                                ({"category": "family"}, ["category"]),
                                ({"occurred_at": "2023-06-01T09:00:00.000001+08:00"},
                                 ["occurred_at"]),
                                ({"indicator": "mediation.disputes_resolved"}, ["indicator"]),
                                ({"quantity": 3, "subject": "b"}, ["quantity", "subject"])]:
            with self.subTest(str(changes)):
                other = event(**{"event_id": first.event_id, "quantity": 2, "subject": "a"}
                              | changes)
                reason, error = self.assert_fails(grpc.StatusCode.ALREADY_EXISTS,
                                                  self.client.submit, other)
                self.assertEqual(reason, "EVENT_CONFLICT")
                self.assertEqual(sorted(client.violations(error)), sorted(fields))
        self.assertEqual(self.value(), before)

    def test_refusals_name_every_faulty_field(self):
        before = self.up.revision()
        for changes, fields in REFUSALS:
            with self.subTest(str(changes)):
                reason, error = self.assert_fails(grpc.StatusCode.INVALID_ARGUMENT,
                                                  self.client.submit, event(**changes))
                self.assertEqual(reason, "EVENT_REFUSED")
                found = client.violations(error)
                self.assertEqual(sorted(found), sorted(fields))
                self.assertTrue(all(found.values()), found)
        self.assertEqual(self.up.revision(), before)

    def test_missing_event_is_refused(self):
        with self.assertRaises(grpc.RpcError) as caught:
            self.client.ingestion.SubmitIndicator(ingestion_pb2.SubmitIndicatorRequest())
        self.assertEqual(caught.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        self.assertIn("ErrorInfo", client.details(caught.exception))

    def test_what_is_no_message_is_malformed(self):
        raw = self.client.channels[0].unary_unary(
            "/jurimeter.v1.IndicatorIngestion/SubmitIndicator")
        reason, _ = self.assert_fails(grpc.StatusCode.INVALID_ARGUMENT, raw, b"\xff\xff\xff")
        self.assertEqual(reason, "MALFORMED_REQUEST")

    def test_invalid_utf8_is_refused(self):
        message = event(subject="UTF8")
        raw = self.client.channels[0].unary_unary(
            "/jurimeter.v1.IndicatorIngestion/SubmitIndicator")
        request = ingestion_pb2.SubmitIndicatorRequest(event=message).SerializeToString()
        before = self.up.revision()
        self.assert_fails(grpc.StatusCode.INVALID_ARGUMENT, raw,
                          request.replace(b"UTF8", b"\xc3\x28\xff\xfe"))
        self.assertEqual(self.up.revision(), before)

    def test_limits_themselves_are_admitted(self):
        ahead = timestamp_pb2.Timestamp()
        ahead.FromSeconds(int(time.time()) + 200)
        for changes in [{"quantity": 0}, {"quantity": 10**12}, {"subject": "x" * 128},
                        {"subject": "例" * 42}, {"quantity": 0, "category": "family"},
                        {"indicator": "enforcement.bodies", "quantity": 0},
                        {"occurred_at": "2020-12-31T16:00:00Z"}, {"occurred_at": ahead},
                        {"event_id": harness.new_id().upper()}]:
            with self.subTest(str(changes)):
                self.assertEqual(self.client.submit(event(**changes)).outcome, RECORDED)

    def test_more_than_five_minutes_ahead_is_refused(self):
        ahead = timestamp_pb2.Timestamp()
        ahead.FromSeconds(int(time.time()) + 400)
        self.assert_fails(grpc.StatusCode.INVALID_ARGUMENT, self.client.submit,
                          event(occurred_at=ahead))

    def test_statistic_day_turns_at_midnight_in_shanghai(self):
        code = "publicity.lectures"
        before = [self.value(code, year=year) for year in (2023, 2024)]
        self.client.submit(event(indicator=code, occurred_at="2023-12-31T15:59:59Z"))
        self.client.submit(event(indicator=code, occurred_at="2023-12-31T16:00:00Z"))
        after = [self.value(code, year=year) for year in (2023, 2024)]
        self.assertEqual(after, [before[0] + 1, before[1] + 1])


class Batch(ClientTest):
    def test_each_event_has_an_outcome_of_its_own(self):
        known = event(quantity=5)
        self.client.submit(known)
        before = self.value()
        fresh, taken = event(), event(event_id=known.event_id, quantity=6)
        faulty = event(quantity=-1, subject="x" * 129)
        answer = self.client.submit_batch([fresh, known, taken, faulty, fresh, event()])
        self.assertEqual(list(answer.outcomes),
                         [RECORDED, DUPLICATE, CONFLICT, REFUSED, DUPLICATE, RECORDED])
        problems = {problem.index: sorted(v.field for v in problem.violations)
                    for problem in answer.problems}
        self.assertEqual(problems, {2: ["quantity"], 3: ["quantity", "subject"]})
        self.assertEqual([problem.index for problem in answer.problems], [2, 3])
        self.assertEqual(self.client.figure(FLOW, answer.revision).value, before + 2)

    def test_of_nothing_stored_the_revision_is_zero(self):
        answer = self.client.submit_batch([event(quantity=-1)] * 3)
        self.assertEqual(list(answer.outcomes), [REFUSED] * 3)
        self.assertEqual(answer.revision, 0)
        self.assertEqual(list(self.client.submit_batch([]).outcomes), [])

    def test_ten_thousand_events_are_taken_and_one_more_is_not(self):
        before = self.value()
        full = [event() for _ in range(10_000)]
        answer = self.client.submit_batch(full)
        self.assertEqual(set(answer.outcomes), {RECORDED})
        self.assertEqual(len(answer.outcomes), 10_000)
        reason, _ = self.assert_fails(grpc.StatusCode.INVALID_ARGUMENT, self.client.submit_batch,
                                      [event() for _ in range(10_001)])
        self.assertEqual(reason, "BATCH_TOO_LARGE")
        self.assertEqual(self.value(), before + 10_000)

    def test_over_four_mebibytes_is_too_large(self):
        reason, _ = self.assert_fails(grpc.StatusCode.INVALID_ARGUMENT, self.client.submit_batch,
                                      [event(bureau="x" * 1000) for _ in range(5000)])
        self.assertEqual(reason, "BATCH_TOO_LARGE")

    def test_many_clients_at_once_count_exactly_once(self):
        before = self.value()
        events = [event() for _ in range(400)]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: self.client.submit_batch(events), range(8)))
        outcomes = [outcome for answer in answers for outcome in answer.outcomes]
        self.assertEqual(outcomes.count(RECORDED), 400)
        self.assertEqual(outcomes.count(DUPLICATE), 7 * 400)
        self.assertEqual(self.value(), before + 400)


class Stream(ClientTest):
    def stream(self, batches):
        requests = (ingestion_pb2.SubmitIndicatorStreamRequest(events=b) for b in batches)
        return self.client.ingestion.SubmitIndicatorStream(requests, timeout=60)

    def test_batches_are_acknowledged_in_order(self):
        before = self.value()
        # Each batch has a size of its own, by which its answer is known.
        batches = [[event() for _ in range(size)] for size in range(1, 21)]
        answers = list(self.stream(batches))
        self.assertEqual([list(answer.outcomes) for answer in answers],
                         [[RECORDED] * size for size in range(1, 21)])
        # Several writers commit at once, so that a later batch may have an earlier revision.
        revision = max(answer.revision for answer in answers)
        self.assertEqual(self.client.figure(FLOW, revision).value, before + sum(range(21)))

    def test_every_acknowledged_event_of_a_long_stream_is_the_one_that_was_sent(self):
        batches = [[event(quantity=number + 1) for _ in range(20)] for number in range(500)]
        answers = list(self.stream(batches))
        self.assertEqual([set(answer.outcomes) for answer in answers], [{RECORDED}] * 500)
        stored = dict(row.split("|") for row in harness.psql(
            self.up.addresses["database_url"], "SELECT event_id, quantity FROM event"))
        for batch in batches:
            for sent in batch:
                self.assertEqual(stored.get(sent.event_id), str(sent.quantity))

    def in_turn(self, batches):
        """The outcomes of batches, each of which is sent when the one before it was answered."""
        answered = threading.Semaphore(1)

        def paced():
            for batch in batches:
                if not answered.acquire(timeout=30):
                    return
                yield batch

        answers = []
        for answer in self.stream(paced()):
            answers.append(answer)
            answered.release()
        return answers

    def test_answers_come_while_the_stream_is_open(self):
        answers = self.in_turn([[event()] for _ in range(4)])
        self.assertEqual([list(answer.outcomes) for answer in answers], [[RECORDED]] * 4)

    def test_bad_events_end_no_stream(self):
        good = event()
        answers = self.in_turn([[good, event(quantity=-1)], [event(bureau="nobody")], [good], [],
                                [event(event_id=good.event_id, quantity=9)]])
        self.assertEqual([list(answer.outcomes) for answer in answers],
                         [[RECORDED, REFUSED], [REFUSED], [DUPLICATE], [], [CONFLICT]])
        self.assertEqual([[problem.index for problem in answer.problems] for answer in answers],
                         [[1], [0], [], [], [0]])

    def test_too_large_a_batch_ends_the_stream_after_earlier_answers(self):
        answers = []

        def read():
            for answer in self.stream([[event()], [event()], [event() for _ in range(10_001)]]):
                answers.append(answer)

        reason, _ = self.assert_fails(grpc.StatusCode.INVALID_ARGUMENT, read)
        self.assertEqual(reason, "BATCH_TOO_LARGE")
        self.assertEqual([list(answer.outcomes) for answer in answers], [[RECORDED]] * 2)

    def test_empty_stream_ends_well(self):
        self.assertEqual(list(self.stream([])), [])


class Query(ClientTest):
    def test_min_revision_reads_what_was_written(self):
        code = "publicity.fairs"
        before = self.value(code)
        for count in range(1, 31):
            revision = self.client.submit(event(indicator=code)).revision
            self.assertEqual(self.client.figure(code, revision).value, before + count)

    def test_revision_that_is_not_there_is_retryable(self):
        reason, error = self.assert_fails(grpc.StatusCode.UNAVAILABLE, self.client.figure, FLOW,
                                          self.up.revision() + 1_000_000)
        self.assertEqual(reason, "REVISION_NOT_REACHED")
        self.assertIn("RetryInfo", client.details(error))

    def test_faulty_fields_are_all_named(self):
        request = query_pb2.QueryYearRequest(year=1800, region="x", bureaus=["nobody"],
                                             indicators=["no.such"])
        reason, error = self.assert_fails(grpc.StatusCode.INVALID_ARGUMENT,
                                          self.client.query.QueryYear, request)
        self.assertEqual(reason, "QUERY_REFUSED")
        fields = {field.partition("[")[0] for field in client.violations(error)}
        self.assertEqual(fields, {"year", "region", "bureaus", "indicators"})

    def test_figures_come_in_the_order_asked_for(self):
        wanted = ["publicity.fairs", FLOW, "enforcement.bodies"]
        answer = self.client.query.QueryYear(
            query_pb2.QueryYearRequest(year=2023, indicators=wanted))
        self.assertEqual([figure.indicator for figure in answer.figures], wanted)
        self.assertEqual(answer.catalog_version, 1, "the catalog is the ledger's first entry")

    def test_nobody_reported_is_no_data_and_zero_denominator_is_undefined(self):
        figure = self.client.figure("litigation.win_rate", year=2022)
        self.assertEqual(figure.status, query_pb2.FIGURE_STATUS_NO_DATA)
        self.assertEqual(figure.display, "")
        code = "reconsideration.cases_accepted"
        revision = self.client.submit(event(indicator=code)).revision
        figure = self.client.figure("reconsideration.accepted_growth", revision)
        self.assertEqual(figure.status, query_pb2.FIGURE_STATUS_UNDEFINED)
        self.assertEqual((figure.growth.current, figure.growth.prior, figure.display), (1, 0, ""))

    def test_a_stocks_last_level_stands_in_whatever_order_it_arrives(self):
        code = "emergency.rescue_teams"
        for bureau, quantity, moment in [("health", 9, "2023-11-01T00:00:00Z"),
                                         ("health", 4, "2023-02-01T00:00:00Z"),
                                         ("housing", 2, "2022-03-01T00:00:00Z")]:
            self.client.submit(event(indicator=code, bureau=bureau, quantity=quantity,
                                     occurred_at=moment))
        self.assertEqual(self.value(code), 11)
        self.assertEqual(self.value(code, year=2022), 2)
        self.assertEqual(self.value(code, bureaus=["health"]), 9)

    def test_lists_are_the_catalog(self):
        indicators = self.client.query.ListIndicators(query_pb2.ListIndicatorsRequest())
        printed = [i.code for i in indicators.indicators if not i.supporting]
        self.assertEqual(printed, [row["indicator"] for row in harness.published_figures()])
        rate = next(i for i in indicators.indicators if i.code == "litigation.win_rate")
        self.assertEqual(rate.ratio.denominator, "litigation.cases_concluded")
        everyone = self.client.query.ListBureaus(query_pb2.ListBureausRequest()).bureaus
        district = self.client.query.ListBureaus(
            query_pb2.ListBureausRequest(region="230108")).bureaus
        self.assertEqual(list(district), list(everyone))
        [one] = self.client.query.ListBureaus(
            query_pb2.ListBureausRequest(region="230108001")).bureaus
        self.assertEqual(one.code, "subdistrict-xingjian")
        self.assertEqual(
            list(self.client.query.ListBureaus(query_pb2.ListBureausRequest(region="11")).bureaus),
            [])


class Standards(ClientTest):
    def test_health(self):
        for channel, service in zip(self.client.channels, ["jurimeter.v1.IndicatorIngestion",
                                                           "jurimeter.v1.IndicatorQuery"]):
            for name in ["", service]:
                with self.subTest(name or service):
                    self.assertEqual(client.health(channel, name), "SERVING")
            with self.assertRaises(grpc.RpcError) as caught:
                client.health(channel, "no.Such")
            self.assertEqual(caught.exception.code(), grpc.StatusCode.NOT_FOUND)

    def test_health_outlives_watches_that_are_no_messages_and_cancelled(self):
        with grpc.insecure_channel(self.up.addresses["ingestion"]) as channel:
            watch = channel.unary_stream("/grpc.health.v1.Health/Watch")
            for _ in range(3000):
                watch(b"\xff\xff\xff").cancel()
            self.assertEqual(client.health(channel), "SERVING")

    def test_reflection(self):
        for channel, service in zip(self.client.channels, ["jurimeter.v1.IndicatorIngestion",
                                                           "jurimeter.v1.IndicatorQuery"]):
            with self.subTest(service):
                self.assertLessEqual({service, "grpc.health.v1.Health"}, client.services(channel))
                self.assertTrue(client.describes(channel, service))


if __name__ == "__main__":
    unittest.main(verbosity=2)

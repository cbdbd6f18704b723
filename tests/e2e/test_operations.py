"""What an operator relies on: metrics, draining, verify, a database of one's own."""

import contextlib
import queue
import re
import signal
import time
import unittest

import grpc

import client
import harness
from client import event, ingestion_pb2

FLOW = "mediation.disputes_received"


class OperationsTest(unittest.TestCase):
    def setUp(self):
        self.up = self.enterContext(harness.Up())
        self.url = self.up.addresses["database_url"]
        self.client = self.connect(self.up.addresses["ingestion"])

    def connect(self, ingestion):
        client.await_serving(ingestion)
        connected = client.Client(ingestion, self.up.addresses["query"])
        self.addCleanup(connected.close)
        return connected


class Metrics(OperationsTest):
    def ingestion(self):
        return harness.metrics(self.up.addresses["ingestion_metrics"])

    def query(self):
        return harness.metrics(self.up.addresses["query_metrics"])

    def assert_histogram(self, samples, name):
        for suffix in ["_bucket{", "_sum", "_count"]:
            self.assertTrue(any(key.startswith(name + suffix) for key in samples),
                            f"no {name}{suffix} in {sorted(samples)}")

    def test_events_are_counted_by_outcome(self):
        first = event()
        self.client.submit_batch([first, first, event(), event(quantity=-1),
                                  event(event_id=first.event_id, quantity=8)])
        samples = self.ingestion()
        counts = {outcome: samples[f'jurimeter_events_total{{outcome="{outcome}"}}']
                  for outcome in ["recorded", "duplicate", "conflict", "refused"]}
        self.assertEqual(counts, {"recorded": 2, "duplicate": 1, "conflict": 1, "refused": 1})
        self.assertEqual(samples["jurimeter_ledger_revision"], self.up.revision())
        self.assert_histogram(samples, "jurimeter_commit_events")
        self.assert_histogram(samples, "jurimeter_commit_seconds")

    def test_calls_are_counted_by_method_and_code(self):
        self.client.submit(event())
        with self.assertRaises(grpc.RpcError):
            self.client.submit(event(quantity=-1))
        self.client.figure(FLOW)
        for samples, method, codes in [
                (self.ingestion(), "SubmitIndicator", {"OK": 1, "InvalidArgument": 1}),
                (self.query(), "QueryYear", {"OK": 1})]:
            with self.subTest(method):
                def total(name, method=method, samples=samples, **labels):
                    wanted = [f'grpc_method="{method}"',
                              *(f'{key}="{value}"' for key, value in labels.items())]
                    return sum(value for key, value in samples.items()
                               if key.startswith(name + "{") and all(w in key for w in wanted))
                self.assertEqual(total("grpc_server_started_total"), sum(codes.values()))
                for code, count in codes.items():
                    self.assertEqual(total("grpc_server_handled_total", grpc_code=code), count)
                self.assertEqual(total("grpc_server_handling_seconds_count"), sum(codes.values()))

    def test_both_services_say_which_build_they_are_of(self):
        for program, samples in [("jurimeter-ingestion", self.ingestion()),
                                 ("jurimeter-query", self.query())]:
            with self.subTest(program):
                text = harness.run(program, "--version").stdout
                version, commit = re.fullmatch(r"\S+ (\S+?)(?: \((\S+)\))?\n", text).groups("")
                name = f'jurimeter_build_info{{commit="{commit}",version="{version}"}}'
                self.assertEqual(samples[name], 1)

    def test_gauges_that_alerts_need_are_there(self):
        revision = self.client.submit(event()).revision
        self.client.figure(FLOW, revision)
        ingestion, query = self.ingestion(), self.query()
        self.assertEqual(ingestion["jurimeter_queue_events"], 0)
        self.assertGreater(ingestion["jurimeter_queue_limit_events"], 0)
        self.assertEqual(query["jurimeter_query_revision"], revision)
        self.assertIn("jurimeter_query_revision_lag", query)
        entries = {kind: query[f'jurimeter_ledger_entries{{kind="{kind}"}}']
                   for kind in ["events", "catalog", "erasure", "unknown"]}
        self.assertEqual(entries, {"events": revision - 1, "catalog": 1, "erasure": 0,
                                   "unknown": 0})
        for samples in (ingestion, query):
            self.assertGreater(samples["process_resident_memory_bytes"], 0)
            self.assertGreater(samples["process_start_time_seconds"], 0)
            self.assertGreater(samples["process_open_fds"], 0)

    def test_no_label_tells_bureaus_or_indicators(self):
        self.client.submit(event())
        self.client.figure(FLOW)
        for samples in (self.ingestion(), self.query()):
            for name in samples:
                self.assertNotIn("justice", name)
                self.assertNotIn(FLOW, name)


class Drain(OperationsTest):
    def test_everything_acknowledged_before_the_end_is_there_afterwards(self):
        with harness.service("jurimeter-ingestion", self.url) as (process, addresses):
            acknowledged, sent, revision, seconds = self.terminate_under_load(
                process, addresses["listen"])
        self.assertGreaterEqual(acknowledged, 20 * 50)
        self.assertLess(seconds, 10)
        figure = self.client.figure(FLOW, revision)
        self.assertGreaterEqual(figure.value, acknowledged)
        self.assertLessEqual(figure.value, sent)
        stored = int(harness.psql(self.url, "SELECT count(*) FROM event")[0])
        self.assertEqual(stored, figure.value)
        harness.run("jurimeter", "verify", "--database-url", self.url)

    def terminate_under_load(self, process, address):
        """Streams batches, sends SIGTERM after 20 answers, and reads on to the end."""
        sent, acknowledged, answers, revision = 0, 0, 0, 0
        requests = queue.Queue(maxsize=8)
        stream = self.connect(address).ingestion.SubmitIndicatorStream(
            iter(requests.get, None), timeout=60)
        started = None
        try:
            while True:
                while not requests.full() and sent < 50 * (answers + 8):
                    requests.put(ingestion_pb2.SubmitIndicatorStreamRequest(
                        events=[event() for _ in range(50)]))
                    sent += 50
                answer = next(stream)
                self.assertEqual(set(answer.outcomes), {ingestion_pb2.OUTCOME_RECORDED})
                answers += 1
                acknowledged += len(answer.outcomes)
                revision = max(revision, answer.revision)
                if answers == 20:
                    process.popen.send_signal(signal.SIGTERM)
                    started = time.monotonic()
        except grpc.RpcError as error:
            self.assertEqual(error.code(), grpc.StatusCode.UNAVAILABLE, error)
            self.assertEqual(client.details(error)["ErrorInfo"].reason, "SHUTTING_DOWN")
        self.assertEqual(process.popen.wait(harness.STOP_TIMEOUT_S), 0, process.stderr())
        requests.put(None)
        return acknowledged, sent, revision, time.monotonic() - started

    def test_idle_services_end_at_once(self):
        for program in ["jurimeter-ingestion", "jurimeter-query"]:
            with self.subTest(program), harness.service(program, self.url) as (process, _):
                started = time.monotonic()
                self.assertEqual(process.stop(), 0, process.stderr())
                self.assertLess(time.monotonic() - started, 10)

    def test_an_open_idle_stream_does_not_hold_up_the_end(self):
        with harness.service("jurimeter-ingestion", self.url) as (process, addresses):
            requests = queue.Queue()
            stream = self.connect(addresses["listen"]).ingestion.SubmitIndicatorStream(
                iter(requests.get, None))
            requests.put(ingestion_pb2.SubmitIndicatorStreamRequest(events=[event()]))
            next(stream)
            started = time.monotonic()
            self.assertEqual(process.stop(), 0, process.stderr())
            self.assertLess(time.monotonic() - started, 10)
            requests.put(None)


class Balanced(OperationsTest):
    """A service behind a balancer: it says that it will go before it goes."""

    def test_calls_succeed_for_the_delay_after_not_serving(self):
        with harness.service("jurimeter-ingestion", self.url, "--drain-delay-s", 2) as (
                process, addresses):
            connected = self.connect(addresses["listen"])
            process.popen.send_signal(signal.SIGTERM)
            started = time.monotonic()
            harness.wait_for("NOT_SERVING",
                             lambda: client.health(connected.channels[0]) == "NOT_SERVING", 2)
            self.assertEqual(harness.metrics(addresses["metrics"])["jurimeter_serving"], 0)
            served = 0
            # Also of those who connect only now.
            with contextlib.closing(client.Client(addresses["listen"],
                                                  self.up.addresses["query"])) as late:
                try:
                    while time.monotonic() < started + 20:
                        connected.submit(event())
                        late.submit(event())
                        last = time.monotonic()
                        served += 2
                except grpc.RpcError as error:
                    self.assertEqual(error.code(), grpc.StatusCode.UNAVAILABLE)
            self.assertGreater(served, 2)
            self.assertGreater(last - started, 1.5)
            self.assertLess(last - started, 5)
            self.assertEqual(process.popen.wait(harness.STOP_TIMEOUT_S), 0, process.stderr())

    def test_a_second_signal_ends_the_delay(self):
        for program in ["jurimeter-ingestion", "jurimeter-query"]:
            with self.subTest(program), harness.service(
                    program, self.url, "--drain-delay-s", 60, "--drain-timeout-s", 100) as (
                        process, addresses):
                with grpc.insecure_channel(addresses["listen"]) as channel:
                    client.await_serving(addresses["listen"])
                    process.popen.send_signal(signal.SIGTERM)
                    harness.wait_for("NOT_SERVING", lambda channel=channel:
                                     client.health(channel) == "NOT_SERVING", 5)
                    self.assertEqual(process.stop(), 0, process.stderr())

    def test_a_delay_that_leaves_no_time_to_drain_is_refused(self):
        for delay, timeout in [(9, 10), (10, 10), (3600, 3600), (-1, 10), (30, 10), (1, 2)]:
            with self.subTest(delay=delay, timeout=timeout):
                done = harness.run("jurimeter-query", "--database-url", self.url,
                                   f"--drain-delay-s={delay}", f"--drain-timeout-s={timeout}",
                                   check=False, timeout_s=20)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn("--drain-delay-s", done.stderr)


class Hangup(OperationsTest):
    def test_never_ends_a_service_and_reads_the_log_level_again(self):
        for program in ["jurimeter-ingestion", "jurimeter-query"]:
            config = self.up.data_dir.parent / f"{program}.toml"
            config.write_text('log-level = "error"\n', encoding="utf-8")
            with self.subTest(program), harness.service(
                    program, self.url, "--config", config) as (process, addresses):
                client.await_serving(addresses["listen"])
                self.assertNotIn('"info"', process.stderr())
                for text, said in [('log-level = "info"\n', '"log_level":"info"'),
                                   ('log-level = "loud"\n', f"{config}:1: "),
                                   ('log-level = "error"\n', '"log_level":"error"')]:
                    config.write_text(text, encoding="utf-8")
                    process.popen.send_signal(signal.SIGHUP)
                    harness.wait_for(said, lambda said=said, process=process:
                                     said in process.stderr().replace('", "', '","'), 20)
                for _ in range(20):
                    process.popen.send_signal(signal.SIGHUP)
                client.await_serving(addresses["listen"])
                config.write_text('log-level = "info"\n', encoding="utf-8")
                process.popen.send_signal(signal.SIGHUP)
                self.assertEqual(process.stop(), 0)

    def test_ends_neither_up_nor_its_services(self):
        pid = self.up.process.popen.pid
        self.up.process.popen.send_signal(signal.SIGHUP)
        log = self.up.data_dir / "log/query.log"
        harness.wait_for("word of it", lambda: "read the log level again" in log.read_text())
        self.assertIsNone(self.up.process.popen.poll(), pid)
        self.client.submit(event())
        self.assertEqual(self.up.process.stop(), 0)

    def test_during_a_drain_it_changes_nothing(self):
        with harness.service("jurimeter-ingestion", self.url, "--drain-delay-s", 2) as (
                process, addresses):
            client.await_serving(addresses["listen"])
            process.popen.send_signal(signal.SIGTERM)
            process.popen.send_signal(signal.SIGHUP)
            self.assertEqual(process.popen.wait(harness.STOP_TIMEOUT_S), 0, process.stderr())


class Verify(OperationsTest):
    def verify(self, *words):
        return harness.run("jurimeter", "verify", *words, "--database-url", self.url, check=False)

    def test_says_what_differs(self):
        self.client.submit_batch([event(quantity=3) for _ in range(50)])
        self.client.submit(event(indicator="enforcement.bodies", quantity=2))
        sound = self.verify()
        self.assertEqual(sound.returncode, 0, sound.stdout + sound.stderr)
        for damage, repair, words in [
                ("UPDATE day_total SET total = total + 1", "UPDATE day_total SET total = total - 1",
                 ["day_total", "150", "151"]),
                ("UPDATE ledger_head SET revision = revision + 1",
                 "UPDATE ledger_head SET revision = revision - 1", ["ledger"]),
                ("UPDATE catalog SET source = source || '#'",
                 "UPDATE catalog SET source = left(source, -1)",
                 ["ledger: revision 1: the ledger says digest"]),
                ("UPDATE event SET quantity = quantity + 1 WHERE quantity = 3",
                 "UPDATE event SET quantity = quantity - 1 WHERE quantity = 4", ["ledger"])]:
            with self.subTest(damage):
                harness.psql(self.url, damage)
                done = self.verify()
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
                for word in words:
                    self.assertIn(word, done.stdout + done.stderr)
                harness.psql(self.url, repair)
                self.assertEqual(self.verify().returncode, 0)

    def test_verifies_what_came_since_a_revision(self):
        for _ in range(2):
            self.client.submit(event(quantity=3))
        chain = harness.psql(
            self.url, "SELECT encode(chain, 'hex') FROM ledger_entry WHERE revision = 2")[0]
        sound = self.verify("--since", 2)
        self.assertEqual(sound.stdout,
                         "revision 3, 1 entries, 1 events and 0 retractions after revision 2 of "
                         f"chain {chain}: everything agrees with the event log\n")
        self.assertEqual(sound.returncode, 0)
        # A total of the day on which the new event counts; an entry that is not among the new ones.
        for damage, code, later in [
                ("UPDATE day_total SET total = 7", 1, "the total says 7 of 2 events"),
                ("UPDATE day_total SET total = 6; "
                 "UPDATE ledger_entry SET digest = sha256('') WHERE revision = 2", 0, "agrees")]:
            with self.subTest(damage):
                harness.psql(self.url, damage)
                done = self.verify("--since", 2)
                self.assertEqual(done.returncode, code, done.stdout + done.stderr)
                self.assertIn(later, done.stdout)
                self.assertEqual(self.verify().returncode, 1)

    def test_refuses_a_revision_that_is_none(self):
        for revision, code, words in [(9, 3, "no revision 9"), (0, 2, "--since"),
                                      ("x", 2, "--since")]:
            with self.subTest(revision):
                done = self.verify("--since", revision)
                self.assertEqual(done.returncode, code, done.stdout + done.stderr)
                self.assertIn(words, done.stderr)

    def test_no_database_there_is_a_failure(self):
        done = harness.run("jurimeter", "verify", "--database-url",
                           "host=/nowhere dbname=jurimeter", check=False)
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertTrue(done.stderr)


class LaterProgram(OperationsTest):
    """Entries of the ledger that a newer program wrote."""

    def append(self, kind, changes_figures):
        what = f"'{kind}', {changes_figures}, false, 0, sha256('')"
        harness.psql(self.url, f"""
            WITH head AS (
              UPDATE ledger_head AS h
              SET revision = revision + 1,
                  chain = ledger_chain(chain, revision + 1, drawn.id, committed_at, {what})
              FROM (SELECT nextval('entry_id') AS id OFFSET 0) AS drawn
              RETURNING revision, drawn.id, committed_at, chain)
            INSERT INTO ledger_entry SELECT revision, id, committed_at, {what}, chain FROM head""")

    def test_a_kind_not_known_stops_services_only_if_it_can_change_figures(self):
        self.append("remark", "false")
        revision = self.client.submit(event(quantity=5)).revision
        self.assertEqual(revision, 3)
        self.assertEqual(self.client.figure(FLOW, revision).value, 5)
        self.append("later", "true")
        for service in ["ingestion", "query"]:
            with (self.subTest(service),
                  grpc.insecure_channel(self.up.addresses[service]) as channel):
                harness.wait_for("NOT_SERVING", lambda channel=channel:
                                 client.health(channel) == "NOT_SERVING")
                log = self.up.data_dir / f"log/{service}.log"
                harness.wait_for("why", lambda log=log:
                                 "revision 4 of the ledger is of kind" in log.read_text())
        verified = harness.run("jurimeter", "verify", "--database-url", self.url, check=False)
        self.assertEqual(verified.returncode, 1, verified.stdout + verified.stderr)
        for revision, kind in [(2, "remark"), (4, "later")]:
            self.assertIn(f'ledger: revision {revision}: is of kind "{kind}", which this program '
                          "does not know", verified.stdout)


class OwnDatabase(OperationsTest):
    """Set up by hand, as on a user's own server."""

    def setUp(self):
        super().setUp()
        harness.psql(self.url, "CREATE DATABASE of_a_user")
        self.url += " dbname=of_a_user"  # the last of two settings holds

    def test_set_up_step_by_step(self):
        migrated = harness.run("jurimeter", "migrate", "--database-url", self.url)
        self.assertIn("0001", migrated.stdout)
        self.assertNotIn("0001", harness.run("jurimeter", "migrate", "--database-url",
                                             self.url).stdout)
        for again in ["", "again"]:
            with self.subTest(f"the catalog is applied {again}"):
                applied = harness.run("jurimeter", "catalog", "apply", harness.CATALOG,
                                      "--database-url", self.url)
                self.assertEqual(applied.stdout, "catalog version 1 is in force\n")
        with (harness.service("jurimeter-ingestion", self.url) as (_, ingestion),
              harness.service("jurimeter-query", self.url) as (_, query)):
            client.await_serving(ingestion["listen"])
            client.await_serving(query["listen"])
            with contextlib.closing(client.Client(ingestion["listen"],
                                                  query["listen"])) as connected:
                revision = connected.submit(event(quantity=12)).revision
                self.assertEqual(revision, 2, "the catalog is the entry before")
                self.assertEqual(connected.figure(FLOW, revision).value, 12)
        self.assertEqual(
            harness.run("jurimeter", "verify", "--database-url", self.url).stdout,
            "revision 2, 2 entries, 1 events, 0 of them retracted: "
            "everything agrees with the event log\n")

    def test_services_are_not_serving_until_schema_and_catalog_are_there(self):
        with (harness.service("jurimeter-ingestion", self.url) as (process, addresses),
              grpc.insecure_channel(addresses["listen"]) as channel):
            self.assertEqual(client.health(channel), "NOT_SERVING")
            harness.run("jurimeter", "migrate", "--database-url", self.url)
            harness.run("jurimeter", "catalog", "apply", harness.CATALOG, "--database-url",
                        self.url)
            harness.wait_for("SERVING", lambda: client.health(channel) == "SERVING")
            self.assertIsNone(process.popen.poll())


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""Starts that cannot succeed: services say what is wrong before they say or do anything else."""

import concurrent.futures
import json
import shutil
import socket
import time
import unittest
import urllib.error
import urllib.request

import harness

SERVICES = ["jurimeter-ingestion", "jurimeter-query"]
NOWHERE = "host=/nowhere dbname=jurimeter"
FREE = "127.0.0.1:0"

# Addresses that no service can listen on, and what the refusal says.
BAD_ADDRESSES = [
    ("127.0.0.1:65536", "0 to 65535"),
    ("127.0.0.1:70000", "0 to 65535"),
    ("127.0.0.1:4295017347", "0 to 65535"),  # 50051 + 2^32
    ("127.0.0.1:99999999999999999999", "0 to 65535"),
    ("127.0.0.1:-1", "0 to 65535"),
    ("127.0.0.1:+80", "0 to 65535"),
    ("127.0.0.1:0x50", "0 to 65535"),
    ("127.0.0.1:http", "0 to 65535"),
    ("127.0.0.1:", "0 to 65535"),
    ("127.0.0.1", "host:port"),
    (":50051", "host:port"),
    ("50051", "host:port"),
    ("::1:50051", "host:port"),
    ("[::1]", "host:port"),
    ("[127.0.0.1]:0", "host:port"),
    ("http://127.0.0.1:0", "host:port"),
    ("127.0.0.1 :0", "host:port"),
]

# Database URLs that libpq can never use, and what the refusal says.
BAD_URLS = [
    ("nonsense", "missing"),
    ("host=db password=my secret", "missing"),
    ("host=db hots=db", "invalid connection option"),
    ("host='db", "unterminated"),
    ("postgresql://user:se%zzcret@db/legal", "percent-encoded"),
    ("postgresql://db/legal?sslmod=require", "invalid URI query parameter"),
    ("postgresql://[::1/legal", "matching"),
    ("http://db/legal", "missing"),
    ("host=db port=99999", "1 to 65535"),
    ("host=a,b port=5432,0", "1 to 65535"),
    ("host=db port=5432x", "1 to 65535"),
    ("postgresql://db:99999/legal", "1 to 65535"),
    ("host=db sslmode=on", "verify-full"),
    ("host=db target_session_attrs=master", "read-write"),
    ("host=db connect_timeout=soon", "seconds"),
]


def start(program, *arguments):
    """Runs a service that is expected to end by itself."""
    return harness.run(program, *arguments, check=False, timeout_s=20)


class Service(unittest.TestCase):
    def setUp(self):
        self.home = harness.temporary_directory()
        self.addCleanup(shutil.rmtree, self.home)

    def assert_refused(self, done, code, *words):
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)

    def test_an_address_file_that_cannot_be_written_is_named(self):
        with harness.Up() as up:
            # With a database that answers, so that readiness has news for the server.
            for url in [up.addresses["database_url"], NOWHERE]:
                for program in SERVICES:
                    for file in ["/nowhere/address.json", self.home, "/proc/address.json"]:
                        with self.subTest(program=program, file=file):
                            done = start(program, "--database-url", url, "--listen", FREE,
                                         "--metrics-listen", FREE, "--address-file", file)
                            self.assert_refused(done, 1, "--address-file", str(file))
                            self.assertNotIn('"listening"', done.stderr)

    def test_addresses_that_cannot_be_are_wrong_command_lines(self):
        for program in SERVICES:
            for flag, other in [("--listen", "--metrics-listen"), ("--metrics-listen", "--listen")]:
                for address, expected in BAD_ADDRESSES:
                    with self.subTest(program=program, flag=flag, address=address):
                        done = start(program, "--database-url", NOWHERE, other, FREE,
                                     f"{flag}={address}")
                        self.assert_refused(done, 2, flag, address, expected)

    def test_database_urls_that_cannot_be_are_wrong_command_lines(self):
        for program, words in [("jurimeter-ingestion", []), ("jurimeter-query", []),
                               ("jurimeter", ["migrate"]), ("jurimeter", ["verify"]),
                               ("jurimeter", ["up", "--data-dir", self.home / "data"]),
                               ("jurimeter-bench", ["query"])]:
            for url, expected in BAD_URLS:
                with self.subTest(program=program, words=words, url=url):
                    done = start(program, *words, "--database-url", url)
                    self.assert_refused(done, 2, "--database-url", expected)
                    self.assertNotIn("secret", done.stderr)
                    self.assertNotIn("cret@", done.stderr)

    def test_nothing_says_serving_before_the_addresses_are_bound(self):
        with harness.Up() as up, socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            for program in SERVICES:
                for listen, metrics in [(address, FREE), (FREE, address)]:
                    with self.subTest(program=program, listen=listen):
                        done = start(program, "--database-url", up.addresses["database_url"],
                                     "--listen", listen, "--metrics-listen", metrics)
                        self.assert_refused(done, 1, "cannot listen", address)
                        messages = [json.loads(line)["message"]
                                    for line in done.stderr.splitlines()]
                        self.assertEqual(messages, ["cannot go on"])

    def test_up_names_ports_that_cannot_be(self):
        for flag in ["--ingestion-listen", "--query-listen", "--ingestion-metrics-listen",
                     "--query-metrics-listen"]:
            for address, expected in BAD_ADDRESSES:
                with self.subTest(flag=flag, address=address):
                    done = start("jurimeter", "up", "--data-dir", self.home / "data",
                                 f"{flag}={address}")
                    self.assert_refused(done, 2, flag, address, expected)

    def test_commands_name_addresses_that_cannot_be(self):
        for words in [["query", "year", "2023", "--query"],
                      ["import", harness.EVENTS, "--ingestion"]]:
            for address, expected in BAD_ADDRESSES + [("127.0.0.1:0", "listens")]:
                with self.subTest(words=words, address=address):
                    done = start("jurimeter", *words[:-1], f"{words[-1]}={address}")
                    self.assert_refused(done, 2, words[-1], address, expected)


class MetricsAddress(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = harness.temporary_directory()
        cls.addClassCleanup(shutil.rmtree, cls.home)

    def serve(self, metrics_listen):
        file = self.home / f"{harness.new_id()}.json"
        process = harness.Process("jurimeter-ingestion", "--database-url", NOWHERE, "--listen",
                                  FREE, "--metrics-listen", metrics_listen, "--address-file", file,
                                  output_dir=self.home)
        self.addCleanup(process.end)
        return process.wait_for_file(file)["metrics"]

    def connect(self, address):
        host, _, port = address.rpartition(":")
        connection = socket.create_connection((host.strip("[]"), int(port)), timeout=10)
        self.addCleanup(connection.close)
        return connection

    def test_takes_ipv6_and_names(self):
        for listen in ["[::1]:0", "[::]:0", "localhost:0"]:
            with self.subTest(listen):
                address = self.serve(listen)
                self.assertEqual(address.rpartition(":")[0], listen.rpartition(":")[0])
                self.assertIn("jurimeter_serving",
                              harness.metrics(address.replace("[::]", "[::1]")))

    def test_connections_that_stall_hold_nobody_up(self):
        address = self.serve(FREE)
        for count, sent in [(10, b""), (20, b"GET /metr"), (200, b"GET /metrics HTTP/1.1\r\nA: ")]:
            for _ in range(count):
                self.connect(address).sendall(sent)
            with self.subTest(count=count, sent=sent):
                started = time.monotonic()
                self.assertIn("jurimeter_serving", harness.metrics(address))
                self.assertLess(time.monotonic() - started, 2)

    def test_many_scrapes_at_once_are_all_answered(self):
        address = self.serve(FREE)
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            for samples in pool.map(lambda _: harness.metrics(address), range(200)):
                self.assertIn("process_open_fds", samples)

    def test_a_connection_that_says_nothing_is_closed(self):
        connection = self.connect(self.serve(FREE))
        connection.settimeout(20)
        self.assertEqual(connection.recv(1), b"")

    def test_what_is_no_scrape_is_refused(self):
        address = self.serve(FREE)
        for method, path, code in [("GET", "/", 404), ("GET", "/metricsx", 404),
                                   ("GET", "/metrics/", 404), ("POST", "/metrics", 405),
                                   ("DELETE", "/metrics", 405)]:
            with self.subTest(method=method, path=path):
                request = urllib.request.Request(f"http://{address}{path}", method=method)
                with self.assertRaises(urllib.error.HTTPError) as refused:
                    urllib.request.urlopen(request, timeout=10)
                self.assertEqual(refused.exception.code, code)
                refused.exception.close()
        for garbage in [b"\0" * 100, b"GET /" + b"x" * 100_000, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                        b"GET /metrics HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello"]:
            with self.subTest(garbage=garbage[:20]):
                connection = self.connect(address)
                try:
                    connection.sendall(garbage)
                    answer = connection.recv(100)
                except ConnectionError:
                    answer = b""
                self.assertNotIn(b"200 OK", answer)
        self.assertIn("jurimeter_serving", harness.metrics(address))


class CatalogApply(unittest.TestCase):
    def test_a_database_without_schema_is_no_fault_of_the_file(self):
        with harness.Up() as up:
            url = up.addresses["database_url"]
            harness.psql(url, "CREATE DATABASE of_a_user")
            done = harness.run("jurimeter", "catalog", "apply", harness.CATALOG, "--database-url",
                               url + " dbname=of_a_user", check=False)
            self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
            self.assertEqual(done.stdout, "")
            self.assertNotIn("catalog.textproto", done.stderr)
            self.assertIn("jurimeter migrate", done.stderr)


class WrongService(unittest.TestCase):
    """Commands that call an address where something else is."""

    @classmethod
    def setUpClass(cls):
        cls.up = cls.enterClassContext(harness.Up())
        cls.ingestion = ["submit", "--bureau", "justice", "--indicator",
                         "mediation.disputes_received", "--quantity", "1", "--occurred-at",
                         "2023-06-01T09:00:00+08:00", "--ingestion"]
        cls.query = ["query", "year", "2023", "--query"]

    def assert_failed(self, words, address, *expected):
        done = harness.run("jurimeter", *words, address, check=False)
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        for word in [address, *expected]:
            self.assertIn(word, done.stderr)

    def test_the_other_service_is_named(self):
        addresses = self.up.addresses
        for words in [self.ingestion, ["import", harness.EVENTS, "--ingestion"]]:
            with self.subTest(words[0]):
                self.assert_failed(words, addresses["query"], "jurimeter-query",
                                   "jurimeter-ingestion")
        for words in [self.query, ["query", "period", "2023", "--query"],
                      ["query", "completeness", "2023", "--query"]]:
            with self.subTest(words[1]):
                self.assert_failed(words, addresses["ingestion"], "jurimeter-query",
                                   "jurimeter-ingestion")

    def test_what_speaks_no_grpc_is_told_from_nothing(self):
        for words, kind in [(self.ingestion, "jurimeter-ingestion"),
                            (self.query, "jurimeter-query")]:
            with self.subTest(kind):
                self.assert_failed(words, self.up.addresses["ingestion_metrics"], "gRPC", kind)

    def test_nothing_is_nothing(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{unused.getsockname()[1]}"
            self.assert_failed(self.query, address, "nothing answers")


if __name__ == "__main__":
    unittest.main(verbosity=2)

"""The proxies of deploy/proxies, as shipped, before both services."""

import concurrent.futures
import contextlib
import os
import pwd
import queue
import re
import shutil
import socket
import subprocess
import time
import unittest

import grpc

import client
import harness
from client import event, health_pb2, health_pb2_grpc, ingestion_pb2

RECORDED = ingestion_pb2.OUTCOME_RECORDED
FLOW = "mediation.disputes_received"
CALLS = 1500
STREAM_TIMEOUT_S = 150
SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def new_authority(folder, name):
    openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout",
            f"{name}-ca.key", "-out", f"{name}-ca.crt", "-subj", f"/CN={name}")


def new_certificate(folder, authority, name):
    openssl(folder, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out",
            f"{name}.csr", "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1")
    openssl(folder, "x509", "-req", "-in", f"{name}.csr", "-CA", f"{authority}-ca.crt", "-CAkey",
            f"{authority}-ca.key", "-CAcreateserial", "-days", "2", "-copy_extensions", "copy",
            "-out", f"{name}.crt")


class Certificates:
    """What a site makes: a server's certificate, and authorities of those who may call."""

    def __init__(self, folder):
        self.folder = folder
        for name in ["site", "bureaus", "readers", "strangers"]:
            new_authority(folder, name)
        new_certificate(folder, "site", "server")
        for name in ["bureaus", "readers", "strangers"]:
            new_certificate(folder, name, name[:-1])

    def credentials(self, name=None):
        """Of a client that trusts the site, with a certificate or without one."""
        files = ["site-ca.crt"] + ([f"{name}.key", f"{name}.crt"] if name else [])
        return grpc.ssl_channel_credentials(*[(self.folder / file).read_bytes() for file in files])


class Proxy:
    """A proxy that runs a shipped file, with this machine's words in place of those there."""

    def __init__(self, file, command, home, words):
        self.ports = [free_port(), free_port()]
        words = words | dict(zip(["8443", "8444"], map(str, self.ports)))
        text = (harness.ROOT / "deploy/proxies" / file).read_text(encoding="utf-8")
        for word in words:
            if word not in text:
                raise AssertionError(f"{file} does not have {word}")
        text = re.sub("|".join(map(re.escape, words)), lambda found: words[found[0]], text)
        self.config = home / file
        self.config.write_text(text, encoding="utf-8")
        self.output = home / "output"
        with open(self.output, "wb") as output:
            self.popen = subprocess.Popen([*command, self.config], stdout=output, stderr=output,
                                          stdin=subprocess.DEVNULL)

    @property
    def addresses(self):
        return [f"127.0.0.1:{port}" for port in self.ports]

    def await_listening(self):
        def listens():
            if self.popen.poll() is not None:
                raise AssertionError(f"{self.config} ends with {self.popen.returncode}\n"
                                     f"{self.output.read_text(encoding='utf-8')}")
            try:
                for port in self.ports:
                    socket.create_connection(("127.0.0.1", port)).close()
            except ConnectionRefusedError:
                return False
            return True

        harness.wait_for(f"proxy at {self.addresses}", listens)

    def end(self):
        self.popen.terminate()
        self.popen.wait(harness.STOP_TIMEOUT_S)


def nginx(home, words):
    user = pwd.getpwuid(os.getuid()).pw_name
    folders = "".join(f"  {kind}_temp_path {home}/{kind};\n"
                      for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
    command = ["/usr/sbin/nginx", "-e", home / "error.log", "-g",
               f"daemon off; pid {home}/nginx.pid;", "-c"]
    return Proxy("nginx.conf", command, home, {"/var/log/nginx/": f"{home}/", "www-data": user,
                                               "http {\n": "http {\n" + folders} | words)


def haproxy(home, words):
    return Proxy("haproxy.cfg", ["/usr/sbin/haproxy", "-db", "-f"], home,
                 {"  user haproxy\n  group haproxy\n": ""} | words)


class Call:
    """A stream of batches, of which the test sends one after the other."""

    def __init__(self, connected):
        self.batches = queue.SimpleQueue()
        self.answers = connected.ingestion.SubmitIndicatorStream(iter(self.batches.get, None),
                                                                 timeout=STREAM_TIMEOUT_S)

    def submit(self, *events):
        """Sends a batch and returns its outcomes."""
        self.batches.put(ingestion_pb2.SubmitIndicatorStreamRequest(events=events))
        return list(next(self.answers).outcomes)

    def end(self):
        self.batches.put(None)
        return list(self.answers)


def large_batch():
    """Of 3.5 MiB or so; the services take 4 MiB."""
    return [event(subject="x" * 128) for _ in range(10_000)]


def lines_of(file):
    return file.read_text(encoding="utf-8").splitlines()


class Behind:
    """What every proxy has to let through. `start` starts one."""

    @classmethod
    def setUpClass(cls):
        cls.up = cls.enterClassContext(harness.Up())
        cls.certificates = Certificates(cls.new_folder())
        cls.proxy = cls.launch()
        cls.client = cls.connect(cls.proxy)

    @classmethod
    def new_folder(cls):
        folder = harness.temporary_directory()
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        return folder

    @classmethod
    def words(cls):
        """What the shipped file says, and what it must say here."""
        addresses = {port: cls.up.addresses[name].rpartition(":")[2] for port, name in cls.PORTS}
        return {"/etc/jurimeter/tls/": f"{cls.certificates.folder}/"} | addresses

    @classmethod
    def launch(cls, **words):
        proxy = cls.start(cls.new_folder(), cls.words() | words)
        cls.addClassCleanup(proxy.end)
        proxy.await_listening()
        return proxy

    @classmethod
    def connect(cls, proxy, names=("bureau", "reader")):
        connected = client.Client(*proxy.addresses, list(map(cls.certificates.credentials, names)))
        cls.addClassCleanup(connected.close)
        return connected

    def assert_fails(self, code, call, *arguments):
        with self.assertRaises(grpc.RpcError) as caught:
            call(*arguments)
        self.assertEqual(caught.exception.code(), code, caught.exception.details())
        return caught.exception

    def test_an_event_comes_through_and_is_read_back(self):
        before = self.client.figure(FLOW, self.up.revision()).value
        answer = self.client.submit(event(quantity=3))
        self.assertEqual(answer.outcome, RECORDED)
        self.assertEqual(self.client.figure(FLOW, answer.revision).value, before + 3)

    def test_a_refusal_comes_with_its_details(self):
        error = self.assert_fails(grpc.StatusCode.INVALID_ARGUMENT, self.client.submit,
                                  event(event_id="7", bureau="b" * 4000, indicator="i" * 4000,
                                        quantity=-1, occurred_at=None, subject="s" * 4000))
        self.assertEqual(sorted(client.violations(error)), [
            "bureau", "event_id", "indicator", "occurred_at", "quantity", "subject"])

    def test_a_batch_of_the_largest_size_comes_through(self):
        answer = self.client.submit_batch(large_batch())
        self.assertEqual(set(answer.outcomes), {RECORDED})

    def test_a_long_stream_comes_through(self):
        self.assertEqual(self.outcomes_of_long_stream(self.client), {RECORDED})

    @staticmethod
    def outcomes_of_long_stream(connected):
        """Streams more than 8 MiB in one call."""
        stream = Call(connected)
        found = set()
        for _ in range(3):
            found |= set(stream.submit(*large_batch()))
        stream.end()
        return found

    def test_streams_may_be_quiet(self):
        watch = self.watch(self.client)
        self.assertEqual(next(watch).status, SERVING)
        stream = Call(self.client)
        self.assertEqual(stream.submit(event()), [RECORDED])
        time.sleep(self.QUIET_S)
        self.assertEqual(stream.submit(event()), [RECORDED])
        self.assertEqual(stream.end(), [])
        self.assertTrue(watch.is_active())
        watch.cancel()

    def watch(self, connected):
        return health_pb2_grpc.HealthStub(connected.channels[0]).Watch(
            health_pb2.HealthCheckRequest(), timeout=STREAM_TIMEOUT_S)

    def test_many_calls_come_through_at_once(self):
        with concurrent.futures.ThreadPoolExecutor(32) as pool:
            answers = list(pool.map(lambda _: self.client.submit(event()), range(CALLS)))
        self.assertEqual({answer.outcome for answer in answers}, {RECORDED})

    def test_more_streams_than_usual_are_open_at_once(self):
        """By default nginx opens 128 on a connection, and HAProxy 100."""
        watches = [self.watch(self.client) for _ in range(300)]
        self.assertEqual({next(watch).status for watch in watches}, {SERVING})
        for watch in watches:
            watch.cancel()

    @contextlib.contextmanager
    def service_of_its_own(self):
        """An ingestion service to be ended, and a client of it through a proxy."""
        with harness.service("jurimeter-ingestion", self.up.addresses["database_url"]) as started:
            process, addresses = started
            client.await_serving(addresses["listen"])
            yield process.popen, self.connect(self.launch(**self.ports_of(addresses)))

    def test_an_end_is_watched(self):
        with self.service_of_its_own() as (process, outside):
            watch = self.watch(outside)
            self.assertEqual(next(watch).status, SERVING)
            process.terminate()
            self.assertEqual(next(watch).status, NOT_SERVING)

    def test_a_stream_that_loses_its_service_ends(self):
        with self.service_of_its_own() as (process, outside):
            stream = Call(outside)
            self.assertEqual(stream.submit(event()), [RECORDED])
            process.kill()
            with self.assertRaises(grpc.RpcError) as caught:
                stream.end()
            self.assertIn(caught.exception.code(), self.LOST, caught.exception.details())
            trailers = dict(caught.exception.trailing_metadata() or ())
            self.assertNotIn("grpc-status-details-bin", trailers)

    def test_who_has_no_certificate_of_those_who_may_is_not_let_in(self):
        before = self.up.revision()
        for bureau, reader in [(None, None), ("stranger", "stranger"), ("reader", "bureau")]:
            with self.subTest(bureau):
                outside = self.connect(self.proxy, (bureau, reader))
                self.assert_fails(self.NOT_LET_IN, outside.submit, event())
                self.assert_fails(self.NOT_LET_IN, outside.figure, FLOW)
        self.assertEqual(self.up.revision(), before)

    def test_a_service_that_is_down_is_unavailable(self):
        proxy = self.launch(**{port: str(free_port()) for port, _ in self.PORTS})
        outside = self.connect(proxy)
        for call, argument in [(outside.submit, event()), (outside.figure, FLOW)]:
            error = self.assert_fails(grpc.StatusCode.UNAVAILABLE, call, argument)
            self.assertIn(self.DOWN, error.details())


class Nginx(Behind, unittest.TestCase):
    PORTS = [("50051", "ingestion"), ("50052", "query")]
    QUIET_S = 66  # nginx waits for 60 s; the services' pings come before
    NOT_LET_IN = grpc.StatusCode.UNAUTHENTICATED
    LOST = {grpc.StatusCode.INTERNAL}
    DOWN = "nginx: the service cannot be reached"
    start = staticmethod(nginx)

    @staticmethod
    def ports_of(addresses):
        return {"50051": addresses["listen"].rpartition(":")[2]}

    def test_without_its_limits_the_file_lets_no_long_stream_through(self):
        """What is tested here fails by nginx's defaults."""
        outside = self.connect(self.launch(**{"  client_max_body_size 0;\n": ""}))
        self.assertEqual(outside.submit(event()).outcome, RECORDED)
        with self.assertRaises(grpc.RpcError):
            self.outcomes_of_long_stream(outside)

    def test_calls_share_a_connection(self):
        """nginx by default ends a connection after 1,000 calls."""
        proxy = self.launch()
        outside = self.connect(proxy)
        for _ in range(CALLS):
            self.assertEqual(outside.figure(FLOW).indicator, FLOW)
        log = proxy.config.with_name("jurimeter.log")
        harness.wait_for("every call in the log", lambda: len(lines_of(log)) == CALLS)
        lines = lines_of(log)
        self.assertEqual(len({re.search(r"connection=(\d+)", line)[1] for line in lines}), 1)
        self.assertIn('"CN=reader" /jurimeter.v1.IndicatorQuery/QueryYear status=200 grpc=0',
                      lines[0])


class HaProxy(Behind, unittest.TestCase):
    PORTS = [("50051", "ingestion"), ("50052", "query"),
             ("9464", "ingestion_metrics"), ("9465", "query_metrics")]
    QUIET_S = 12  # the file gives clients 10 s for the headers of a call, and only for those
    NOT_LET_IN = grpc.StatusCode.UNAVAILABLE  # by TLS itself
    LOST = {grpc.StatusCode.CANCELLED, grpc.StatusCode.UNKNOWN}
    DOWN = "503"
    start = staticmethod(haproxy)

    @staticmethod
    def ports_of(addresses):
        return {"50051": addresses["listen"].rpartition(":")[2],
                "9464": addresses["metrics"].rpartition(":")[2]}


if __name__ == "__main__":
    unittest.main(verbosity=2)

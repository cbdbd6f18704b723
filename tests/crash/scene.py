"""Where a case plays: a cluster, a fresh database for each run, ingestion services, a load.

Example:
    with Scene(random_seed) as scene:
        with scene.run() as run:
            service = run.serve()
            with run.load() as load:
                run.strike(service.kill)
                run.recover(service.start)
            print(run.verdict(), run.recovery_s)
"""

import contextlib
import os
import pathlib
import random
import shutil
import signal
import subprocess
import time

import harness
import journal
import load
import oracle
from cluster import Cluster, free_port

# Answers that close to the strike may have been on their way already.
WINDOW_BEFORE_S = 0.25
RECOVERY_TIMEOUT_S = 60

FAILPOINT_BIN = pathlib.Path(os.environ.get("JURIMETER_CRASH_BIN",
                                            harness.BIN.parent / "tests/bin"))


class Service:
    """jurimeter-ingestion with failpoints, on a port that stays its own over restarts."""

    def __init__(self, directory, url, *arguments):
        self.port = free_port()
        self.metrics_port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.log = directory / f"ingestion-{self.port}.log"
        self.command = [FAILPOINT_BIN / "jurimeter-ingestion-failpoints", "--database-url", url,
                        "--listen", self.address, "--metrics-listen",
                        f"127.0.0.1:{self.metrics_port}", *map(str, arguments)]
        self.process = None

    def start(self, failpoints=""):
        env = harness.environment({"JURIMETER_FAILPOINTS": failpoints})
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, env=env,
                                            stdin=subprocess.DEVNULL, start_new_session=True)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def has_died(self):
        return self.process.poll() is not None

    def resident_bytes(self):
        with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def end(self, timeout_s=12):
        """SIGTERM, as an operator's restart; returns the exit code."""
        if not self.has_died():
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def text(self):
        return self.log.read_text(encoding="utf-8", errors="replace")


class Run:
    """One run of a case on one fresh database."""

    def __init__(self, scene, url, seed):
        self.scene = scene
        self.url = url
        self.seed = seed
        self.random = random.Random(seed)
        self.services = []
        self.journal = journal.Journal(scene.directory / "journal")
        self.struck_at = None
        self.cleared_at = None
        self.loads = 0  # of clients that have events corrected too
        self.figures = {}  # of this case, for the table
        self.long = False  # rather than the short form

    def serve(self, *arguments, url=None, failpoints=""):
        service = Service(self.scene.directory, url or self.url, *arguments)
        service.start(failpoints)
        self.services.append(service)
        return service

    def await_serving(self, service):
        harness.wait_for(f"service at {service.address}",
                         lambda: load.is_serving(service.address))

    def load(self, **options):
        """Each load has a seed of its own: none sends the events of another."""
        self.loads += 1
        # A service of before may still hold its clients' channels, so that they find it again.
        return load.Load([service.address for service in self.services], self.journal,
                         self.seed * 10 + self.loads, **options)

    def strike(self, blow=None):
        """Marks the fault's beginning, and deals it."""
        self.struck_at = time.monotonic()
        if blow is not None:
            blow()

    def clear(self, cure=None):
        """Takes the fault away; recovery is measured from the end of that."""
        if cure is not None:
            cure()
        self.cleared_at = time.monotonic()

    def close(self):
        for service in self.services:
            service.kill()
        self.journal.close()

    def verdict(self, url=None):
        return oracle.check(self.journal.path, url or self.url)

    def recovery(self):
        """Seconds from the end of the fault to the answer to something sent after it."""
        sent = {}
        for record in journal.read(self.journal.path):
            if isinstance(record, journal.Sent):
                sent[record.batch] = record.at
            elif isinstance(record, journal.Answered) and sent[record.batch] >= self.cleared_at:
                return record.at - self.cleared_at
        raise AssertionError("nothing was answered after the fault")

    def acknowledged_in_window(self):
        """Events acknowledged from just before the fault until the recovery."""
        begin, end = self.struck_at - WINDOW_BEFORE_S, self.cleared_at + self.recovery()
        return sum(outcome in (oracle.RECORDED, oracle.DUPLICATE)
                   for record in journal.read(self.journal.path)
                   if isinstance(record, journal.Answered) and begin <= record.at <= end
                   for outcome in record.outcomes)


class Scene:
    """A cluster with a migrated template, for many runs."""

    def __init__(self):
        self.directory = harness.temporary_directory()
        self.cluster = Cluster(self.directory / "data")

    def __enter__(self):
        try:
            self.cluster.create().start()
            prepare(self.cluster)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.cluster.stop("immediate")
        shutil.rmtree(self.directory, ignore_errors=True)

    def new_directory(self):
        path = self.directory / harness.new_id()[:8]
        path.mkdir()
        return path

    @contextlib.contextmanager
    def run(self, seed):
        fresh_database(self.cluster)
        run = Run(self, self.cluster.url(), seed)
        try:
            yield run
        finally:
            run.close()


def prepare(cluster):
    """Makes the database from which those of the runs are copied."""
    harness.psql(cluster.url("postgres"), "CREATE DATABASE template_jurimeter")
    url = cluster.url("template_jurimeter")
    harness.run("jurimeter", "migrate", "--database-url", url)
    harness.run("jurimeter", "catalog", "apply", harness.CATALOG, "--database-url", url)


def fresh_database(cluster):
    url = cluster.url("postgres")
    harness.psql(url, "DROP DATABASE IF EXISTS jurimeter WITH (FORCE)")
    harness.psql(url, "CREATE DATABASE jurimeter TEMPLATE template_jurimeter")

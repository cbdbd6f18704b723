"""What operators do: end a service with many streams open, migrate, deploy the wrong version."""

import asyncio
import contextlib
import subprocess
import time

import load  # first: it sets up gRPC

# pylint: disable=wrong-import-position
import grpc
import client
import harness
import stored_log
from client import ingestion_pb2, ingestion_pb2_grpc
from cluster import binaries
from messages import message_of, reasons_in
from proxy import Proxy
from random_events import random_event

STREAMS = 500
STREAMS_PER_CONNECTION = 100
BATCH = 5
GRACE_S = 10  # jurimeter-ingestion --drain-timeout-s
READY_TIMEOUT_S = 60
# One for all runs: grpc.aio goes on calling the first that it was used in.
EVENT_LOOP = asyncio.new_event_loop()


def end_with_streams(run):
    """SIGTERM with 500 streams open: most have a batch under way, some are idle, some never sent
    anything. What was stored was answered, and each stream was told why it ended."""
    service = run.serve()
    run.await_serving(service)
    run.journal.flushes = False
    unanswered = EVENT_LOOP.run_until_complete(end_amidst(run, service))
    stored = {key[1] for key in stored_log.read(run.url).events}
    silent = [event.id for batch in unanswered for event in batch if event.id in stored]
    run.figures |= {"unanswered": len(unanswered), "stored_unanswered": len(silent)}
    if silent:
        raise AssertionError(f"stored and not answered: {silent[:5]}")
    run.clear(service.start)
    run.await_serving(service)
    with run.load() as clients:
        for batch in unanswered:
            load.send_journaled(service.address, run.journal, batch)
        clients.await_answers(20)


async def end_amidst(run, service):
    """Returns the batches that were not answered."""
    async with contextlib.AsyncExitStack() as channels:
        stubs = [ingestion_pb2_grpc.IndicatorIngestionStub(await channels.enter_async_context(
            grpc.aio.insecure_channel(service.address, load.CHANNEL_OPTIONS)))
            for _ in range(STREAMS // STREAMS_PER_CONNECTION)]
        opened, all_opened = asyncio.Semaphore(0), asyncio.Event()
        streams = [asyncio.create_task(
            hold_stream(run, stubs[i % len(stubs)], i, opened, all_opened))
                   for i in range(STREAMS)]
        for _ in range(STREAMS):
            await asyncio.wait_for(opened.acquire(), READY_TIMEOUT_S)
        all_opened.set()
        await asyncio.sleep(run.random.uniform(0, 0.5))
        run.strike()
        code = await asyncio.to_thread(service.end, GRACE_S + 2)
        run.figures["end_s"] = round(time.monotonic() - run.struck_at, 2)
        ends = await asyncio.wait_for(asyncio.gather(*streams), READY_TIMEOUT_S)
    if code != 0 or run.figures["end_s"] > GRACE_S:
        raise AssertionError(f"exit code {code} after {run.figures['end_s']} s")
    reasons = {reason for reason, _ in ends}
    if reasons != {"SHUTTING_DOWN"}:
        raise AssertionError(f"streams ended with {reasons}")
    return [batch for _, batch in ends if batch]


async def hold_stream(run, stub, number, opened, all_opened):
    """One stream, until the service ends it. Returns the reason and the batch it did not answer."""
    batches = {0: 0, 1: 1}.get(number % 10, 1_000_000)  # silent, idle, busy
    call, batch = stub.SubmitIndicatorStream(), None
    await call.wait_for_connection()
    if batches == 0:
        opened.release()
    try:
        for sent in range(batches):
            number, batch = run.journal.next_batch(), [random_event(run.random)
                                                       for _ in range(BATCH)]
            run.journal.sent(number, batch)
            await call.write(ingestion_pb2.SubmitIndicatorStreamRequest(
                events=map(message_of, batch)))
            answer = await call.read()
            if answer is grpc.aio.EOF:
                break
            run.journal.answered(number, answer.revision, list(answer.outcomes),
                                 reasons_in(answer.problems))
            batch = None
            if sent == 0:
                opened.release()
                await all_opened.wait()
        await call.read()
    except (grpc.aio.AioRpcError, asyncio.InvalidStateError):
        pass
    if batch:
        run.journal.failed(number, (await call.code()).name)
    return await reason_of(call), batch


async def reason_of(call):
    """Why a stream ended, as its details say."""
    code = await call.code()
    trailers = tuple(await call.trailing_metadata())
    if "grpc-status-details-bin" not in dict(trailers):
        return f"{code.name}: {await call.details()}"
    found = client.details(grpc.aio.AioRpcError(code, None, trailers))
    return found["ErrorInfo"].reason if "RetryInfo" in found else f"{code.name} without RetryInfo"


class Statements:
    """Counts what a program sends to the database, and kills it at one of them."""

    def __init__(self, target_port, fatal=None, before=True):
        self.proxy = Proxy(target_port)
        self.proxy.on_request = self._on_request
        self.fatal, self.before = fatal, before
        self.count = 0
        self.program = None

    def _on_request(self, forward):
        self.count += 1
        if self.count != self.fatal:
            return forward()
        if not self.before:
            forward()
        harness.wait_for("program", lambda: self.program)
        self.program.kill()
        return None

    def migrate(self, run, database):
        """Exit code of `jurimeter migrate`."""
        self.program = migration(run.scene.cluster.url(database, self.proxy.port))
        code = self.program.wait(harness.RUN_TIMEOUT_S)
        self.proxy.close()
        return code


def migration(url):
    return subprocess.Popen([harness.BIN / "jurimeter", "migrate", "--database-url", url],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                            stdin=subprocess.DEVNULL, env=harness.environment())


def schema(run, database):
    """What a database has, as text: structure, and which migrations."""
    url = run.scene.cluster.url(database)
    dumped = subprocess.run([binaries() / "pg_dump", "--schema-only", "--no-owner", "-d", url],
                            capture_output=True, encoding="utf-8", check=True).stdout
    lines = [line for line in dumped.splitlines() if not line.startswith(("\\", "--"))]
    return lines, harness.psql(url, "SELECT version, name, checksum FROM schema_migration "
                               "ORDER BY version")


@contextlib.contextmanager
def empty_database(run):
    url = run.scene.cluster.url("postgres")
    harness.psql(url, "CREATE DATABASE migrating")
    try:
        yield "migrating"
    finally:
        harness.psql(url, "DROP DATABASE migrating WITH (FORCE)")


def killed_migrations(run):
    """The migrating program is killed before and after each thing that it asks of the database."""
    expected = schema(run, "template_jurimeter")
    with empty_database(run) as database:
        counting = Statements(run.scene.cluster.port)
        if counting.migrate(run, database) != 0 or schema(run, database) != expected:
            raise AssertionError("a migration through the proxy fails")
    for fatal in range(1, counting.count):  # the last one is its goodbye
        for before in (True, False):
            with empty_database(run) as database:
                killed = Statements(run.scene.cluster.port, fatal, before)
                if killed.migrate(run, database) == 0:
                    raise AssertionError(f"not killed at {fatal}")
                harness.run("jurimeter", "migrate", "--database-url",
                            run.scene.cluster.url(database))
                if schema(run, database) != expected:
                    raise AssertionError(f"killed at {fatal}, the schema differs")
    run.figures["kills"] = 2 * (counting.count - 1)
    acknowledge_some(run)


def migrations_at_once(run):
    """Several migrate, one of them is killed, and one that waits for its lock takes over."""
    expected = schema(run, "template_jurimeter")
    for killed in (False, True):
        with empty_database(run) as database:
            programs = [migration(run.scene.cluster.url(database)) for _ in range(4)]
            if killed:
                time.sleep(run.random.uniform(0, 0.1))
                programs.pop(0).kill()
            codes = [program.wait(harness.RUN_TIMEOUT_S) for program in programs]
            if set(codes) != {0} or schema(run, database) != expected:
                raise AssertionError(f"exit codes {codes}")
    acknowledge_some(run)


def acknowledge_some(run):
    """The cases above leave the cluster as sound as it was."""
    run.serve()
    with run.load() as clients:
        clients.await_answers(20)


WRONG_SCHEMAS = {
    "INSERT INTO schema_migration VALUES (9999, '9999_later', 'sum')": "9999_later",
    "UPDATE schema_migration SET checksum = 'other' WHERE version = 1": "another edition",
    "DELETE FROM schema_migration": "run: jurimeter migrate",
}


def wrong_schema(run):
    """A service on another version's database does not serve and says why; nor does one whose
    database is migrated under it; and it serves once the version is right."""
    service = run.serve()
    run.await_serving(service)
    right = "SELECT * FROM kept"
    harness.psql(run.url, "CREATE TABLE kept AS SELECT * FROM schema_migration")
    with run.load() as clients:
        clients.await_answers(20)
    for change, why in WRONG_SCHEMAS.items():
        harness.psql(run.url, change)
        harness.wait_for("end of service", lambda: not load.is_serving(service.address), 5)
        service.kill()
        service.start()
        harness.wait_for(f"\"{why}\" in the log", lambda why=why: why in service.text(), 10)
        if load.is_serving(service.address):
            raise AssertionError(f"it serves after {change}")
        code = load.refusal(service.address, run.random)
        if code != "UNAVAILABLE":
            raise AssertionError(f"after {change}: {code}")
        harness.psql(run.url, f"TRUNCATE schema_migration; INSERT INTO schema_migration {right}")
        run.await_serving(service)
    harness.psql(run.url, "DROP TABLE kept")
    with run.load() as clients:
        clients.await_answers(20)

"""Clients that mean harm, and one that does not, which must go on being served."""

import contextlib
import itertools
import resource
import time
import zlib

import load  # first: it sets up gRPC

# pylint: disable=wrong-import-position
import grpc
import harness
from client import ingestion_pb2
from messages import message_of
from overload import MAX_RESIDENT_BYTES, Gauge
from proxy import Proxy
from random_events import BUREAUS, FLOW, random_event
from raw_http2 import SUBMIT_BATCH, SUBMIT_STREAM, Connection
from traffic import Bulk, Caller, offer

MAX_MESSAGE_BYTES = 4 << 20  # of the service
OVERSIZED_BYTES = 200 << 20
LOW_FILES = 128
SILENCE_S = 10  # after which the service throws out who has connected
POLITE_BATCHES = 40
POLITE_TIMEOUT_S = 15


@contextlib.contextmanager
def never_reading(address, source):
    """Streams whose every event is refused, for the longest answers, of which none is read."""
    bad = random_event(source)._replace(quantity=-1, indicator=FLOW)
    message = ingestion_pb2.SubmitIndicatorStreamRequest(
        events=[message_of(bad)] * 1_000).SerializeToString()
    with contextlib.ExitStack() as channels:
        calls = []
        for _ in range(4):
            channel = channels.enter_context(grpc.insecure_channel(address, load.CHANNEL_OPTIONS))
            calls += [channel.stream_stream(SUBMIT_STREAM)(itertools.repeat(message))
                      for _ in range(10)]
        yield
        for call in calls:
            call.cancel()


@contextlib.contextmanager
def oversized(address, _):
    """Messages of many times the limit, of which gRPC looks at the size when it has them."""
    message = bytes(OVERSIZED_BYTES)
    with contextlib.ExitStack() as channels:
        calls = [channels.enter_context(grpc.insecure_channel(address, load.CHANNEL_OPTIONS))
                 .unary_unary(SUBMIT_BATCH).future(message, timeout=120) for _ in range(4)]
        yield
        codes = {call.code() for call in calls}
    # A connection that sends more than there is memory for may also be cut off.
    if not codes <= {grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.UNAVAILABLE}:
        raise AssertionError(f"oversized messages: {codes}")


def raw_attack(misbehave, reply=b"", count=50, calls=20):
    """`misbehave` does its worst in several calls of each of so many connections, and all stay
    open. `reply` is in what the service says to that."""
    @contextlib.contextmanager
    def attack(address, _):
        opened = [Connection(address) for _ in range(count)]
        for connection in opened:
            for _ in range(calls):
                misbehave(connection)
        opened[0].await_reply(reply)
        yield
        for connection in opened:
            connection.close()
    return attack


def never_finish(connection):
    connection.message(connection.call(SUBMIT_STREAM), b"")


def half_a_message(connection):
    for path in (SUBMIT_BATCH, SUBMIT_STREAM):
        connection.message(connection.call(path), b"\x0a\xff", announced=MAX_MESSAGE_BYTES)


def announce_too_much(connection):
    connection.message(connection.call(SUBMIT_BATCH), bytes(1_000), announced=0xFFFFFFFF)


BOMB = zlib.compress(bytes(32 << 20), 9)
BOMB_GZIP = (lambda packer: packer.compress(bytes(32 << 20)) + packer.flush())(
    zlib.compressobj(9, zlib.DEFLATED, 31))


def bomb(connection):
    """64 MiB of nothing in 64 KiB."""
    for encoding, payload in (("gzip", BOMB_GZIP), ("deflate", BOMB)):
        connection.message(connection.call(SUBMIT_BATCH, encoding), payload, compressed=True)


ATTACKS = {
    "never_reading": never_reading,
    "never_finishing": raw_attack(never_finish),
    "half_messages": raw_attack(half_a_message),
    "announcing_too_much": raw_attack(announce_too_much),
    "oversized": oversized,
    "bombs": raw_attack(bomb, b"the message is compressed", calls=1),
}


def streams(run):
    """Each attack in turn, while polite clients go on; memory stays within its bound."""
    service = run.serve()
    run.await_serving(service)
    with run.load() as clients, Gauge(service) as memory:
        for name, attack in ATTACKS.items():
            with attack(service.address, run.random):
                expect_service(run, name, clients, service)
                if run.long:
                    time.sleep(10)
    expect_bound(run, memory)


def expect_service(run, name, clients, service):
    """That known clients and a new one are answered."""
    began = time.monotonic()
    clients.await_answers(POLITE_BATCHES, POLITE_TIMEOUT_S)
    load.send_journaled(service.address, run.journal, [random_event(run.random)])
    run.figures[f"{name}_s"] = round(time.monotonic() - began, 1)
    if service.has_died():
        raise AssertionError(f"{name} killed the service")


def expect_bound(run, memory):
    run.figures["resident_mib"] = memory.most >> 20
    if memory.most > MAX_RESIDENT_BYTES:
        raise AssertionError(f"{memory.most} bytes resident")


@contextlib.contextmanager
def more_files(count):
    """Lets this process, the attacker, have so many files open."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(count, before[0]), before[1]), before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@contextlib.contextmanager
def flooding(address, journal, bulks):
    """Streams that send one batch each again and again."""
    with contextlib.ExitStack() as channels:
        calls = []
        for bulk in bulks:
            batch = journal.next_batch()
            journal.made(batch, bulk.bureau, bulk.size, bulk.subject)
            channel = channels.enter_context(grpc.insecure_channel(address, load.CHANNEL_OPTIONS))
            calls.append(channel.stream_stream(SUBMIT_STREAM)(
                itertools.repeat(bulk.bytes_of(batch))))
        yield
        for call in calls:
            call.cancel()


def is_answered(run, service):
    """Whether an event is taken now. A service may call itself serving before it has noticed that
    its connections are gone, and its queue may still be full."""
    try:
        load.send_journaled(service.address, run.journal, [random_event(run.random)])
    except grpc.RpcError as error:
        if error.code() not in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED):
            raise
        return False
    return True


def refused_events(service):
    """How many events the service has refused since it began."""
    samples = harness.metrics(f"127.0.0.1:{service.metrics_port}")
    return sum(value for name, value in samples.items()
               if name.startswith("jurimeter_refused_events_total"))


def everything(run):
    """All that memory can be made to hold, at once: unread answers, messages of many times the
    limit, and over calls and streams the largest events, while the database takes none."""
    proxy = Proxy(run.scene.cluster.port)
    service = run.serve(url=run.scene.cluster.url(port=proxy.port))
    run.journal.flushes = False
    run.await_serving(service)
    bulks = [Bulk(bureau, 5_000, "s" * 128) for bureau in BUREAUS]
    with Gauge(service) as memory, contextlib.ExitStack() as attacks:
        attacks.enter_context(never_reading(service.address, run.random))
        callers = [attacks.enter_context(Caller(service.address, run.journal, beside_hostile=True))
                   for _ in bulks]
        harness.wait_for("refusals that nobody reads", lambda: refused_events(service) > 10_000)
        run.strike(proxy.blackhole)
        attacks.enter_context(flooding(service.address, run.journal, 3 * bulks))
        attacks.enter_context(oversized(service.address, run.random))
        offer(list(zip(callers, bulks)), [50_000] * len(bulks), 3)
        run.clear(proxy.restore)
        run.await_serving(service)
    expect_bound(run, memory)
    if not sum(caller.refusals for caller in callers):
        raise AssertionError("everything was taken while the database took nothing")
    harness.wait_for("answer", lambda: is_answered(run, service))
    proxy.close()


def connections(run):
    """Thousands of connections, of which half say nothing and half speak HTTP/2. Those who say
    nothing are thrown out."""
    service = run.serve()
    run.await_serving(service)
    count = 4_000
    last_silent = None
    with run.load() as clients, Gauge(service) as memory, more_files(count + 1_000), \
            contextlib.ExitStack() as opened:
        for i in range(count):
            connection = Connection(service.address, speaks=i % 2)
            last_silent = last_silent if i % 2 else connection
            opened.callback(connection.close)
        run.strike()
        expect_service(run, f"{count}_connections", clients, service)
        last_silent.await_end(SILENCE_S + 5)
    expect_bound(run, memory)


def few_files(run):
    """The same where the service may open few files: who is connected is served, and once the
    crowd has gone everybody is."""
    service = run.serve()
    service.kill()
    service.command = ["prlimit", f"--nofile={LOW_FILES}:{LOW_FILES}", *service.command]
    service.start()
    run.await_serving(service)
    with run.load() as clients:
        clients.await_answers(POLITE_BATCHES)
        with contextlib.ExitStack() as opened:
            for _ in range(1_000):
                connection = Connection(service.address)
                opened.callback(connection.close)
            run.strike()
            clients.await_answers(POLITE_BATCHES, POLITE_TIMEOUT_S)
            text = service.text()
            if "too many connections" not in text or "Too many open files" in text:
                raise AssertionError("the service did not keep files back")
        run.clear()
        harness.wait_for("new client", lambda: load.is_serving(service.address), 5)
        clients.await_answers(POLITE_BATCHES)

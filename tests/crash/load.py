"""Clients that send events over all three calls, have some of them corrected over the other four,
and write a journal of it. One more closes days now and then, and opens them again.

What fails is sent again, with the same ids, until it is answered. Some events are resends, some
conflict with earlier ones and some break a rule, so that every outcome occurs.
"""

import contextlib
import functools
import itertools
import os
import random
import threading
import time

# A channel whose calls fail at once looks after its reconnection only so often, from 5 s on.
os.environ.setdefault("GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS", "50")

# pylint: disable=wrong-import-position
import grpc

import client
import closing_calls
import closing_oracle
import correction_calls
import correction_oracle
from client import ingestion_pb2, ingestion_pb2_grpc, ledger_pb2_grpc
from closer import Closer
from known_events import KnownEvents
from messages import message_of, reasons_in, reasons_of
from oracle import DUPLICATE, RECORDED
from random_events import FLOW, random_event

# From and to. A store inserts small batches and copies large ones (storage/postgres/event_log.cc),
# and both shall meet every fault.
BATCH_SIZES = [(1, 40), (1, 40), (1, 40), (250, 500)]
CORRECTION_SIZES = [(1, 40), (1, 40), (60, 200)]
CALLS_A_CORRECTION = 6  # of each client's so many calls, one corrects
ANSWERS_A_CLOSING = (1, 10)  # so many answers of the others come before the next one
CALL_TIMEOUT_S = 20
RETRIED = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED,
           grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED,
           grpc.StatusCode.UNKNOWN}
CHANNEL_OPTIONS = [("grpc.initial_reconnect_backoff_ms", 50),
                   ("grpc.min_reconnect_backoff_ms", 50),
                   ("grpc.max_reconnect_backoff_ms", 200),
                   ("grpc.use_local_subchannel_pool", 1)]


def send_journaled(address, journal, events):
    """Sends a batch until it is answered, and returns its outcomes."""
    batch = journal.next_batch()
    give_up_at = time.monotonic() + CALL_TIMEOUT_S
    with grpc.insecure_channel(address, CHANNEL_OPTIONS) as channel:
        stub = ingestion_pb2_grpc.IndicatorIngestionStub(channel)
        while True:
            journal.sent(batch, events)
            try:
                answer = stub.SubmitIndicatorBatch(ingestion_pb2.SubmitIndicatorBatchRequest(
                    events=map(message_of, events)), timeout=CALL_TIMEOUT_S, wait_for_ready=True)
                break
            except grpc.RpcError as error:
                journal.failed(batch, error.code().name)
                if error.code() not in RETRIED or time.monotonic() > give_up_at:
                    raise
                time.sleep(0.05)
    journal.answered(batch, answer.revision, list(answer.outcomes), reasons_in(answer.problems))
    return list(answer.outcomes)


def correct_journaled(address, journal, corrections):
    """Has a batch, of which all replace or none does, corrected once and returns its outcomes."""
    batch = journal.next_batch()
    journal.asked(batch, corrections)
    with grpc.insecure_channel(address, CHANNEL_OPTIONS) as channel:
        answer = correction_calls.send_batch(
            ingestion_pb2_grpc.IndicatorIngestionStub(channel), corrections, CALL_TIMEOUT_S)
    journal.settled(batch, *answer)
    return answer[1]


def close_journaled(address, journal, closing):
    """Closes or reopens once and returns the outcome."""
    batch = journal.next_batch()
    journal.closing_asked(batch, closing)
    with grpc.insecure_channel(address, CHANNEL_OPTIONS) as channel:
        revision, outcome = closing_calls.send(ledger_pb2_grpc.IndicatorLedgerStub(channel),
                                               closing, CALL_TIMEOUT_S)
    journal.closing_settled(batch, revision, outcome)
    return outcome


def is_serving(address):
    with grpc.insecure_channel(address, CHANNEL_OPTIONS) as channel:
        try:
            return client.health(channel) == "SERVING"
        except grpc.RpcError:
            return False


def refusal(address, source):
    """The code with which a single event is refused, or OK. It is not for the journal: of a call
    that is refused nothing was stored."""
    with grpc.insecure_channel(address, CHANNEL_OPTIONS) as channel:
        try:
            ingestion_pb2_grpc.IndicatorIngestionStub(channel).SubmitIndicator(
                ingestion_pb2.SubmitIndicatorRequest(event=message_of(random_event(source))),
                timeout=CALL_TIMEOUT_S)
        except grpc.RpcError as error:
            return error.code().name
    return "OK"


class Load:
    """Example:
        with Load([address], journal, seed) as load:
            ... break something ...
        # everything sent is answered
    Threads: one for each client, one that closes, and the caller's.
    """

    def __init__(self, addresses, journal, seed, clients=6, closes_always=False):
        """`closes_always`: without waiting for answers of the others."""
        self.addresses = addresses
        self.journal = journal
        self.stopping = threading.Event()
        self.lock = threading.Lock()
        self.known = KnownEvents()
        self.answers = 0  # batches answered
        self.corrected = False  # whether some correction is acknowledged
        self.closed = False  # whether some closing is
        self.closes_always = closes_always
        self.last_answer_at = time.monotonic()
        self.error = None
        self.give_up_at = None
        self.threads = [threading.Thread(target=self._guard, args=[run, seed * 1000 + i])
                        for i, run in enumerate([
                            *(functools.partial(self._run, i) for i in range(clients)),
                            self._run_closer])]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.finish()

    def finish(self, timeout_s=60):
        """Makes no new events, and returns when all that was sent is answered."""
        self.give_up_at = time.monotonic() + timeout_s
        self.stopping.set()
        for thread in self.threads:
            thread.join()
        if self.error is not None:
            raise self.error

    def await_answers(self, more, timeout_s=30):
        """Waits until so many more batches are answered, and at least one correction and one
        closing of all."""
        target = self.answers + more
        deadline = time.monotonic() + timeout_s
        while self.answers < target or not (self.corrected and self.closed):
            if self.error is not None:
                raise self.error
            if time.monotonic() > deadline:
                raise AssertionError(
                    f"within {timeout_s} s no {more} answers, no correction or no closing")
            time.sleep(0.005)

    def silent_s(self):
        """Seconds since anything was answered."""
        return time.monotonic() - self.last_answer_at

    def _guard(self, run, seed):
        try:
            run(random.Random(seed))
        except Exception as error:  # pylint: disable=broad-except
            self.error = error

    def _run(self, index, source):
        send = [self._send_batch, self._send_stream, self._send_one][index % 3]
        turns = itertools.count(index)
        with grpc.insecure_channel(self.addresses[index % len(self.addresses)],
                                   CHANNEL_OPTIONS) as channel:
            stub = ingestion_pb2_grpc.IndicatorIngestionStub(channel)
            while not self.stopping.is_set():
                if next(turns) % CALLS_A_CORRECTION == CALLS_A_CORRECTION - 1 and self.known:
                    self._insist(source, stub, self._correct, {
                        self.journal.next_batch(): self._corrections(index, source)})
                    continue
                size = 1 if index % 3 == 2 else source.randint(*source.choice(BATCH_SIZES))
                self._insist(source, stub, send, {
                    self.journal.next_batch(): self._events(source, size)
                    for _ in range(3 if index % 3 == 1 else 1)})

    def _run_closer(self, source):
        """Opens most of what it closed before it ends."""
        closer = Closer(source)
        with contextlib.ExitStack() as channels:
            stubs = [ledger_pb2_grpc.IndicatorLedgerStub(channels.enter_context(
                grpc.insecure_channel(address, CHANNEL_OPTIONS))) for address in self.addresses]

            def close(_, batches):
                self._close(source.choice(stubs), closer, batches)

            while not self.stopping.is_set():
                self._insist(source, None, close, {self.journal.next_batch(): closer.next()})
                self._await_others(source.randint(*ANSWERS_A_CLOSING))
            while closer.left and source.random() < 0.8:
                self._insist(source, None, close, {self.journal.next_batch(): closer.last()})

    def _await_others(self, answers):
        target = self.answers + answers
        while not self.closes_always and self.answers < target and not self.stopping.is_set():
            self.stopping.wait(0.005)

    def _close(self, stub, closer, batches):
        [(batch, closing)] = batches.items()
        self.journal.closing_asked(batch, closing)
        try:
            revision, outcome = closing_calls.send(stub, closing, CALL_TIMEOUT_S)
        except grpc.RpcError as error:
            self._failed(batches, error)
        else:
            self.journal.closing_settled(batch, revision, outcome)
            del batches[batch]
            closer.settled(closing, revision, outcome)
            self.closed |= outcome == closing_oracle.DONE

    def _insist(self, source, stub, send, batches):
        """Sends until all is answered."""
        while batches:
            send(stub, batches)
            if batches:
                time.sleep(source.uniform(0.02, 0.1))
                self._check_patience(batches)

    def _check_patience(self, batches):
        if self.give_up_at is not None and time.monotonic() > self.give_up_at:
            raise AssertionError(f"batches {list(batches)} are never answered")

    def _events(self, source, size):
        events = []
        for _ in range(size):
            event = random_event(source)
            chance = source.random()
            if chance < 0.08 and self.known:
                event = self.known.event_again(source)
                if chance < 0.02:
                    event = event._replace(quantity=event.quantity + 1)
            elif chance > 0.99:
                event = event._replace(quantity=-1, indicator=FLOW)
            events.append(event)
        return events

    def _corrections(self, index, source):
        """A batch of them, or one from a client that sends one by one."""
        size = 1 if index % 3 == 2 else source.randint(*source.choice(CORRECTION_SIZES))
        return self.known.corrections(source, size, replacing=source.random() < 0.6)

    def _correct(self, stub, batches):
        [(batch, corrections)] = batches.items()
        send = correction_calls.send_one if len(corrections) == 1 else correction_calls.send_batch
        self.journal.asked(batch, corrections)
        try:
            revision, outcomes, reasons = send(stub, corrections, CALL_TIMEOUT_S)
        except grpc.RpcError as error:
            self._failed(batches, error)
        else:
            self.journal.settled(batch, revision, outcomes, reasons)
            del batches[batch]
            settled = [each for each, outcome in zip(corrections, outcomes)
                       if outcome in (correction_oracle.DONE, correction_oracle.DUPLICATE)]
            self.known.settled(settled)
            self._count_answer(corrected=bool(settled))

    def _send_batch(self, stub, batches):
        [(batch, events)] = batches.items()
        self.journal.sent(batch, events)
        try:
            answer = stub.SubmitIndicatorBatch(ingestion_pb2.SubmitIndicatorBatchRequest(
                events=map(message_of, events)), timeout=CALL_TIMEOUT_S)
        except grpc.RpcError as error:
            self._failed(batches, error)
        else:
            self._answered(batches, batch, answer)

    def _send_one(self, stub, batches):
        [(batch, [event])] = batches.items()
        self.journal.sent(batch, [event])
        try:
            answer = stub.SubmitIndicator(ingestion_pb2.SubmitIndicatorRequest(
                event=message_of(event)), timeout=CALL_TIMEOUT_S)
        except grpc.RpcError as error:
            single = {grpc.StatusCode.ALREADY_EXISTS: ingestion_pb2.OUTCOME_CONFLICT,
                      grpc.StatusCode.INVALID_ARGUMENT: ingestion_pb2.OUTCOME_REFUSED}
            if error.code() in single:
                self._took(batches, batch, 0, [single[error.code()]], reasons_of(error))
            else:
                self._failed(batches, error)
        else:
            self._took(batches, batch, answer.revision, [answer.outcome], {})

    def _send_stream(self, stub, batches):
        """All batches over one stream; those answered before it broke are done."""
        order = list(batches)
        for batch in order:
            self.journal.sent(batch, batches[batch])
        requests = (ingestion_pb2.SubmitIndicatorStreamRequest(
            events=map(message_of, batches[batch])) for batch in order)
        try:
            answers = stub.SubmitIndicatorStream(requests, timeout=CALL_TIMEOUT_S)
            for batch, answer in zip(order, answers):
                self._answered(batches, batch, answer)
        except grpc.RpcError as error:
            self._failed(batches, error)

    def _answered(self, batches, batch, answer):
        self._took(batches, batch, answer.revision, list(answer.outcomes),
                   reasons_in(answer.problems))

    def _took(self, batches, batch, revision, outcomes, reasons):
        self.journal.answered(batch, revision, outcomes, reasons)
        events = batches.pop(batch)
        self.known.add([event for event, outcome in zip(events, outcomes)
                        if outcome in (RECORDED, DUPLICATE)])
        self._count_answer()

    def _count_answer(self, corrected=False):
        with self.lock:
            self.answers += 1
            self.corrected |= corrected
            self.last_answer_at = time.monotonic()

    def _failed(self, batches, error):
        for batch in batches:
            self.journal.failed(batch, error.code().name)
        if error.code() not in RETRIED:
            raise error
        if error.code() == grpc.StatusCode.UNAVAILABLE and "grpc-status-details-bin" in dict(
                error.trailing_metadata() or ()):
            if "RetryInfo" not in client.details(error):
                raise AssertionError(f"no RetryInfo in {error}")

"""Clients that offer events faster than they can be taken, and count what became of them."""

import threading
import time

import load  # first: it sets up gRPC

# pylint: disable=wrong-import-position
import grpc
import client
from client import ingestion_pb2
from journal import made_events, made_id
from messages import message_of, reasons_in
from oracle import RECORDED

METHOD = "/jurimeter.v1.IndicatorIngestion/SubmitIndicatorBatch"
UNUSED_BATCH = 0xFFFFFFFF
CALL_TIMEOUT_S = 60
# A message that there is no memory for, and one of a connection that is closed to have some.
REFUSED_BY_GRPC = {grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.UNAVAILABLE}


class Bulk:
    """Batches of one bureau, made once; each further one differs in the events' ids only."""

    def __init__(self, bureau, size, subject=""):
        self.bureau, self.size, self.subject = bureau, size, subject
        self.payload = ingestion_pb2.SubmitIndicatorBatchRequest(
            events=map(message_of, made_events(UNUSED_BATCH, bureau, size, subject))
        ).SerializeToString()

    def bytes_of(self, batch):
        head = len(f"{UNUSED_BATCH:08x}-0000")
        return self.payload.replace(made_id(UNUSED_BATCH, 0)[:head].encode(),
                                    made_id(batch, 0)[:head].encode())


class Caller:
    """Sends batches over a connection of its own. Threads: any."""

    def __init__(self, address, journal, beside_hostile=False):
        """`beside_hostile`: others use up what gRPC has, which then refuses by itself."""
        self.journal = journal
        self.beside_hostile = beside_hostile
        self.channel = grpc.insecure_channel(address, load.CHANNEL_OPTIONS)
        self.call = self.channel.unary_unary(
            METHOD, response_deserializer=ingestion_pb2.SubmitIndicatorBatchResponse.FromString)
        self.lock = threading.Lock()
        self.answers = []  # (time, events recorded, seconds it took)
        self.refusals = 0
        self.offered = 0  # events
        self.under_way = 0
        self.error = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """Waits for what is under way."""
        deadline = time.monotonic() + CALL_TIMEOUT_S
        while self.under_way and time.monotonic() < deadline:
            time.sleep(0.01)
        self.channel.close()
        if self.error is not None:
            raise AssertionError(f"of a refused call: {self.error}")

    def send(self, bulk):
        """Without waiting; returns the call."""
        batch = self.journal.next_batch()
        self.journal.made(batch, bulk.bureau, bulk.size, bulk.subject)
        with self.lock:
            self.offered += bulk.size
            self.under_way += 1
        began = time.monotonic()
        future = self.call.future(bulk.bytes_of(batch), timeout=CALL_TIMEOUT_S)
        future.add_done_callback(lambda done: self._done(batch, began, done))
        return future

    def _done(self, batch, began, done):
        now = time.monotonic()
        error = done.exception()
        if error is None:
            answer = done.result()
            self.journal.answered(batch, answer.revision, list(answer.outcomes),
                                  reasons_in(answer.problems))
        else:
            self.journal.failed(batch, error.code().name)
        with self.lock:
            self.under_way -= 1
            if error is None:
                recorded = sum(outcome == RECORDED for outcome in answer.outcomes)
                self.answers.append((now, recorded, now - began))
            else:
                self.refusals += 1
                self._judge(error)

    def _judge(self, error):
        """A refusal under overload is RESOURCE_EXHAUSTED and says when to come again."""
        if self.beside_hostile and error.code() in REFUSED_BY_GRPC:
            return
        if error.code() != grpc.StatusCode.RESOURCE_EXHAUSTED:
            self.error = error
        elif "RetryInfo" not in client.details(error):
            self.error = f"no RetryInfo in {error}"

    def latency(self, begin, end):
        """The greatest seconds that an answer within that time took."""
        with self.lock:
            return max((took for at, _, took in self.answers if begin <= at < end), default=0.0)


def offer(callers_and_bulks, events_per_s, seconds):
    """Of each bulk so many events a second, whatever becomes of them. Returns begin and end."""
    begin = time.monotonic()
    due = [begin] * len(callers_and_bulks)
    while True:
        now = time.monotonic()
        if now >= begin + seconds:
            return begin, now
        for i, (caller, bulk) in enumerate(callers_and_bulks):
            while due[i] <= now:
                caller.send(bulk)
                due[i] += bulk.size / events_per_s[i]
        time.sleep(max(0.0, min(due) - time.monotonic()))


def saturate(caller, bulk, in_flight, seconds):
    """As much as is taken while so many batches wait. Returns begin and end."""
    begin = time.monotonic()
    waiting = []
    while time.monotonic() < begin + seconds:
        waiting = [future for future in waiting if not future.done()]
        while len(waiting) < in_flight:
            waiting.append(caller.send(bulk))
        time.sleep(0.005)
    return begin, time.monotonic()

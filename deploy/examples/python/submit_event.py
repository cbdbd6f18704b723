#!/usr/bin/env python3
"""Reports one event and reads a figure back that counts it.

Debian:  apt-get install protobuf-compiler protobuf-compiler-grpc python3-grpcio python3-protobuf
Stubs:   deploy/examples/python/make_stubs
Run:     python3 deploy/examples/python/submit_event.py [INGESTION [QUERY]]
"""

import datetime as dt
import pathlib
import random
import sys
import time
import uuid

import grpc

# The folder in which make_stubs wrote the generated modules.
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "stubs"))

# pylint: disable=wrong-import-position
from google.rpc import error_details_pb2, status_pb2
from jurimeter.v1 import ingestion_pb2, ingestion_pb2_grpc, query_pb2, query_pb2_grpc

CALL_TIMEOUT_S = 10
LONGEST_PAUSE_S = 30


def error_details(error):
    """The google.rpc details of a failed call, by type: {"BadRequest": message, ...}."""
    found = {}
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            for packed in status_pb2.Status.FromString(value).details:
                name = packed.TypeName().rpartition(".")[2]
                detail = getattr(error_details_pb2, name)()
                packed.Unpack(detail)
                found[name] = detail
    return found


def is_retryable(code, details):
    """Whether the same event may be sent again, with the same id. After DEADLINE_EXCEEDED too:
    whether it was stored is not known then, and it never counts twice."""
    if code == grpc.StatusCode.RESOURCE_EXHAUSTED:
        return "RetryInfo" in details  # else the message is too large
    return code in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)


def submit(stub, event, patience_s=300):
    """Reports `event`; returns the acknowledgement. Raises grpc.RpcError if it is refused, or if
    nobody answered for `patience_s`: then keep the event and send it again later."""
    request = ingestion_pb2.SubmitIndicatorRequest(event=event)
    give_up = time.monotonic() + patience_s
    pause = 0.2
    while True:
        try:
            return stub.SubmitIndicator(request, timeout=CALL_TIMEOUT_S)
        except grpc.RpcError as error:
            details = error_details(error)
            if not is_retryable(error.code(), details) or time.monotonic() + pause > give_up:
                raise
            retry = details.get("RetryInfo")
            told = retry.retry_delay.ToNanoseconds() / 1e9 if retry else 0
        # Spread out, so that many clients do not come back at one moment.
        time.sleep(max(pause, told) * random.uniform(1, 1.5))
        pause = min(2 * pause, LONGEST_PAUSE_S)


def new_event():
    event = ingestion_pb2.IndicatorEvent(
        # Keep it with the record that the event is about, so that a retry has the same.
        event_id=str(uuid.uuid4()),
        bureau="justice",
        indicator="mediation.disputes_received",
        category="neighbours",
        quantity=1,
        subject="例-2023-0001")
    moment = dt.datetime.fromisoformat("2023-06-01T09:30:00+08:00")
    event.occurred_at.FromNanoseconds(int(moment.timestamp()) * 10**9)
    return event


def main():
    ingestion, query = (sys.argv[1:] + ["127.0.0.1:50051", "127.0.0.1:50052"][len(sys.argv) - 1:])
    with grpc.insecure_channel(ingestion) as channel:
        stub = ingestion_pb2_grpc.IndicatorIngestionStub(channel)
        event = new_event()
        first = submit(stub, event)
        again = submit(stub, event)
        print(f"{ingestion_pb2.Outcome.Name(first.outcome)} at revision {first.revision}, "
              f"sent again: {ingestion_pb2.Outcome.Name(again.outcome)}")

        faulty = new_event()
        faulty.bureau = "justise"
        faulty.quantity = -1
        try:
            submit(stub, faulty)
        except grpc.RpcError as error:
            details = error_details(error)
            print(f"{error.code().name} {details['ErrorInfo'].reason}")
            for violation in details["BadRequest"].field_violations:
                print(f"  {violation.field}: {violation.description}")

    with grpc.insecure_channel(query) as channel:
        answer = query_pb2_grpc.IndicatorQueryStub(channel).QueryYear(
            query_pb2.QueryYearRequest(year=2023, indicators=["mediation.resolution_rate"],
                                       min_revision=first.revision), timeout=CALL_TIMEOUT_S)
        figure = answer.figures[0]
        print(f"{figure.name_zh} {figure.display} "
              f"({figure.ratio.numerator} / {figure.ratio.denominator}) "
              f"at revision {answer.revision}")


if __name__ == "__main__":
    main()

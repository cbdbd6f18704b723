"""What a client written with Debian's python3-grpcio needs: stubs, events, error details."""

import datetime as dt

import grpc

import harness

harness.stubs()

# pylint: disable=wrong-import-position
import health_pb2
import health_pb2_grpc
import reflection_pb2
import reflection_pb2_grpc
from google.rpc import error_details_pb2, status_pb2
from jurimeter.v1 import (ingestion_pb2, ingestion_pb2_grpc, ledger_pb2, ledger_pb2_grpc, query_pb2,
                          query_pb2_grpc, scope_pb2)

TIMEOUT_S = 30


def event(**changes):
    """An event that is admitted, with `changes`; `occurred_at` may be text."""
    fields = {"event_id": harness.new_id(), "bureau": "justice",
              "indicator": "mediation.disputes_received", "quantity": 1,
              "occurred_at": "2023-06-01T09:00:00+08:00"} | changes
    moment = fields.pop("occurred_at")
    message = ingestion_pb2.IndicatorEvent(**fields)
    if isinstance(moment, str):
        message.occurred_at.FromDatetime(
            dt.datetime.fromisoformat(moment).astimezone(dt.timezone.utc).replace(tzinfo=None))
    elif moment is not None:
        message.occurred_at.CopyFrom(moment)
    return message


def channel_to(address, credentials=None):
    """A channel; by TLS with `credentials`."""
    if credentials is None:
        return grpc.insecure_channel(address)
    return grpc.secure_channel(address, credentials)


class Client:
    """Channels to both services of an `up`, or to the addresses given; by TLS with credentials."""

    def __init__(self, ingestion, query, credentials=(None, None)):
        self.channels = [channel_to(ingestion, credentials[0]), channel_to(query, credentials[1])]
        self.ingestion = ingestion_pb2_grpc.IndicatorIngestionStub(self.channels[0])
        self.ledger = ledger_pb2_grpc.IndicatorLedgerStub(self.channels[0])
        self.query = query_pb2_grpc.IndicatorQueryStub(self.channels[1])

    def close(self):
        for channel in self.channels:
            channel.close()

    def submit(self, message):
        return self.ingestion.SubmitIndicator(
            ingestion_pb2.SubmitIndicatorRequest(event=message), timeout=TIMEOUT_S)

    def submit_batch(self, messages):
        return self.ingestion.SubmitIndicatorBatch(
            ingestion_pb2.SubmitIndicatorBatchRequest(events=messages), timeout=TIMEOUT_S)

    def figure(self, indicator, min_revision=0, year=2023, **scope):
        answer = self.query.QueryYear(
            query_pb2.QueryYearRequest(year=year, indicators=[indicator],
                                       min_revision=min_revision, **scope), timeout=TIMEOUT_S)
        return answer.figures[0]


def details(error):
    """The google.rpc details of a failed call: {type name: message}."""
    trailers = {name: value for name, value in error.trailing_metadata() or ()}
    status = status_pb2.Status.FromString(trailers["grpc-status-details-bin"])
    if status.code != error.code().value[0]:
        raise AssertionError(f"details say code {status.code}, the call says {error.code()}")
    found = {}
    for packed in status.details:
        kind = packed.TypeName().removeprefix("google.rpc.")
        message = getattr(error_details_pb2, kind)()
        packed.Unpack(message)
        found[kind] = message
    return found


def violations(error):
    """The faulty fields of a failed call: {field: description}."""
    return {violation.field: violation.description
            for violation in details(error)["BadRequest"].field_violations}


def health(channel, service=""):
    answer = health_pb2_grpc.HealthStub(channel).Check(
        health_pb2.HealthCheckRequest(service=service), timeout=TIMEOUT_S)
    return health_pb2.HealthCheckResponse.ServingStatus.Name(answer.status)


def await_serving(address):
    with grpc.insecure_channel(address) as channel:
        harness.wait_for(f"SERVING from {address}", lambda: health(channel) == "SERVING")


def services(channel):
    """Names of the services that a server says it has."""
    request = reflection_pb2.ServerReflectionRequest(list_services="*")
    stub = reflection_pb2_grpc.ServerReflectionStub(channel)
    [answer] = stub.ServerReflectionInfo(iter([request]), timeout=TIMEOUT_S)
    return {service.name for service in answer.list_services_response.service}


def describes(channel, symbol):
    """Whether a server gives the file that defines `symbol`."""
    request = reflection_pb2.ServerReflectionRequest(file_containing_symbol=symbol)
    stub = reflection_pb2_grpc.ServerReflectionStub(channel)
    [answer] = stub.ServerReflectionInfo(iter([request]), timeout=TIMEOUT_S)
    return bool(answer.file_descriptor_response.file_descriptor_proto)

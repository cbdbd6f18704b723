"""Has corrections done by the call that fits them.

The stubs are those of IndicatorIngestion. All functions return the revision, the outcomes and the
reasons of refusals, and throw grpc.RpcError if nothing is known of any correction.
"""

import grpc

import client
from client import ingestion_pb2
from correction_oracle import REFUSED
from messages import correction_message, reasons_in, reasons_of, retraction_message


def send_batch(stub, corrections, timeout_s):
    """Of which all replace, or none does."""
    if corrections[0].replacement is None:
        answer = stub.RetractIndicatorBatch(ingestion_pb2.RetractIndicatorBatchRequest(
            retractions=map(retraction_message, corrections)), timeout=timeout_s)
    else:
        answer = stub.CorrectIndicatorBatch(ingestion_pb2.CorrectIndicatorBatchRequest(
            corrections=map(correction_message, corrections)), timeout=timeout_s)
    return answer.revision, list(answer.outcomes), reasons_in(answer.problems)


def send_one(stub, corrections, timeout_s):
    """The only one there is."""
    [correction] = corrections
    try:
        if correction.replacement is None:
            answer = stub.RetractIndicator(ingestion_pb2.RetractIndicatorRequest(
                retraction=retraction_message(correction)), timeout=timeout_s)
        else:
            answer = stub.CorrectIndicator(ingestion_pb2.CorrectIndicatorRequest(
                correction=correction_message(correction)), timeout=timeout_s)
    except grpc.RpcError as error:
        if error.code() != grpc.StatusCode.INVALID_ARGUMENT or (
                client.details(error)["ErrorInfo"].reason != "CORRECTION_REFUSED"):
            raise
        return 0, [REFUSED], reasons_of(error)
    return answer.revision, [answer.outcome], {}

"""Has days closed and opened again.

The stub is that of IndicatorLedger.
"""

import grpc

import client
from closing_oracle import REFUSED
from messages import close_message, reopen_message


def send(stub, closing, timeout_s):
    """Returns the revision and the outcome; throws grpc.RpcError if nothing is known."""
    try:
        if closing.reopens:
            answer = stub.Reopen(reopen_message(closing), timeout=timeout_s)
        else:
            answer = stub.Close(close_message(closing), timeout=timeout_s)
    except grpc.RpcError as error:
        if error.code() != grpc.StatusCode.INVALID_ARGUMENT or (
                client.details(error)["ErrorInfo"].reason != "CLOSING_REFUSED"):
            raise
        return 0, REFUSED
    return answer.revision, answer.outcome

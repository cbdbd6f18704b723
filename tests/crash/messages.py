"""Events, corrections and closings as messages."""

import client
from client import ingestion_pb2, ledger_pb2, scope_pb2


def message_of(event):
    message = ingestion_pb2.IndicatorEvent(
        event_id=event.id, bureau=event.bureau, indicator=event.indicator,
        category=event.category, quantity=event.quantity, subject=event.subject)
    message.occurred_at.FromMicroseconds(event.occurred_us)
    return message


def reasons_in(problems):
    """Why something of a batch was refused, as the journal has it."""
    return {str(problem.index): [f"{each.field} {each.reason}" for each in problem.violations]
            for problem in problems}


def reasons_of(error):
    """The same of a single call that was refused."""
    metadata = client.details(error)["ErrorInfo"].metadata
    return {"0": [f"{field} {reason}" for field, reasons in metadata.items()
                  for reason in reasons.split(",")]}


def retraction_message(correction):
    return ingestion_pb2.Retraction(request_id=correction.request_id, bureau=correction.bureau,
                                    event_id=correction.event_id, reason=correction.reason)


def correction_message(correction):
    return ingestion_pb2.Correction(retraction=retraction_message(correction),
                                    replacement=message_of(correction.replacement))


def scope_message(scope):
    """Of "all", "region CODE" or "bureaus CODE,CODE"."""
    kind, _, codes = scope.partition(" ")
    if kind == "all":
        return scope_pb2.Scope(all=True)
    if kind == "region":
        return scope_pb2.Scope(region=codes)
    return scope_pb2.Scope(bureaus=codes.split(","))


def close_message(closing):
    return ledger_pb2.CloseRequest(
        request_id=closing.request_id, first_day=closing.first_day, last_day=closing.last_day,
        scope=scope_message(closing.scope), reason=closing.reason)


def reopen_message(closing):
    return ledger_pb2.ReopenRequest(
        request_id=closing.request_id, closing=closing.reopens, first_day=closing.first_day,
        last_day=closing.last_day, scope=closing.scope and scope_message(closing.scope) or None,
        reason=closing.reason)

"""Events and corrections as messages."""

from client import ingestion_pb2


def message_of(event):
    message = ingestion_pb2.IndicatorEvent(
        event_id=event.id, bureau=event.bureau, indicator=event.indicator,
        category=event.category, quantity=event.quantity, subject=event.subject)
    message.occurred_at.FromMicroseconds(event.occurred_us)
    return message


def retraction_message(correction):
    return ingestion_pb2.Retraction(request_id=correction.request_id, bureau=correction.bureau,
                                    event_id=correction.event_id, reason=correction.reason)


def correction_message(correction):
    return ingestion_pb2.Correction(retraction=retraction_message(correction),
                                    replacement=message_of(correction.replacement))

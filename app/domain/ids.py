"""Identifiers are types, so that a case id cannot be passed where an order id is meant.

All but the two marked are random and opaque (``uuid4().hex``): they can be made before anything is stored, never tell
how many there are, and stay the same when two databases are joined. A case *number* is for people ("2026-000042").
"""

from typing import NewType
from uuid import uuid4

AccountId = NewType("AccountId", str)
BoxCommandId = NewType("BoxCommandId", str)
CallId = NewType("CallId", str)
CallerId = NewType("CallerId", str)
CaseId = NewType("CaseId", str)
CaseNumber = NewType("CaseNumber", str)  # for people: year, dash, running number of that year
ContractId = NewType("ContractId", str)
EcallId = NewType("EcallId", str)
FeedId = NewType("FeedId", str)
Imei = NewType("Imei", str)  # given by the box maker: 15 digits
MessageId = NewType("MessageId", str)
NoteId = NewType("NoteId", str)
OrderId = NewType("OrderId", str)
PromiseId = NewType("PromiseId", str)
ProviderId = NewType("ProviderId", str)
SendingId = NewType("SendingId", str)
SessionId = NewType("SessionId", str)
UseId = NewType("UseId", str)
UplinkId = NewType("UplinkId", int)  # position in the uplink log, given by the store


def new_id() -> str:
    """Return a fresh opaque identifier: 32 lower-case hexadecimal digits."""
    return uuid4().hex

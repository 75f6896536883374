"""How a number is given to an exchange: through its dialplan, or by its ``Dial`` application; pure words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.domain.contact import CallPurpose
from app.usecases.call_ports import Originate
from app.usecases.gateway_ports import GatewayFault

RING_LIMIT_VARIABLE: Final = "BIJSTAND_RING_LIMIT"
"""Tells the dialplan of the centre how long it may ring."""

_EMERGENCY: Final = ("112", "101")


@dataclass(frozen=True, slots=True)
class Dialling:
    """What an administrator set.

    Attributes:
        context: Of the dialplan that dials; empty = ``dial`` does.
        dial: Of the ``Dial`` application, {number} in it ("PJSIP/{number}@trunk").
        prefix: What stands for the "+" of a number.
        caller_number: What the called telephone shows; empty = what the exchange says by itself.
        desk_ring_s: How long the operator's telephone rings.
    """

    context: str
    dial: str
    prefix: str
    caller_number: str
    desk_ring_s: float

    @classmethod
    def of_values(cls, values: Mapping[str, str]) -> "Dialling":
        """Read it from the values of the gateway.

        Raises:
            GatewayFault: Neither says how a number is dialled.
        """
        context, dial = values.get("context", ""), values.get("dial", "")
        if not context and "{number}" not in dial:
            raise GatewayFault("set a context of the dialplan, or a dial string with {number} in it")
        prefix = "+" if values.get("number_format") == "plus" else "00"
        return cls(context, dial, prefix, values.get("caller_id", ""), float(values.get("desk_ring_s") or 20))

    def fields(self, call: Originate) -> tuple[tuple[str, str], ...]:
        """Return the fields of the action ``Originate`` for a call."""
        number, limit = self.number(call), f"{call.ring_timeout_s:.0f}"
        if self.context:
            how: tuple[tuple[str, str], ...] = (("Context", self.context), ("Exten", number), ("Priority", "1"))
        else:
            how = (("Application", "Dial"), ("Data", f"{self.dial.replace('{number}', number)},{limit}"))
        return (
            ("Channel", call.agent_endpoint),
            ("ChannelId", call.call_id),
            ("Timeout", f"{self.desk_ring_s * 1000:.0f}"),
            ("CallerID", self.caller_number),
            ("Variable", f"{RING_LIMIT_VARIABLE}={limit}"),
            ("Async", "true"),
            *how,
        )

    def number(self, call: Originate) -> str:
        """Return the number as the exchange dials it.

        Raises:
            GatewayFault: It is none, or an emergency number that nobody asked for as such.
        """
        is_emergency = call.purpose is CallPurpose.EMERGENCY
        if is_emergency and call.to_e164 in _EMERGENCY:
            return call.to_e164
        digits = call.to_e164.removeprefix("+")
        if is_emergency or not call.to_e164.startswith("+") or not digits.isascii() or not digits.isdigit():
            raise GatewayFault("that is no number to dial")
        return f"{self.prefix}{digits}"

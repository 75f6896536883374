"""What the entitlements panel shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EntitlementsState:
    """The panel."""

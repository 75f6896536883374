"""Where the settings of gateways are kept; part of ``app.usecases.ports`` in all but its file."""

from typing import Protocol

from app.domain.gateway import Channel, GatewaySettings


class GatewayRepository(Protocol):
    """What was set for each channel."""

    def find(self, channel: Channel) -> GatewaySettings | None:
        """Return the settings; None = the channel is worked by hand."""
        ...

    def put(self, settings: GatewaySettings) -> None:
        """Store the settings of a channel in place of those before."""
        ...

    def remove(self, channel: Channel) -> None:
        """Forget the settings of a channel and its secret."""
        ...

"""Settings of gateways in a dictionary, for ``memory.InMemoryUnitOfWork``."""

from app.domain.gateway import Channel, GatewaySettings
from app.persistence.obligation import Obligation


class InMemoryGatewayRepository:
    def __init__(self, obligation: Obligation) -> None:
        self._obligation = obligation
        self.settings: dict[Channel, GatewaySettings] = {}

    def find(self, channel: Channel) -> GatewaySettings | None:
        return self.settings.get(channel)

    def put(self, settings: GatewaySettings) -> None:
        self._obligation.changed("gateway")
        self.settings[settings.channel] = settings

    def remove(self, channel: Channel) -> None:
        self._obligation.changed("gateway")
        self.settings.pop(channel, None)

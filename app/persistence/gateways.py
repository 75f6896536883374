"""What was set for each channel, in the table ``gateways``."""

from sqlalchemy import Connection, delete, select

from app.domain.gateway import Channel, GatewaySettings
from app.persistence.gateway_tables import gateways
from app.persistence.obligation import Obligation
from app.persistence.rows import put_row


class SqlGatewayRepository:
    """``GatewayRepository`` in the table ``gateways``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def find(self, channel: Channel) -> GatewaySettings | None:
        """Return the settings; None = the channel is worked by hand."""
        return next((one for one in find_gateways(self._connection) if one.channel is channel), None)

    def put(self, settings: GatewaySettings) -> None:
        """Store the settings of a channel in place of those before."""
        self._obligation.changed("gateway")
        row = {
            "channel": settings.channel.value,
            "adapter": settings.adapter,
            "given": dict(settings.values),
            "sealed": settings.sealed,
            "changed_at": settings.changed_at,
            "changed_by": settings.changed_by,
        }
        put_row(self._connection, gateways, row)

    def remove(self, channel: Channel) -> None:
        """Forget the settings of a channel and its secret."""
        self._obligation.changed("gateway")
        self._connection.execute(delete(gateways).where(gateways.c.channel == channel.value))


def find_gateways(connection: Connection) -> tuple[GatewaySettings, ...]:
    """Return what was set, a few rows at most."""
    return tuple(
        GatewaySettings(Channel(row.channel), row.adapter, row.given, row.changed_at, row.changed_by, row.sealed)
        for row in connection.execute(select(gateways).order_by(gateways.c.channel))
    )

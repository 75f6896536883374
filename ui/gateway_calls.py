"""Questions about gateways to the service; a part of the desk's ``Backend`` that stands apart for its size."""

from typing import TypeVar

from app.api.gateways import GatewayInfo, GatewaysInfo, SetGateway, TryGateway
from app.api.model import ApiModel
from app.domain.gateway import Channel
from ui.ports import Reply

M = TypeVar("M", bound=ApiModel)


class RestGateways:
    """``GatewayService`` over REST; whoever is one gets and posts."""

    def _get(self, path: str, model: type[M], reply: Reply[M]) -> None:
        raise NotImplementedError

    def _post(self, path: str, command: ApiModel | None, model: type[M], reply: Reply[M]) -> None:
        raise NotImplementedError

    def gateways(self, reply: Reply[GatewaysInfo]) -> None:
        """Read by what each channel leaves, and what leaves by itself."""
        self._get("/v1/gateways", GatewaysInfo, reply)

    def set_gateway(self, channel: Channel, command: SetGateway, reply: Reply[GatewayInfo]) -> None:
        """Work a channel by a gateway."""
        self._post(f"/v1/gateways/{channel.value}", command, GatewayInfo, reply)

    def clear_gateway(self, channel: Channel, reply: Reply[GatewayInfo]) -> None:
        """Work a channel by hand."""
        self._post(f"/v1/gateways/{channel.value}/clear", None, GatewayInfo, reply)

    def try_gateway(self, channel: Channel, command: TryGateway, reply: Reply[GatewayInfo]) -> None:
        """Let one harmless thing leave."""
        self._post(f"/v1/gateways/{channel.value}/trials", command, GatewayInfo, reply)

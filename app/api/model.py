"""The parent of every model: frozen, closed to unknown fields on the way in, tolerant of nothing."""

from pydantic import BaseModel, ConfigDict


class ApiModel(BaseModel):
    """An immutable message between desk and service."""

    model_config = ConfigDict(frozen=True, extra="forbid")

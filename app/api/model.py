"""The parent of every model: frozen, closed to unknown fields on the way in, tolerant of nothing.

An error names the field and never quotes what was in it: that may be a person, and errors end up in logs.
"""

from pydantic import BaseModel, ConfigDict


class ApiModel(BaseModel):
    """An immutable message between desk and service."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

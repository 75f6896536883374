"""What the page of the workplace shows, in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One thing that is set. ``hint``: what it does, and its name in files and policies."""

    what: str
    value: str
    set_by: str
    hint: str


@dataclass(frozen=True, slots=True)
class WorkplaceState:
    """The page. ``passed_over``: a sentence for each value that counts for nothing."""

    settings: tuple[SettingLine, ...]
    passed_over: tuple[str, ...]

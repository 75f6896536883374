"""What an import is of, and how far it is."""

from enum import StrEnum


class ImportKind(StrEnum):
    """What one row of the file is."""

    CONTRACTS = "contracts"
    BOXES = "boxes"


class ImportStage(StrEnum):
    """How far one import is."""

    RECEIVING = "receiving"
    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    DONE = "done"
    FAILED = "failed"

    @property
    def is_moving(self) -> bool:
        """Whether it goes on by itself."""
        return self in (ImportStage.CHECKING, ImportStage.APPLYING)

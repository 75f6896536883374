"""Contracts and boxes on record: found, looked at, mended."""

from collections.abc import Mapping

from pydantic import Field

from app.api.model import ApiModel
from app.domain.ids import ContractId, Imei


class RecordRow(ApiModel):
    """One record that was found, as a list shows it. Empty = not known."""

    contract_id: ContractId | None
    imei: Imei | None
    policy_number: str
    name: str
    driver: str
    plate: str
    car: str
    municipality: str
    boxes: int


class FindRecords(ApiModel):
    """POST /v1/records/find: what somebody typed."""

    text: str = Field(max_length=200)


class FoundRecords(ApiModel):
    """What was found.

    Attributes:
        more: There are others; a longer text finds fewer.
        is_whole: False = after an update not every contract can be found yet.
    """

    rows: tuple[RecordRow, ...]
    more: bool
    is_whole: bool = True


class OpenRecord(ApiModel):
    """POST /v1/records/open: one record, by its contract or by a box. Looking at it is audited."""

    contract_id: ContractId | None = None
    imei: Imei | None = None


class RecordDetail(ApiModel):
    """One record, whole: the cells of its contract and of each of its boxes, by the columns of an import.

    Attributes:
        contract_id: None = a box without contract.
        version: To be sent back when it is mended.
        contract: Cells that are not known are absent.
        boxes: One entry a box, by IMEI.
    """

    contract_id: ContractId | None
    version: str
    contract: Mapping[str, str]
    boxes: tuple[Mapping[str, str], ...]


class MendRecord(ApiModel):
    """POST /v1/records/mend: what was typed; without contract, box and version a new record.

    ``imei``: of the box that is mended. ``cells``: only what is to change, by column; "" = not known.
    """

    contract_id: ContractId | None = None
    imei: Imei | None = None
    version: str | None = None
    cells: Mapping[str, str] = Field(max_length=64)

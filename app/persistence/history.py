"""Every stored frame again, in order and page by page, from a snapshot that cannot write."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from app.domain.box import BoxModel
from app.domain.ids import Imei, UplinkId
from app.domain.uplink import StoredUplink, UplinkState
from app.persistence.boxes import find_box
from app.persistence.engine import checker_engine
from app.persistence.obligation import Obligation
from app.persistence.s2 import SqlS2Log
from app.persistence.senders import SqlDeviceKeyRepository
from app.persistence.store import DATABASE_NAME
from app.persistence.tables import uplinks
from app.persistence.uplinks import raw_from
from app.usecases.audit_report import NoStore
from app.usecases.redecode_report import ReadThen

_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class History:
    """What is needed to read every frame again."""

    device_keys: SqlDeviceKeyRepository
    s2: SqlS2Log
    _connection: Connection

    def frames(self) -> Iterator[ReadThen]:
        """Yield every frame, oldest first."""
        last = 0
        while True:
            page = select(uplinks).where(uplinks.c.uplink_id > last).order_by(uplinks.c.uplink_id).limit(_PAGE)
            rows = self._connection.execute(page).all()
            for row in rows:
                stored = StoredUplink(UplinkId(row.uplink_id), raw_from(row), UplinkState(row.state))
                yield ReadThen(stored, row.fingerprint)
            if not rows:
                return
            last = rows[-1].uplink_id

    def model_of(self, imei: Imei) -> BoxModel | None:
        """Return the model of a box on record."""
        box = find_box(self._connection, imei)
        return None if box is None else box.model


@contextmanager
def history(folder: Path) -> Iterator[History]:
    """Open the store of a data folder read-only, whether or not a service runs there.

    Raises:
        NoStore: There is no database in the folder.
    """
    file = folder / DATABASE_NAME
    if not file.is_file() or file.stat().st_size == 0:
        raise NoStore(str(file))
    engine = checker_engine(file)
    try:
        with engine.connect() as connection, connection.begin():
            yield History(SqlDeviceKeyRepository(connection, Obligation()), SqlS2Log(connection), connection)
    finally:
        engine.dispose()

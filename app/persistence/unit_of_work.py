"""One job's view of the open transaction: every repository over one connection, and what the job owes the audit."""

from sqlalchemy import Connection

from app.persistence.accounts import SqlAccountRepository
from app.persistence.answers import SqlAnswerRepository
from app.persistence.audit import SqlAuditLog
from app.persistence.box_commands import SqlBoxCommandRepository
from app.persistence.boxes import SqlBoxRepository, SqlContractRepository
from app.persistence.call_events import SqlCallEventLog, SqlDeskTelephones
from app.persistence.callers import SqlCallerRepository
from app.persistence.cases import SqlCaseRepository
from app.persistence.contact import (
    SqlCallRepository,
    SqlNoteRepository,
    SqlOrderRepository,
)
from app.persistence.ecalls import SqlEcallRepository
from app.persistence.events import SqlEventLog
from app.persistence.firmware import SqlFirmwareLog
from app.persistence.gateways import SqlGatewayRepository
from app.persistence.hand_overs import SqlHandOverRepository
from app.persistence.idempotency import SqlReplyLog
from app.persistence.messages import SqlMessageRepository
from app.persistence.obligation import Obligation
from app.persistence.promises import SqlPromiseRepository
from app.persistence.providers import SqlProviderRepository
from app.persistence.records import SqlRecordLog
from app.persistence.s2 import SqlS2Log
from app.persistence.senders import SqlDeviceKeyRepository, SqlFeedRepository
from app.persistence.sendings import SqlSendingRepository
from app.persistence.uplinks import SqlUplinkLog
from app.persistence.uses import SqlUseRepository


class SqlUnitOfWork:
    """``UnitOfWork`` over a connection whose transaction somebody else began and will end.

    ``replies`` stands beside the ports of ``UnitOfWork``: it belongs to whoever runs handlers, not to handlers.
    """

    def __init__(self, connection: Connection) -> None:
        self._obligation = Obligation()
        self.uplinks = SqlUplinkLog(connection)
        self.s2 = SqlS2Log(connection)
        self.device_keys = SqlDeviceKeyRepository(connection, self._obligation)
        self.feeds = SqlFeedRepository(connection, self._obligation)
        self.box_commands = SqlBoxCommandRepository(connection, self._obligation)
        self.firmware = SqlFirmwareLog(connection, self._obligation)
        self.boxes = SqlBoxRepository(connection, self._obligation)
        self.contracts = SqlContractRepository(connection, self._obligation)
        self.records = SqlRecordLog(connection, self._obligation)
        self.ecalls = SqlEcallRepository(connection)
        self.cases = SqlCaseRepository(connection, self._obligation)
        self.callers = SqlCallerRepository(connection, self._obligation)
        self.calls = SqlCallRepository(connection, self._obligation)
        self.call_events = SqlCallEventLog(connection, self._obligation)
        self.desk_telephones = SqlDeskTelephones(connection, self._obligation)
        self.messages = SqlMessageRepository(connection, self._obligation)
        self.orders = SqlOrderRepository(connection, self._obligation)
        self.providers = SqlProviderRepository(connection, self._obligation)
        self.sendings = SqlSendingRepository(connection, self._obligation)
        self.promises = SqlPromiseRepository(connection, self._obligation)
        self.notes = SqlNoteRepository(connection, self._obligation)
        self.answers = SqlAnswerRepository(connection, self._obligation)
        self.hand_overs = SqlHandOverRepository(connection, self._obligation)
        self.uses = SqlUseRepository(connection, self._obligation)
        self.accounts = SqlAccountRepository(connection, self._obligation)
        self.gateways = SqlGatewayRepository(connection, self._obligation)
        self.audit = SqlAuditLog(connection, self._obligation)
        self.events = SqlEventLog(connection)
        self.replies = SqlReplyLog(connection)

    def check_audited(self) -> None:
        """Pass when everything this job changed is in the audit.

        Raises:
            UnauditedChange: Something is not.
        """
        self._obligation.check()

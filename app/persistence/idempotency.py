"""Replies kept for a day, so that a command sent again acts once (``app.usecases.replies``)."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from app.persistence.tables import replies
from app.usecases.replies import Reply, RequestKey, reused_key


class SqlReplyLog:
    """``ReplyLog`` in the table ``replies``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, request: RequestKey) -> Reply | None:
        """Return what was answered to this very request, or None; the key of another request is a ``Conflict``."""
        same = (replies.c.account_id == request.account, replies.c.key == request.key)
        row = self._connection.execute(select(replies).where(*same)).first()
        if row is None:
            return None
        if row.request_digest != request.digest:
            raise reused_key()
        return Reply(row.status, row.body)

    def put(self, request: RequestKey, reply: Reply, at: datetime) -> None:
        """Keep an answer, in this transaction."""
        row = insert(replies).values(
            account_id=request.account,
            key=request.key,
            request_digest=request.digest,
            status=reply.status,
            body=reply.body,
            stored_at=at,
        )
        self._connection.execute(row)

    def prune(self, before: datetime) -> None:
        """Forget replies older than that."""
        self._connection.execute(delete(replies).where(replies.c.stored_at < before))

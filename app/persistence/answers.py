"""What people answered: one row a fact, replaced by the next answer."""

from collections.abc import Mapping

from sqlalchemy import Connection, select
from sqlalchemy.sql.elements import ColumnElement

from app.domain.answer import Answer
from app.domain.ids import AccountId, CaseId
from app.persistence.obligation import Obligation
from app.persistence.rows import AnyRow, put_row
from app.persistence.tables import answers


class SqlAnswerRepository:
    """``AnswerRepository`` in the table ``answers``."""

    def __init__(self, connection: Connection, obligation: Obligation) -> None:
        self._connection = connection
        self._obligation = obligation

    def put(self, answer: Answer) -> None:
        """Store the answer in place of the one before."""
        self._obligation.changed("answer", answer.case_id)
        put_row(self._connection, answers, _row(answer))

    def of_case(self, case_id: CaseId) -> tuple[Answer, ...]:
        """Return the answers of a case, oldest first."""
        return find_answers(self._connection, answers.c.case_id == case_id)


def find_answers(connection: Connection, where: ColumnElement[bool]) -> tuple[Answer, ...]:
    """Return answers, oldest first."""
    chosen = select(answers).where(where).order_by(answers.c.said_at, answers.c.fact)
    return tuple(_answer_from(row) for row in connection.execute(chosen))


def _row(answer: Answer) -> Mapping[str, object]:
    value = list(answer.value) if isinstance(answer.value, tuple) else answer.value
    return {
        "case_id": answer.case_id,
        "fact": answer.fact,
        "value": value,
        "said_by": answer.said_by,
        "author": answer.author,
        "said_at": answer.said_at,
        "is_not_known": answer.is_not_known,
    }


def _answer_from(row: AnyRow) -> Answer:
    return Answer(
        case_id=CaseId(row.case_id),
        fact=row.fact,
        value=tuple(row.value) if isinstance(row.value, list) else row.value,
        said_by=AccountId(row.said_by),
        author=row.author,
        said_at=row.said_at,
        is_not_known=bool(row.is_not_known),
    )

"""Questions, answers and services of the contract, made up, as the service sends them with a case."""

from datetime import datetime

from pydantic import JsonValue

from app.api.cases import CaseDetail
from app.api.entitlements import (
    AnswerInfo,
    ClauseInfo,
    LimitInfo,
    NotKnownInfo,
    QuestionInfo,
    QuestionKind,
    ServiceCard,
    ServiceFamily,
    ServiceStatus,
    TextInfo,
)
from app.domain.answer import FIRST_MINUTE, PERSONS
from app.domain.next_step import NextKind
from app.domain.subscription import Language
from tests.support.cases import my_case
from tests.support.contract import NOW

HAND_OVER_TEXT = (
    "1 Centrale VIVIUM, ref 2031-000001\n2 WAT: botsing 22:13:58\n3 WAAR: Bertem (3060)\n4 GPS: 50.86412, 4.62981"
)


def a_text(words: str) -> TextInfo:
    """The same words in every language, each with its mark."""
    return TextInfo(nl=f"{words} (nl)", fr=f"{words} (fr)", de=f"{words} (de)", en=words)


def a_question(fact: str = "drivable", **changes: object) -> QuestionInfo:
    """A question of yes or no."""
    question = QuestionInfo(
        fact=fact,
        kind=QuestionKind.YES_NO,
        text=a_text("Can the car still drive?"),
        say="Kan de wagen nog rijden?",
        say_language=Language.NL,
    )
    return question.model_copy(update=changes)


def first_questions() -> tuple[QuestionInfo, ...]:
    """The five of the first minute."""
    return tuple(
        a_question(
            fact,
            kind=QuestionKind.NUMBER if fact == PERSONS else QuestionKind.YES_NO,
            say=f"{fact}, in het Nederlands?",
            first_minute=True,
        )
        for fact in FIRST_MINUTE
    )


def an_answer(fact: str, value: JsonValue = True, shown: str = "yes", said_at: datetime = NOW) -> AnswerInfo:
    """An answer that An Verbeke wrote down."""
    return AnswerInfo(
        fact=fact, value=value, shown=a_text(shown), text=a_text(fact), said_by="An Verbeke", said_at=said_at
    )


def in_vain(fact: str, said_at: datetime = NOW) -> NotKnownInfo:
    """What An Verbeke asked, and nobody could say."""
    return NotKnownInfo(fact=fact, text=a_text(fact), said_by="An Verbeke", said_at=said_at)


def an_asking_case(*answers: AnswerInfo, **changes: object) -> CaseDetail:
    """My case in its first minute."""
    known: dict[str, object] = {"questions": first_questions(), "answers": answers, "hand_over_text": HAND_OVER_TEXT}
    return my_case(NextKind.SAY_OUTCOME).model_copy(update={**known, **changes})


def a_clause(clause: str = "P2.C2.A1", **changes: object) -> ClauseInfo:
    """A clause that grants."""
    info = ClauseInfo(
        clause=clause,
        title=a_text("Towing"),
        status=ServiceStatus.GRANTED,
        quote_nl="wij slepen het voertuig",
        source="deel 2, art. 1",
    )
    return info.model_copy(update=changes)


def a_service(family: ServiceFamily = ServiceFamily.TOW, **changes: object) -> ServiceCard:
    """A granted tow."""
    card = ServiceCard(
        family=family,
        title=a_text(family.value.title()),
        status=ServiceStatus.GRANTED,
        limit=a_text("up to 250 EUR"),
        limits=(LimitInfo(key="max_eur", value="250", left="100"),),
        reason=a_text("VIVIUM pays the garage."),
        clauses=(a_clause(),),
        say="Wij sturen een takelwagen.",
        say_language=Language.NL,
        missing=(),
    )
    return card.model_copy(update=changes)

"""What to ask next, the first minute before all else, and what was answered so far."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from app.api.entitlements import AnswerInfo, ChoiceInfo, NotKnownInfo, QuestionInfo, QuestionKind, TextInfo
from app.domain.answer import FIRST_MINUTE, ON_MOTORWAY, Answer, AnswerValue, answer_of, is_outdated
from app.domain.subscription import Language
from app.i18n import LANGUAGES, country_name, translator
from app.rules.assess import Assessment
from app.rules.facts import Fact, FactType, Texts
from app.rules.interview import next_questions
from app.usecases.answer_fact import in_words
from app.usecases.asked_in_vain import asked_in_vain
from app.usecases.first_questions import first_questions
from app.usecases.queries import CaseFile
from services.detector.api.services_shown import text

MOTORWAY_FROM_KMH: Final = 95.0
"""Design section 6: after a faster approach "Motorway?" is asked before all others."""

_NOT_FOR_A_DRIVER: Final = frozenset({"edition", "impact_g", "gsm_reachable", "call_answered", "s2_box_active"})
_ABROAD: Final = "!BE"
_KINDS: Final[Mapping[FactType, QuestionKind]] = {
    FactType.BOOL: QuestionKind.YES_NO,
    FactType.NUMBER: QuestionKind.NUMBER,
    FactType.INTEGER: QuestionKind.NUMBER,
    FactType.DURATION: QuestionKind.DURATION,
    FactType.CODE: QuestionKind.CHOICE,
    FactType.CODES: QuestionKind.CHOICES,
    FactType.PLACE: QuestionKind.PLACE,
    FactType.TEXT: QuestionKind.TEXT,
}


def questions(file: CaseFile, assessments: Sequence[Assessment], language: Language) -> tuple[QuestionInfo, ...]:
    """Return those of the first minute, answered or not, then what can still change a guarantee."""
    if not assessments:
        return ()
    declared = assessments[0].edition.facts
    is_fast = any((ecall.approach_speed_kmh or 0.0) > MOTORWAY_FROM_KMH for ecall in file.ecalls)
    is_urgent = is_fast and answer_of(file.brief.standing, ON_MOTORWAY) is None
    first = [
        _question(declared[name], language, first_minute=True, is_urgent=is_urgent and name == ON_MOTORWAY)
        for name in first_questions(file.brief.case, file.brief.answers)
        if name in declared
    ]
    rest = [
        _question(one.fact, language, clauses=one.clauses)
        for one in next_questions(assessments)
        if one.fact.name not in FIRST_MINUTE and one.fact.name not in _NOT_FOR_A_DRIVER
    ]
    return (*first, *rest)


def answers(file: CaseFile, assessments: Sequence[Assessment]) -> tuple[AnswerInfo, ...]:
    """Return what stands answered, the hand-overs that were ticked among it."""
    return _answers(file.brief.standing, assessments)


def earlier_answers(file: CaseFile, assessments: Sequence[Assessment]) -> tuple[AnswerInfo, ...]:
    """Return what was said of people before the last impact."""
    struck_at = file.brief.case.struck_at
    return _answers([one for one in file.brief.answers if is_outdated(one, struck_at)], assessments)


def not_known(file: CaseFile, assessments: Sequence[Assessment]) -> tuple[NotKnownInfo, ...]:
    """Return what was asked and nobody could say."""
    declared = _declared(assessments)
    return tuple(
        NotKnownInfo(fact=one.fact, text=_asked(one, declared), said_by=one.author, said_at=one.said_at)
        for one in asked_in_vain(file.brief)
    )


def _declared(assessments: Sequence[Assessment]) -> Mapping[str, Fact]:
    return {name: fact for one in assessments for name, fact in one.edition.facts.items()}


def _answers(given: Iterable[Answer], assessments: Sequence[Assessment]) -> tuple[AnswerInfo, ...]:
    declared = _declared(assessments)
    words = assessments[0].edition.texts if assessments else {}
    return tuple(
        AnswerInfo(
            fact=one.fact,
            value=list(one.value) if isinstance(one.value, tuple) else one.value,
            shown=_shown(one.value, declared.get(one.fact), words),
            text=_asked(one, declared),
            said_by=one.author,
            said_at=one.said_at,
        )
        for one in given
        if one.value is not None
    )


def entry_words(
    details: Mapping[str, str], assessments: Sequence[Assessment]
) -> tuple[TextInfo | None, TextInfo | None]:
    """Return the question and the answer that an entry of the timeline names; None = it names none that is known."""
    fact = next((one.edition.facts[details["fact"]] for one in assessments if _declares(one, details)), None)
    if fact is None:
        return None, None
    value, words = details.get("value"), assessments[0].edition.texts
    asked = text(fact.question)
    return asked, None if value is None else _shown(_read(fact, value), fact, words)


def _declares(assessment: Assessment, details: Mapping[str, str]) -> bool:
    return details.get("fact", "") in assessment.edition.facts


def _read(fact: Fact, written: str) -> AnswerValue:
    """Return the value as it was answered, from ``in_words``."""
    if fact.type is FactType.BOOL and written in ("yes", "no"):
        return written == "yes"
    return tuple(written.split(", ")) if fact.type is FactType.CODES else written


def _question(
    fact: Fact,
    language: Language,
    *,
    first_minute: bool = False,
    is_urgent: bool = False,
    clauses: tuple[str, ...] = (),
) -> QuestionInfo:
    return QuestionInfo(
        fact=fact.name,
        kind=_KINDS[fact.type],
        text=text(fact.question),
        say=fact.question[language],
        say_language=language,
        unit=fact.unit,
        choices=tuple(ChoiceInfo(code=code, text=text(label)) for code, label in fact.labels.items()),
        first_minute=first_minute,
        is_vital=fact.is_vital,
        is_urgent=is_urgent,
        clauses=clauses,
    )


def _asked(answer: Answer, declared: Mapping[str, Fact]) -> TextInfo:
    fact = declared.get(answer.fact)
    return text(dict.fromkeys(LANGUAGES, answer.fact) if fact is None else fact.question)


def _shown(value: AnswerValue, fact: Fact | None, words: Mapping[str, Texts]) -> TextInfo:
    if isinstance(value, bool) and words:
        return text(words["word.yes" if value else "word.no"])
    if fact is not None and fact.type is FactType.PLACE and isinstance(value, str):
        return text({language: _country(value, language) for language in LANGUAGES})
    labels = {} if fact is None else fact.labels
    codes = value if isinstance(value, tuple) else (value,)
    said = {
        language: ", ".join(labels[code][language] if code in labels else in_words(code) for code in map(_key, codes))
        for language in LANGUAGES
    }
    return text(said)


def _country(code: str, language: str) -> str:
    _ = translator(language)
    return _("abroad") if code == _ABROAD else country_name(code, language)


def _key(code: AnswerValue) -> str:
    return code if isinstance(code, str) else in_words(code)

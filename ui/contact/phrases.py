"""What to say to somebody who speaks none of our languages, until an interpreter does.

Words follow facts here too: that 112 knows, that a truck comes, that an interpreter is called is only offered to be
said once it is so.
"""

from collections.abc import Callable, Mapping
from typing import Final

from app.api.cases import CaseDetail
from app.domain.answer import EmergencyNumber
from app.domain.service_order import OrderState
from app.i18n import _
from resources.phrases import read_phrases
from ui.contact.state import PhraseLine, PhrasesState

_MEANINGS: Final[Mapping[str, Callable[[], str]]] = {
    "hurt": lambda: _("Is anybody hurt?"),
    "trapped": lambda: _("Can everybody get out of the car?"),
    "fire": lambda: _("Is there fire or smoke?"),
    "out": lambda: _("Get out and stand behind the barrier."),
    "people": lambda: _("How many people are in the car?"),
    "danger": lambda: _("In danger, call 112."),
    "told": lambda: _("112 knows where you are."),
    "tow": lambda: _("A tow truck is on its way to you."),
    "interpreter": lambda: _("Stay on the line, I am calling an interpreter."),
}

_COMES: Final = (OrderState.ACCEPTED, OrderState.EN_ROUTE, OrderState.ON_SITE)


def phrases_state(detail: CaseDetail, chosen: str, interpreter: str) -> PhrasesState:
    """Return the languages to choose from and what can be said in the chosen one.

    ``chosen``: code of a language; ``interpreter``: number of the interpreter line. Empty = there is none.
    """
    book = read_phrases()
    true = _facts(detail, interpreter)
    lines = tuple(
        PhraseLine(phrase.spoken[chosen].text, phrase.spoken[chosen].say, _MEANINGS[phrase.key]())
        for phrase in (book.phrases if chosen else ())
        if not phrase.when or phrase.when in true
    )
    words = _("Interpreter line: {number}").format(number=interpreter) if interpreter else ""
    return PhrasesState(tuple(book.languages.items()), chosen, lines, words)


def _facts(detail: CaseDetail, interpreter: str) -> frozenset[str]:
    told = EmergencyNumber.EMERGENCY_112.fact
    facts = {
        "112_told": any(answer.fact == told and answer.value is True for answer in detail.answers),
        "tow_accepted": any(order.state in _COMES for order in detail.orders),
        "interpreter": bool(interpreter),
    }
    return frozenset(name for name, is_so in facts.items() if is_so)

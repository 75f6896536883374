"""The words of every SMS that is not typed by a person, in the language of whoever gets it.

A text says who writes, about what, and what to do: no name, no place, no "crash", because a number may have changed
hands. It stays inside the GSM alphabet whatever the catalogues say, because one letter outside of it halves what fits
into a part. Where the language is not known it is said in Dutch, French and English, one after the other: whoever reads
none of the two large languages of the country most often reads the third, and a fourth would cost a part more.
"""

from typing import Final

from app.domain.message import Template
from app.domain.sms_text import plain
from app.domain.subscription import Language
from app.i18n import translator
from app.usecases.phone_numbers import shown

WHEN_UNKNOWN: Final = (Language.NL, Language.FR, Language.EN)


def text_of(template: Template, language: Language | None, call_back_e164: str) -> str:
    """Return the text.

    Args:
        template: Any but the operator's own.
        language: None = not known.
        call_back_e164: Number of the centre; empty = the text names none.
    """
    languages = WHEN_UNKNOWN if language is None else (language,)
    return "\n".join(plain(_SENTENCES[template](one, call_back_e164)) for one in languages)


def _call_us_back(language: Language, call_back_e164: str) -> str:
    _ = translator(language)
    if not call_back_e164:
        return _(
            "VIVIUM Bijstand: we tried to call you about your car. Please call this number back. In an emergency: 112."
        )
    text = _(
        "VIVIUM Bijstand: we tried to call you about your car. Please call us back: {number}. In an emergency: 112."
    )
    return text.format(number=shown(call_back_e164))


def _we_have_your_signal(language: Language, call_back_e164: str) -> str:
    _ = translator(language)
    if not call_back_e164:
        return _("VIVIUM Bijstand: we have the signal of your car and will call you. In danger: call 112.")
    text = _("VIVIUM Bijstand: we have the signal of your car. Call us: {number}. In danger: call 112.")
    return text.format(number=shown(call_back_e164))


def _battery_drop(language: Language, call_back_e164: str) -> str:
    _ = translator(language)
    if not call_back_e164:
        return _("VIVIUM Bijstand: the battery of your car is low, says its box. Have it checked.")
    text = _("VIVIUM Bijstand: the battery of your car is low, says its box. Have it checked. Questions: {number}.")
    return text.format(number=shown(call_back_e164))


_SENTENCES: Final = {
    Template.CALL_US_BACK: _call_us_back,
    Template.WE_HAVE_YOUR_SIGNAL: _we_have_your_signal,
    Template.BATTERY_DROP: _battery_drop,
}

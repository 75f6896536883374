"""What two spellings of one plate, policy or number share."""

import unicodedata
from typing import Final

_NO_SIGNS: Final = {code: None for code in range(128) if not chr(code).isalnum()}


def key_of(text: str) -> str:
    """Return only the letters and digits of a plate, a policy or a number, in capitals: what two spellings share."""
    if text.isascii():
        return text.upper().translate(_NO_SIGNS)
    return "".join(one for one in unicodedata.normalize("NFKC", text).upper() if one.isalnum())

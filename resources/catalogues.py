"""The gettext catalogues: one ``.po`` a person edits and one ``.mo`` the product reads, per language.

Both are committed. A ``.mo`` that is made at build time would be one more step between a clean clone and a window,
and a desk without it would silently speak English; a test holds the pair together instead.
"""

from pathlib import Path
from typing import BinaryIO

FOLDER = Path(__file__).parent / "i18n"
DOMAIN = "bijstand"


def compiled_path(language: str) -> Path:
    """Return where the compiled catalogue of a language is ("nl")."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.mo"


def source_path(language: str) -> Path:
    """Return where the editable catalogue of a language is."""
    return compiled_path(language).with_suffix(".po")


def open_compiled(language: str) -> BinaryIO:
    """Open the compiled catalogue of a language.

    Raises:
        FileNotFoundError: The product has none for it.
    """
    return compiled_path(language).open("rb")

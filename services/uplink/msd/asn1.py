"""The one place that touches asn1tools, which has no types: text of a module in, plain values out.

Modules are compiled when first needed (a tenth of a second each), so a service that reads no MSD does not pay for them.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any


class DoesNotFitError(Exception):
    """The bytes are not a value of the type."""


def decode(module_text: str, type_name: str, data: bytes) -> Mapping[str, Any]:
    """Return the fields of a SEQUENCE in unaligned PER, typed as the module says; bytes behind it are ignored.

    Raises:
        DoesNotFitError: The bytes are too few, or say something the type does not allow.
    """
    from asn1tools import DecodeError  # noqa: PLC0415 - loaded when needed

    try:
        fields: Mapping[str, Any] = _compiled(module_text).decode(type_name, data)
    except (
        DecodeError,
        NotImplementedError,
    ) as error:  # the second: a form of PER it does not know, such as 64 extensions
        raise DoesNotFitError(str(error)) from error
    return fields


@cache
def _compiled(module_text: str) -> Any:  # noqa: ANN401 - an untyped library's object that does not leave this module
    import asn1tools  # noqa: PLC0415

    return asn1tools.compile_string(module_text, "uper")

"""The public key of whoever releases this product, for the list of versions.

``release-key.txt`` beside this module: 64 hexadecimal digits, made by ``packaging/release_list.py --new-key``. There is
none in the repository: a build without it looks for no versions.
"""

from pathlib import Path
from typing import Final

PATH: Final = Path(__file__).with_name("release-key.txt")
_LENGTH: Final = 32


def release_key(path: Path = PATH) -> bytes | None:
    """Return the key, 32 bytes; None when this build has none.

    Raises:
        ValueError: The file holds something else.
    """
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return None
    if len(key) != _LENGTH:
        raise ValueError(f"{path.name} must hold {_LENGTH} bytes in hexadecimal")
    return key

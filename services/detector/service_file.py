"""``service.json``: how a desk finds the service of its data folder, and the token that admits it.

Written only when everything listens, whole or not at all, and readable by this user only: whoever reads it may ask the
service. What an earlier service left behind is removed at the start, as soon as the folder is ours.
"""

import os
import secrets
import sys
from pathlib import Path
from typing import Final

from app.api.service import ServiceFile

FILE_NAME: Final = "service.json"
_TOKEN_BYTES: Final = 32


def new_token() -> str:
    """Return a desk token of 256 random bits."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def write_service_file(folder: Path, content: ServiceFile, *, for_all_users: bool = False) -> None:
    """Put the file in its place, in one step; for the desks of every user, where the service is the machine's.

    Raises:
        OSError: It cannot be written; no desk will find this service.
    """
    fresh = folder / f"{FILE_NAME}.new"
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(content.model_dump_json())
        out.flush()
        os.fsync(out.fileno())
    if for_all_users:
        _share(fresh)
    fresh.replace(folder / FILE_NAME)


def _share(path: Path) -> None:
    """Let every user of this machine read it; what admits a person is the sign-in."""
    if sys.platform == "win32":
        from services.detector.windows_service import share_with_users  # noqa: PLC0415 - Windows alone has it

        share_with_users(path)
    else:
        path.chmod(0o644)


def remove_service_file(folder: Path) -> None:
    """Take the file away: nobody is to be found here."""
    (folder / FILE_NAME).unlink(missing_ok=True)

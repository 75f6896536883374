"""The fake service as a process: ``python -m tests.support.service_process DIR`` writes ``service.json`` as ours does.

Ends after a minute by itself, so that a failed test leaves nothing behind.
"""

import os
import sys
import threading
from pathlib import Path

from app.api.service import ServiceFile
from tests.support.contract import a_health
from tests.support.http_service import HttpService


def main(folder: Path) -> None:
    """Serve until killed."""
    service = HttpService()
    service.health = a_health(pid=os.getpid(), is_training=True).model_dump_json().encode()
    service.start()
    file = ServiceFile(version=1, url=service.url, pid=os.getpid(), token="service-token", listeners={})
    fresh = folder / "service.json.new"
    fresh.write_text(file.model_dump_json(), encoding="utf-8")
    fresh.replace(folder / "service.json")
    threading.Event().wait(60)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

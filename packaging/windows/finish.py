"""Seal a Windows bundle that stands on this machine and search it: the last step before its self-check (``build.ps1``).

``finish.py BUNDLE``; exit code 0: nothing is wrong with it.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "freeze"))
import contents
import portable_executables
import tree
from lane import Stop, commit_time, ended


def finish(bundle: Path) -> None:
    """Seal the bundle and refuse it when something is wrong with it.

    Raises:
        Stop: Something is.
    """
    tree.seal(bundle)
    tree.age(bundle, commit_time())
    wrong = tree.faults(bundle, "win32") + portable_executables.faults(bundle, contents.version())
    if wrong:
        raise Stop("The bundle is wrong:\n" + "\n".join(wrong))
    tree.write_sums(bundle)


if __name__ == "__main__":
    sys.exit(ended(lambda: finish(Path(sys.argv[1]).resolve())))

"""The desk as Windows starts it: without a console, so what a program says on one goes nowhere."""

import os
import sys

if sys.stdout is None or sys.stderr is None:
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - as long as the process
    sys.stderr = sys.stderr or sys.stdout

from app.__main__ import main

sys.exit(main())

"""``python -m services.detector`` as a program."""

import sys

from services.detector.__main__ import main

sys.exit(main())

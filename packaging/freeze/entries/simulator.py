"""``python -m services.simulator`` as a program."""

import sys

from services.simulator.__main__ import main

sys.exit(main())

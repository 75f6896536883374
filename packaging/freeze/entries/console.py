"""The same program as the desk, with a console: every command."""

import sys

from app.__main__ import main

sys.exit(main())

"""`python -m assistant` is the command `assistant`."""

import sys

from assistant.cli.main import main

sys.exit(main())

"""`python -m assistant` is the command `biganzi`."""

import sys

from assistant.cli.main import main

sys.exit(main())

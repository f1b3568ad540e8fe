"""Settings of the test run: must come before Django reads its own."""

import os
import tempfile

os.environ.setdefault("SOJOURN_MODE", "test")
os.environ.setdefault("SOJOURN_HOME", tempfile.mkdtemp(prefix="sojourn-test-"))

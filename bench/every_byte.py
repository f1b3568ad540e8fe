"""Every single-byte change of a sealed document is caught: `python -m bench.every_byte [trials]`, 10,000 if not said.

Each trial changes one byte at a place drawn by lot to another value drawn by lot, and asks the check that verification
uses. Exit status 1 where one passed. The seed is told, so that a run can be repeated.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime

from sojourn.certificates.seal_check import TrustedKey, independent_seal_check


def missed(
    document: bytes, trusted: Sequence[TrustedKey], moment: datetime, trials: int, lot: random.Random
) -> list[tuple[int, int]]:
    """Which changes (place, new value) were not caught, of so many."""
    passed = []
    for _ in range(trials):
        place = lot.randrange(len(document))
        value = lot.choice([each for each in range(256) if each != document[place]])
        changed = document[:place] + bytes([value]) + document[place + 1 :]
        if independent_seal_check(changed, trusted, moment).intact:
            passed.append((place, value))
    return passed


def main(trials: int = 10_000) -> int:
    """Exit status 1 when a change was not caught."""
    with tempfile.TemporaryDirectory(prefix="sojourn-bytes-") as home:
        os.environ |= {
            "SOJOURN_MODE": "demo",
            "SOJOURN_HOME": home,
            "DJANGO_SETTINGS_MODULE": "sojourn.config.settings",
        }
        import django  # noqa: PLC0415  settings are read here

        django.setup()
        from bench.documents import CONTENT  # noqa: PLC0415
        from sojourn.certificates.content import read_content  # noqa: PLC0415
        from sojourn.certificates.document import render  # noqa: PLC0415
        from sojourn.certificates.face import Issue  # noqa: PLC0415
        from sojourn.certificates.keys import key_id, sealer_for  # noqa: PLC0415
        from sojourn.certificates.seal import seal  # noqa: PLC0415
        from sojourn.core import clock  # noqa: PLC0415

        content, now = read_content(CONTENT), clock.now()
        issue = Issue("US-2026-HNQ8-2QPM-8H", "s" * 22, now.date(), "https://example.org", demonstration=True)
        sealer = sealer_for(content.issuer)
        document = seal(render(content, issue, now), sealer, label="Seal", name=content.issuer.name)
        chain = sealer.chain
        trusted = [TrustedKey(key_id(chain[0]), content.issuer.id, content.issuer.name, chain)]
        if not independent_seal_check(document, trusted, now).intact:
            raise SystemExit("The document itself does not pass.")
        seed = random.SystemRandom().randrange(1 << 32)
        begun = time.perf_counter()
        passed = missed(document, trusted, now, trials, random.Random(seed))  # noqa: S311  to be repeated
        taken = time.perf_counter() - begun
    print(
        f"{trials:,} single-byte changes of {len(document):,} bytes: {len(passed)} not caught; {taken:.1f} s, "
        f"seed {seed}."
    )
    return int(bool(passed))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

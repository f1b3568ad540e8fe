"""One record, five faces: generated certificates, each drawn, sealed, coded and logged, and each face read back.

`python -m bench.faces [how many] [from which number]`: prints each that differs, with its number, and how long one
took. Exit status 1 where any did. `make` runs none of it; the tests try a few dozen.
"""

import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from typing import Final

MOMENT: Final = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
_TOLD_EVERY: Final = 500


def main(count: int = 1_000, first: int = 0) -> int:
    """Exit status 1 when a face of any certificate said something else than was decided."""
    with tempfile.TemporaryDirectory(prefix="sojourn-faces-") as home:
        os.environ |= {"SOJOURN_MODE": "test", "SOJOURN_HOME": home}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sojourn.config.settings")
        import django  # noqa: PLC0415

        django.setup()
        from bench.each_face import differing_faces  # noqa: PLC0415  needs Django

        wrong, pages = 0, dict[int, int]()
        began = time.process_time()
        for at, seed in enumerate(range(first, first + count), start=1):
            found, length = differing_faces(seed, MOMENT)
            pages[length] = pages.get(length, 0) + 1
            if found:
                wrong += 1
                print(f"certificate {seed}: {', '.join(found)}", flush=True)
            if at % _TOLD_EVERY == 0:
                print(f"{at} looked at, {wrong} differ", flush=True)
        spent = timedelta(seconds=time.process_time() - began) / max(count, 1)
        print(f"{count} certificates, {wrong} differ; {spent.total_seconds() * 1000:.0f} ms each")
        print("pages: " + ", ".join(f"{pages[length]} of {length}" for length in sorted(pages)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

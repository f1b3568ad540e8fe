"""The certificates of the demonstration as files, each checked by other code than sealed it."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sojourn.certificates.access import document
from sojourn.certificates.verification import verify_document
from sojourn.config.demo.cases import Told


@dataclass(frozen=True, slots=True)
class Paper:
    """One document that was written, and the verdict on it."""

    path: Path
    verdict: str


def write_papers(told: Iterable[Told], folder: Path) -> list[Paper]:
    """Write each issued certificate into `folder` and check the file that was written, byte for byte as it lies there.

    The seal was made by pyHanko; the check uses asn1crypto and cryptography, and the published keys.
    """
    folder.mkdir(parents=True, exist_ok=True)
    papers = []
    for one in told:
        if one.certificate:
            path = folder / f"{one.name}-{one.certificate}.pdf"
            path.write_bytes(document(one.certificate))
            papers.append(Paper(path, str(verify_document(path.read_bytes()).code)))
    return papers

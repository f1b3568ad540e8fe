"""Reading each face of a certificate back, after sealing and before release, with other code than wrote it.

| face | written with | read with | module |
|---|---|---|---|
| document | Typst | PDFium | `paper` |
| offline code | cbor2, Zint | zxing-cpp on the page's picture, the reader of strangers | `code` |
| credential | joserfc | cryptography and the standard library | `credential.making`, when it is given out |
| entry of the log | the transaction that issues | the standard library | `entry` |

The page that checks shows the kept content itself, so that it is no face that could differ.
"""

from sojourn.certificates.content import CertificateContent
from sojourn.certificates.face import Issue
from sojourn.certificates.readback import code, entry, paper
from sojourn.certificates.readback.paper import attached_data, read_back, still_agrees

__all__ = ["attached_data", "differences", "entry", "read_back", "still_agrees"]


def differences(pdf: bytes, content: CertificateContent, issue: Issue) -> list[str]:
    """Where the sealed document or a code on it does not say what was decided: names of fields, empty when all do.

    For the moment of issue: it also expects the words of today's labels and law data. Raises ValueError where the
    document cannot be read.
    """
    with paper.opened(pdf) as document:
        # Opening a page takes as long as reading it: text and codes are read from the same one.
        pages = list(document)
        said, seen = paper.read(document, pages), code.seen_on(pages[-1])
    return paper.differences(said, content, issue) + code.differences(seen, content, issue)

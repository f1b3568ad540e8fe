"""Who may see which package: whoever may see its request. Gives the thing or raises NotAllowed, which tells nothing."""

from collections.abc import Iterator
from uuid import UUID

from sojourn.core.errors import NotAllowed
from sojourn.files import access as files
from sojourn.parties.access import NOT_ALLOWED, ActingAs
from sojourn.requests.access import Request, request_for
from sojourn.requests.packages.models import Package, PackageFile

__all__ = ["Package", "PackageFile", "package_for", "paper_of", "papers_of"]


def package_for(acting: ActingAs, request_id: UUID) -> tuple[Request, Package]:
    """The package of a request that the capacity may see. Raises NotAllowed for any other, and where there is none."""
    request = request_for(acting, request_id)
    package = Package.objects.filter(request_id=request.pk).first()
    if package is None:
        raise NotAllowed(NOT_ALLOWED)
    return request, package


def papers_of(package: Package) -> Iterator[PackageFile]:
    """What came back, in the order in which it was added."""
    return iter(package.files.all())


def paper_of(acting: ActingAs, request_id: UUID, paper_id: UUID) -> tuple[PackageFile, bytes]:
    """One paper that came back, with its bytes. Raises NotAllowed for any that is not this package's."""
    _, package = package_for(acting, request_id)
    paper = package.files.filter(pk=paper_id).first()
    if paper is None:
        raise NotAllowed(NOT_ALLOWED)
    return paper, files.read(paper.file_id)

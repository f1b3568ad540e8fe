"""Files to download: the package, what came back, the proof. They are named by the reference alone."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sojourn.certificates.proofs.access import proof_document
from sojourn.files import access as kept_files
from sojourn.requests.packages.access import package_for, paper_of
from sojourn.requests.packages.content import package_data
from sojourn.requests.packages.document import package_pdf
from sojourn.requests.packages.letting_in import TAKEN
from sojourn.web.applicant import applicant_page, opened
from sojourn.web.language import language

PDF = "application/pdf"


def download(data: bytes, media_type: str, name: str) -> HttpResponse:
    """A file to keep, never shown inside a page."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@applicant_page
@require_safe
def proof_file(request: HttpRequest, key: str) -> HttpResponse:
    """The proof of application, exactly as it was sealed."""
    _, asked = opened(request, key)
    document = proof_document(asked.pk)
    if document is None:
        raise Http404
    return download(document, PDF, f"{asked.reference}-proof.pdf")


@applicant_page
@require_safe
def package_file(request: HttpRequest, key: str) -> HttpResponse:
    """Checklist, letter and data sheet, as they are today."""
    acting, asked = opened(request, key)
    asked, package = package_for(acting, asked.pk)
    return download(package_pdf(asked, package, language()), PDF, f"{asked.reference}-package.pdf")


@applicant_page
@require_safe
def package_json(request: HttpRequest, key: str) -> HttpResponse:
    """The same for programs."""
    acting, asked = opened(request, key)
    asked, package = package_for(acting, asked.pk)
    return download(
        package_data(asked, package).as_json(), "application/json", f"{asked.reference}-package.json"
    )


@applicant_page
@require_safe
def sent_file(request: HttpRequest, key: str) -> HttpResponse:
    """The package as it was on the day when it was recorded as sent."""
    acting, asked = opened(request, key)
    asked, package = package_for(acting, asked.pk)
    if package.sent_file is None:
        raise Http404
    return download(kept_files.read(package.sent_file), PDF, f"{asked.reference}-sent.pdf")


@applicant_page
@require_safe
def paper_file(request: HttpRequest, key: str, paper_id: UUID) -> HttpResponse:
    """A paper that came back."""
    acting, asked = opened(request, key)
    paper, data = paper_of(acting, asked.pk, paper_id)
    number = str(paper.pk)[:8]
    return download(data, paper.media_type, f"{asked.reference}-{number}{TAKEN[paper.media_type]}")

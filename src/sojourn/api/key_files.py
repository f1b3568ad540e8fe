"""The list of keys for programs: the same for everybody, and kept by whoever checks without a network."""

from django.http import HttpRequest, HttpResponse

from sojourn.certificates.keyring import publication


def key_list(request: HttpRequest) -> HttpResponse:
    """Every key of every institution here, with its certificates and its life."""
    return HttpResponse(publication.key_list(), content_type="application/json")


def key_list_note(request: HttpRequest) -> HttpResponse:
    """The list's hash, signed by the log's key."""
    return HttpResponse(publication.key_list_note(), content_type="text/plain; charset=utf-8")

"""The protocol's side: a request of a directory answered from the register of its token's employer."""

from collections.abc import Mapping
from typing import Any, Final

from scim2_models import SCIMException, UnauthorizedException
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from scim2_server.routing import Operation
from scim2_server.service import ScimService

from sojourn.register.directory.people import PROVIDER
from sojourn.register.directory.storage import RegisterStorage
from sojourn.register.seats import Seat

_SERVICE: Final = ScimService(PROVIDER)
_TOLD_TO_ALL: Final = frozenset({Operation.service_provider_config})


def answer(request: ScimRequest, seat: Seat | None) -> ScimResponse:
    """The answer. `seat`: of the token; without one, only what the service can do is told (RFC 7643, section 5).

    Raises what is no refusal of the protocol's: the caller answers it.
    """
    try:
        if seat is None:
            if _SERVICE.match(request).operation not in _TOLD_TO_ALL:
                raise UnauthorizedException
            return ScimHandler(_SERVICE, _Nobody()).handle(request)
        return ScimHandler(_SERVICE, RegisterStorage(seat)).handle(request)
    except SCIMException as refused:
        return _SERVICE.error_response(refused)


def largest_body(request: ScimRequest) -> int | None:
    """How many bytes of a body this request may have; None: no limit of the protocol's own."""
    return _SERVICE.max_body_size(request)


def refusal(status: int, detail: str, headers: Mapping[str, str] | None = None) -> ScimResponse:
    """An answer that refuses, in the protocol's form."""
    response = _SERVICE.error_response(_Refused(status, detail))
    response.headers |= dict(headers or {})
    return response


class _Refused(SCIMException):
    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail=detail)
        self.status = status


class _Nobody(RegisterStorage):
    """No register at all."""

    def __init__(self) -> None: ...

    def _rows(self) -> Any:
        raise UnauthorizedException

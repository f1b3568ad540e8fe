"""Where the SCIM protocol reads and writes people: the register of one employer, from the seat of its token."""

from contextlib import AbstractContextManager
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from scim2_models import (
    InvalidValueException,
    Meta,
    NotFoundException,
    PreconditionFailedException,
    Resource,
    ResourceType,
    ResponseParameters,
    SearchRequest,
    TooManyException,
    UniquenessException,
)
from scim2_models.path import CompareOperator, Comparison
from scim2_server.storage import ScimStorage, SearchPage

from sojourn.core.errors import InvalidInput, NotAllowed
from sojourn.register.directory.events import (
    Told,
    VersionMoved,
    correct,
    external_index,
    forget,
    tell,
    user_name_index,
)
from sojourn.register.directory.models import Entry
from sojourn.register.directory.people import PERSON
from sojourn.register.seats import Seat

MOST_LOOKED_THROUGH: Final = 20_000
"""What rests encrypted is looked through one by one; a filter that would need more is refused."""
_TAKEN: Final = frozenset({"user_name_taken", "external_id_taken", "traveller_number_taken"})


class RegisterStorage(ScimStorage):
    """The people whom the directory of one employer has told of."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        """One of them."""
        found = self._rows().filter(pk=_id_of(resource_id)).first()
        if found is None:
            raise NotFoundException
        return _person(found)

    def search(
        self,
        resource_types: list[ResourceType],
        search_request: SearchRequest[Any],
        *,
        position: Any = None,
    ) -> SearchPage:
        """A page of those that fit: by an index where one is asked for by name, else looked through."""
        start = search_request.start_index_0 or 0
        stop = None if search_request.count is None else start + search_request.count
        rows = self._rows().order_by("made_at", "id")
        scim_filter = search_request.filter
        if scim_filter is None and search_request.sort_by is None:
            return SearchPage(rows.count(), [_person(each) for each in rows[start:stop]])
        named = self._named(scim_filter)
        rows = named if named is not None else rows
        if rows.count() > MOST_LOOKED_THROUGH:
            raise TooManyException
        people = [_person(each) for each in rows]
        found = [each for each in people if scim_filter is None or scim_filter.match(each)]
        if search_request.sort_by is not None:
            found.sort(
                key=lambda each: _sort_key(search_request.sort_value(each)),
                reverse=search_request.sort_order == SearchRequest.SortOrder.descending,
            )
        return SearchPage(len(found), found[start:stop])

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        """Somebody new."""
        with _refusals():
            return _person(tell(seat=self._seat, told=_told(resource)))

    def update(
        self,
        resource_type: ResourceType,
        resource: Resource[Any],
        *,
        expected_version: str | None = None,
    ) -> Resource[Any]:
        """What is said anew."""
        entry_id, version = _id_of(resource.id or ""), _version_of(expected_version)
        with _refusals():
            return _person(correct(seat=self._seat, entry_id=entry_id, told=_told(resource), version=version))

    def delete(
        self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None
    ) -> None:
        """Somebody whom the directory forgets."""
        with _refusals():
            forget(seat=self._seat, entry_id=_id_of(resource_id), version=_version_of(expected_version))

    def operation(self) -> AbstractContextManager[None]:
        """A failed operation undoes nothing of the others."""
        return transaction.atomic()

    def _rows(self) -> QuerySet[Entry]:
        return Entry.objects.filter(employer_id=self._seat.employer_id, gone_at__isnull=True)

    def _named(self, scim_filter: Any) -> QuerySet[Entry] | None:
        """The rows that one of the indexes finds, where the filter asks for nothing else."""
        node = scim_filter.ast if scim_filter is not None else None
        if (
            not isinstance(node, Comparison)
            or node.op != CompareOperator.eq
            or not isinstance(node.value, str)
        ):
            return None
        value, employer_id = node.value, self._seat.employer_id
        match str(node.attr_path).rpartition(":")[2].casefold():
            case "username":
                return self._rows().filter(user_name_index=user_name_index(employer_id, value))
            case "externalid":
                return self._rows().filter(external_index=external_index(employer_id, value) or "-")
            case "id":
                return self._rows().filter(pk=_id_of(value))
        return None


class _refusals:
    """Turns what the register refuses into what SCIM says."""

    def __enter__(self) -> None: ...

    def __exit__(self, _: Any, error: BaseException | None, __: Any) -> None:
        match error:
            case InvalidInput():
                first = error.problems[0]
                if first.code in _TAKEN:
                    raise UniquenessException(detail=first.code) from error
                raise InvalidValueException(detail=f"{first.field}: {first.code}") from error
            case VersionMoved():
                raise PreconditionFailedException from error
            case NotAllowed():
                raise NotFoundException from error


def _person(entry: Entry) -> Resource[Any]:
    """The entry as SCIM has it; the server adds where it stands."""
    person: Resource[Any] = PERSON.model_validate(dict(entry.told))
    person.id = str(entry.pk)
    person.meta = Meta(
        resource_type="User",
        created=entry.made_at,
        last_modified=entry.changed_at,
        version=f'W/"{entry.version}"',
    )
    return person


def _told(person: Any) -> Told:
    content = person.model_dump(exclude={"id", "meta"})
    for name in ("id", "meta"):
        content.pop(name, None)
    emails = list(person.emails or ())
    used = next((each for each in emails if each.primary), None)
    used = used or next((each for each in emails if each.type == "work"), emails[0] if emails else None)
    enterprise = next((each for each in person.get_extension_models().values()), None)
    extension = person[enterprise] if enterprise is not None else None
    return Told(
        user_name=person.user_name,
        external_id=person.external_id or "",
        given_names=person.name.given_name or "",
        family_name=person.name.family_name or "",
        email=(used.value or "") if used is not None else "",
        employee_number=(extension.employee_number or "") if extension is not None else "",
        active=person.active is not False,
        all_of_it=content,
    )


def _sort_key(value: Any) -> tuple[bool, str]:
    return value is None, str(value).casefold()


def _version_of(text: str | None) -> int | None:
    digits = (text or "").removeprefix("W/").strip('"')
    return int(digits) if digits.isdecimal() else None


def _id_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)

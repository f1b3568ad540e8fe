"""A person as SCIM describes one, cut down to what the register uses: what is not needed is not taken.

The schemas that are published name these attributes alone; whatever else a directory sends is left aside, as RFC 7643
allows, and is kept nowhere.
"""

from typing import Annotated, Any, ClassVar

from scim2_models import (
    URN,
    AnyExtension,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Extension,
    Filter,
    Patch,
    Required,
    Resource,
    ResourceType,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

MOST_RESULTS = 200
MOST_OPERATIONS = 200
MOST_BYTES = 1024 * 1024


class Name(ComplexAttribute):
    """The person's name."""

    family_name: Annotated[str | None, Required.true] = None
    """The family name, as it will stand on certificates."""

    given_name: Annotated[str | None, Required.true] = None
    """The given names."""


class Email(ComplexAttribute):
    """An address of e-mail."""

    value: str | None = None
    """The address."""

    type: str | None = None
    """work, home or other."""

    primary: bool | None = None
    """Whether this one is preferred."""


class User(Resource[AnyExtension]):
    """A person who may be sent abroad."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Uniqueness.server, Required.true, CaseExact.false] = None
    """The name under which the directory knows the person."""

    name: Annotated[Name | None, Required.true] = None
    """The person's name."""

    Name: ClassVar[type[ComplexAttribute]] = Name

    active: bool | None = None
    """Whether the person is in service. Nobody who is not stands in the register."""

    emails: list[Email] | None = None
    """Addresses; the primary one, else that for work, is used."""

    Emails: ClassVar[type[ComplexAttribute]] = Email


class EnterpriseUser(Extension):
    """What an employer says of its people."""

    __schema__ = URN("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")

    employee_number: str | None = None
    """By which tables and the API find the person, too."""


type Person = User[EnterpriseUser]
PERSON: Any = User[EnterpriseUser]
CONFIG = ServiceProviderConfig(
    patch=Patch(supported=True),
    bulk=Bulk(supported=True, max_operations=MOST_OPERATIONS, max_payload_size=MOST_BYTES),
    filter=Filter(supported=True, max_results=MOST_RESULTS),
    change_password=ChangePassword(supported=False),
    sort=Sort(supported=True),
    etag=ETag(supported=True),
    authentication_schemes=[
        AuthenticationScheme(
            type=AuthenticationScheme.Type.oauthbearertoken,
            name="Bearer token",
            description="A token of the employer, made on the page of its register.",
            primary=True,
        )
    ],
)
PROVIDER = ScimProvider(
    models=[User, EnterpriseUser],
    resource_types=[ResourceType.from_resource(PERSON)],
    config=CONFIG,
    policy=ScimPolicy(unknown=ScimPolicy.Unknown.ignore),
)

"""Profiles: which claims a type of credential has, and which field of a certificate goes into which.

They are data (profiles/*.yaml, and an operator's own folder), so a new generation of a type is a new file. A profile
that was issued under stays as it is: what changes gets a new version.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sojourn.certificates.credential.disclosing import NEVER_DISCLOSED

DRAFT: Final = "draft-ietf-oauth-sd-jwt-vc-24"
"""The draft that all of this follows; the next one is adopted by looking at what it changed."""
SHIPPED: Final = Path(__file__).parent / "profiles"
BASE: Final = "{base}"
_LANGUAGES: Final = ("en", "de", "fr", "es")

type Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,60}$")]
type Way = Literal["each", "only", "wrap"]
type Form = Literal[
    "text",
    "date",
    "open_date",
    "flag",
    "texts",
    "words",
    "state",
    "state_of",
    "subdivision",
    "european",
    "european_list",
    "institution",
]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Claim(_Data):
    """One claim: its name, and the field of the record that goes into it.

    `source`: a path in the record such as "holder.family_name", from the item inside a list, from the top with a
    leading slash; empty for a claim that only groups its `members`. `way`: of a list each item, the only item (more
    than one does not fit), or one thing wrapped into a list. `values`: the record's value to the claim's.
    `constant`: what is always said. `disclosable`: the holder shows it or not. `kinds`: only for these certificates.
    """

    name: Name
    source: str | None = None
    form: Form = "text"
    required: bool = False
    disclosable: bool = False
    shortest: int = 1
    longest: int = 300
    pattern: str | None = None
    values: dict[str | bool, str] | None = None
    constant: str | bool | None = None
    members: tuple["Claim", ...] = ()
    way: Way | None = None
    kinds: tuple[Literal["coverage", "a1"], ...] = ("coverage", "a1")
    label: dict[str, str] = {}

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.disclosable and self.name in NEVER_DISCLOSED:
            raise ValueError(f"{self.name} may never be disclosed apart")
        if (self.source is None) == (self.constant is None):
            raise ValueError(f"{self.name} has either a source or a constant")
        if self.values is not None and len(set(self.values.values())) != len(self.values):
            raise ValueError(f"{self.name} could not be read back: two values have one word")
        return self


class Profile(_Data):
    """A type of credential, in one version.

    `vct`: its type; {base} stands for the service's address. `offered`: whether it is given out here, else `why_not`
    says why. `format`: `json` is a record without a signature, which is never given out by itself. `unbound`: whether
    it may be given out as a file that is bound to no key. `lasts_days`: the longest time until it is renewed.
    `institutions`: the ids of institutions as the type wants them, where an institution has one.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,40}$")]
    version: Annotated[int, Field(ge=1)]
    source: str
    format: Literal["dc+sd-jwt", "json"] = "dc+sd-jwt"
    vct: str | None = None
    kinds: tuple[Literal["coverage", "a1"], ...]
    offered: bool = False
    why_not: str = ""
    unbound: bool = False
    subject: bool = False
    lasts_days: Annotated[int, Field(ge=1, le=3660)] = 730
    names: dict[str, str]
    descriptions: dict[str, str] = {}
    institutions: dict[str, str] = {}
    claims: tuple[Claim, ...]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if set(self.names) != set(_LANGUAGES):
            raise ValueError("a profile has its name in every language")
        if (self.vct is None) != (self.format == "json"):
            raise ValueError("a credential has a type, a plain record has none")
        if not self.offered and not self.why_not:
            raise ValueError("what is not offered says why")
        if any(each.disclosable for claim in self.claims for each in claim.members):
            raise ValueError("claims are disclosable at the top alone")
        return self

    @property
    def configuration_id(self) -> str:
        """Its name among the credentials that the service offers."""
        return f"{self.id}_{self.version}"

    def type_at(self, base_url: str) -> str:
        """Its `vct` in a credential of the service at this address."""
        return (self.vct or "").replace(BASE, base_url)

    def is_type(self, vct: str) -> bool:
        """Whether a credential of this type may be of this profile, whatever service issued it."""
        if self.vct is None:
            return False
        pattern = re.escape(self.vct).replace(re.escape(BASE), r"https?://[A-Za-z0-9.:\[\]-]+")
        return re.fullmatch(pattern, vct) is not None

    def for_kind(self, kind: str) -> tuple[Claim, ...]:
        """Its claims for this kind of certificate."""
        return tuple(claim for claim in self.claims if kind in claim.kinds)


def profiles_of(vct: str, profiles: Iterable[Profile] | None = None) -> list[Profile]:
    """The profiles, newest first, of which a credential of this type may be."""
    known = all_profiles() if profiles is None else profiles
    return sorted((each for each in known if each.is_type(vct)), key=lambda each: (each.id, -each.version))


@cache
def all_profiles(own_folder: Path | None = None) -> tuple[Profile, ...]:
    """The shipped profiles, and those of the operator's folder, which stand before shipped ones of the same id and
    version. Raises ValueError, naming the file, for one that does not load.
    """
    found: dict[tuple[str, int], Profile] = {}
    for folder in (SHIPPED, own_folder):
        for path in sorted(folder.glob("*.yaml")) if folder else ():
            profile = read_profile(yaml.safe_load(path.read_text(encoding="utf-8")), path.name)
            found[profile.id, profile.version] = profile
    return tuple(found.values())


def read_profile(data: Mapping[str, Any], named: str) -> Profile:
    """A profile from plain data. Raises ValueError that names it."""
    try:
        return Profile.model_validate(data)
    except ValidationError as error:
        raise ValueError(f"the credential profile {named} does not load: {error}") from None

"""From a certificate's record to the claims of a profile, and back.

It fails closed: a required field that is missing, too long, or of another form than the profile says is a reason to
issue nothing, never a blank or a shorter text.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from sojourn.certificates.credential.profiles import Claim, Profile

_LONGEST_LIST: Final = 50
# EESSI's codes for the two countries that ISO 3166 codes otherwise.
_EUROPEAN: Final = {"GR": "EL", "GB": "UK"}
_BY_EUROPEAN: Final = {there: here for here, there in _EUROPEAN.items()}
_COUNTRY: Final = 2
# pda1_v0: "If the document has no end date (open ended period), the value '2499-01-01' will be used."
_OPEN_END: Final = "2499-01-01"


class Unmappable(Exception):
    """A record does not fit a profile, or claims do not. `claim`: its path; `reason`: a code. No value is repeated."""

    def __init__(self, claim: str, reason: str) -> None:
        super().__init__(f"{claim}: {reason}")
        self.claim = claim
        self.reason = reason


def claims_of(record: Mapping[str, Any], profile: Profile) -> dict[str, Any]:
    """The claims of a record by a profile. Raises Unmappable for the first that does not fit."""
    if record.get("kind") not in profile.kinds:
        raise Unmappable("kind", "another_kind")
    return _Forward(record, profile).members(profile.for_kind(record["kind"]), record, "")


def record_of(claims: Mapping[str, Any], profile: Profile) -> dict[str, Any]:
    """The record that these claims disclose, as far as they do. Raises Unmappable where they are no such claims.

    What the holder may keep back may be missing; what the profile always shows must be there.
    """
    work = _Backward(profile)
    work.members(profile.claims, claims, work.record, "", at_top=True)
    return work.record


def _found(record: Any, path: str) -> Any:
    for step in path.split(".") if path else ():
        record = record.get(step) if isinstance(record, Mapping) else None
    return record


class _Forward:
    def __init__(self, record: Mapping[str, Any], profile: Profile) -> None:
        self._record = record
        self._profile = profile

    def members(self, claims: Iterable[Claim], item: Any, above: str) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for claim in claims:
            path = f"{above}.{claim.name}".lstrip(".")
            value = self._value(claim, item, path)
            if value is not None:
                result[claim.name] = value
            elif claim.required:
                raise Unmappable(path, "missing")
        return result

    def _value(self, claim: Claim, item: Any, path: str) -> Any:
        if claim.source is None:
            return claim.constant
        source = claim.source
        value = _found(self._record, source[1:]) if source.startswith("/") else _found(item, source)
        if value is None:
            return _OPEN_END if claim.form == "open_date" else None
        return self._grouped(claim, value, path) if claim.members else self._plain(claim, value, path)

    def _grouped(self, claim: Claim, value: Any, path: str) -> Any:
        if claim.way in {"each", "only"}:
            items = list(value)
            if claim.way == "each":
                return [self.members(claim.members, each, f"{path}[]") for each in items] or None
            if len(items) > 1:
                raise Unmappable(path, "too_many")
            return self.members(claim.members, items[0], path) if items else None
        group = self.members(claim.members, value, path)
        # A group that says nothing but constants says nothing.
        if not any(each.constant is None and each.name in group for each in claim.members):
            return None
        return [group] if claim.way == "wrap" else group

    def _plain(self, claim: Claim, value: Any, path: str) -> Any:
        if claim.values is not None:
            if value not in claim.values:
                raise Unmappable(path, "not_listed")
            return claim.values[value]
        if claim.form == "flag":
            return _checked_flag(value, path)
        if claim.form == "texts":
            return [_checked_text(each, claim, path) for each in value] or None
        if claim.form == "european_list":
            return [_checked_text(_EUROPEAN.get(each, each), claim, path) for each in value] or None
        if claim.form == "words":
            return {name: _checked_text(each, claim, path) for name, each in value.items()} or None
        return self._text(claim, _text(value, path), path)

    def _text(self, claim: Claim, text: str, path: str) -> str | None:
        if claim.form == "institution":
            text = self._profile.institutions.get(text, "")
            if not text:
                raise Unmappable(path, "institution_not_listed")
        elif claim.form in {"state", "european"}:
            if len(text) != _COUNTRY:
                raise Unmappable(path, "part_of_a_country")
            text = _EUROPEAN.get(text, text) if claim.form == "european" else text
        elif claim.form == "state_of":
            text = text[:_COUNTRY]
        elif claim.form == "subdivision" and len(text) == _COUNTRY:
            return None
        elif claim.form in {"date", "open_date"}:
            _checked_date(text, path)
        return _checked_text(text, claim, path)


class _Backward:
    def __init__(self, profile: Profile) -> None:
        self.record: dict[str, Any] = {}
        self._institutions = {there: here for here, there in profile.institutions.items()}

    def members(
        self, claims: Iterable[Claim], shown: Any, item: dict[str, Any], above: str, *, at_top: bool = False
    ) -> None:
        if not isinstance(shown, Mapping):
            raise Unmappable(above, "another_shape")
        kind = None
        for claim in claims:
            path = f"{above}.{claim.name}".lstrip(".")
            if claim.name not in shown:
                hidden = at_top and (claim.disclosable or (kind is not None and kind not in claim.kinds))
                if claim.required and not hidden:
                    raise Unmappable(path, "missing")
                continue
            self._read(claim, shown[claim.name], item, path)
            if at_top:
                kind = self.record.get("kind", kind)

    def _read(self, claim: Claim, value: Any, item: dict[str, Any], path: str) -> None:
        if claim.source is None:
            if value != claim.constant:
                raise Unmappable(path, "another_constant")
            return
        into, source = (
            (self.record, claim.source[1:]) if claim.source.startswith("/") else (item, claim.source)
        )
        if claim.form == "open_date" and value == _OPEN_END:
            return
        if not claim.members:
            _put(into, source, self._plain(claim, value, path))
        elif claim.way is None:
            self.members(claim.members, value, _under(into, source), path)
        else:
            self._list(claim, value, into, source, path)

    def _list(self, claim: Claim, value: Any, into: dict[str, Any], source: str, path: str) -> None:
        items = [value] if claim.way == "only" else value
        if not isinstance(items, list) or not 0 < len(items) <= _LONGEST_LIST:
            raise Unmappable(path, "another_shape")
        if claim.way == "wrap":
            if len(items) != 1:
                raise Unmappable(path, "too_many")
            self.members(claim.members, items[0], _under(into, source), path)
            return
        read: list[dict[str, Any]] = []
        for each in items:
            read.append({})
            self.members(claim.members, each, read[-1], f"{path}[]")
        _put(into, source, read)

    def _plain(self, claim: Claim, value: Any, path: str) -> Any:
        if claim.values is not None:
            by_word = {word: own for own, word in claim.values.items()}
            if not isinstance(value, str) or value not in by_word:
                raise Unmappable(path, "not_listed")
            return by_word[value]
        if claim.form == "flag":
            return _checked_flag(value, path)
        if claim.form in {"texts", "european_list"}:
            if not isinstance(value, list) or len(value) > _LONGEST_LIST:
                raise Unmappable(path, "another_shape")
            back = _BY_EUROPEAN if claim.form == "european_list" else {}
            return [back.get(text, text) for text in (_checked_text(each, claim, path) for each in value)]
        if claim.form == "words":
            if not isinstance(value, Mapping):
                raise Unmappable(path, "another_shape")
            return {name: _checked_text(each, claim, path) for name, each in value.items()}
        return self._text(claim, _checked_text(value, claim, path), path)

    def _text(self, claim: Claim, text: str, path: str) -> str:
        if claim.form == "institution":
            if text not in self._institutions:
                raise Unmappable(path, "institution_not_listed")
            return self._institutions[text]
        if claim.form == "european":
            return _BY_EUROPEAN.get(text, text)
        if claim.form in {"date", "open_date"}:
            _checked_date(text, path)
        return text


def _put(into: dict[str, Any], source: str, value: Any) -> None:
    *groups, last = source.split(".")
    _under(into, ".".join(groups))[last] = value


def _under(into: dict[str, Any], source: str) -> dict[str, Any]:
    for step in source.split(".") if source else ():
        into = into.setdefault(step, {})
    return into


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise Unmappable(path, "another_shape")
    return value


def _checked_text(value: Any, claim: Claim, path: str) -> str:
    text = _text(value, path)
    if not claim.shortest <= len(text) <= claim.longest:
        raise Unmappable(path, "another_length" if text else "missing")
    if claim.pattern is not None and not re.fullmatch(claim.pattern, text):
        raise Unmappable(path, "another_form")
    return text


def _checked_flag(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise Unmappable(path, "another_shape")
    return value


def _checked_date(text: str, path: str) -> None:
    try:
        proper = date.fromisoformat(text).isoformat() == text
    except ValueError:
        proper = False
    if not proper:
        raise Unmappable(path, "another_form")

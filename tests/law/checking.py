"""How worked examples are compared with answers: the rules of law/contract/README.md, in one place."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]


def article(value: object) -> str:
    """An article without spaces and "art.", for comparison."""
    return re.sub(r"\s|art\.", "", str(value)).lower()


def period_at(determination: Json, day: str | None) -> Json:
    """The period that holds `day`, else the first one."""
    if day is not None:
        for period in determination["periods"]:
            if period["start"] <= day and (period["end"] is None or day <= period["end"]):
                return period  # type: ignore[no-any-return]
    return determination["periods"][0]  # type: ignore[no-any-return]


def differences(determination: Json, expect: Json, more: Json) -> Iterator[str]:
    """In what the answer differs from an official case."""
    period = period_at(determination, more.get("at"))
    if period["outcome"] not in expect["outcome"]:
        yield f"outcome {period['outcome']}"
        return
    if period["outcome"] == "decided":
        wanted = expect.get("legislation")
        if wanted is not None and period["legislation"] not in (
            wanted if isinstance(wanted, list) else [wanted]
        ):
            yield f"legislation {period['legislation']}"
        basis = period["basis"] or {}
        for key in ("instrument", "article"):
            if expect.get(key) is not None and article(basis.get(key)) != article(expect[key]):
                yield f"{key} {basis.get(key)}"
        yield from exempt_differences(period, more)
    if period["outcome"] in ("decided", "uncoordinated"):
        yield from certificate_differences(period["certificate"], expect)
    offered = {alternative["category"] for alternative in period["alternatives"]}
    if expect.get("alternative_category") is not None and expect["alternative_category"] not in offered:
        yield f"alternatives {sorted(offered)}"
    for path in expect.get("missing_includes") or ():
        if path not in period["missing"]:
            yield f"missing {period['missing']}"
    yield from claim_differences(period, expect, more)
    yield from contested_differences(period, more)


def claim_differences(period: Json, expect: Json, more: Json) -> Iterator[str]:
    """In what the countries' own claims differ, and their last days."""
    claims = {claim["country"]: claim for claim in period.get("claims", ())}
    also = {(claim["country"], claim["applies"]) for claim in more.get("claims_also_ok") or ()}
    for wanted in expect.get("claims") or ():
        found = claims.get(wanted["country"], {}).get("applies")
        if found != wanted["applies"] and (wanted["country"], found) not in also:
            yield f"claim of {wanted['country']}: {found}"
    for country, until in (more.get("claim_until") or {}).items():
        if claims.get(country, {}).get("until") != until:
            yield f"claim of {country} until {claims.get(country, {}).get('until')}"


def contested_differences(period: Json, more: Json) -> Iterator[str]:
    """Whether a certificate comes from where none may come, and contested branches are called exempt."""
    certificate = period["certificate"] or {}
    if (
        more.get("no_certificate_from") is not None
        and certificate.get("country") == more["no_certificate_from"]
    ):
        yield f"certificate from {certificate['country']}"
    free = {entry["country"]: set(entry["branches"]) for entry in period["exempt"]}
    for country, branches in (more.get("still_due_contested") or {}).items():
        if set(branches) & free.get(country, set()):
            yield f"exempt {country} {sorted(free[country])}"


def certificate_differences(certificate: Json | None, expect: Json) -> Iterator[str]:
    """In what the certificate differs."""
    wanted = expect.get("certificate")
    if wanted is None:
        return
    if wanted is not (certificate is not None):
        yield f"certificate {certificate}"
    if certificate is None:
        return
    for key, name in (("issuer_country", "country"), ("until", "until"), ("max_months", "max_months")):
        if expect.get(key) is not None and certificate[name] != expect[key]:
            yield f"certificate {name} {certificate[name]}"


def exempt_differences(period: Json, more: Json) -> Iterator[str]:
    """In what the branches differ, by country."""
    free = {entry["country"]: set(entry["branches"]) for entry in period["exempt"]}
    due = {entry["country"]: set(entry["branches"]) for entry in period["still_due"]}
    for country, branches in (more.get("exempt_includes") or {}).items():
        if not set(branches) <= free.get(country, set()):
            yield f"exempt {country} {sorted(free.get(country, ()))}"
    for country, branches in (more.get("exempt_excludes") or {}).items():
        if set(branches) & free.get(country, set()):
            yield f"exempt {country} {sorted(free.get(country, ()))}"
    for country, branches in (more.get("still_due_includes") or {}).items():
        if not set(branches) <= due.get(country, set()):
            yield f"still due {country} {sorted(due.get(country, ()))}"

"""Certificates of every kind, in every script, of every length, from a number: the same number gives the same one."""

import random
from datetime import date, timedelta
from typing import Any, Final

from sojourn.certificates.content import CertificateContent, read_content

_WORDS: Final = {
    "latin": "Łódź Österreich Ångström d’Àvila Ngô Đình Ñuñoa Žižek Iğdır Ọ̀ṣun Smith O'Brien-Šević Zażółć van",
    "greek": "Ἀλέξανδρος Παπαδόπουλος Ελένη Ὀδυσσεύς Θεσσαλονίκη Χρυσάνθη",
    "cyrillic": "Преображенская-Новикова Юлія Ђорђе Щербаков Ігор Өмірзақ Сыктывкар",
    "arabic": "محمد عبد الله الأحمد فاطمة شركة الإمارات لؤي آل ثاني پژمان گچی\u200cنیا",
    "hebrew": "שרה כהן־לוי אברהם שירותי הייטק בע״מ רוטשילד יצחק",
    "chinese": "王小明 欧阳 司马相如 有限公司 北京市朝阳区 上海",
    "japanese": "株式会社 カブシキガイシャ さくら 渡邉 髙橋 東京都千代田区丸の内",
    "korean": "김민준 서울특별시 주식회사 제갈 남궁",
}
_COUNTRIES: Final = (
    "US",
    "DE",
    "FR",
    "ES",
    "NL",
    "JP",
    "KR",
    "CA-QC",
    "IL",
    "GR",
    "BG",
    "GB",
    "CH",
    "BR",
    "UY",
)
_BRANCHES: Final = ("old_age", "disability", "survivors", "sickness", "unemployment", "accidents")
_TITLES: Final = {
    "en": "Agreement between the United States of America and the Federal Republic of Germany on Social Security",
    "de": "Abkommen zwischen der Bundesrepublik Deutschland und den Vereinigten Staaten von Amerika",
    "fr": "Convention générale sur la sécurité sociale",
    "es": "Convenio de Seguridad Social",
    "it": "Convenzione di sicurezza sociale",
    "el": "Συμφωνία κοινωνικής ασφάλισης",
}
_LONGEST: Final = 300


def generated(seed: int) -> CertificateContent:
    """The certificate with this number."""
    chance = random.Random(seed)  # noqa: S311  chosen by number, not by secret
    a1 = chance.random() < 0.35
    legislation, host = chance.sample(_COUNTRIES, 2)
    start = date(2026, 1, 1) + timedelta(days=chance.randrange(900))
    end = None if chance.random() < 0.15 else start + timedelta(days=chance.randrange(1900))
    languages = chance.sample(("en", "de", "fr", "es"), chance.choice((1, 2, 2, 2, 3)))
    self_employed = chance.random() < 0.2
    return read_content(
        {
            "kind": "a1" if a1 else "coverage",
            "instrument": "eu-883" if a1 else "us-de",
            "titles": {"en": _TITLES["en"]}
            | {name: _TITLES[name] for name in chance.sample(list(_TITLES), chance.randrange(4))},
            "article": chance.choice(
                (None, "6(2)", "12(1)", "art. 4, para. 1, let. b " * chance.randrange(1, 12))
            ),
            "category": chance.choice(("posted_employee", "posted_self_employed", "exception", "seafarer")),
            "status_code": chance.choice((None, "01", "03", "11", "12")) if a1 else None,
            "provisional": a1 and chance.random() < 0.3,
            "issuer": _issuer(chance),
            "legislation": legislation,
            "host": host,
            "holder": _holder(chance, a1),
            "employer": None
            if self_employed and chance.random() < 0.5
            else _place(chance) | {"name": _text(chance)},
            "workplaces": [_workplace(chance) for _ in range(chance.choice((0, 1, 1, 1, 2, 3, 8, 20)))],
            "self_employed": self_employed,
            "period_start": start,
            "period_end": end,
            "period_limit": start + timedelta(days=1826) if chance.random() < 0.6 else None,
            "exempt": [] if a1 else _exempt(chance, host),
            "form": chance.choice((None, "USA/D 101", "SE 324-01")),
            "languages": languages,
            "law_version": f"{chance.getrandbits(256):064x}",
            "decided_on": date(2026, 11, 22),
        }
    )


def _issuer(chance: random.Random) -> dict[str, Any]:
    """One institution, whose key signs; its paper may name it at any length."""
    return {
        "id": "us-ssa",
        "name": _text(chance) if chance.random() < 0.3 else "Social Security Administration",
        "address": [_text(chance, 60) for _ in range(chance.randrange(4))],
        "country": "US",
        "phone": chance.choice((None, "+1 410 965 7306")),
        "email": chance.choice((None, "certificate@ssa.gov")),
    }


def _holder(chance: random.Random, a1: bool) -> dict[str, Any]:
    number = chance.choice((None, "219-09-9999", "1 85 05 78 006 084 36"))
    return {
        "given_names": _text(chance),
        "family_name": _text(chance),
        "birth_name": chance.choice((None, _text(chance))) if a1 else None,
        "birth_date": date(1930, 1, 1) + timedelta(days=chance.randrange(30_000)),
        "birth_place": chance.choice((None, _text(chance))),
        "nationalities": chance.sample(("US", "DE", "FR", "GR", "IL"), chance.randrange(4)),
        "number": number,
        "number_kind": "us_ssn" if number else None,
        "host_number": chance.choice((None, "65 170839 J 003")),
        "residence": _place(chance) if a1 and chance.random() < 0.7 else None,
    }


def _workplace(chance: random.Random) -> dict[str, Any]:
    return _place(chance) | {"name": chance.choice((None, _text(chance, 80)))}


def _place(chance: random.Random) -> dict[str, Any]:
    return {
        "street": chance.choice((None, f"{_text(chance, 120)} {chance.randrange(1, 400)}")),
        "postcode": chance.choice((None, f"{chance.randrange(100_000):05d}")),
        "city": chance.choice((None, _text(chance, 60))),
        "country": chance.choice(_COUNTRIES),
    }


def _exempt(chance: random.Random, host: str) -> list[dict[str, Any]]:
    if chance.random() < 0.2:
        return []
    return [{"country": host, "branches": chance.sample(_BRANCHES, chance.randrange(1, len(_BRANCHES)))}]


def _text(chance: random.Random, most: int = _LONGEST) -> str:
    """A few words of one script, now and then of two; short as a rule, sometimes as long as may be."""
    scripts = chance.sample(list(_WORDS), 2 if chance.random() < 0.08 else 1)
    wanted = chance.choice((1, 2, 2, 2, 3, 60))
    words = [chance.choice(_WORDS[chance.choice(scripts)].split()) for _ in range(wanted)]
    joint = "" if chance.random() < 0.05 else " "
    return joint.join(words)[: min(most, _LONGEST)].strip("־- ") or "A"

"""Country codes that the service knows.

ISO 3166-1 alpha-2 as in force, the parts of states that have a social security system of their own (ISO 3166-2),
and codes the field needs besides: XZ for international waters and airspace, XK for Kosovo. Former states are kept
where an old agreement still names them.
"""

import re
from collections.abc import Collection, Iterable

SEA = "XZ"

_ISO = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT
MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ
UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
STATES = frozenset(_ISO.split()) | {"XK"}
PARTS = frozenset({"CA-QC"})
FORMER = frozenset({"YU"})
KNOWN = STATES | PARTS | FORMER | {SEA}

FORM = re.compile(r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")


def is_known(code: str) -> bool:
    """Whether `code` names a country, or a part of one with its own system, that the service knows."""
    return code in KNOWN


class SelfPlacing(str):
    """A code that knows by itself whether it is among others, since it stands for more than one (in screening)."""

    __slots__ = ()

    def among(self, codes: Collection[str]) -> bool:
        """Whether it is one of `codes`."""
        raise NotImplementedError


def any_among(held: Iterable[str], codes: Collection[str]) -> bool:
    """Whether one of the codes `held` is among `codes`."""
    return any(each.among(codes) if isinstance(each, SelfPlacing) else each in codes for each in held)


def state_of(code: str) -> str:
    """The state to which a part belongs: CA for CA-QC; a state is its own."""
    return code[:2]

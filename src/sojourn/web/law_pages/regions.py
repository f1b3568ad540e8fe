"""The countries of the world by continent, so that a page of them can be read.

The grouping follows the UN standard M49 (https://unstats.un.org/unsd/methodology/m49/); Kosovo and Taiwan, which it
does not list, stand with their neighbours. It takes no position on anything.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: Mapping[str, Promise] = {
    "europe": _("Europe"),
    "americas": _("The Americas"),
    "asia": _("Asia"),
    "africa": _("Africa"),
    "oceania": _("Oceania"),
    "elsewhere": _("Antarctica and islands without inhabitants"),
}
_MEMBERS = {
    "europe": """
        AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK
        MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK""",
    "americas": """
        AG AI AR AW BB BL BM BO BQ BR BS BZ CA CA-QC CL CO CR CU CW DM DO EC FK GD GF GL GP GT GY HN HT JM KN KY LC
        MF MQ MS MX NI PA PE PM PR PY SR SV SX TC TT US UY VC VE VG VI""",
    "asia": """
        AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH
        PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE""",
    "africa": """
        AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA
        NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW""",
    "oceania": """
        AS AU CC CK CX FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV VU WF WS""",
    "elsewhere": "AQ BV GS HM IO TF UM",
}
REGION_OF: Mapping[str, str] = {code: region for region, codes in _MEMBERS.items() for code in codes.split()}

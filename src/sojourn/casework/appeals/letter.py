"""The letter that answers an appeal where the decision stands."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from sojourn.casework.appeals.models import Appeal
from sojourn.casework.appeals.texts import reason_words, state_sentence
from sojourn.casework.letters import Written, keep_letter
from sojourn.casework.models import Case, InstitutionSetting
from sojourn.casework.texts import country_name
from sojourn.core import clock
from sojourn.requests.for_casework import RequestFile
from sojourn.requests.for_proofs import language_of
from sojourn.requests.texts import day_words

ON_APPEAL: Final = "appeal"


def answer_letter(appeal: Appeal, case: Case, setting: InstitutionSetting, language: str) -> Written:
    """The answer in words: what was appealed, what came of it, why."""
    with override(language):
        reference = setting.read.numbering.own_reference(case.reference)
        return Written(
            language=language,
            title=_("Our answer to your appeal %(reference)s") % {"reference": reference},
            lead=state_sentence(appeal.state),
            rows=(
                (_("Country of work"), country_name(case.host)),
                (_("Decision of"), day_words(appeal.decision.decided_at.date(), language)),
                (_("Your appeal of"), day_words(appeal.received_at.date(), language)),
                (_("Day of this answer"), day_words(clock.today(), language)),
            ),
            reasons=(reason_words(appeal.reason),) if appeal.reason else (),
            own_words=appeal.answer,
            remedy=(),
            closing=_("Examined by an officer who did not take part in the decision."),
        )


def write_answer(appeal: Appeal, case: Case, file: RequestFile) -> None:
    """Draw the answer in the applicant's language and keep it as it is sent."""
    setting = InstitutionSetting.objects.get(pk=case.institution_id)
    written = answer_letter(appeal, case, setting, language_of(file.id))
    keep_letter(case, file, written, setting, occasion=ON_APPEAL)

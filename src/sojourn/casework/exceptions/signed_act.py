"""The act that two officers do together: what is proposed to the other authority is frozen, drawn and delivered."""

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from sojourn.casework.exceptions.basis import basis_of, period_problems
from sojourn.casework.exceptions.content import ProposalContent, proposal_content
from sojourn.casework.exceptions.letter import letter_lines, proposal_pdf
from sojourn.casework.exceptions.models import Exchange, Weighing
from sojourn.casework.exceptions.moves import move_exchange
from sojourn.casework.exceptions.reach import Held
from sojourn.casework.exceptions.reply_term import last_day_to_reply
from sojourn.casework.exceptions.sending import HERE, send
from sojourn.casework.exceptions.states import ExchangeState, Side
from sojourn.casework.exceptions.texts import criterion_words, verdict_words
from sojourn.casework.exceptions.weighing import weighing_problems
from sojourn.casework.gathering import Gathered, gather
from sojourn.casework.models import InstitutionSetting
from sojourn.casework.moves import setting_of
from sojourn.casework.signing.acts import Act, Difference, Preview, Proposed
from sojourn.casework.texts import country_name
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, Problem, WrongState
from sojourn.files.events import keep
from sojourn.requests.texts import day_words

ACT: Final = "propose_to_other_authority"


def check(proposed: Proposed) -> None:
    """Raises InvalidInput naming each criterion that is not weighed, days that cannot be agreed, a missing text;
    WrongState where it is no draft any more or the law has no clause."""
    exchange = _exchange(proposed)
    if exchange.stands is not ExchangeState.DRAFT:
        raise WrongState("exception_step_not_open", step="sign", state=exchange.state)
    clause = basis_of(_gathered(proposed))
    if clause is None:
        raise WrongState("no_clause")
    problems = [
        *period_problems(clause, exchange.start, exchange.end),
        *weighing_problems(exchange, Side.ASKING),
    ]
    if not exchange.text:
        problems.append(Problem("text", "proposal_text_missing"))
    if problems:
        raise InvalidInput(problems)


def basis(proposed: Proposed) -> str:
    """A fingerprint of what would be sent and of how it was weighed: another one, and it must be proposed anew."""
    exchange = _exchange(proposed)
    weighed = sorted(
        Weighing.objects.filter(exchange=exchange, side=Side.ASKING).values_list("code", "verdict")
    )
    said = _content(proposed).as_json() + repr(weighed).encode()
    return hashlib.sha256(said).hexdigest()


def preview(proposed: Proposed, language: str) -> Preview:
    """What the second officer sees: to whom, for which days, how it was weighed, and the letter."""
    exchange, content = _exchange(proposed), _content(proposed)
    with override(language):
        rows = (
            Difference(_("To"), "", content.proposed_to.name),
            Difference(_("Legislation"), country_name(content.instead_of), country_name(content.legislation)),
            Difference(_("From"), "", day_words(content.start, language)),
            Difference(_("Until"), "", day_words(content.end, language)),
        )
        weighed = tuple(_weighed(exchange, language))
    return Preview(
        rows=rows,
        reasons=weighed,
        letter=tuple(letter_lines(content, _due(exchange.institution_id))),
        letter_language=content.language,
    )


def carry_out(proposed: Proposed) -> None:
    """Freeze what is sent, draw the paper, and deliver it where the other institution works here."""
    exchange, content = _exchange(proposed), _content(proposed)
    due_on = _due(exchange.institution_id)
    move_exchange(
        exchange,
        "sign",
        actor=proposed.acting.actor,
        proposed_by_id=proposed.proposed_by,
        proposed_at=clock.now(),
        signed_by_id=proposed.signed_by,
        signed_at=clock.now(),
        content=content.model_dump(mode="json"),
        letter=keep(
            data=proposal_pdf(content, due_on), media_type="application/pdf", kind="exception_letter"
        ),
        due_on=due_on,
    )
    if setting_of(exchange.liaison_id) is not None:
        mine = Held(proposed.acting, exchange, proposed.case, proposed.file, Side.ASKING)
        send(mine, "deliver", on=clock.today(), way=HERE)


SEND_ACT: Final = Act(
    code=ACT,
    title=gettext_lazy("Propose an exception to another authority"),
    carry_out=carry_out,
    check=check,
    basis=basis,
    preview=preview,
)


def _exchange(proposed: Proposed) -> Exchange:
    rows = Exchange.objects.filter(case=proposed.case, reference=proposed.payload["exchange"])
    exchange = rows.first()
    if exchange is None:
        raise WrongState("exception_step_not_open", step="sign", state="")
    exchange.case = proposed.case
    return exchange


def _gathered(proposed: Proposed) -> Gathered:
    setting = InstitutionSetting.objects.get(pk=proposed.case.institution_id)
    return gather(proposed.case, proposed.file, setting)


def _content(proposed: Proposed) -> ProposalContent:
    return proposal_content(_exchange(proposed), _gathered(proposed))


def _due(institution_id: str) -> date:
    setting = InstitutionSetting.objects.get(pk=institution_id)
    return last_day_to_reply(clock.today(), setting.read.deadlines.liaison_reply)


def _weighed(exchange: Exchange, language: str) -> Iterator[str]:
    for each in Weighing.objects.filter(exchange=exchange, side=Side.ASKING):
        told = f"{criterion_words(each.code, language)} {verdict_words(each.verdict)}"
        yield f"{told}. {each.words}" if each.words else f"{told}."

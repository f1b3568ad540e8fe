"""The words of how officers share work, look, search, restrict and establish. Codes inside, words here."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PASS_WHYS: dict[str, Promise] = {
    "absence": _("I am away, or soon will be"),
    "load": _("I have too much in hand"),
    "knowledge": _("It needs knowledge that I do not have"),
    "language": _("It needs a language that I do not speak"),
    "too_close": _("I am too close to it"),
    "other": _("Another reason, in my own words"),
}

LOOK_WHYS: dict[str, Promise] = {
    "call": _("The applicant or the worker calls or writes"),
    "standing_in": _("I stand in for the colleague"),
    "advice": _("The colleague asks for advice"),
    "related": _("A case in my hands is about the same person or employer"),
    "quality": _("I check the quality of our work"),
    "other": _("Another reason"),
}

OPENING_WHYS: dict[str, Promise] = {"decide": _("I decide this case"), **LOOK_WHYS}

WHY_LOOKED: dict[str, Promise] = {
    **LOOK_WHYS,
    "in_hand": _("The case was in hand"),
    "unsaid": _("No reason given"),
    "": _("A search"),
}

ODDITIES: dict[str, Promise] = {
    "own_matter": _("own matter"),
    "unsaid": _("no reason"),
    "other_reason": _("another reason"),
    "many": _("many on one day"),
}

SOURCES: dict[str, Promise] = {
    "answer": _("the applicant’s answer"),
    "paper": _("a paper"),
    "register": _("a register"),
    "call": _("a telephone call"),
    "authority": _("another authority"),
}

STANDINGS: dict[str, Promise] = {
    "declared": _("declared"),
    "verified": _("verified"),
    "established": _("established"),
    "disputed": _("disputed"),
}

LINES: dict[str, Promise] = {
    "case.fact_disputed": _("Fact marked as disputed"),
    "case.restricted": _("Restricted to named staff"),
    "case.restriction_lifted": _("Restriction lifted"),
    "case.restricted_opened": _("Restricted case opened"),
    "case.searched": _("Searched"),
    "question.run_out": _("Question closed: no answer came"),
}

PROBLEMS: dict[str, Promise] = {
    "why_missing": _("Choose a reason from the list."),
    "why_words_missing": _("Say the reason in your own words."),
    "colleague_unknown": _("Choose a colleague from the list."),
    "colleague_away": _("The colleague is away today. Choose somebody else."),
    "colleague_cannot": _("The colleague cannot take this case. Choose somebody else."),
    "look_reason_missing": _("Choose why you look at this person’s data."),
    "group_name_missing": _("Enter a name for the group. It must name nobody."),
    "group_unknown": _("Choose a group from the list."),
    "group_empty": _("Nobody is in this group yet. Add colleagues first."),
    "not_oneself": _("Nobody adds themselves: ask another lead."),
    "restriction_reason_missing": _("Say why."),
    "key_one_sign": _("Enter one letter or sign, or leave the box empty."),
    "key_taken": _("%(key)s does something else already."),
    "source_missing": _("Choose from what you take the fact."),
    "fact_reason_missing": _("Say why this is taken as the fact."),
    "missing": _("Enter what holds instead."),
    "situation_impossible": _(
        "With this value the facts contradict each other. Look at the other facts first."
    ),
    "days_range": _("Choose days in their order, at most %(most)s of them."),
}

REFUSALS: dict[str, Promise] = {
    "officer_away": _("You are noted as away today, so you get nothing new."),
    "restricted_already": _("The case is restricted already."),
    "restricted_in_other_hands": _(
        "The case is in the hands of somebody who is not in this group. Hand it over first."
    ),
    "last_member": _("Cases would be seen by nobody any more. Add somebody else first."),
    "member_has_cases": _("This colleague has restricted cases in hand. Hand them over first."),
}

"""Posting letters, and delivering them."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from sojourn.core import clock
from sojourn.core.actors import Subject
from sojourn.messages.delivery import deliver, deliver_due
from sojourn.messages.errors import KEY_WRONG, RECIPIENT_WRONG, LetterError
from sojourn.messages.models import Letter
from sojourn.messages.rendering import render
from sojourn.messages.tasks import deliver_letter

__all__ = ["deliver", "deliver_due", "post_letter"]

_KEY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,199}")


def post_letter(
    *,
    template: str,
    recipient: str,
    language: str,
    values: Mapping[str, str],
    about: Subject | None,
    key: str,
    letterhead: Sequence[str] = (),
) -> None:
    """Put a letter into the outbox, in the transaction of the caller: both stand or neither.

    `template` is the name of a file in `letters/`; `values` are exactly those it asks for (`ref`, `link` to
    this service, `until` as an ISO date); `about` is the thing the letter is about; `key` names the occasion:
    a second letter with the same key is not posted. The words are fixed now; delivery begins after commit.
    `letterhead`: lines above the words, of the institution in whose name the letter goes; none: the service's own name.
    Raises LetterError when template, values, recipient or key are wrong. Nothing is posted then.
    """
    _check(recipient, key)
    rendered = render(template, language, values, letterhead)
    now = clock.now()
    letter = Letter(
        key=key,
        template=template,
        template_version=rendered.template_version,
        language=rendered.language,
        about_kind=about.kind if about else "",
        about_id=about.id if about else "",
        recipient=recipient,
        content={"subject": rendered.subject, "text": rendered.text, "html": rendered.html},
        posted_at=now,
        next_try=now,
    )
    with transaction.atomic(savepoint=False):
        if _put(letter):
            # robust: if the queue fails after commit, the person's step has still succeeded; the sweep
            # delivers.
            transaction.on_commit(partial(deliver_letter.enqueue, str(letter.pk)), robust=True)


def _check(recipient: str, key: str) -> None:
    if not _KEY.fullmatch(key):
        raise LetterError(KEY_WRONG)
    try:
        validate_email(recipient)
    except ValidationError:
        raise LetterError(RECIPIENT_WRONG) from None


def _put(letter: Letter) -> bool:
    """Whether the letter is new. Two people who press at once post one letter."""
    posted = Letter.objects.filter(key=letter.key)
    if posted.exists():
        return False
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError:
        if posted.exists():
            return False
        raise
    return True

"""Letters reach a real mail server, once each, and wait when it cannot take them."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult

from sojourn.core import clock
from sojourn.journal.access import lines_about
from sojourn.messages import delivery
from sojourn.messages.events import deliver, deliver_due
from sojourn.messages.models import Letter
from sojourn.messages.states import LetterState
from sojourn.messages.tasks import deliver_letter
from tests.messages.builders import REQUEST, VALUES, Mailbox, mail_server, mail_to, posted

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as mailbox:
        yield mailbox


@pytest.mark.django_db
def test_a_letter_arrives_with_its_words_in_both_forms(mailbox: Mailbox) -> None:
    letter = posted(language="de")
    deliver(letter.pk)
    (message,) = mailbox.taken
    assert message["To"] == "clerk@example.org"
    assert message["From"] == "no-reply@localhost"
    assert message["Subject"] == "US-2027-7QK4: wir haben Ihren Antrag"
    assert message["Auto-Submitted"] == "auto-generated"
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert VALUES["link"] in plain.get_content()
    assert VALUES["link"] in html.get_content()
    assert "Schaltfläche" in html.get_content()
    letter.refresh_from_db()
    assert (letter.state, letter.tries, letter.last_fault) == (LetterState.SENT, 1, "")
    assert letter.sent_at is not None


@pytest.mark.django_db
def test_a_sent_letter_is_not_sent_again(mailbox: Mailbox) -> None:
    letter = posted()
    deliver(letter.pk)
    assert deliver(letter.pk) is None
    assert deliver_due(10) == 0
    assert len(mailbox.taken) == 1


@pytest.mark.django_db
def test_sending_is_written_into_the_journal_of_the_matter(mailbox: Mailbox) -> None:
    deliver(posted().pk)
    (line,) = lines_about(REQUEST)
    assert line.event == "letter_sent"
    assert line.details["template"] == "request_received"


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["451 try later", "421 too busy"])
def test_a_letter_waits_when_the_server_cannot_take_it_now(mailbox: Mailbox, answer: str) -> None:
    mailbox.answer_data = answer
    with clock.fixed(NOW):
        letter = posted()
        result = deliver(letter.pk)
        assert result == delivery.Delivery(LetterState.POSTED, NOW + timedelta(minutes=1))
        assert deliver_due(10) == 0
    mailbox.answer_data = "250 OK"
    with clock.fixed(NOW + timedelta(minutes=1)):
        assert deliver_due(10) == 1
    assert len(mailbox.taken) == 1


@pytest.mark.django_db
def test_a_letter_waits_when_there_is_no_server() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with mail_to(f"smtp://127.0.0.1:{taken.getsockname()[1]}"):
            letter = posted()
            result = deliver(letter.pk)
    assert result is not None
    assert result.state is LetterState.POSTED
    letter.refresh_from_db()
    assert letter.last_fault == "ConnectionRefusedError"


@pytest.mark.django_db
def test_a_letter_refused_for_good_fails_and_says_so_without_the_address(mailbox: Mailbox) -> None:
    mailbox.answer_recipient = "550 no such user clerk@example.org"
    letter = posted()
    result = deliver(letter.pk)
    assert result == delivery.Delivery(LetterState.FAILED, None)
    letter.refresh_from_db()
    assert letter.last_fault == "SMTPRecipientsRefused:550"
    assert [line.event for line in lines_about(REQUEST)] == ["letter_failed"]


@pytest.mark.django_db
def test_trying_ends(mailbox: Mailbox) -> None:
    mailbox.answer_data = "451 try later"
    letter = posted()
    moment = clock.now()
    for _ in range(delivery.MOST_TRIES):
        with clock.fixed(moment):
            deliver_due(10)
        moment += timedelta(days=1)
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == (LetterState.FAILED, delivery.MOST_TRIES)


@pytest.mark.django_db
def test_the_letter_of_a_killed_worker_is_sent_later_with_the_same_message_id(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with clock.fixed(NOW):
        letter = posted()
        with monkeypatch.context() as patch:
            patch.setattr(delivery, "_finish", killed)
            with pytest.raises(KeyboardInterrupt):
                deliver(letter.pk)
        assert deliver_due(10) == 0, "the claim still holds"
    with clock.fixed(NOW + delivery.CLAIM):
        assert deliver_due(10) == 1
    first, second = mailbox.taken
    assert first["Message-ID"] == second["Message-ID"] == f"<{letter.pk.hex}@localhost>"


@pytest.mark.django_db
def test_what_was_posted_and_never_queued_is_found_by_the_sweep(mailbox: Mailbox) -> None:
    for number in range(3):
        posted(key=f"k{number}")
    assert not DBTaskResult.objects.exists()
    assert deliver_due(2) == 2
    call_command("deliver_letters")
    assert len(mailbox.taken) == 3


@pytest.mark.django_db
def test_a_letter_changed_in_the_outbox_is_not_sent(mailbox: Mailbox) -> None:
    one, two = posted(key="one"), posted(key="two", recipient="thief@example.org")
    with connection.cursor() as cursor:
        key = (lambda row: row.pk) if connection.features.has_native_uuid_field else (lambda row: row.pk.hex)
        cursor.execute("SELECT recipient FROM letters_letter WHERE id = %s", [key(two)])
        cursor.execute(
            "UPDATE letters_letter SET recipient = %s WHERE id = %s", [cursor.fetchone()[0], key(one)]
        )
    deliver(one.pk)
    assert mailbox.taken == []
    assert Letter.objects.defer("recipient").get(pk=one.pk).last_fault == "vault_cannot_open"


@pytest.mark.django_db
def test_a_letter_that_must_wait_asks_the_worker_to_come_back(mailbox: Mailbox) -> None:
    mailbox.answer_data = "451 try later"
    with clock.fixed(NOW):
        letter = posted()
        assert deliver_letter.call(str(letter.pk)) == "posted"
    (task,) = DBTaskResult.objects.all()
    assert task.run_after == NOW + timedelta(minutes=1)
    assert task.args_kwargs["args"] == [str(letter.pk)]


@pytest.mark.django_db(transaction=True)
def test_after_commit_a_worker_delivers(mailbox: Mailbox) -> None:
    posted()
    call_command("db_worker", batch=True, interval=0, startup_delay=False)
    assert len(mailbox.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_send_each_letter_once(mailbox: Mailbox) -> None:
    letters = [posted(key=f"k{number}").pk for number in range(6)]
    workers = 4
    at_once = Barrier(workers)

    def work(_: int) -> None:
        try:
            at_once.wait(timeout=10)
            for letter_id in letters:
                deliver(letter_id)
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(workers)))
    assert len(mailbox.taken) == len(letters)
    assert set(Letter.objects.values_list("tries", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_post_one_letter() -> None:
    people = 4
    at_once = Barrier(people)

    def work(_: int) -> None:
        try:
            at_once.wait(timeout=10)
            posted(key="one")
        finally:
            connection.close()

    with ThreadPoolExecutor(people) as pool:
        list(pool.map(work, range(people)))
    assert Letter.objects.count() == 1


@pytest.mark.django_db
def test_the_demo_counts_letters_as_delivered_and_sends_none(settings: pytest.FixtureRequest) -> None:
    mail.outbox.clear()
    with mail_to(""):
        result = deliver(posted().pk)
    assert result == delivery.Delivery(LetterState.SENT, None)
    assert mail.outbox == []

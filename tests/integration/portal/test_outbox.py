"""The outbox: a promise is kept once, whatever breaks in between (NOTE-3)."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from cases.models import Comment
from devstack.network import reserve
from portal import outbox, tasks
from portal.celery import app
from portal.models import LEASE, TRIES, OutboxMessage, wait_after
from portal.tasks import deliver_message, sweep_outbox

State = OutboxMessage.State
SUE = "sue@acme.example.com"


def promise(to=SUE, key="tests:1", **payload):
    outbox.enqueue("tests.letter", key=key, payload={"to": to, **payload})
    return OutboxMessage.objects.get(key=key)


def let_time_pass():
    """As if every wait were over."""
    OutboxMessage.objects.update(due_at=Now())


def sweep_until_settled(message):
    while message.state == State.PENDING:
        let_time_pass()
        sweep_outbox()
        message.refresh_from_db()
    return message


@pytest.fixture
def closed_port():
    """A port where nobody listens, nor will while we hold it."""
    with reserve(0) as taken:
        yield taken.getsockname()[1]


@pytest.fixture
def no_broker(closed_port):
    """Redis is down."""
    was = app.conf.task_always_eager, app.conf.broker_url
    app.conf.update(task_always_eager=False, broker_url=f"redis://127.0.0.1:{closed_port}/0")
    app._after_fork()  # forget the connections that are open
    yield
    app.conf.update(task_always_eager=was[0], broker_url=was[1])
    app._after_fork()


@pytest.mark.rule("NOTE-3")
@pytest.mark.django_db(transaction=True)
def test_a_commit_wakes_a_worker():
    promise()

    assert [message.to for message in mail.outbox] == [[SUE]]
    assert OutboxMessage.objects.get().state == State.SENT


@pytest.mark.rule("NOTE-3")
@pytest.mark.django_db(transaction=True)
def test_a_promise_is_forgotten_with_its_transaction():
    with transaction.atomic():
        promise()
        transaction.set_rollback(True)

    sweep_outbox()
    assert not OutboxMessage.objects.exists()
    assert mail.outbox == []


@pytest.mark.rule("NOTE-2")
@pytest.mark.django_db
def test_the_same_key_is_one_promise(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        promise()
        promise()

    sweep_outbox()
    assert len(mail.outbox) == 1


@pytest.mark.rule("NOTE-3")
@pytest.mark.django_db(transaction=True)
def test_with_the_broker_down_the_request_succeeds_and_the_mail_comes_later(
    cast, client, no_broker
):
    client.force_login(cast.olga)

    answer = client.post(f"{cast.case.get_absolute_url()}comments/", {"body": "Hello?"})

    assert answer.status_code == 302
    assert Comment.objects.get().body == "Hello?"
    assert mail.outbox == []
    sweep_outbox()
    assert {message.to[0] for message in mail.outbox} == {cast.sue.email, cast.team.email}


@pytest.mark.rule("NOTE-3")
@pytest.mark.django_db(transaction=True)
def test_the_nudge_of_a_transaction_is_one_for_all_its_mails(monkeypatch):
    nudges = []
    monkeypatch.setattr(tasks.deliver_messages, "delay", nudges.append)

    with transaction.atomic():
        outbox.enqueue_all(
            outbox.Promise("tests.letter", f"tests:{n}", {"to": SUE}) for n in range(11)
        )

    assert [len(keys) for keys in nudges] == [11]


@pytest.mark.rule("NOTE-3")
@pytest.mark.django_db
def test_a_worker_killed_before_sending_loses_nothing(smtp):
    message = promise()
    OutboxMessage.objects.claim(message.pk)  # and then the power fails

    sweep_outbox()
    assert smtp.taken == []

    OutboxMessage.objects.update(due_at=Now() - timedelta(seconds=1))  # the lease has run out
    sweep_outbox()
    assert [to for to, _letter in smtp.taken] == [[SUE]]


@pytest.mark.rule("NOTE-3")
@pytest.mark.django_db
def test_a_worker_killed_after_sending_sends_the_same_message_again(smtp, monkeypatch):
    message = promise()
    monkeypatch.setattr(OutboxMessage, "settle", lambda *args: None)
    deliver_message(str(message.pk))
    monkeypatch.undo()

    let_time_pass()
    sweep_outbox()

    ids = [
        line
        for _to, letter in smtp.taken
        for line in letter.splitlines()
        if line.startswith("Message-ID:")
    ]
    assert ids == [f"Message-ID: <{message.pk}@testserver>"] * 2


@pytest.mark.rule("NOTE-3")
@pytest.mark.django_db
def test_a_claim_is_a_lease(smtp):
    message = OutboxMessage.objects.claim(promise().pk)

    assert LEASE - timedelta(minutes=1) < message.due_at - timezone.now() <= LEASE
    assert OutboxMessage.objects.claim(message.pk) is None


@pytest.mark.rule("NOTE-3")
@pytest.mark.django_db(transaction=True)
def test_of_many_workers_at_once_one_sends(smtp):
    pk, barrier = str(promise(key="tests:held").pk), threading.Barrier(8)
    OutboxMessage.objects.update(state=State.PENDING, settled_at=None, due_at=Now())
    smtp.taken.clear()

    def work():
        barrier.wait()
        deliver_message(pk)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(8)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]

    assert len(smtp.taken) == 1


@pytest.mark.rule("NOTE-3")
@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_mail_is_on_its_way(monkeypatch):
    seen = []
    monkeypatch.setattr(
        "django.core.mail.EmailMessage.send", lambda *args: seen.append(connection.in_atomic_block)
    )

    promise()

    assert seen == [False]


@pytest.mark.rule("NOTE-3")
@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["451 Try later", "421 Too many connections"])
@pytest.mark.parametrize("step", [SUE, "DATA"])
def test_a_passing_failure_is_retried_with_growing_waits(smtp, answer, step):
    smtp.answers[step] = answer
    message, waits = promise(), []
    for _try in range(4):
        let_time_pass()
        sweep_outbox()
        message.refresh_from_db()
        waits.append(round((message.due_at - timezone.now()).total_seconds() / 60))

    assert waits == [1, 2, 4, 8]
    assert (message.state, message.attempts) == (State.PENDING, 4)
    assert answer[:3] in message.last_error

    smtp.answers.clear()
    assert sweep_until_settled(message).state == State.SENT


@pytest.mark.rule("NOTE-3")
@pytest.mark.django_db
def test_a_mail_server_that_is_down_is_waited_for(settings, smtp, closed_port):
    working, settings.EMAIL_PORT = settings.EMAIL_PORT, closed_port
    message = promise()
    sweep_outbox()
    message.refresh_from_db()
    assert (message.state, "ConnectionRefused" in message.last_error) == (State.PENDING, True)

    settings.EMAIL_PORT = working
    assert sweep_until_settled(message).state == State.SENT


@pytest.mark.rule("NOTE-3")
def test_the_waits_add_up_to_a_day():
    total = sum((wait_after(attempt) for attempt in range(1, TRIES)), timedelta())

    assert timedelta(hours=23) < total < timedelta(hours=26)


@pytest.mark.rule("NOTE-3")
@pytest.mark.django_db
def test_after_a_day_it_has_failed_and_says_why(smtp):
    smtp.answers[SUE] = "451 Try later"

    message = sweep_until_settled(promise())

    assert (message.state, message.attempts) == (State.FAILED, TRIES)
    assert "Try later" in message.last_error
    assert message.settled_at is not None


@pytest.mark.rule("NOTE-3")
@pytest.mark.django_db
def test_a_mail_that_kills_its_workers_is_given_up_too(smtp):
    message = promise()
    for _try in range(TRIES):
        let_time_pass()
        OutboxMessage.objects.claim(message.pk)

    assert sweep_until_settled(message).state == State.FAILED
    assert smtp.taken == []


@pytest.mark.rule("NOTE-3")
@pytest.mark.django_db
@pytest.mark.parametrize("step", [SUE, "DATA"])
def test_a_permanent_failure_is_marked_at_once(smtp, step):
    smtp.answers[step] = "550 No such user"
    message = promise()

    sweep_outbox()

    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.FAILED, 1)
    assert "No such user" in message.last_error


@pytest.mark.rule("NOTE-3")
@pytest.mark.django_db
def test_a_refused_sign_in_at_the_mail_server_condemns_no_mail(smtp, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "guichet", "wrong"
    message = promise()

    sweep_outbox()

    message.refresh_from_db()
    assert message.state == State.PENDING


@pytest.mark.rule("NOTE-3")
@pytest.mark.django_db
def test_a_mail_that_fails_stands_in_nobodys_way(smtp):
    smtp.answers["gone@example.com"] = "550 No such user"
    promise("gone@example.com", "tests:gone")
    promise(key="tests:broken", broken=True)
    promise(key="tests:good")

    sweep_outbox()

    states = dict(OutboxMessage.objects.values_list("key", "state"))
    assert states == {
        "tests:gone": State.FAILED,
        "tests:broken": State.PENDING,
        "tests:good": State.SENT,
    }


@pytest.mark.rule("NOTE-3")
@pytest.mark.django_db
def test_what_nobody_may_read_any_more_is_dropped(smtp):
    outbox.enqueue("tests.letter", key="tests:1", payload={})

    sweep_outbox()

    assert OutboxMessage.objects.get().state == State.DROPPED
    assert smtp.taken == []


@pytest.mark.django_db
def test_what_is_settled_stays_settled(smtp):
    message = promise()
    sweep_outbox()

    deliver_message(str(message.pk))
    message.postpone("late news")

    message.refresh_from_db()
    assert (message.state, message.last_error) == (State.SENT, "")
    assert len(smtp.taken) == 1


@pytest.mark.django_db
def test_a_sweep_ends_in_time_for_the_next(monkeypatch, smtp):
    monkeypatch.setattr(tasks, "SWEEP_SECONDS", -1)
    promise()

    sweep_outbox()

    assert smtp.taken == []

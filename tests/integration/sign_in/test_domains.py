"""A domain is proved by a TXT record, asked of a real DNS server."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from orgs import actions
from orgs.domains import demand_proof
from orgs.models import EmailDomain
from portal.models import AuditEntry
from portal.problems import Conflict, NotAllowed
from portal.tasks import sweep_outbox

PAGE = "/o/acme/sign-in/"


@pytest.fixture
def unproved(cast):
    return actions.add_domain(actor=cast.actor("sam"), name="acme.example.com")


def prove(client, domain):
    return client.post(f"{PAGE}domains/{domain.pk}/proof/", follow=True)


@pytest.mark.rule("ID-5")
def test_the_record_in_the_dns_proves_the_domain(cast, client, zone, unproved):
    zone.texts[unproved.record_name] = [unproved.record_value]
    client.force_login(cast.sam)

    page = prove(client, unproved)

    unproved.refresh_from_db()
    assert unproved.proved_at
    assert "acme.example.com is proved." in page.text


@pytest.mark.rule("ID-5")
@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (None, "There is no TXT record at _guichet-challenge.acme.example.com yet."),
        (["guichet-domain=somebody-elses"], "says something else"),
        (["v=spf1 -all"], "says something else"),
    ],
)
def test_without_the_record_nothing_is_proved(cast, client, zone, unproved, texts, words):
    if texts is not None:
        zone.texts[unproved.record_name] = texts
    client.force_login(cast.sam)

    page = prove(client, unproved)

    unproved.refresh_from_db()
    assert unproved.proved_at is None
    assert (page.status_code, words in page.text) == (422, True)


def test_a_record_among_others_and_in_several_strings_counts(zone, unproved):
    value = unproved.record_value
    zone.texts[unproved.record_name] = ["v=spf1 -all", [value[:10], value[10:]]]

    demand_proof(unproved)


def test_name_servers_that_do_not_answer_are_said_so(cast, client, settings, unproved):
    settings.NAME_SERVERS = ["127.0.0.1:9"]
    client.force_login(cast.sam)

    assert "do not answer" in prove(client, unproved).text


@pytest.mark.rule("ID-5")
def test_one_organization_alone_proves_a_domain(cast, zone, unproved):
    EmailDomain.objects.create(
        organization=cast.globex,
        name=unproved.name,
        added_by=cast.eve,
        proved_at=timezone.now(),
    )
    zone.texts[unproved.record_name] = [unproved.record_value]

    with pytest.raises(Conflict, match="Another organization"):
        actions.prove_domain(actor=cast.actor("sam"), domain=unproved)


def test_the_database_holds_it_too(cast, domain):
    with pytest.raises(IntegrityError, match="email_domain_proved_once"), transaction.atomic():
        EmailDomain.objects.create(
            organization=cast.globex, name=domain.name, added_by=cast.eve, proved_at=timezone.now()
        )


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Acme.Example.COM", "acme.example.com"),
        (" sam@acme.example.com ", "acme.example.com"),
        ("acme.example.com.", "acme.example.com"),
    ],
)
def test_a_domain_is_taken_however_it_is_typed(cast, client, typed, stored):
    client.force_login(cast.sam)

    client.post(PAGE, {"name": typed})

    assert EmailDomain.objects.get().name == stored


@pytest.mark.parametrize("typed", ["", "no domain", "-x.example.com", "acme", "a" * 300, "é.com"])
def test_what_is_no_domain_is_refused_beside_the_field(cast, client, typed):
    client.force_login(cast.sam)

    page = client.post(PAGE, {"name": typed})

    assert page.status_code == 422
    assert not EmailDomain.objects.exists()


def test_a_domain_is_listed_once(cast, client, unproved):
    client.force_login(cast.sam)

    page = client.post(PAGE, {"name": unproved.name})

    assert "This domain is listed already." in page.text


@pytest.mark.rule("ID-5", "ROLE-10")
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("olga", 403),
        ("sam", 200),
        ("sue", 403),
        ("pat", 403),
        ("max", 403),
        ("gus", 403),
        ("eve", 404),
        ("ada", 404),
    ],
)
@pytest.mark.parametrize("path", ["", "provider/"])
def test_only_system_admins_see_to_the_sign_in(cast, client, name, status, path):
    client.force_login(getattr(cast, name))

    assert client.get(f"{PAGE}{path}").status_code == status


@pytest.mark.parametrize("name", ["olga", "sue", "pat", "max", "gus"])
def test_no_action_takes_anybody_else(cast, unproved, name):
    actor = cast.actor(name)

    with pytest.raises(NotAllowed):
        actions.add_domain(actor=actor, name="other.example.com")
    with pytest.raises(NotAllowed):
        actions.prove_domain(actor=actor, domain=unproved)
    with pytest.raises(NotAllowed):
        actions.remove_domain(actor=actor, domain=unproved)


def test_nobody_proves_or_removes_the_domain_of_another_organization(cast, client, zone):
    foreign = EmailDomain.objects.create(
        organization=cast.globex, name="globex.example.com", added_by=cast.eve
    )
    client.force_login(cast.sam)

    assert prove(client, foreign).status_code == 404
    assert client.post(f"{PAGE}domains/{foreign.pk}/removal/").status_code == 404


@pytest.mark.rule("ROLE-10")
def test_each_step_stands_in_the_audit_log(cast, zone, unproved):
    zone.texts[unproved.record_name] = [unproved.record_value]
    actions.prove_domain(actor=cast.actor("sam"), domain=unproved)
    actions.remove_domain(actor=cast.actor("sam"), domain=unproved)

    verbs = AuditEntry.objects.filter(organization_id=cast.acme.pk).order_by("pk")
    assert [row.verb for row in verbs] == ["domain.added", "domain.proved", "domain.removed"]


def asked_again(domain):
    actions.ask_domains_again()
    domain.refresh_from_db()
    return domain


def let_days_pass(days):
    EmailDomain.objects.update(missing_since=timezone.now() - timedelta(days=days, minutes=1))


@pytest.mark.rule("ID-5")
def test_a_record_that_stays_away_for_a_week_ends_the_proof(cast, zone, domain):
    assert asked_again(domain).missing_since
    let_days_pass(6)
    assert asked_again(domain).proved_at

    let_days_pass(7)
    assert asked_again(domain).proved_at is None

    sweep_outbox()
    assert AuditEntry.objects.get(verb="domain.lost").organization_id == cast.acme.pk
    assert [letter.to for letter in mail.outbox] == [[cast.sam.email]]
    assert mail.outbox[0].subject == "acme.example.com is not proved any more"


def test_admins_hear_at_once_that_the_record_is_missing(cast, zone, domain):
    asked_again(domain)
    asked_again(domain)

    sweep_outbox()

    (letter,) = mail.outbox
    assert letter.subject == "The TXT record of acme.example.com is missing"
    assert domain.record_value in letter.body


def test_a_record_that_comes_back_is_as_if_it_never_went(zone, domain):
    asked_again(domain)
    let_days_pass(30)
    zone.texts[domain.record_name] = [domain.record_value]

    assert asked_again(domain).missing_since is None
    assert domain.proved_at


def test_silent_name_servers_change_nothing(zone, domain, settings):
    asked_again(domain)
    let_days_pass(30)
    settings.NAME_SERVERS = ["127.0.0.1:9"]

    assert asked_again(domain).proved_at


def test_a_domain_removed_while_the_dns_is_asked_is_not_proved(cast, zone, unproved):
    zone.texts[unproved.record_name] = [unproved.record_value]
    EmailDomain.objects.filter(pk=unproved.pk).delete()

    with pytest.raises(Conflict, match="was removed in the meantime"):
        actions.prove_domain(actor=cast.actor("sam"), domain=unproved)

    assert not AuditEntry.objects.filter(verb="domain.proved").exists()

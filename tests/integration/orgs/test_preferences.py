"""How soon somebody hears of what (NOTE-6)."""

import pytest
from django.core import mail

from orgs.actions import assign_role, remove_role
from orgs.models import Delivery, NotificationPreference, Topic
from orgs.roles import Role
from portal.tasks import sweep_outbox
from tests.factories import UserFactory, give_role

PAGE = "/account/notifications/"
AT_ONCE = dict.fromkeys(Topic.values, "at_once")


@pytest.fixture
def max_(cast, client):
    client.force_login(cast.max)
    return client


@pytest.mark.rule("NOTE-6")
def test_a_choice_is_kept_and_shown(cast, max_):
    answer = max_.post(PAGE, AT_ONCE | {"comments": "daily", "status": "off"}, follow=True)

    assert answer.text.count('<option value="daily" selected>') == 1
    assert answer.text.count('<option value="off" selected>') == 1
    kept = NotificationPreference.objects.filter(user=cast.max)
    assert dict(kept.values_list("topic", "delivery")) == {"comments": "daily", "status": "off"}


@pytest.mark.rule("NOTE-6")
def test_at_once_is_what_nobody_said_otherwise(cast, max_):
    max_.post(PAGE, AT_ONCE | {"comments": "daily"})
    max_.post(PAGE, AT_ONCE)

    assert not NotificationPreference.objects.exists()


@pytest.mark.rule("NOTE-6")
def test_the_page_says_what_cannot_be_turned_off(max_):
    page = max_.get(PAGE).text

    assert "Of the cases that you submitted you always hear at once" in page
    assert "mails about signing in" in page


@pytest.mark.rule("NOTE-6")
@pytest.mark.parametrize(
    "wrong", [{"comments": "weekly"}, {"access": "daily"}, {"reminders": ""}], ids=str
)
def test_an_unknown_choice_is_refused(max_, wrong):
    assert max_.post(PAGE, AT_ONCE | wrong).status_code == 422
    assert not NotificationPreference.objects.exists()


def hearers():
    sweep_outbox()
    return sorted(message.to[0].partition("@")[0] for message in mail.outbox)


@pytest.mark.rule("NOTE-6", "ROLE-8")
@pytest.mark.parametrize(("off", "heard"), [("tom", ["max"]), ("max", ["max", "tom"])])
def test_news_of_other_peoples_roles_can_be_turned_off_but_not_of_ones_own(cast, off, heard):
    people = {
        "tom": give_role(UserFactory(first_name="Tom"), cast.acme, "system_admin").membership.user,
        "max": cast.max,
    }
    NotificationPreference.objects.create(
        user=people[off], topic=Topic.ACCESS, delivery=Delivery.OFF
    )
    membership = cast.max.memberships.get()

    assign_role(actor=cast.actor("sam"), membership=membership, role=Role.SUPPORT_ADMIN)
    assert hearers() == heard
    mail.outbox.clear()
    remove_role(actor=cast.actor("sam"), membership=membership, role=Role.SUPPORT_ADMIN)
    assert hearers() == heard


@pytest.mark.rule("NOTE-4", "NOTE-6")
def test_one_click_ends_the_news_of_others(cast, client):
    tom = give_role(UserFactory(first_name="Tom"), cast.acme, "system_admin").membership.user
    assign_role(
        actor=cast.actor("sam"), membership=cast.max.memberships.get(), role=Role.SUPPORT_ADMIN
    )
    sweep_outbox()
    letters = {message.to[0].partition("@")[0]: message.extra_headers for message in mail.outbox}
    assert "List-Unsubscribe" not in letters["max"]

    client.post(letters["tom"]["List-Unsubscribe"].strip("<>").removeprefix("http://testserver"))

    assert NotificationPreference.objects.get().user == tom
    assert NotificationPreference.objects.get().delivery == "off"

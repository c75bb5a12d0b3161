"""The third step: how to reach the requester, and who else shall hear."""

import pytest

from cases.models import Case
from orgs.models import User
from tests.factories import MembershipFactory, UserFactory
from tests.integration.cases.wizard.conftest import Guide, errors


@pytest.mark.rule("WIZ-3")
def test_the_form_begins_with_what_the_account_knows(sue, cast):
    User.objects.filter(pk=cast.sue.pk).update(phone="+33123456789", time_zone="Europe/Paris")
    sue.reach("contact")

    page = sue.look("contact").text

    assert f'value="{cast.sue.email}" readonly' in page
    assert 'value="+33123456789"' in page
    assert '<option value="Europe/Paris" selected>' in page
    assert 'name="contact_from" value="09:00"' in page
    assert 'name="contact_to" value="17:00"' in page


@pytest.mark.rule("WIZ-3")
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+33 1 23 45 67 89", "+33123456789"),
        ("0033 (1) 23-45-67-89", "+33123456789"),
        ("+1 202 555 0142", "+12025550142"),
        ("", ""),
    ],
)
def test_a_phone_number_is_kept_as_e164(sue, typed, kept):
    sue.reach("review", phone=typed)
    sue.submit()

    assert Case.objects.latest("pk").contact_phone == kept


PHONELESS = [
    "01 23 45 67 89",
    "call me",
    "+33",
    "+33 1 23 45 67 89 ext. 5",
    "+49 123 456 789 012 345",
]
"""The last is longer than E.164 allows."""


@pytest.mark.rule("WIZ-3")
@pytest.mark.parametrize("typed", PHONELESS)
def test_a_phone_number_without_its_country_is_asked_again(sue, typed):
    sue.reach("contact")

    page = sue.answer("contact", phone=typed)

    assert list(errors(page)) == ["phone"]
    assert typed in page.text


@pytest.mark.rule("WIZ-3")
@pytest.mark.parametrize(
    ("begins", "ends", "wrong"),
    [
        ("05:00", "21:00", []),
        ("09:00", "09:01", []),
        ("04:59", "09:00", ["contact_from"]),
        ("09:00", "21:01", ["contact_to"]),
        ("09:00", "09:00", ["contact_to"]),
        ("17:00", "09:00", ["contact_to"]),
        ("", "nine", ["contact_from", "contact_to"]),
    ],
)
def test_the_best_time_lies_within_the_day_and_begins_before_it_ends(sue, begins, ends, wrong):
    sue.reach("contact")

    page = sue.answer("contact", contact_from=begins, contact_to=ends)

    assert page.status_code == (422 if wrong else 302)
    assert not wrong or list(errors(page)) == wrong


@pytest.mark.rule("WIZ-3")
@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd"])
def test_a_time_zone_is_chosen_of_the_list(sue, zone):
    sue.reach("contact")

    assert list(errors(sue.answer("contact", time_zone=zone))) == ["time_zone"]


@pytest.mark.rule("WIZ-3")
@pytest.mark.parametrize("zone", ["US/Eastern", "Arctic/Longyearbyen", "Etc/GMT+3"])
def test_the_time_zone_of_the_account_can_always_be_chosen(sue, cast, zone):
    User.objects.filter(pk=cast.sue.pk).update(time_zone=zone)
    sue = Guide(User.objects.get(pk=cast.sue.pk))
    sue.reach("contact")

    assert f'<option value="{zone}" selected>' in sue.look("contact").text
    assert sue.answer("contact", time_zone=zone).status_code == 302


def watchers() -> set[str]:
    return {watcher.user.first_name for watcher in Case.objects.latest("pk").watchers.all()}


@pytest.mark.rule("WIZ-3")
def test_people_with_a_tie_can_be_picked(sue, cast):
    sue.reach("contact")

    offered = sue.look("contact").context["form"]["watchers"].subwidgets

    names = {widget.data["label"].split()[0] for widget in offered}
    assert names == {"Olga", "Sam", "Pat", "Max", "Gus"}


@pytest.mark.rule("WIZ-3")
def test_watchers_are_picked_or_typed_and_collapse(sue, cast):
    typed = "MAX@example.com, gus@example.com\nolga@example.com; sue@example.com"
    sue.reach("review", watchers=[cast.max.pk, cast.sue.pk], watcher_emails=typed)
    sue.submit()

    assert watchers() == {"Max", "Gus", "Olga"}


@pytest.mark.rule("WIZ-3")
def test_strangers_are_refused_in_the_same_words_with_an_account_or_without(sue):
    sue.reach("contact")

    with_account = sue.answer("contact", watcher_emails="eve@example.com")
    without = sue.answer("contact", watcher_emails="xyz@example.com")

    words = errors(with_account)["watcher_emails"][0]
    assert with_account.status_code == without.status_code == 422
    assert words.replace("eve@", "xyz@") == errors(without)["watcher_emails"][0]
    assert "ask a system admin to invite them" in words


@pytest.mark.rule("WIZ-3")
def test_a_grantee_without_support_is_a_stranger(sue):
    sue.reach("contact")

    assert sue.answer("contact", watcher_emails="gil@example.com").status_code == 422


@pytest.mark.rule("WIZ-3")
@pytest.mark.parametrize("forged", ["eve", "0", "x", "9" * 30, "٣"])
def test_a_forged_watcher_is_refused(sue, cast, forged):
    sue.reach("contact")

    page = sue.answer("contact", watchers=[cast.eve.pk if forged == "eve" else forged])

    assert page.status_code == 422
    assert list(errors(page)) == ["watchers"]


@pytest.mark.rule("WIZ-3")
@pytest.mark.parametrize(("count", "status"), [(10, 302), (11, 422)])
def test_ten_watchers_at_most(sue, cast, count, status):
    people = [MembershipFactory(organization=cast.acme).user for _number in range(count)]
    sue.reach("contact")

    answer = sue.answer(
        "contact",
        watchers=[person.pk for person in people[:5]] + [cast.sue.pk],
        watcher_emails=" ".join(person.email for person in people[4:]),
    )

    assert answer.status_code == status


@pytest.mark.rule("WIZ-11")
def test_a_watcher_who_left_meanwhile_is_noticed(sue, cast):
    sue.reach("review", watchers=[cast.max.pk])
    cast.max.memberships.all().delete()

    assert sue.submit().url == sue.step("contact")
    page = sue.look("contact")
    assert "does not belong to the organization any more" in page.text
    assert sue.answer("contact", watchers=[]).url == sue.step("review")


def test_nobody_of_another_organization_is_named(cast, types):
    UserFactory(first_name="Zoe")
    guide = Guide(cast.sue)
    guide.reach("contact")

    page = guide.look("contact").text

    assert str(cast.max) in page
    assert str(cast.eve) not in page
    assert "Zoe" not in page


@pytest.mark.rule("WIZ-14")
def test_each_mistake_is_told_once_in_the_summary_and_once_beside_its_field(sue):
    sue.reach("contact")

    page = sue.answer("contact", phone="12").text

    assert page.count("Enter the number with its country code") == 2
    assert page.count('href="#id_phone"') == 1
    assert page.count('id="id_phone_error"') == 1


@pytest.mark.rule("WIZ-3")
def test_what_is_not_sent_is_what_the_account_knows(sue, cast):
    User.objects.filter(pk=cast.sue.pk).update(time_zone="Asia/Tokyo")
    sue.reach("contact")

    sue.client.post(sue.step("contact"), {})
    sue.submit()

    case = Case.objects.get(submission=sue.draft.pk)
    assert (case.contact_time_zone, case.contact_from.hour, case.contact_to.hour) == (
        "Asia/Tokyo",
        9,
        17,
    )

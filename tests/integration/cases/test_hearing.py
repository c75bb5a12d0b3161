"""Who hears of what, and how soon: at once, with the next digest, or not at all."""

import pytest

from cases import actions
from cases.lifecycle import Verb
from cases.models import CaseMute, DigestItem, EventKind, StandingWatch, Watcher
from orgs.actions import save_preferences
from orgs.models import Delivery, Topic
from portal.models import OutboxMessage
from portal.problems import NotAllowed, Unprocessable
from sharedaccess.doors import find_actor
from tests.factories import CaseFactory, ProductFactory

NOW, DIGEST, NOT = "now", "digest", "not"


def heard(person):
    """How they hear of what just happened."""
    mails = OutboxMessage.objects.filter(kind="cases.event", payload__recipient=person.pk)
    if mails.exists():
        return NOW
    return DIGEST if DigestItem.objects.filter(recipient=person).exists() else NOT


def watch_new(cast, name="olga", **which):
    return actions.watch_new_cases(actor=cast.actor(name), **which)


def watch(cast, case):
    Watcher.objects.get_or_create(case=case, user=cast.olga, added_by=cast.sue)


def mute(cast, case):
    CaseMute.objects.create(case=case, user=cast.olga)


def lose_rights(cast, case):
    cast.acme.account.user = None
    cast.acme.account.save()


RELATIONS = {
    "requester": {"own": True},
    "requester with a mute from elsewhere": {"own": True, "then": [mute]},
    "watcher": {"then": [watch]},
    "watcher who muted": {"then": [watch, mute]},
    "standing watcher": {"standing": True},
    "standing watcher who muted": {"standing": True, "then": [mute]},
    "standing watcher without rights": {"standing": True, "then": [lose_rights]},
    "both": {"standing": True, "then": [watch]},
    "nobody": {},
}


@pytest.mark.rule("CASE-3", "NOTE-2", "NOTE-6")
@pytest.mark.parametrize(
    ("relation", "at_once", "daily", "off"),
    [
        ("requester", NOW, NOW, NOW),
        ("requester with a mute from elsewhere", NOW, NOW, NOW),
        ("watcher", NOW, DIGEST, NOT),
        ("watcher who muted", NOT, NOT, NOT),
        ("standing watcher", NOW, DIGEST, NOT),
        ("standing watcher who muted", NOT, NOT, NOT),
        ("standing watcher without rights", NOT, NOT, NOT),
        ("both", NOW, DIGEST, NOT),
        ("nobody", NOT, NOT, NOT),
    ],
)
def test_how_soon_each_hears_of_a_comment(cast, relation, at_once, daily, off):
    for delivery, expected in zip(Delivery, (at_once, daily, off), strict=True):
        OutboxMessage.objects.all().delete()
        DigestItem.objects.all().delete()
        case = play(cast, **RELATIONS[relation])
        save_preferences(user=cast.olga, wanted={Topic.COMMENTS: delivery})

        actions.add_comment(actor=cast.actor("ada"), case=case, body="We are looking.")

        assert heard(cast.olga) == expected, delivery


def play(cast, *, own=False, standing=False, then=()):
    """A case to which olga stands as told."""
    if standing:
        StandingWatch.objects.get_or_create(user=cast.olga, organization=cast.acme)
    requester = cast.olga if own else cast.sue
    case = CaseFactory(organization=cast.acme, product=cast.product, requester=requester)
    for step in then:
        step(cast, case)
    return case


def comment(cast, case):
    actions.add_comment(actor=cast.actor("ada"), case=case, body="We are looking.")


def ask(cast, case):
    actions.change_status(
        actor=cast.actor("ada"), case=case, verb=Verb.REQUEST_INFORMATION, body="Which version?"
    )


def close(cast, case):
    actions.close(actor=cast.actor("sue"), case=case)


def add(cast, case):
    actions.watch(actor=cast.actor("sue"), case=case, email=cast.max.email)


TOPICS = [
    (comment, Topic.COMMENTS),
    (ask, Topic.STATUS),
    (close, Topic.STATUS),
    (add, Topic.NEW_CASES),
]


@pytest.mark.rule("NOTE-6")
@pytest.mark.parametrize("off", Topic)
@pytest.mark.parametrize(("deed", "topic"), TOPICS, ids=lambda one: getattr(one, "__name__", one))
def test_each_event_belongs_to_one_topic_that_can_be_turned_off(cast, deed, topic, off):
    people = [cast.max] if deed is not add else []
    case = CaseFactory(
        organization=cast.acme, product=cast.product, requester=cast.sue, watched_by=people
    )
    save_preferences(user=cast.max, wanted={off: Delivery.OFF})

    deed(cast, case)

    assert heard(cast.max) == (NOT if off == topic else NOW)


@pytest.mark.rule("CASE-3")
@pytest.mark.parametrize(
    ("product", "priority", "of_product", "of_another", "urgent", "urgent_of_another"),
    [
        (False, None, True, True, True, True),
        (True, None, True, False, True, False),
        (False, 2, False, False, True, True),
        (True, 2, False, False, True, False),
    ],
)
def test_which_new_cases_a_standing_watch_tells_of(
    cast, product, priority, of_product, of_another, urgent, urgent_of_another
):
    other = ProductFactory(team=cast.team)
    watch_new(cast, product=cast.product if product else None, priority=priority)

    def tells(of, priority):
        case = CaseFactory(
            organization=cast.acme, product=of, priority=priority, requester=cast.sue
        )
        return StandingWatch.objects.on(case).exists()

    assert tells(cast.product, 3) is of_product
    assert tells(other, 3) is of_another
    assert tells(cast.product, 2) is urgent
    assert tells(other, 2) is urgent_of_another


@pytest.mark.rule("CASE-3")
def test_a_case_goes_on_telling_whom_its_priority_told_once(cast):
    watch_new(cast, priority=1)
    case = CaseFactory(organization=cast.acme, product=cast.product, priority=3)
    changed = {"kind": EventKind.PRIORITY_CHANGED, "side": "support", "actor": cast.ada}

    assert not StandingWatch.objects.on(case).exists()
    case.events.create(**changed, data={"from": 1, "to": 3})
    assert StandingWatch.objects.on(case).exists()


@pytest.mark.rule("CASE-3")
def test_a_watch_made_later_does_not_reach_older_cases(cast):
    watch_new(cast)

    older = CaseFactory(
        organization=cast.acme,
        product=cast.product,
        opened_at=StandingWatch.objects.get().created_at.replace(year=2020),
    )

    assert not StandingWatch.objects.on(older).exists()


@pytest.mark.rule("CASE-3", "SHA-10")
def test_rights_count_as_of_now(cast):
    watch_new(cast, "gus")
    cast.gus.grants_held.all().delete()
    case = CaseFactory(organization=cast.acme, product=cast.product, requester=cast.sue)

    comment(cast, case)

    assert heard(cast.gus) == NOT


@pytest.mark.rule("CASE-3")
@pytest.mark.parametrize(
    ("name", "may"),
    [("olga", True), ("sue", True), ("gus", True), ("sam", False), ("pat", False), ("max", False)],
)
def test_who_may_watch_new_cases(cast, name, may):
    try:
        watch_new(cast, name)
    except NotAllowed:
        assert not may
    else:
        assert may


@pytest.mark.rule("CASE-3")
def test_a_product_of_others_cannot_be_watched(cast):
    with pytest.raises(Unprocessable):
        watch_new(cast, product=ProductFactory())


@pytest.mark.rule("CASE-3")
def test_the_same_watch_twice_is_one(cast):
    assert watch_new(cast, priority=2) == watch_new(cast, priority=2)
    assert watch_new(cast) == watch_new(cast)


@pytest.mark.rule("CASE-3", "NOTE-6")
def test_the_requester_cannot_mute_and_is_told_why(cast):
    with pytest.raises(NotAllowed, match="cannot be turned off"):
        actions.mute(actor=cast.actor("sue"), case=cast.case)


@pytest.mark.rule("CASE-3")
def test_muting_ends_and_begins_again(cast):
    watch_new(cast)
    case = CaseFactory(organization=cast.acme, product=cast.product, requester=cast.sue)
    olga = find_actor(cast.olga, cast.acme)

    actions.mute(actor=olga, case=case)
    actions.mute(actor=olga, case=case)
    comment(cast, case)
    assert heard(cast.olga) == NOT

    actions.unmute(actor=olga, case=case)
    comment(cast, case)
    assert heard(cast.olga) == NOW

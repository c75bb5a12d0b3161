"""What people choose to hear of: standing watches, and cases that they mute (CASE-3)."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.base import lock
from cases.models import Case, CaseMute, StandingWatch
from orgs.actor import Actor
from orgs.models import Product, User
from orgs.roles import Capability
from portal.problems import NotAllowed, Unprocessable


@transaction.atomic
def watch_new_cases(
    *, actor: Actor, product: Product | None = None, priority: int | None = None
) -> StandingWatch:
    """Watch each case that is filed from now on, of a product, or from a priority up.

    Twice the same is one watch. Raises NotAllowed, or Unprocessable for a product of others.
    """
    if not actor.can(Capability.VIEW_ORG_CASES):
        raise NotAllowed(_("Only those who see all cases of the organization watch new ones."))
    if not actor.email_verified:
        raise NotAllowed(_("Please verify your email address first."), code="email-not-verified")
    offered = Product.objects.sold_to(actor.organization).reached_by(actor)
    if product and not offered.filter(pk=product.pk).exists():
        raise Unprocessable(_("Choose a product of your organization."), code="wrong-product")
    watch, _made = StandingWatch.objects.get_or_create(
        user=actor.user, organization=actor.organization, product=product, priority=priority
    )
    return watch


@transaction.atomic
def end_standing_watch(*, actor: Actor, watch: StandingWatch) -> None:
    """One's own, whatever rights are left. Twice is once."""
    own = StandingWatch.objects.filter(user=actor.user, organization=actor.organization)
    own.filter(pk=watch.pk).delete()


@transaction.atomic
def mute(*, actor: Actor, case: Case) -> None:
    """Hear no more of this case, whatever one watches. Raises NotAllowed for its requester."""
    case = lock(actor, case)
    if case.requester_id == actor.user.pk:
        reason = _("You submitted this case: its mails cannot be turned off.")
        raise NotAllowed(reason, code="own-case")
    CaseMute.objects.get_or_create(case=case, user=actor.user)


@transaction.atomic
def unmute(*, actor: Actor, case: Case) -> None:
    """Hear of it again, as far as one watches."""
    case = lock(actor, case)
    case.mutes.filter(user=actor.user).delete()


@transaction.atomic
def silence(*, user: User, case: Case, watches: bool = False) -> None:
    """The one click in a mail: mute the case, and with `watches` end the standing watches that tell
    of it. Not through the wall: its token stands for the person (NOTE-4)."""
    CaseMute.objects.get_or_create(case_id=case.pk, user=user)
    if watches:
        user.standing_watches.on(Case.objects.get(pk=case.pk)).delete()

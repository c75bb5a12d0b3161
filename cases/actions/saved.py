"""Lists that somebody comes back to (LIST-3)."""

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.utils.translation import gettext as _

from cases.models import SavedView
from cases.models.saved import MAX_SAVED_VIEWS
from orgs.actor import Actor
from orgs.models import User
from portal.problems import Unprocessable

NAME_TAKEN = "name-taken"
MAX_NAME = SavedView._meta.get_field("name").max_length or 0
MAX_QUERY = SavedView._meta.get_field("query").max_length or 0


@transaction.atomic
def save_view(*, actor: Actor, name: str, query: str, replace: bool = False) -> SavedView:
    """Keep a query of the list under a name, or put it in the place of the one of this name.

    Raises Unprocessable for a name that is taken or none, and for the twenty-first view.
    """
    name = _checked(name)
    if len(query) > MAX_QUERY:
        raise Unprocessable(_("This search is too long to be saved."), code="too-long")
    _hold(actor)
    view = _named(actor, name)
    if view is None:
        _demand_room(actor)
        view = SavedView(user=actor.user, organization=actor.organization, name=name)
    elif not replace:
        raise _taken()
    view.query = query
    view.save()
    return view


@transaction.atomic
def rename_view(*, actor: Actor, view: SavedView, name: str) -> None:
    """Raises Unprocessable for a name that is taken or none."""
    name = _checked(name)
    _hold(actor)
    other = _named(actor, name)
    if other and other.pk != view.pk:
        raise _taken()
    SavedView.objects.of(actor).filter(pk=view.pk).update(name=name)


@transaction.atomic
def delete_view(*, actor: Actor, view: SavedView) -> None:
    SavedView.objects.of(actor).filter(pk=view.pk).delete()


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Unprocessable(_("Give the view a name."), code="nameless")
    if len(name) > MAX_NAME:
        raise Unprocessable(_("A name has 60 characters at most."), code="too-long")
    return name


def _hold(actor: Actor) -> None:
    """Two tabs of one person save one after the other: neither makes the twenty-first."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=actor.user.pk)


def _named(actor: Actor, name: str) -> SavedView | None:
    """Upper or lower case, as the database compares them."""
    same = Exact(Lower("name"), Lower(Value(name)))
    return SavedView.objects.of(actor).filter(same).first()


def _demand_room(actor: Actor) -> None:
    if SavedView.objects.of(actor).count() >= MAX_SAVED_VIEWS:
        words = _("You have saved twenty views here, and that is the limit: delete one first.")
        raise Unprocessable(words, code="too-many-views")


def _taken() -> Unprocessable:
    return Unprocessable(_("You have a view of this name already."), code=NAME_TAKEN)

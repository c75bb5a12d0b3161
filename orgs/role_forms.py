"""Which roles somebody holds, and for which products: ticked by those who give them."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from orgs.authority import Authority, scope_of
from orgs.members import roles_version
from orgs.models import Membership, Organization, Product, RoleAssignment
from orgs.roles import MEANINGS, SCOPED, Role

ALL, CHOSEN = "all", "chosen"


class RoleQuestion(NamedTuple):
    """What is asked of one role; the scope only where all products are within reach."""

    role: forms.BoundField
    scope: forms.BoundField | None = None
    products: forms.BoundField | None = None


class RolesForm(forms.Form):
    """Each role that the authority offers, as a box with its products (ROLE-5, ROLE-6).

    A box that was forged is read as well: the action refuses it, and puts it on record.
    """

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        organization: Organization,
        reach: Authority,
        held: Iterable[RoleAssignment] = (),
    ) -> None:
        super().__init__(data)
        now = {Role(row.role): row for row in held}
        self.reach = reach
        self.sold = {product.pk: product for product in Product.objects.sold_to(organization)}
        self.offered = [
            role
            for role in reach.offered(organization)
            if role not in now or reach.changes(now[role])
        ]
        for role in Role:
            if role in self.offered:
                self._ask(role, now.get(role))
            elif role in self.data:
                self.fields[role.value] = forms.BooleanField(required=False)

    @property
    def questions(self) -> list[RoleQuestion]:
        return [RoleQuestion(*self._bound(role)) for role in self.offered]

    def clean(self) -> dict[str, Any]:
        """`roles` is what the action takes."""
        given = super().clean() or {}
        given["roles"] = {role: self._products(role) for role in Role if given.get(role.value)}
        return given

    def _ask(self, role: Role, row: RoleAssignment | None) -> None:
        self.fields[role.value] = forms.BooleanField(
            label=role.label,
            help_text=str(MEANINGS[role]),
            initial=row is not None,
            required=False,
        )
        if role not in SCOPED or not self.sold:
            return
        scope = scope_of(row) if row else None
        if self.reach.products is None:
            self._ask_scope(role, ALL if scope is None else CHOSEN)
        self._ask_products(role, scope)

    def _ask_scope(self, role: Role, now: str) -> None:
        field: Any = forms.ChoiceField(
            label=_("For which products?"),
            choices=[(ALL, _("All products")), (CHOSEN, _("Chosen products"))],
            initial=now,
            required=False,
            widget=forms.RadioSelect,
        )
        field.conditional = True
        self.fields[f"{role}_scope"] = field

    def _ask_products(self, role: Role, scope: frozenset[int] | None) -> None:
        mine = self.sold if self.reach.products is None else self.sold.keys() & self.reach.products
        field: Any = forms.TypedMultipleChoiceField(
            label=_("Chosen products"),
            choices=[(pk, product.name) for pk, product in self.sold.items() if pk in mine],
            coerce=int,
            initial=sorted(scope or ()),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        field.conditional = True
        self.fields[f"{role}_products"] = field

    def _bound(self, role: Role) -> list[Any]:
        names = [role.value, f"{role}_scope", f"{role}_products"]
        return [self[name] if name in self.fields else None for name in names]

    def _products(self, role: Role) -> list[Product] | None:
        """None for all, and for a role without products."""
        name, scope = f"{role}_products", self.cleaned_data.get(f"{role}_scope")
        if name not in self.fields or (self.reach.products is None and scope != CHOSEN):
            return None
        chosen = self.cleaned_data.get(name)
        if chosen == []:
            self.add_error(name, _("Choose at least one product."))
        return [self.sold[pk] for pk in chosen or ()]


class MemberRolesForm(RolesForm):
    """Of one member; `version` tells whether the roles are still those that the page showed."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, membership: Membership, reach: Authority
    ) -> None:
        held = membership.roles.all()
        super().__init__(data, organization=membership.organization, reach=reach, held=held)
        self.membership = membership
        self.initial["version"] = roles_version(membership)

    @property
    def cleaned_changes(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("roles", "version")}

    def renew(self) -> None:
        """What was typed stays; it now answers to the roles as they are."""
        typed: Any = self.data
        renewed = typed.copy()
        renewed["version"] = self.initial["version"]
        self.data = renewed


class InvitationForm(RolesForm):
    """Whom to add, with which roles from the beginning."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("A member gets the roles at once, anybody else an invitation by mail."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation"),
        choices=settings.LANGUAGES,
        widget=forms.Select(attrs={"data-width": "medium"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["language"] = get_language()

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean(self) -> dict[str, Any]:
        """Only who has authority over all members adds one without a role."""
        given = super().clean()
        if not given["roles"] and not self.reach.is_whole:
            self.add_error(None, _("Choose at least one role."))
        return given

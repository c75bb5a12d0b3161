"""People who sign in; their passwords and second factors stay their own."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Exists, ManyToManyField, Model, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import BooleanRadioFilter
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from orgs.actions import anonymize_user
from orgs.admin.permissions import WORKED_WITH, in_words
from orgs.models import Membership, User
from portal.desk.base import DeskAdmin, ReadOnlyInline
from portal.problems import Problem

VENDOR_FIELDS = ["is_staff", "is_superuser", "groups"]


class MembershipInline(ReadOnlyInline):
    model = Membership
    fields = readonly_fields = ["organization"]
    verbose_name_plural = _("organizations")


@admin.register(User)
class UserAdmin(DeskAdmin):
    """Customers are looked after by vendor administrators, the vendor's people by superusers.

    Who moves an e-mail address can become that person; so a superuser alone moves it, and the new
    address has to be verified (ID-3).
    """

    list_display = ["full_name", "email", "is_verified", "is_staff", "is_active", "last_login"]
    list_filter = [
        ("is_staff", BooleanRadioFilter),
        ("is_superuser", BooleanRadioFilter),
        ("is_active", BooleanRadioFilter),
    ]
    search_fields = ["email", "first_name", "last_name"]
    ordering = ["first_name", "last_name", "pk"]
    readonly_fields = ["is_verified", "last_login", "date_joined"]
    inlines = [MembershipInline]
    actions_detail = ["anonymize"]
    fieldsets = [
        (None, {"fields": ["first_name", "last_name", "email", "is_verified", "phone"]}),
        (_("Preferences"), {"fields": ["language", "time_zone"]}),
        (_("Rights"), {"fields": ["is_active", *VENDOR_FIELDS]}),
        (_("Traces"), {"fields": ["date_joined", "last_login"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        verified = User.objects.verified().filter(pk=OuterRef("pk"))
        return super().get_queryset(request).annotate(verified=Exists(verified))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody comes back from being forgotten."""
        allowed = super().has_change_permission(request, obj)
        if obj is None or not allowed:
            return allowed
        return not obj.anonymized_at and (not obj.is_staff or request.user.is_superuser)

    def has_anonymize_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        known = object_id and object_id.isdecimal()
        person = User.objects.filter(pk=object_id).first() if known else None
        return person is None or self.has_change_permission(request, person)

    @action(description=_("Anonymize…"), url_path="anonymize", permissions=["anonymize"])
    def anonymize(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Asked once more, because nothing brings the person back."""
        if not object_id.isdecimal():
            raise Http404
        person = get_object_or_404(User, pk=object_id)
        page = redirect("admin:orgs_user_change", person.pk)
        if request.method != "POST":
            context = self.admin_site.each_context(request) | {
                "title": _("Anonymize %(person)s") % {"person": person},
                "person": person,
                "back": page.url,
            }
            return render(request, "admin/orgs/anonymize.html", context)
        try:
            former = anonymize_user(by=request.user, user=person)  # type: ignore[arg-type]
            messages.success(request, _("From now on: %(person)s.") % {"person": former})
        except Problem as problem:
            messages.error(request, str(problem))
        return page

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """With a person would go roles and grants; one who left may not sign in any more."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = list(self.readonly_fields)
        if request.user.is_superuser:
            return fields
        return [*fields, *VENDOR_FIELDS, *(["email"] if obj else [])]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:  # type: ignore[override]
        """A filter that asks how a password's hash begins would tell it, letter by letter."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        kwargs["widget"] = UnfoldAdminCheckboxSelectMultipleWidget()
        kwargs["help_text"] = ""
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        obj.email = obj.email.lower()
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            _start_proof_anew(obj)

    @display(description=_("name"), ordering="first_name")
    def full_name(self, user: User) -> str:
        return str(user)

    @display(description=_("e-mail verified"), boolean=True)
    def is_verified(self, user: User) -> bool:
        return getattr(user, "verified", False)


@transaction.atomic
def _start_proof_anew(user: User) -> None:
    """The old address signs nobody in any more, the new one proves nothing yet."""
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)


@admin.register(Group)
class GroupAdmin(DeskAdmin):
    """What the vendor's people may do; for superusers, as who gives permissions has them all."""

    search_fields = ["name"]
    filter_horizontal = ["permissions"]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Of what is worked with here, in the reader's words."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "permissions" and field:
            field.queryset = field.queryset.filter(content_type__app_label__in=WORKED_WITH)
            field.label_from_instance = in_words
        return field

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission = (
        lambda self, request, obj=None: request.user.is_superuser
    )

"""What the vendor's systems send of invoices, downloads and scan reports, row by row (ACCT-1)."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from orgs.models import Download, Invoice, Organization, Product, Project, ScanReport
from orgs.models.assets import VendorFile
from portal.imports import RowForm, upsert


class OneOf(forms.CharField):
    """Names a row of ours by a field that is unique."""

    def __init__(self, model: Any, by: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.model, self.by = model, by

    def clean(self, value: Any) -> Any:
        name = super().clean(value)
        if not name:
            return None
        found = self.model._default_manager.filter(**{self.by: name}).first()
        if found is None:
            raise ValidationError(_("“%(name)s” is unknown."), params={"name": name})
        return found


class SeveralProducts(forms.Field):
    """Names of products: a list, or a text with semicolons between."""

    def clean(self, value: Any) -> list[Product]:
        parts = value if isinstance(value, list) else str(value or "").split(";")
        names = {str(name).strip() for name in parts if str(name).strip()}
        found = list(Product.objects.filter(name__in=names).order_by("pk"))
        if missing := names - {product.name for product in found}:
            raise ValidationError(
                _("“%(name)s” is unknown."), params={"name": ", ".join(sorted(missing))}
            )
        return found


class FileBeside(forms.CharField):
    """The path of a file in the folder of the import, or below it."""

    folder: Path

    def clean(self, value: Any) -> Path | None:
        name = super().clean(value)
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder.resolve()) or not path.is_file():
            raise ValidationError(_("There is no file “%(name)s”."), params={"name": name})
        return path


class InvoiceRow(RowForm):
    organization = OneOf(Organization, "slug")
    number = forms.CharField(max_length=40)
    issued_on = forms.DateField()
    due_on = forms.DateField()
    amount = forms.DecimalField(max_digits=12, decimal_places=2)
    currency = forms.CharField(max_length=3)
    products = SeveralProducts(required=False)
    paid_on = forms.DateField(required=False)
    is_void = forms.BooleanField(required=False)

    def save(self) -> str:
        """By its number; an invoice never moves to another organization."""
        values = dict(self.cleaned_data)
        number, products = values.pop("number"), values.pop("products")
        elsewhere = Invoice.objects.filter(number=number).exclude(
            organization=values["organization"]
        )
        if elsewhere.exists():
            raise ValidationError(_("This invoice belongs to another organization."))
        invoice, state = upsert(Invoice, {"number": number}, values)
        if set(invoice.products.all()) == set(products):
            return state
        invoice.products.set(products)
        return "changed" if state == "unchanged" else state


class FiledRow(RowForm):
    """A row with a file, which lies in the folder of the import."""

    file = FileBeside()

    def __init__(self, values: dict[str, Any], *, folder: Path) -> None:
        super().__init__(values)
        self.fields["file"].folder = folder  # type: ignore[attr-defined]

    def keep(self, model: type[VendorFile], key: dict[str, Any], values: dict[str, Any]) -> str:
        """The bytes are written once: what was handed out under a name stays as it is."""
        path: Path = self.cleaned_data["file"]
        with path.open("rb") as file:
            _row, state = upsert(model, key, values, once={"file": File(file, path.name)})
        return state


class DownloadRow(FiledRow):
    organization = OneOf(Organization, "slug")
    product = OneOf(Product, "name")
    version = forms.CharField(max_length=40)
    released_on = forms.DateField()

    def save(self) -> str:
        given = self.cleaned_data
        key = {name: given[name] for name in ("organization", "product", "version")}
        key["name"] = given["file"].name
        return self.keep(Download, key, {"released_on": given["released_on"]})


class ScanReportRow(FiledRow):
    organization = OneOf(Organization, "slug")
    project = OneOf(Project, "identifier", required=False)
    target = forms.CharField(max_length=200)
    scanned_on = forms.DateField()
    high = forms.IntegerField(min_value=0)
    medium = forms.IntegerField(min_value=0)
    low = forms.IntegerField(min_value=0)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        project = given.get("project")
        if project and project.organization != given.get("organization"):
            self.add_error("project", _("The project belongs to another organization."))
        return given

    def save(self) -> str:
        given = self.cleaned_data
        key = {name: given[name] for name in ("organization", "target", "scanned_on")}
        values = {name: given[name] for name in ("project", "high", "medium", "low")}
        values["name"] = given["file"].name
        return self.keep(ScanReport, key, values)


ROWS: dict[str, type[RowForm]] = {
    "invoices": InvoiceRow,
    "downloads": DownloadRow,
    "scan_reports": ScanReportRow,
}


def form_of(kind: str, folder: Path) -> Callable[[dict[str, Any]], RowForm]:
    """What understands the rows of that kind; their files lie in the folder."""
    form = ROWS[kind]
    return partial(form, folder=folder) if issubclass(form, FiledRow) else form

"""What stands in addresses: case numbers, references of historical cases, kinds of files.

Registered here, as the pages and the API both use them.
"""

import re
from urllib.parse import unquote

from django.urls import register_converter
from django.urls.converters import StringConverter

from cases.models.case import number_of, parse_number
from portal.sheets import WRITERS


class CaseNumberConverter:
    """`E-000000017` in the address, the primary key in the view."""

    regex = r"E-[0-9]{9,18}"

    def to_python(self, value: str) -> int:
        number = parse_number(value)
        if number is None:
            raise ValueError(value)
        return number

    def to_url(self, value: str | int) -> str:
        return value if isinstance(value, str) else number_of(value)


class ReferenceConverter:
    """The reference of a historical case, which may hold anything: what is no letter, digit, hyphen
    or underscore of ASCII stands as `~2F`, so that no address is cut or tidied up on its way."""

    regex = r"(?:[A-Za-z0-9_-]|~[0-9A-F]{2})+"

    def to_python(self, value: str) -> str:
        """Raises ValueError for what `to_url` would write otherwise, and for what is no text."""
        reference = unquote(value.replace("~", "%"), errors="strict")
        if self.to_url(reference) != value or "\0" in reference:
            raise ValueError(value)
        return reference

    def to_url(self, value: str) -> str:
        return re.sub(rb"[^A-Za-z0-9_-]", _escape, value.encode()).decode()


def _escape(match: re.Match[bytes]) -> bytes:
    return b"~%02X" % match[0][0]


class FileKindConverter(StringConverter):
    """`csv` or `xlsx`."""

    regex = "|".join(WRITERS)


register_converter(CaseNumberConverter, "number")
register_converter(FileKindConverter, "file_kind")
register_converter(ReferenceConverter, "reference")

"""Case numbers in addresses."""

from cases.models.case import parse_number


class CaseNumberConverter:
    """`E-000000017` in the address, the primary key in the view."""

    regex = r"E-[0-9]{9,18}"

    def to_python(self, value: str) -> int:
        number = parse_number(value)
        if number is None:
            raise ValueError(value)
        return number

    def to_url(self, value: str | int) -> str:
        return value if isinstance(value, str) else f"E-{value:09d}"

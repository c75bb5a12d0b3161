"""What the serializers of all floors share: strict reading, UTC writing."""

import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

T = TypeVar("T")


class StrictSerializer(serializers.Serializer[T]):
    """Refuses fields that it does not know: a misspelt one must not be lost in silence."""

    def to_internal_value(self, data: Any) -> Any:
        writable = {field.field_name for field in self._writable_fields}
        if isinstance(data, dict) and (unknown := data.keys() - writable):
            message = serializers.ErrorDetail(_("There is no such field."), code="unknown-field")
            raise serializers.ValidationError({name: [message] for name in sorted(unknown)})
        return super().to_internal_value(data)

    @classmethod
    def read(cls, given: Any, **context: Any) -> dict[str, Any]:
        """What was given, cleaned. Raises ValidationError."""
        serializer = cls(data=given, context=context)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data


class NameField(serializers.CharField):
    """How the object calls itself: `str(object)`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(source="*", read_only=True, **options)


class UTCDateTimeField(serializers.DateTimeField):
    """In UTC, whatever the reader's zone: programs convert for themselves."""

    def __init__(self, **options: Any) -> None:
        super().__init__(default_timezone=datetime.UTC, **options)


@extend_schema_field({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
class ClockField(serializers.TimeField):
    """The time on a clock on the wall, such as `09:30`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%H:%M", input_formats=["%H:%M"], **options)

"""What every address of the API below an organization stands on."""

from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.views import APIView

from orgs.actor import Actor, requirement
from orgs.tokens import PersonRequest
from sharedaccess import doors
from sharedaccess.middleware import find, refuse


class OrganizationAPIView(APIView):
    """An address below `/organizations/<org>`: closed to strangers, and to those without the right.

    Each method declares what it needs with `@requires`, as pages do; a class in which one forgot to
    cannot be defined.
    """

    actor: Actor
    methods: ClassVar[tuple[str, ...]] = ("get", "post", "put", "patch", "delete")

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name in cls.methods:
            if hasattr(cls, name) and requirement(getattr(cls, name)) is None:
                raise ImproperlyConfigured(f"{cls.__qualname__}.{name} declares no capability.")

    def initial(self, request: PersonRequest, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Find the actor. Raises Http404 for strangers, NotAllowed with the decision."""
        super().initial(request, *args, **kwargs)
        needs = requirement(getattr(self, request.method.lower(), self.http_method_not_allowed))
        self.actor = find(request, kwargs["org"], needs or frozenset())
        if needs is None:
            raise MethodNotAllowed(request.method)
        if needs and not self.actor.can(*needs):
            raise refuse(request, self.actor, needs)
        doors.note_use(self.actor)

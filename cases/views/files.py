"""Hands out attachments, through the wall each time."""

import uuid

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cases import attachments
from cases.views.finding import find
from orgs.actor import ActorRequest, requires


@requires()
@require_safe
def attachment(request: ActorRequest, number: int, attachment: uuid.UUID) -> FileResponse:
    files = find(request, number).attachments.filter(is_internal=False)
    return attachments.serve(get_object_or_404(files, pk=attachment))

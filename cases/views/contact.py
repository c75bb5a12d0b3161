"""The call about a case as a file for the calendar."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from cases.calls import slot_of
from cases.invites import State, calendar, call_of
from cases.views.finding import find
from orgs.actor import ActorRequest, requires


@requires()
@require_safe
def contact(request: ActorRequest, number: int) -> HttpResponse:
    """Whoever sees the case; as of now. Raises Http404 where nobody is going to call."""
    case = find(request, number)
    slot = slot_of(case)
    if slot is None:
        raise Http404
    state = State.AGREED if slot.agreed_by_id else State.PROPOSED
    answer = HttpResponse(
        calendar(case, call_of(slot), state), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{case.number}.ics"'
    return answer

"""Where every address about a case begins: at the wall."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404

from cases.links import with_links
from cases.models import Attachment, Case, Watcher
from orgs.actor import Actor

RELATED = ("product", "project", "requester", "issue_type", "issue_reason")


def find(actor: Actor, pk: int | str | None) -> Case:
    """The case, if the actor sees it. Raises Http404, also for the key of no number."""
    visible = Case.objects.visible_to(actor).defer("search")
    return get_object_or_404(visible, pk=pk)


def find_whole(actor: Actor, pk: int | str | None) -> Case:
    """With all that `CaseSerializer` writes. Raises Http404."""
    watchers = Watcher.objects.select_related("user").order_by("created_at")
    files = Attachment.objects.filter(is_internal=False, comment=None)
    visible = with_links(Case.objects.visible_to(actor).defer("search"), actor)
    whole = visible.select_related(*RELATED).prefetch_related(
        Prefetch("watchers", watchers), Prefetch("attachments", files, to_attr="own_files")
    )
    return get_object_or_404(whole, pk=pk)

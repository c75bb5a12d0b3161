"""What the ground remembers: promises of mail, who did what, and how things were."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

LEASE = timedelta(minutes=5)
"""How long one attempt may take before another worker may try."""

TRIES = 30
"""The waits between them add up to a day (NOTE-3)."""


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: a minute, then twice as long, up to an hour."""
    return timedelta(minutes=min(2 ** (attempts - 1), 60))


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def due(self) -> Self:
        """What a worker may claim now."""
        return self._waiting().filter(attempts__lt=TRIES)

    def claim(self, pk: uuid.UUID | str) -> "OutboxMessage | None":
        """Take the message for one attempt, or answer None: settled, not due, or in other hands.

        Pushing `due_at` ahead is the lease: a worker that dies loses it by waiting.
        """
        taken = self.due().filter(pk=pk).update(attempts=F("attempts") + 1, due_at=Now() + LEASE)
        return self.get(pk=pk) if taken else None

    def bury(self) -> int:
        """Fail those whose last worker never came back; answers how many."""
        lost = self._waiting().filter(attempts__gte=TRIES)
        return lost.update(state=OutboxMessage.State.FAILED, settled_at=Now())

    def retry(self) -> int:
        """Promise the failed ones again: the next sweep carries them. Answers how many."""
        return self.filter(state=OutboxMessage.State.FAILED).update(
            state=OutboxMessage.State.PENDING, settled_at=None, due_at=Now(), attempts=0
        )

    def _waiting(self) -> Self:
        return self.filter(state=OutboxMessage.State.PENDING, due_at__lte=Now())


class OutboxMessage(models.Model):
    """A promise of one mail to one person, written in the transaction that caused it (NOTE-3)."""

    class State(models.TextChoices):
        PENDING = "pending", _("Pending")
        SENT = "sent", _("Sent")
        DROPPED = "dropped", _("Dropped: the recipient may no longer read it")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=64)
    key = models.CharField(_("key"), max_length=200, unique=True)
    payload = models.JSONField(_("payload"), default=dict)
    reference = models.CharField(_("about"), max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    due_at = models.DateTimeField(_("next attempt"), db_default=Now())
    created_at = models.DateTimeField(_("written"), db_default=Now(), editable=False)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        indexes = [
            models.Index("due_at", condition=Q(state="pending"), name="outbox_pending_by_due"),
            models.Index("reference", name="outbox_by_reference"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="pending") ^ Q(settled_at__isnull=False),
                name="outbox_settled_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def message_id(self) -> str:
        """The Message-ID of RFC 5322: the same however often it is sent."""
        return f"<{self.pk}@{settings.SITE_HOST}>"

    def settle(self, state: State, error: str = "") -> None:
        """The end of the matter: sent, dropped or failed."""
        self._settled(state=state, settled_at=Now(), last_error=error)

    def postpone(self, error: str) -> None:
        """Try again later, in growing waits; after the last try it has failed."""
        if self.attempts >= TRIES:
            self.settle(self.State.FAILED, error)
        else:
            self._settled(due_at=Now() + wait_after(self.attempts), last_error=error)

    def _settled(self, **changes: Any) -> None:
        OutboxMessage.objects.filter(pk=self.pk, state=self.State.PENDING).update(**changes)


LINK = """
PERFORM pg_advisory_xact_lock(7261, hashint8(coalesce(NEW.organization_id, 0)));
SELECT * INTO latest FROM portal_auditentry
    WHERE organization_id IS NOT DISTINCT FROM NEW.organization_id
    ORDER BY sequence DESC LIMIT 1;
NEW.sequence := coalesce(latest.sequence, 0) + 1;
NEW.previous := coalesce(latest.hash, '');
NEW.hash := portal_audit_hash(NEW);
RETURN NEW;
"""
"""One writer of a chain at a time: the lock is that of its organization, until the commit."""


class AuditEntry(models.Model):
    """Who did what to whom, when and from where. Rows are only ever added (ROLE-10).

    Those of an organization are a chain: `hash` covers the row and the hash before it, so that a
    row changed, left out or put in behind our back breaks it. The database makes the links.
    """

    at = models.DateTimeField(_("when"), db_default=Now(), editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    actor_name = models.CharField(_("name at the time"), max_length=254, blank=True)
    organization_id = models.BigIntegerField(_("organization"), null=True)
    verb = models.CharField(_("what"), max_length=64)
    target = models.CharField(_("on whom or what"), max_length=254)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    address = models.GenericIPAddressField(_("from where"), null=True)
    sequence = models.BigIntegerField(_("number"), default=0, editable=False)
    previous = models.CharField(max_length=64, default="", editable=False)
    hash = models.CharField(_("hash"), max_length=64, default="", editable=False)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        constraints = [
            models.UniqueConstraint(
                fields=["organization_id", "sequence"], nulls_distinct=False, name="audit_chain"
            ),
        ]
        indexes = [models.Index(F("organization_id"), F("at").desc(), name="audit_by_organization")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="chained",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("latest", "portal_auditentry")],
                func=LINK,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target}"


class HistoryEntryQuerySet(models.QuerySet["HistoryEntry"]):
    def in_order(self) -> Self:
        return self.order_by("noun", "owner", "key", "since", "pk")

    def complete_since(self) -> datetime | None:
        """When the first line was written: what had ended by then is not on record."""
        return self.order_by("pk").values_list("written_at", flat=True).first()


class HistoryEntry(models.Model):
    """How something was from a moment on, or that it ended then. Rows are only ever added.

    Written by triggers (see `portal.history`), so that nothing passes by them. It holds numbers
    and dates, never names: who is anonymized is so here too.
    """

    noun = models.CharField(max_length=16)
    owner = models.BigIntegerField()
    """What it belongs to: by this it is found."""
    key = models.BigIntegerField()
    """Which of them."""
    since = models.DateTimeField()
    facts = models.JSONField()
    is_over = models.BooleanField()
    """It is gone since then; `facts` tell how it was last."""
    written_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = HistoryEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history entries")
        indexes = [models.Index("noun", "owner", "key", "since", "id", name="history_in_order")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.key}"


class Pseudonym(models.Model):
    """An address that the log holds and nobody is shown any more, by its keyed digest."""

    digest = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=80)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("pseudonym")
        verbose_name_plural = _("pseudonyms")

    def __str__(self) -> str:
        return self.name


class IdempotencyKey(models.Model):
    """A POST of a program, kept for a day: its repetition is answered, not done (API-2)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    made = models.CharField(max_length=64, blank=True)
    """The primary key of what it made."""
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("idempotency key")
        verbose_name_plural = _("idempotency keys")
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_unique")
        ]

    def __str__(self) -> str:
        return self.key

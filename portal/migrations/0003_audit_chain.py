"""Chains the audit entries of each organization; those written before are linked too."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


HASH = """
CREATE FUNCTION portal_audit_hash(entry portal_auditentry) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        entry.previous, entry.sequence, entry.organization_id, extract(epoch FROM entry.at),
        entry.actor_id, entry.actor_name, entry.verb, entry.target, entry.before, entry.after,
        host(entry.address)
    )::text, 'UTF8')), 'hex')
$$
"""
"""Of all that the row says; moments as seconds, so that no session's time zone matters."""

LINK_THE_OLD = """
DO $$
DECLARE
    entry portal_auditentry;
    latest portal_auditentry;
BEGIN
    FOR entry IN SELECT * FROM portal_auditentry ORDER BY organization_id, id LOOP
        IF latest.organization_id IS DISTINCT FROM entry.organization_id THEN
            latest := NULL;
        END IF;
        entry.sequence := coalesce(latest.sequence, 0) + 1;
        entry.previous := coalesce(latest.hash, '');
        entry.hash := portal_audit_hash(entry);
        UPDATE portal_auditentry SET
            sequence = entry.sequence, previous = entry.previous, hash = entry.hash
            WHERE id = entry.id;
        latest := entry;
    END LOOP;
END $$
"""
TRIGGER = "TRIGGER pgtrigger_append_only_1eeb1"


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0002_idempotency_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='auditentry',
            name='hash',
            field=models.CharField(default='', editable=False, max_length=64, verbose_name='hash'),
        ),
        migrations.AddField(
            model_name='auditentry',
            name='previous',
            field=models.CharField(default='', editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='auditentry',
            name='sequence',
            field=models.BigIntegerField(default=0, editable=False, verbose_name='number'),
        ),
        migrations.RunSQL(HASH, "DROP FUNCTION portal_audit_hash(portal_auditentry)"),
        migrations.RunSQL(
            f"ALTER TABLE portal_auditentry DISABLE {TRIGGER}; {LINK_THE_OLD};"
            f" ALTER TABLE portal_auditentry ENABLE {TRIGGER}",
            migrations.RunSQL.noop,
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='auditentry',
            trigger=pgtrigger.compiler.Trigger(name='chained', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE latest portal_auditentry;', func="\nPERFORM pg_advisory_xact_lock(7261, hashint8(coalesce(NEW.organization_id, 0)));\nSELECT * INTO latest FROM portal_auditentry\n    WHERE organization_id IS NOT DISTINCT FROM NEW.organization_id\n    ORDER BY sequence DESC LIMIT 1;\nNEW.sequence := coalesce(latest.sequence, 0) + 1;\nNEW.previous := coalesce(latest.hash, '');\nNEW.hash := portal_audit_hash(NEW);\nRETURN NEW;\n", hash='56d70e3a38f2b9da827f55ebbf8431a1121f1ae4', operation='INSERT', pgid='pgtrigger_chained_b6217', table='portal_auditentry', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='auditentry',
            constraint=models.UniqueConstraint(fields=('organization_id', 'sequence'), name='audit_chain', nulls_distinct=False),
        ),
    ]

"""Grants are remembered from now on; of those that there are, as far as they tell."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

INSERT = "INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)"

FACTS = """jsonb_build_object(
    'id', id, 'organization_id', organization_id, 'grantee_id', grantee_id,
    'resources', resources, 'expires_at', expires_at, 'revoked_at', {revoked_at}
)"""

FILL = f"""
{INSERT} SELECT 'grant', organization_id, id, granted_at, {FACTS.format(revoked_at="NULL")}, false
    FROM sharedaccess_grant;
{INSERT} SELECT 'grant', organization_id, id, revoked_at,
    {FACTS.format(revoked_at="revoked_at")}, false
    FROM sharedaccess_grant WHERE revoked_at IS NOT NULL;
"""  # nosec B608 - our own words


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0006_history'),
        ('sharedaccess', '0002_reviewed_grants'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='grant',
            trigger=pgtrigger.compiler.Trigger(name='remembered', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF TG_OP = 'UPDATE' AND (OLD.id, OLD.organization_id, OLD.grantee_id, OLD.resources, OLD.expires_at, OLD.revoked_at) IS NOT DISTINCT FROM (NEW.id, NEW.organization_id, NEW.grantee_id, NEW.resources, NEW.expires_at, NEW.revoked_at) THEN\n    RETURN NULL;\nEND IF;\nIF TG_OP <> 'INSERT' AND OLD.organization_id IS DISTINCT FROM NEW.organization_id THEN\n    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)\n        VALUES ('grant', OLD.organization_id, OLD.id, clock_timestamp(), jsonb_build_object('id', OLD.id, 'organization_id', OLD.organization_id, 'grantee_id', OLD.grantee_id, 'resources', OLD.resources, 'expires_at', OLD.expires_at, 'revoked_at', OLD.revoked_at), true);\nEND IF;\nIF TG_OP <> 'DELETE' THEN\n    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)\n        VALUES ('grant', NEW.organization_id, NEW.id, clock_timestamp(), jsonb_build_object('id', NEW.id, 'organization_id', NEW.organization_id, 'grantee_id', NEW.grantee_id, 'resources', NEW.resources, 'expires_at', NEW.expires_at, 'revoked_at', NEW.revoked_at), false);\nEND IF;\nRETURN NULL;\n", hash='40dd028e05a634c4612a3c24cf7039ad45e3176c', operation='INSERT OR DELETE OR UPDATE OF "id", "organization_id", "grantee_id", "resources", "expires_at", "revoked_at"', pgid='pgtrigger_remembered_c33b4', table='sharedaccess_grant', when='AFTER')),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]

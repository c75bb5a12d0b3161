"""Watchers are remembered from now on, and cases that change their product or team."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

INSERT = "INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)"

FILL = f"""
{INSERT} SELECT 'watcher', case_id, id, created_at,
    jsonb_build_object('id', id, 'case_id', case_id, 'user_id', user_id), false
    FROM cases_watcher;
"""  # nosec B608 - our own words


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0006_history'),
        ('cases', '0010_lists_by_index'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='remembered', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF NOT EXISTS (SELECT FROM portal_historyentry WHERE noun = 'case' AND owner = OLD.id) THEN\n    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)\n        VALUES ('case', OLD.id, OLD.id, OLD.opened_at, jsonb_build_object('id', OLD.id, 'product_id', OLD.product_id, 'team_id', OLD.team_id), false);\nEND IF;\n\nIF TG_OP = 'UPDATE' AND (OLD.id, OLD.product_id, OLD.team_id) IS NOT DISTINCT FROM (NEW.id, NEW.product_id, NEW.team_id) THEN\n    RETURN NULL;\nEND IF;\nIF TG_OP <> 'INSERT' AND OLD.id IS DISTINCT FROM NEW.id THEN\n    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)\n        VALUES ('case', OLD.id, OLD.id, clock_timestamp(), jsonb_build_object('id', OLD.id, 'product_id', OLD.product_id, 'team_id', OLD.team_id), true);\nEND IF;\nIF TG_OP <> 'DELETE' THEN\n    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)\n        VALUES ('case', NEW.id, NEW.id, clock_timestamp(), jsonb_build_object('id', NEW.id, 'product_id', NEW.product_id, 'team_id', NEW.team_id), false);\nEND IF;\nRETURN NULL;\n", hash='c70d1eb2aa566049a12b3b4a16478beeb241caaa', operation='UPDATE OF "id", "product_id", "team_id"', pgid='pgtrigger_remembered_09725', table='cases_case', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='watcher',
            trigger=pgtrigger.compiler.Trigger(name='remembered', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF TG_OP = 'UPDATE' AND (OLD.id, OLD.case_id, OLD.user_id) IS NOT DISTINCT FROM (NEW.id, NEW.case_id, NEW.user_id) THEN\n    RETURN NULL;\nEND IF;\nIF TG_OP <> 'INSERT' AND OLD.case_id IS DISTINCT FROM NEW.case_id THEN\n    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)\n        VALUES ('watcher', OLD.case_id, OLD.id, clock_timestamp(), jsonb_build_object('id', OLD.id, 'case_id', OLD.case_id, 'user_id', OLD.user_id), true);\nEND IF;\nIF TG_OP <> 'DELETE' THEN\n    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)\n        VALUES ('watcher', NEW.case_id, NEW.id, clock_timestamp(), jsonb_build_object('id', NEW.id, 'case_id', NEW.case_id, 'user_id', NEW.user_id), false);\nEND IF;\nRETURN NULL;\n", hash='90e0b04f406c85bef3487d5e65a7aa09b723a967', operation='INSERT OR DELETE OR UPDATE OF "id", "case_id", "user_id"', pgid='pgtrigger_remembered_1148f', table='cases_watcher', when='AFTER')),
        ),
        migrations.RunSQL("SET LOCAL statement_timeout = 0", migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]

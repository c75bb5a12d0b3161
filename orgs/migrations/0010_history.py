"""People and rights are remembered from now on; of those that stand, since when is known."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

INSERT = "INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)"

FILL = f"""
{INSERT} SELECT 'member', organization_id, id, created_at,
    jsonb_build_object('id', id, 'organization_id', organization_id, 'user_id', user_id), false
    FROM orgs_membership;
{INSERT} SELECT 'role', membership_id, id, assigned_at,
    jsonb_build_object(
        'id', id, 'membership_id', membership_id, 'role', role, 'all_products', all_products
    ), false
    FROM orgs_roleassignment;
{INSERT} SELECT 'role product', chosen.roleassignment_id, chosen.id, role.assigned_at,
    jsonb_build_object(
        'id', chosen.id, 'roleassignment_id', chosen.roleassignment_id, 'product_id', chosen.product_id
    ), false
    FROM orgs_roleassignment_products AS chosen
    JOIN orgs_roleassignment AS role ON role.id = chosen.roleassignment_id;
{INSERT} SELECT 'account', account.id, account.id,
    coalesce(account.linked_at, owner.date_joined, clock_timestamp()),
    jsonb_build_object('id', account.id, 'user_id', account.user_id), false
    FROM orgs_productaccount AS account LEFT JOIN orgs_user AS owner ON owner.id = account.user_id;
{INSERT} SELECT 'organization', id, id, created_at,
    jsonb_build_object('id', id, 'account_id', account_id, 'is_teams', is_teams), false
    FROM orgs_organization;
{INSERT} SELECT 'user', id, id, date_joined, jsonb_build_object('id', id, 'is_active', true), false
    FROM orgs_user;
{INSERT} SELECT 'user', id, id, greatest(date_joined, last_login),
    jsonb_build_object('id', id, 'is_active', false), false
    FROM orgs_user WHERE NOT is_active;
"""  # nosec B608 - our own words
"""Who may not sign in any more did so last when they still could: that much is known."""


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0006_history'),
        ('orgs', '0009_data_exports'),
    ]

    operations = [
        migrations.CreateModel(
            name='RoleProduct',
            fields=[
            ],
            options={
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('orgs.roleassignment_products',),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='remembered', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF TG_OP = 'UPDATE' AND (OLD.id, OLD.organization_id, OLD.user_id) IS NOT DISTINCT FROM (NEW.id, NEW.organization_id, NEW.user_id) THEN\n    RETURN NULL;\nEND IF;\nIF TG_OP <> 'INSERT' AND OLD.organization_id IS DISTINCT FROM NEW.organization_id THEN\n    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)\n        VALUES ('member', OLD.organization_id, OLD.id, clock_timestamp(), jsonb_build_object('id', OLD.id, 'organization_id', OLD.organization_id, 'user_id', OLD.user_id), true);\nEND IF;\nIF TG_OP <> 'DELETE' THEN\n    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)\n        VALUES ('member', NEW.organization_id, NEW.id, clock_timestamp(), jsonb_build_object('id', NEW.id, 'organization_id', NEW.organization_id, 'user_id', NEW.user_id), false);\nEND IF;\nRETURN NULL;\n", hash='3908ec17e881439de61b274c73900e40b04dc49a', operation='INSERT OR DELETE OR UPDATE OF "id", "organization_id", "user_id"', pgid='pgtrigger_remembered_72b03', table='orgs_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organization',
            trigger=pgtrigger.compiler.Trigger(name='remembered', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF TG_OP = 'UPDATE' AND (OLD.id, OLD.account_id, OLD.is_teams) IS NOT DISTINCT FROM (NEW.id, NEW.account_id, NEW.is_teams) THEN\n    RETURN NULL;\nEND IF;\nIF TG_OP <> 'INSERT' AND OLD.id IS DISTINCT FROM NEW.id THEN\n    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)\n        VALUES ('organization', OLD.id, OLD.id, clock_timestamp(), jsonb_build_object('id', OLD.id, 'account_id', OLD.account_id, 'is_teams', OLD.is_teams), true);\nEND IF;\nIF TG_OP <> 'DELETE' THEN\n    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)\n        VALUES ('organization', NEW.id, NEW.id, clock_timestamp(), jsonb_build_object('id', NEW.id, 'account_id', NEW.account_id, 'is_teams', NEW.is_teams), false);\nEND IF;\nRETURN NULL;\n", hash='d8662bd6c5b81a7c9c52d7f93cddb5c127afcefd', operation='INSERT OR DELETE OR UPDATE OF "id", "account_id", "is_teams"', pgid='pgtrigger_remembered_4c61b', table='orgs_organization', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='productaccount',
            trigger=pgtrigger.compiler.Trigger(name='remembered', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF TG_OP = 'UPDATE' AND (OLD.id, OLD.user_id) IS NOT DISTINCT FROM (NEW.id, NEW.user_id) THEN\n    RETURN NULL;\nEND IF;\nIF TG_OP <> 'INSERT' AND OLD.id IS DISTINCT FROM NEW.id THEN\n    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)\n        VALUES ('account', OLD.id, OLD.id, clock_timestamp(), jsonb_build_object('id', OLD.id, 'user_id', OLD.user_id), true);\nEND IF;\nIF TG_OP <> 'DELETE' THEN\n    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)\n        VALUES ('account', NEW.id, NEW.id, clock_timestamp(), jsonb_build_object('id', NEW.id, 'user_id', NEW.user_id), false);\nEND IF;\nRETURN NULL;\n", hash='1d61b715ed893ac566e4bdb03dff8f0b6b9f7460', operation='INSERT OR DELETE OR UPDATE OF "id", "user_id"', pgid='pgtrigger_remembered_2cd9a', table='orgs_productaccount', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roleassignment',
            trigger=pgtrigger.compiler.Trigger(name='remembered', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF TG_OP = 'UPDATE' AND (OLD.id, OLD.membership_id, OLD.role, OLD.all_products) IS NOT DISTINCT FROM (NEW.id, NEW.membership_id, NEW.role, NEW.all_products) THEN\n    RETURN NULL;\nEND IF;\nIF TG_OP <> 'INSERT' AND OLD.membership_id IS DISTINCT FROM NEW.membership_id THEN\n    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)\n        VALUES ('role', OLD.membership_id, OLD.id, clock_timestamp(), jsonb_build_object('id', OLD.id, 'membership_id', OLD.membership_id, 'role', OLD.role, 'all_products', OLD.all_products), true);\nEND IF;\nIF TG_OP <> 'DELETE' THEN\n    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)\n        VALUES ('role', NEW.membership_id, NEW.id, clock_timestamp(), jsonb_build_object('id', NEW.id, 'membership_id', NEW.membership_id, 'role', NEW.role, 'all_products', NEW.all_products), false);\nEND IF;\nRETURN NULL;\n", hash='e7e9e15b81c6b16e8d0a3ff42caf708c2b47ba23', operation='INSERT OR DELETE OR UPDATE OF "id", "membership_id", "role", "all_products"', pgid='pgtrigger_remembered_10371', table='orgs_roleassignment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='remembered', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF TG_OP = 'UPDATE' AND (OLD.id, OLD.is_active) IS NOT DISTINCT FROM (NEW.id, NEW.is_active) THEN\n    RETURN NULL;\nEND IF;\nIF TG_OP <> 'INSERT' AND OLD.id IS DISTINCT FROM NEW.id THEN\n    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)\n        VALUES ('user', OLD.id, OLD.id, clock_timestamp(), jsonb_build_object('id', OLD.id, 'is_active', OLD.is_active), true);\nEND IF;\nIF TG_OP <> 'DELETE' THEN\n    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)\n        VALUES ('user', NEW.id, NEW.id, clock_timestamp(), jsonb_build_object('id', NEW.id, 'is_active', NEW.is_active), false);\nEND IF;\nRETURN NULL;\n", hash='79e157205e4dcac4d25923ff5ce6234d116d1b56', operation='INSERT OR DELETE OR UPDATE OF "id", "is_active"', pgid='pgtrigger_remembered_e4601', table='orgs_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='roleproduct',
            trigger=pgtrigger.compiler.Trigger(name='remembered', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF TG_OP = 'UPDATE' AND (OLD.id, OLD.roleassignment_id, OLD.product_id) IS NOT DISTINCT FROM (NEW.id, NEW.roleassignment_id, NEW.product_id) THEN\n    RETURN NULL;\nEND IF;\nIF TG_OP <> 'INSERT' AND OLD.roleassignment_id IS DISTINCT FROM NEW.roleassignment_id THEN\n    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)\n        VALUES ('role product', OLD.roleassignment_id, OLD.id, clock_timestamp(), jsonb_build_object('id', OLD.id, 'roleassignment_id', OLD.roleassignment_id, 'product_id', OLD.product_id), true);\nEND IF;\nIF TG_OP <> 'DELETE' THEN\n    INSERT INTO portal_historyentry (noun, owner, key, since, facts, is_over)\n        VALUES ('role product', NEW.roleassignment_id, NEW.id, clock_timestamp(), jsonb_build_object('id', NEW.id, 'roleassignment_id', NEW.roleassignment_id, 'product_id', NEW.product_id), false);\nEND IF;\nRETURN NULL;\n", hash='9a0fb4317d3c1d733dc39a0b08146384b0ca86e4', operation='INSERT OR DELETE OR UPDATE OF "id", "roleassignment_id", "product_id"', pgid='pgtrigger_remembered_d6ca5', table='orgs_roleassignment_products', when='AFTER')),
        ),
        migrations.RunSQL("SET LOCAL statement_timeout = 0", migrations.RunSQL.noop),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]

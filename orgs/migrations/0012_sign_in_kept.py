"""A proved domain's record may be missing; what second factors are made of is encrypted."""

from django.db import migrations, models

from orgs.second_factor import PREFIX, SecondFactorAdapter

KEPT_IN = {"totp": "secret", "recovery_codes": "seed"}


def encrypt(apps, schema_editor):
    _rewrite(apps, lambda text: text if text.startswith(PREFIX) else SecondFactorAdapter().encrypt(text))


def decrypt(apps, schema_editor):
    _rewrite(apps, SecondFactorAdapter().decrypt)


def _rewrite(apps, change):
    for row in apps.get_model("mfa", "Authenticator").objects.filter(type__in=KEPT_IN).iterator():
        if secret := row.data.get(KEPT_IN[row.type]):
            row.data[KEPT_IN[row.type]] = change(secret)
            row.save(update_fields=["data"])


class Migration(migrations.Migration):

    dependencies = [
        ('orgs', '0011_anonymized'),
        ('mfa', '0003_authenticator_type_uniq'),
    ]

    operations = [
        migrations.RunPython(encrypt, decrypt),
        migrations.AddField(
            model_name='emaildomain',
            name='missing_since',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name='emaildomain',
            constraint=models.CheckConstraint(condition=models.Q(('missing_since', None), ('proved_at__isnull', False), _connector='OR'), name='email_domain_missing_while_proved'),
        ),
    ]

"""Desde quando está aberto, desta vez, um alerta que voltou."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0015_outbox_due"),
    ]

    operations = [
        migrations.AddField(
            model_name="alert",
            name="returned_at",
            field=models.DateTimeField(null=True),
        ),
    ]

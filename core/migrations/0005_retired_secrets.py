"""Segredos trocados em tabela própria: uma segunda troca no mesmo dia não fecha a porta ao primeiro."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import core.models.fields


def carry_over(apps: Any, schema_editor: Any) -> None:
    """Os segredos trocados há menos de um dia continuam a abrir a porta."""
    instances = apps.get_model("core", "WhatsappInstance").objects.exclude(previous_secret_hash=None)
    retired = apps.get_model("core", "RetiredSecret").objects
    for instance in instances.exclude(previous_secret_until=None):
        retired.create(
            instance=instance, secret_hash=instance.previous_secret_hash, until=instance.previous_secret_until
        )


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_outbox_all_types'),
    ]

    operations = [
        migrations.CreateModel(
            name='RetiredSecret',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret_hash', core.models.fields.HashField(max_length=64, unique=True)),
                ('until', models.DateTimeField()),
                ('instance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='retired_secrets', to='core.whatsappinstance')),
            ],
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='whatsappinstance',
            name='previous_secret_hash',
        ),
        migrations.RemoveField(
            model_name='whatsappinstance',
            name='previous_secret_until',
        ),
    ]

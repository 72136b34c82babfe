"""Segredos trocados em tabela própria: uma segunda troca no mesmo dia não fecha a porta ao primeiro."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import core.models.fields


def carry_over(apps: Any, schema_editor: Any) -> None:
    """Os segredos trocados há menos de um dia continuam a abrir a porta."""
    # Repetida depois de uma queda (no MariaDB o DDL não se desfaz): as colunas podem já ter saído, com tudo levado.
    model = apps.get_model("core", "WhatsappInstance")
    with schema_editor.connection.cursor() as cursor:
        here = schema_editor.connection.introspection.get_table_description(cursor, model._meta.db_table)
    if not {"previous_secret_hash", "previous_secret_until"} <= {column.name for column in here}:
        return
    instances = model.objects.exclude(previous_secret_hash=None)
    retired = apps.get_model("core", "RetiredSecret").objects
    for instance in instances.exclude(previous_secret_until=None):
        retired.get_or_create(
            secret_hash=instance.previous_secret_hash,
            defaults={"instance": instance, "until": instance.previous_secret_until},
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

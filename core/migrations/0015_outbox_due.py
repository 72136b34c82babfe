"""De quando um envio pode sair: uma coluna que o banco faz, para que a procura de quem tem o que enviar ande por índice."""

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0014_phone_book"),
    ]

    operations = [
        migrations.AddField(
            model_name="outboxitem",
            name="due_at",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Greatest(
                    django.db.models.functions.comparison.Coalesce("send_at", "created_at"),
                    django.db.models.functions.comparison.Coalesce("not_before", "created_at"),
                ),
                output_field=models.DateTimeField(),
            ),
        ),
        migrations.AddIndex(
            model_name="outboxitem",
            index=models.Index(fields=["state", "instance", "due_at", "mensagem"], name="outbox_due"),
        ),
    ]

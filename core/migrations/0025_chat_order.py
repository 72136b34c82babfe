"""Por que a lista de conversas se ordena, calculado pelo banco. Os índices novos vêm antes de saírem os velhos: o MariaDB
não deixa uma chave estrangeira sem índice."""

from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [("core", "0024_waiting_since")]

    operations = [
        migrations.AddField(
            model_name="chat",
            name="active_at",
            field=models.GeneratedField(
                db_persist=False,
                expression=Coalesce("last_message_at", "created_at"),
                output_field=models.DateTimeField(),
            ),
        ),
        migrations.AddIndex(
            model_name="chat",
            index=models.Index(fields=["cliente", "-active_at", "-id"], name="chat_active_by_cliente"),
        ),
        migrations.AddIndex(
            model_name="chat",
            index=models.Index(fields=["instance", "-active_at", "-id"], name="chat_active_by_instance"),
        ),
        migrations.AddIndex(
            model_name="chat",
            index=models.Index(fields=["-active_at", "-id"], name="chat_by_activity"),
        ),
        migrations.AddIndex(
            model_name="chat",
            index=models.Index(fields=["instance", "awaits_reply", "-active_at", "-id"], name="chat_waiting_instance"),
        ),
        migrations.AddIndex(
            model_name="chat",
            index=models.Index(fields=["awaits_reply", "-active_at", "-id"], name="chat_waiting_time"),
        ),
        migrations.RemoveIndex(model_name="chat", name="chat_by_cliente"),
        migrations.RemoveIndex(model_name="chat", name="chat_by_instance"),
        migrations.RemoveIndex(model_name="chat", name="chat_by_time"),
    ]

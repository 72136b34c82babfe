"""Quem espera resposta numa coluna, com índice: contar não junta conversas e mensagens."""

from typing import Any

from django.db import migrations, models
from django.db.models import Exists, OuterRef


def derive(apps: Any, schema_editor: Any) -> None:
    """O valor das conversas que já existem."""
    Mensagem = apps.get_model("core", "Mensagem")
    incoming = Mensagem.objects.filter(pk=OuterRef("last_message_id"), direction="in")
    apps.get_model("core", "Chat").objects.filter(Exists(incoming), kind="direct").update(awaits_reply=True)



class Migration(migrations.Migration):

    dependencies = [
        ('core', '0005_retired_secrets'),
    ]

    operations = [
        migrations.AddField(
            model_name='chat',
            name='awaits_reply',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(fields=['instance', 'awaits_reply'], name='chat_awaiting'),
        ),
        migrations.RunPython(derive, migrations.RunPython.noop),
    ]

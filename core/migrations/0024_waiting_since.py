"""Desde quando um contato espera numa coluna: a lista lia, de cada conversa que espera, todas as que não respondemos."""

from typing import Any

from django.db import migrations, models
from django.db.models import Min, OuterRef, Q, Subquery

AT_ONCE = 200  # conversas por passo; repetido, um passo dá o mesmo
UNKNOWN, FAILED = 1, 3


def derive(apps: Any, schema_editor: Any) -> None:
    """O valor das que já esperam."""
    chats, messages = (apps.get_model("core", name).objects for name in ("Chat", "Mensagem"))
    unsaid = Q(status=UNKNOWN) | Q(status=FAILED, accepted_at=None, outbox__state="done")
    unsaid |= Q(outbox__state="waiting", outbox__send_at__isnull=False)
    discarded = Q(discarded_at__isnull=False, status__in=[FAILED, UNKNOWN])
    ours = messages.filter(chat=OuterRef("pk"), direction="out").exclude(unsaid).exclude(discarded)
    newest = Subquery(ours.order_by("-sent_at", "-id").values("sent_at")[:1])
    waiting = list(chats.filter(awaits_reply=True, kind="direct").order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(waiting), AT_ONCE):
        pks = waiting[start : start + AT_ONCE]
        after = Q(pk__in=[])
        seen = dict(chats.filter(pk__in=pks).values_list("pk", "last_message"))
        for pk, at in chats.filter(pk__in=pks).annotate(answered=newest).values_list("pk", "answered"):
            after |= Q(chat=pk) if at is None else Q(chat=pk, sent_at__gt=at)
        theirs = messages.filter(after, direction="in").order_by()
        since = dict(theirs.values_list("chat_id").annotate(since=Min("sent_at")))
        for pk in pks:
            # Só se a versão de antes, que ainda pode estar no ar, não a mudou entretanto.
            still = chats.filter(pk=pk, awaits_reply=True, last_message=seen.get(pk))
            still.update(waiting_since=since.get(pk), awaits_reply=pk in since)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0023_first_applied"),
    ]

    operations = [
        migrations.AddField("chat", "waiting_since", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "chat", models.Index(fields=["cliente", "awaits_reply", "waiting_since", "id"], name="chat_longest_cliente")
        ),
        migrations.AddIndex(
            "chat",
            models.Index(fields=["instance", "awaits_reply", "waiting_since", "id"], name="chat_longest_instance"),
        ),
        migrations.AddIndex("chat", models.Index(fields=["awaits_reply", "waiting_since", "id"], name="chat_longest")),
        migrations.AddIndex("contact", models.Index(fields=["merged_into", "name", "id"], name="contact_shown")),
        migrations.RunPython(derive, migrations.RunPython.noop),
    ]

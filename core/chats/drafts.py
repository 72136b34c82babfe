"""Rascunhos: de cada pessoa em cada conversa. A mudança se conta só a ela (às outras abas e aparelhos dela)."""

from django.db import transaction

from core.ground import changes, lease
from core.ground.changes import Touched, What
from core.models import Chat, ChatDraft
from core.models.tenancy import Actor

_DRAFT = frozenset({What.DRAFT})


@transaction.atomic
def save_draft(actor: Actor, chat: Chat, text: str, reply_to: int | None) -> ChatDraft:
    """Guarda o rascunho de `actor` nesta conversa; `reply_to`: o id da mensagem que ele cita. Sem diferença do que já
    estava, nada se conta. Levanta `Chat.DoesNotExist` se ela acaba de ser unida a outra."""
    lease.acquire(chat.instance_id, wait=True)  # uma união de conversas passa os rascunhos de uma à outra
    Chat.objects.only("pk").get(pk=chat.pk)
    draft, is_new = ChatDraft.objects.get_or_create(
        user_id=actor.pk, chat=chat, defaults={"text": text, "reply_to": reply_to}
    )
    if not is_new and (draft.text, draft.reply_to) == (text, reply_to):
        return draft
    if not is_new:
        draft.text, draft.reply_to = text, reply_to
        draft.save(update_fields=["text", "reply_to", "updated_at"])
    _tell(actor, chat)
    return draft


@transaction.atomic
def drop_draft(actor: Actor, chat: Chat) -> None:
    """Apaga o rascunho de `actor` nesta conversa, se há."""
    lease.acquire(chat.instance_id, wait=True)
    if ChatDraft.objects.filter(user_id=actor.pk, chat=chat).delete()[0]:
        _tell(actor, chat)


def _tell(actor: Actor, chat: Chat) -> None:
    changes.record(chat.cliente_id, [Touched("chat", chat.pk, chat.instance_id, chat.pk, what=_DRAFT, user=actor.pk)])

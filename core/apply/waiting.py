"""Desde quando um contato espera por nós: a primeira recebida depois da última palavra nossa.

A coluna diz o que as mensagens dizem: quem as cria em ordem a move aqui mesmo (`hear`); o resto (fora de ordem, um
envio que falha, uma união) pede à conversa que se recalcule (`Batch.relast`)."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Min, OuterRef, Q, Subquery

from core.apply.batch import Batch
from core.facts import ChatKind, MessageStatus
from core.models import Chat, Direction, Mensagem, OutboxState

AT_ONCE = 200  # uma condição por conversa, e o SQLite não encadeia mil


def unsaid() -> Q:
    """Envios nossos que não são palavra dita: falharam antes de o gateway os aceitar, estão sem confirmação, ou
    esperam a hora marcada."""
    is_failed = Q(status=MessageStatus.FAILED, accepted_at=None, outbox__state=OutboxState.DONE)
    is_scheduled = Q(outbox__state=OutboxState.WAITING, outbox__send_at__isnull=False)
    return is_failed | is_scheduled | Q(status=MessageStatus.UNKNOWN)


def discarded() -> Q:
    """Envios que uma pessoa tirou da vista, enquanto não se prove que saíram."""
    return Q(discarded_at__isnull=False, status__in=[MessageStatus.FAILED, MessageStatus.UNKNOWN])


def hear(batch: Batch, chat: Chat, message: Mensagem) -> None:
    """Uma mensagem nova muda a espera da conversa, cuja `last_message_at` ainda é a de antes dela."""
    if chat.kind != ChatKind.DIRECT:
        return
    at, since = message.sent_at, chat.waiting_since
    if chat.awaits_reply != (since is not None):  # escrita pela versão de antes, enquanto se atualizava
        batch.relast.add(chat.pk)
        return
    is_answer = message.direction == Direction.OUT
    if (since is None or at < since) if is_answer else (since is not None and at >= since):
        return
    if chat.last_message_at is None or at > chat.last_message_at:
        chat.wait_since(None if is_answer else at)
    else:  # fora de ordem; ou no mesmo segundo, em que vale a resposta; ou a última é um envio que não saiu
        batch.relast.add(chat.pk)


def waiting_since(chats: Sequence[Chat]) -> dict[int, datetime]:
    """Desde quando esperam, pelas mensagens; quem não espera não está. Anda-se o fim de cada fio, não o fio."""
    direct = [chat.pk for chat in chats if chat.kind == ChatKind.DIRECT]
    found: dict[int, datetime] = {}
    for start in range(0, len(direct), AT_ONCE):
        found |= _first_unanswered(direct[start : start + AT_ONCE])
    return found


def _first_unanswered(pks: list[int]) -> dict[int, datetime]:
    ours = Mensagem.objects.filter(chat=OuterRef("pk"), direction=Direction.OUT).exclude(unsaid()).exclude(discarded())
    newest = Subquery(ours.order_by("-sent_at", "-id").values("sent_at")[:1])
    answered = Chat.objects.filter(pk__in=pks).annotate(answered=newest).values_list("pk", "answered")
    after = Q(pk__in=[])
    for pk, at in answered:
        after |= Q(chat=pk) if at is None else Q(chat=pk, sent_at__gt=at)
    theirs = Mensagem.objects.filter(after, direction=Direction.IN).order_by()
    return dict(theirs.values_list("chat_id").annotate(since=Min("sent_at")))

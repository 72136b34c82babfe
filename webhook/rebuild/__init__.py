"""Reconstruir: derivar de novo, dos eventos guardados, conversas, mensagens, reações e mídia de uma instância.

Os eventos são aplicados do zero num banco de rascunho pelo mesmo código da caixa de entrada; compara-se por chave
natural e leva-se a diferença às linhas de verdade. A aplicação desta instância espera enquanto isso; a porta, nunca."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.apply import Batch, apply
from core.apply.addresses import AddressBook, note_unresolved
from core.apply.chats import recompute
from core.apply.message_updates import derive
from core.apply.spellings import unite_all
from core.facts import ChatKind, MessageStatus
from core.ground import changes, lease
from core.models import (
    Chat,
    Cliente,
    Contact,
    EventState,
    Mensagem,
    OutboxItem,
    OutboxState,
    SendAttempt,
    WebhookEvent,
    WhatsappInstance,
)
from core.models.belongings import BELONGINGS, derived, hanging_on
from webhook.inbox import arrival_of, understand
from webhook.rebuild.difference import Difference, compare, explainable, oldest_event, wrong_unread, wrong_waiting
from webhook.rebuild.paging import in_lists, in_pages
from webhook.rebuild.patch import finish, patch
from webhook.rebuild.pause import Pause
from webhook.rebuild.scratch import ALIAS, routed, scratch_database

CHUNK = 500  # eventos por transação no rascunho


@dataclass(frozen=True, slots=True)
class Report:
    """O que se achou numa instância."""

    instance: WhatsappInstance
    events: int
    differences: list[Difference]
    wrong_unread: int
    wrong_waiting: int

    @property
    def is_equal(self) -> bool:
        """Se as linhas são o que os eventos dizem."""
        return not self.wrong_unread and not self.wrong_waiting and not any(d.size for d in self.differences)


def rebuild(instance: WhatsappInstance, *, check: bool, say: Callable[[str], Any] = lambda _: None) -> Report:
    """Reconstrói (ou só compara) uma instância. Devolve o que diferia antes."""
    pause = Pause(instance)
    try:
        if not check:
            _unite_spellings(instance)
        with scratch_database():
            events = _replay(instance, pause, say)
            tables = (table for table in derived() if pause.renew())
            differences = [_without_old(compare(table, instance, pause.keep), instance, pause) for table in tables]
            wrong = wrong_unread(instance, pause.keep)
            report = Report(instance, events, differences, len(wrong), wrong_waiting(instance, pause.keep))
            if not check and not report.is_equal:
                _write(instance, differences, pause)
        return report
    finally:
        pause.end()


@transaction.atomic
def _unite_spellings(instance: WhatsappInstance) -> None:
    """Antes de comparar: o que um banco mais antigo tem nas duas grafias une-se, com o que as pessoas lhe puseram."""
    lease.acquire(instance.pk, wait=True)
    batch, book = Batch(instance, timezone.now()), AddressBook(instance.pk)
    unite_all(batch, book)
    if batch.rederive:
        note_unresolved(batch, derive(batch, book))
    recompute(batch)
    changes.record(instance.cliente_id, batch.touched)


def _replay(instance: WhatsappInstance, pause: Pause, say: Callable[[str], Any]) -> int:
    cliente = Cliente.objects.get(pk=instance.cliente_id)
    here = WhatsappInstance.objects.get(pk=instance.pk)
    here.webhook_secret = here.webhook_secret or ""  # cifrado com outra SECRET_KEY, lê-se nulo; o rascunho não o usa
    _copy([cliente, here])
    _copy(pause.keep(_our_sends(instance)))
    total = 0
    for events in _events(instance):
        arrivals = [arrival_of(event, understand(event)) for event in events]
        with routed(), transaction.atomic(using=ALIAS):
            apply(WhatsappInstance.objects.get(pk=instance.pk), arrivals, timezone.now())
        total += len(events)
        pause.renew()
        say(f"{instance}: {total} eventos relidos")
    with routed(), transaction.atomic(using=ALIAS):
        # Uma conversa cuja última mensagem é um envio nosso que ainda espera: nenhum evento a diz.
        batch = Batch(WhatsappInstance.objects.get(pk=instance.pk), timezone.now())
        for page in pause.keep(in_pages(Chat.objects.filter(pk__in=OutboxItem.objects.values("chat_id")))):
            batch.relast = set(page.values_list("pk", flat=True))
            recompute(batch)
    return total


def _events(instance: WhatsappInstance) -> Iterator[list[WebhookEvent]]:
    """Os eventos aplicados, em pedaços, pela chave."""
    last = 0
    applied = WebhookEvent.objects.filter(instance=instance, is_test=False).exclude(state=EventState.FAILED)
    applied = applied.exclude(state=EventState.PENDING, applied_at=None).order_by("id")
    while events := list(applied.filter(pk__gt=last)[:CHUNK]):
        last = events[-1].pk
        yield events


def _copy(rows: Iterable[Any]) -> None:
    for row in rows:  # lidas do banco de verdade aos poucos: só a gravação vai ao rascunho
        row._state.db, row._state.adding = ALIAS, True
        with routed():
            row.save(using=ALIAS, force_insert=True)


def _our_sends(instance: WhatsappInstance) -> Iterator[Any]:
    """Os envios nossos como eram antes de qualquer evento: o que se pediu e o que o gateway respondeu."""
    chats: set[int] = set()
    for page in in_pages(OutboxItem.objects.filter(instance=instance)):
        items = {item.pk: item for item in page}
        messages = list(Mensagem.objects.filter(pk__in=items).select_related("chat"))
        attempts = list(SendAttempt.objects.filter(mensagem__in=items).order_by("number"))
        outcomes: dict[int, str | None] = {}
        for attempt in attempts:  # fica a última até a que vale: um cancelamento pode ter voltado a uma anterior
            if attempt.number <= items[attempt.mensagem_id].attempt:
                # Recusada depois de uma sem confirmação, aquela ainda pode ter saído.
                is_lost = outcomes.get(attempt.mensagem_id) == "unknown" and attempt.outcome == "refused"
                outcomes[attempt.mensagem_id] = "unknown" if is_lost else attempt.outcome
        for message in messages:
            if message.chat_id not in chats:
                chats.add(message.chat_id)
                yield _bare(message.chat)
                if message.chat.kind == ChatKind.DIRECT:
                    yield _bare_contact(message.chat)
            yield _as_asked(message, items[message.pk], outcomes.get(message.pk))
        for hang in hanging_on(Mensagem):  # a mídia também: o arquivo é nosso; o eco só o descreve
            if hang.belonging.seed == "sends":
                yield from hang.model._default_manager.filter(**{f"{hang.column}__in": items})
    for one in BELONGINGS:  # ditos por respostas do gateway, ou por quem uniu à mão
        if one.seed == "taught":
            for some in in_pages(one.model._default_manager.filter(**{one.under: instance}, event=None)):
                yield from some


def _bare(chat: Chat) -> Chat:
    return Chat(
        pk=chat.pk, cliente_id=chat.cliente_id, instance_id=chat.instance_id, chat_id=chat.chat_id, kind=chat.kind,
        created_at=chat.created_at,
    )  # fmt: skip


def _bare_contact(chat: Chat) -> Contact:
    return Contact(
        cliente_id=chat.cliente_id, instance_id=chat.instance_id, address=chat.chat_id, name=chat.chat_id
    )  # fmt: skip


def _as_asked(message: Mensagem, item: OutboxItem, outcome: str | None) -> Mensagem:
    message.text = message.original_text = item.payload.get("text")
    message.sent_at = message.created_at
    message.content_known, message.content_moment, message.content_hash = True, None, ""
    message.delivered_at = message.read_at = message.edited_at = message.revoked_at = message.event = None
    message.status = _taught(message, item, outcome)
    if message.status not in {MessageStatus.FAILED, MessageStatus.UNKNOWN} or message.error_code == "whatsapp":
        message.error = message.error_code = None
    return message


def _taught(message: Mensagem, item: OutboxItem, outcome: str | None) -> MessageStatus:
    """A situação que o gateway, ou uma pessoa, ensinou."""
    if item.state != OutboxState.DONE:
        return MessageStatus.PENDING
    if message.error_code == "cancelled":
        return MessageStatus.FAILED
    return {
        "refused": MessageStatus.FAILED,
        "is_failed": MessageStatus.FAILED,
        "unknown": MessageStatus.UNKNOWN,
        "is_sent": MessageStatus.SENT,
    }.get(outcome or "", MessageStatus.PENDING)


def _without_old(difference: Difference, instance: WhatsappInstance, pause: Pause) -> Difference:
    """Linhas que os eventos guardados não explicam por serem mais velhas que eles (retenção) não são diferença; nem
    as dos envios nossos, cuja origem não é um evento."""
    oldest = oldest_event(instance) if difference.extra else None
    if oldest is None:
        difference.extra = {}
        return difference
    real: set[int] = set()
    for some in pause.keep(in_lists(difference.extra.values())):
        real.update(explainable(difference.table, instance, some, oldest).values_list("pk", flat=True))
    difference.extra = {key: pk for key, pk in difference.extra.items() if pk in real}
    return difference


@transaction.atomic
def _write(instance: WhatsappInstance, differences: list[Difference], pause: Pause) -> None:
    lease.acquire(instance.pk, wait=True)
    pause.renew()  # aqui dentro ninguém mais aplica: a trava é nossa até o COMMIT
    batch = Batch(instance, timezone.now())
    oldest = oldest_event(instance)
    for difference in differences:
        patch(batch, difference, oldest)
    finish(batch, wrong_unread(instance))
    changes.record(instance.cliente_id, batch.touched)

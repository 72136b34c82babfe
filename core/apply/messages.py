"""Mensagens: cada fato acha a sua linha ou a cria; entre versões do mesmo conteúdo vence a mais nova."""

import base64
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from core.apply.addresses import AddressBook
from core.apply.batch import Batch
from core.apply.content import ALIKE, REWORDED, content_rank, in_json, take_content, told_buttons
from core.apply.media import describe_again, media_row
from core.facts import Content, MessageFact, MessageStatus, MessageType, Origin, is_lid
from core.ground.changes import Verb, What
from core.models import Chat, Direction, Mensagem, MessageMedia, OutboxItem, OutboxState, SendAttempt
from core.models.bulk import insert_rows, save_changed
from core.models.mensagem import CONTENT_FIELDS

ECHO_SLACK = timedelta(minutes=10)  # relógios do gateway e nosso; o momento do gateway vem em segundos

Key = tuple[str, int, str, str]  # message_id, chat, direção, participante: a da restrição única


@dataclass(slots=True)
class Incoming:
    """Um fato de mensagem já com endereços resolvidos. `known`: o conteúdo foi entendido."""

    fact: MessageFact
    chat: Chat
    participant: str
    event: int | None
    received_at: datetime

    @property
    def direction(self) -> str:
        """in ou out."""
        return Direction.OUT if self.fact.from_me else Direction.IN

    @property
    def key(self) -> Key:
        """A chave natural."""
        return (self.fact.message_id, self.chat.pk, self.direction, self.participant)


def details_of(content: Content) -> dict[str, Any] | None:
    """O que não tem coluna própria, em JSON limpo; None se nada houver."""
    found: dict[str, Any] = {}
    if content.quoted:
        quoted = content.quoted
        found["quoted"] = {
            "participant": quoted.participant,
            "type": quoted.type,
            "text": quoted.text,
            "from_me": quoted.from_me,
            "kind": quoted.kind,
            "chat": quoted.chat,
        }
    if content.location:
        place = content.location
        found["location"] = {
            "latitude": place.latitude,
            "longitude": place.longitude,
            "name": place.name,
            "address": place.address,
        }
    if content.contacts:
        found["contacts"] = [{"name": card.name, "phones": list(card.phones)} for card in content.contacts]
    if content.poll:
        poll = content.poll
        found["poll"] = {"question": poll.question, "options": list(poll.options), "max_choices": poll.max_choices}
    if content.link:
        link = content.link
        found["link"] = {"url": link.url, "title": link.title, "description": link.description}
    if told := told_buttons(content):
        found["told_buttons"] = told
    for name in ("choice_id", "choice_index", "unknown_kind"):
        if getattr(content, name) is not None:
            found[name] = getattr(content, name)
    if content.mentions:
        found["mentions"] = list(content.mentions)
    if content.is_forwarded:
        found["is_forwarded"] = True
    found |= in_json(source=content.source, choices=content.choices, content=content.typed)
    return found or None


def _row(batch: Batch, incoming: Incoming, book: AddressBook) -> Mensagem:
    fact, content = incoming.fact, incoming.fact.content
    author = book.canonical(fact.author) if fact.author else None
    return Mensagem(
        cliente_id=batch.instance.cliente_id,
        instance=batch.instance,
        chat=incoming.chat,
        direction=incoming.direction,
        participant=incoming.participant,
        message_id=fact.message_id,
        origin=fact.origin,
        type=content.type,
        text=content.text,
        original_text=content.text,
        status=MessageStatus.SENT if fact.from_me else MessageStatus.RECEIVED,
        sent_at=fact.moment,
        sender_id=author or (None if fact.from_me else incoming.chat.chat_id),
        sender_name=fact.author_name,
        quoted_message_id=content.quoted.message_id if content.quoted else None,
        details=details_of(content),
        content_known=content.type != MessageType.UNKNOWN,
        content_moment=fact.moment if fact.moment_known else None,
        content_hash=fact.content_hash,
        event=incoming.event,
        came_as=_came_as(incoming),
        created_at=batch.now,
    )


def _came_as(incoming: Incoming) -> str | None:
    """O LID que o corpo trouxe, onde a linha mostra o telefone."""
    for told, shown in ((incoming.fact.chat, incoming.chat.chat_id), (incoming.fact.participant, incoming.participant)):
        if told != shown and is_lid(told):
            return told
    return None


def apply_messages(batch: Batch, book: AddressBook, incoming: list[Incoming]) -> set[tuple[str, int]]:
    """Grava as mensagens do lote; devolve os `(lid, conversa)` sem telefone que nelas escreveram."""
    found: dict[Key, Mensagem] = {}
    ids = {item.fact.message_id for item in incoming}
    for message in Mensagem.objects.filter(message_id__in=ids, instance=batch.instance):
        found[(message.message_id or "", message.chat_id, message.direction, message.participant)] = message
    outgoing = [item for item in incoming if item.fact.from_me and item.key not in found]
    if outgoing:
        found.update(_our_own(batch, outgoing))

    created: dict[Key, tuple[Mensagem, Incoming]] = {}
    changed: dict[int, Mensagem] = {}
    what: dict[int, set[What]] = defaultdict(set)
    media_of: dict[int, tuple[Mensagem, Incoming]] = {}
    for item in incoming:
        row = _row(batch, item, book)
        known = found.get(item.key)
        if known is None:
            previous = created.get(item.key)
            if previous is not None and previous[0].came_as != row.came_as:  # veio pelos dois endereços
                previous[0].came_as = row.came_as = None
            if previous is None or content_rank(row) > content_rank(previous[0]):
                created[item.key] = (row, item)
            continue
        if known.came_as is not None and row.came_as is None:  # veio também pelo telefone: não é só do LID
            known.came_as = None
            changed[known.pk] = known
        is_proof = known.status < MessageStatus.SENT or known.error_code == "resolved"
        if known.direction == Direction.OUT and is_proof:
            batch.reconsider(known)
            known.status = MessageStatus.SENT
            known.error = known.error_code = None
            changed[known.pk] = known
            what[known.pk].add(What.STATUS)
        if content_rank(row) > content_rank(known):
            _take_content(batch, known, row)
            changed[known.pk] = known
            what[known.pk].add(What.CONTENT)
            media_of[known.pk] = (known, item)
    _insert(batch, created)
    if changed:
        save_changed(
            Mensagem,
            changed.values(),
            [*CONTENT_FIELDS, "message_id", "text", "status", "error", "error_code", "came_as"],
        )
        for message in changed.values():
            batch.touch_message(message.pk, message.chat_id, *what[message.pk])
            batch.rederive.add(message.message_id or "")
    describe_again(
        batch,
        {
            pk: (message, item.fact.content)
            for pk, (message, item) in media_of.items()
            if content_rank(message)[3] == item.fact.content_hash  # a versão que venceu
        },
    )
    return {
        (name, item.chat.pk)
        for item in incoming
        for name in (item.participant, book.canonical(item.fact.author or ""))
        if is_lid(name)
    }


def _take_content(batch: Batch, known: Mensagem, row: Mensagem) -> None:
    if row.sent_at != known.sent_at:
        batch.relast.add(known.chat_id)
        if known.direction == Direction.IN:
            batch.recount.add(known.chat_id)
    take_content(known, row)
    if known.origin == Origin.PHONE:
        batch.recount.add(known.chat_id)


def _insert(batch: Batch, created: dict[Key, tuple[Mensagem, Incoming]]) -> None:
    if not created:
        return
    insert_rows(Mensagem, (row for row, _ in created.values()))
    if not connection.features.can_return_rows_from_bulk_insert:  # MySQL não devolve ids de um INSERT múltiplo
        ids = {
            (m.message_id or "", m.chat_id, m.direction, m.participant): m.pk
            for m in Mensagem.objects.filter(message_id__in=[key[0] for key in created], instance=batch.instance)
        }
        for key, (row, _) in created.items():
            row.pk = ids[key]
    media = []
    for row, item in created.values():
        batch.touch_message(row.pk, row.chat_id, What.CONTENT, verb=Verb.CREATED)
        batch.created.append(row)
        batch.rederive.add(item.fact.message_id)
        if item.fact.content.media is not None:
            media.append(media_row(row, item.fact.content, batch.now))
    if media:
        insert_rows(MessageMedia, media)
        made = MessageMedia.objects.filter(mensagem__in=[row.mensagem_id for row in media])
        for pk, chat in made.values_list("pk", "mensagem__chat_id"):
            batch.touch_media(pk, chat, verb=Verb.CREATED)


def _our_own(batch: Batch, outgoing: list[Incoming]) -> dict[Key, Mensagem]:
    """Linhas nossas que estes ecos nomeiam: pelo id de uma tentativa passada, ou, onde o id ainda não se sabe (a
    chamada está em curso ou seu desfecho é desconhecido), pela conversa, pelo tipo e pelo texto."""
    found: dict[Key, Mensagem] = {}
    by_id: dict[tuple[str, int], Mensagem] = {
        (attempt.message_id or "", attempt.mensagem.chat_id): attempt.mensagem
        for attempt in SendAttempt.objects.filter(
            instance=batch.instance, message_id__in={item.fact.message_id for item in outgoing}
        ).select_related("mensagem")
    }
    # Uma tentativa sem desfecho espera pelo eco, diga depois o que disser uma pessoa, ou outra tentativa.
    open_ended = SendAttempt.objects.filter(
        mensagem=OuterRef("mensagem_id"), outcome__in=("unknown", "is_sent", "is_failed")
    )
    nameless = list(
        OutboxItem.objects.filter(
            Q(mensagem__status__lte=MessageStatus.UNKNOWN) | Q(Exists(open_ended)),
            chat__in={item.chat.pk for item in outgoing},
            mensagem__message_id=None,
        )
        .exclude(state=OutboxState.WAITING, attempt=1)  # à espera de repetir, o eco pode ser da tentativa passada
        .select_related("mensagem")
        .order_by("mensagem_id")
    )
    nameless.sort(key=lambda one: one.state != OutboxState.CALLING)  # a chamada em curso é quem mais espera um eco
    for item in sorted(outgoing, key=lambda item: (item.fact.moment, item.fact.message_id)):
        message = by_id.get((item.fact.message_id, item.chat.pk))
        if message is not None and message.message_id is None:
            message.message_id = item.fact.message_id  # sem id nada mais a acharia (edição, reação, citação)
        if message is None and item.fact.origin == Origin.API and item.key not in found:
            message = next((o.mensagem for o in nameless if _could_be(o, item)), None)
            if message is not None:
                nameless = [o for o in nameless if o.pk != message.pk]
                if message.status == MessageStatus.FAILED:  # falhou outra tentativa: esta saiu
                    message.status = MessageStatus.UNKNOWN
                message.message_id = item.fact.message_id
                batch.rederive.add(item.fact.message_id)
        if message is not None:
            found[item.key] = message
    return found


def _could_be(outbox: OutboxItem, item: Incoming) -> bool:
    """Um áudio enviado como arquivo pode ecoar como voz; listas e botões ecoam com texto montado pelo WhatsApp."""
    message, content = outbox.mensagem, item.fact.content
    is_same_type = message.type == content.type or any({message.type, content.type} <= some for some in ALIKE)
    return (
        message.chat_id == item.chat.pk
        and is_same_type
        and (message.type in REWORDED or (message.original_text or "").strip() == (content.text or "").strip())
        and item.fact.moment >= message.created_at - ECHO_SLACK
    )


def thumbnail_uri(thumbnail: bytes | memoryview | None) -> str | None:
    """Miniatura que veio no corpo, como data URI."""
    return None if not thumbnail else "data:image/jpeg;base64," + base64.b64encode(bytes(thumbnail)).decode("ascii")

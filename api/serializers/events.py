"""Eventos: o que a W-APi postou e o que se fez com isso."""

import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from rest_framework import serializers

from api.fields import VisibleField
from api.filters import IdField, ManyChoices, Query
from api.rows import Beside
from core.apply.addresses import AddressBook
from core.contacts.names import NameBook
from core.facts import ChatKind, EditFact, EventKind, MessageFact, ReactionFact, RevokeFact, StatusFact, chat_kind
from core.models import Chat, EventState, Mensagem, ReplayJob, ReplayState, WebhookEvent, WhatsappInstance
from webhook.inbox import understand
from webhook.payload import read_json

KINDS = [kind.value for kind in EventKind]
MAX_IDS = 1_000  # mais que isto é um filtro, que também se aceita
NAMING = ("instance_id", "chat_id", "custom_name", "subject", "subject_moment", "push_name", "push_name_moment")
SUBJECT_NAME = Beside[str | None]("subject_name", None)
TOTAL_MS = Beside[int | None]("total_ms", None)
FAILED_AGAIN = Beside[int]("failed", 0)


class EventQuery(Query):
    """Filtros da lista."""

    cliente = IdField(required=False, help_text="Só deste cliente.")
    instance = IdField(required=False, help_text="Só desta instância.")
    state = ManyChoices(
        EventState.choices, required=False, help_text="Só nestas situações (repetir ou separar por vírgula)."
    )
    kind = ManyChoices(KINDS, required=False, help_text="Só destes tipos (repetir ou separar por vírgula).")
    event_type = serializers.CharField(required=False, max_length=64, help_text="Tipo como a W-APi o escreveu.")
    event_id = serializers.CharField(required=False, max_length=64, help_text="Id do evento (SHA-256).")
    received_after = serializers.DateTimeField(required=False, help_text="Recebidos a partir deste momento.")
    received_before = serializers.DateTimeField(required=False, help_text="Recebidos antes deste momento.")
    q = serializers.CharField(
        required=False, max_length=128, help_text="Começo do event_id, parte do assunto ou do erro."
    )


class EventSerializer(serializers.Serializer[WebhookEvent]):
    """Um evento."""

    id = serializers.IntegerField(help_text="Id.")
    event_id = serializers.CharField(help_text="SHA-256 do que o evento diz; dois iguais são o mesmo.")
    instance = serializers.IntegerField(source="instance_id", help_text="Id da instância.")  # type: ignore[assignment]  # o nome encobre Serializer.instance
    instance_name = serializers.CharField(source="instance.name", help_text="Nome da instância.")
    cliente = serializers.IntegerField(source="cliente_id", help_text="Id do cliente.")
    event_type = serializers.CharField(allow_null=True, help_text="Tipo como a W-APi o escreveu.")
    kind = serializers.ChoiceField(KINDS, help_text="O que o evento é.")
    state = serializers.ChoiceField(EventState.choices, help_text="Situação.")
    reason = serializers.CharField(allow_null=True, help_text="Por que foi ignorado.")
    subject = serializers.CharField(allow_null=True, help_text="Endereço da conversa a que se refere.")
    subject_name = serializers.SerializerMethodField(help_text="Nome do grupo ou da pessoa, quando se sabe.")
    error = serializers.CharField(allow_null=True, help_text="O defeito da última tentativa.")
    attempts = serializers.IntegerField(help_text="Quantas vezes se tentou aplicar.")
    authenticated = serializers.BooleanField(help_text="Se veio no endereço com segredo.")
    is_test = serializers.BooleanField(help_text="Se é um evento de teste.")
    recovered = serializers.BooleanField(
        help_text="Se foi reposto do registro do gateway (então `received_at` é quando ele o postou)."
    )
    duplicates = serializers.IntegerField(help_text="Quantas vezes foi repetido.")
    last_duplicate_at = serializers.DateTimeField(allow_null=True, help_text="Última repetição.")
    size = serializers.IntegerField(help_text="Bytes do corpo.")
    received_at = serializers.DateTimeField(help_text="Quando a porta o recebeu.")
    stored_at = serializers.DateTimeField(help_text="Quando foi gravado.")
    claimed_at = serializers.DateTimeField(allow_null=True, help_text="Quando o worker o pegou.")
    applied_at = serializers.DateTimeField(allow_null=True, help_text="Quando os fatos foram aplicados.")
    processed_at = serializers.DateTimeField(allow_null=True, help_text="Quando terminou.")
    published_at = serializers.DateTimeField(
        source="processed_at", allow_null=True, help_text="Quando ficou visível no fluxo (o mesmo COMMIT)."
    )
    next_retry_at = serializers.SerializerMethodField(help_text="Próxima tentativa, depois de uma falha.")
    replayed_at = serializers.DateTimeField(allow_null=True, help_text="Último reprocessamento pedido.")
    first_claimed_at = serializers.DateTimeField(
        allow_null=True, help_text="De um reprocessado: quando o worker o pegou da primeira vez."
    )
    first_applied_at = serializers.DateTimeField(
        allow_null=True, help_text="De um reprocessado: quando foi aplicado da primeira vez."
    )
    total_ms = serializers.IntegerField(allow_null=True, help_text="Milissegundos do recebimento ao fim.")

    @staticmethod
    def attach(events: Sequence[WebhookEvent]) -> None:
        """Os nomes da página toda, em consultas à parte: juntar faria o banco ordenar a tabela inteira."""
        wanted = {(event.instance_id, str(event.subject)) for event in events if event.subject}
        groups = {one for one in wanted if chat_kind(one[1]) == ChatKind.GROUP}
        names: dict[tuple[int, str], str | None] = {}
        if groups:
            chats = Chat.objects.filter(instance__in={one for one, _ in groups}, chat_id__in={one for _, one in groups})
            names = {(chat.instance_id, str(chat.chat_id)): chat.name for chat in chats.only(*NAMING)}
        people = NameBook()
        people.load(wanted - groups)
        for event in events:
            name = names.get((event.instance_id, str(event.subject)))
            SUBJECT_NAME.put(event, name or people.known_name(event.instance_id, event.subject))

    def get_subject_name(self, event: WebhookEvent) -> str | None:
        """De `attach`."""
        return SUBJECT_NAME.of(event)

    def get_next_retry_at(self, event: WebhookEvent) -> datetime | None:
        """Um reprocessado também guarda desde quando espera, mas ainda não falhou."""
        return event.retry_at if event.attempts else None

    def to_representation(self, instance: WebhookEvent) -> dict[str, Any]:
        """O evento, com o tempo total."""
        done = instance.processed_at
        TOTAL_MS.put(instance, int((done - instance.received_at).total_seconds() * 1000) if done else None)
        return super().to_representation(instance)


class EventLinksSerializer(serializers.Serializer[Any]):
    """O que o evento mudou."""

    chat = serializers.IntegerField(allow_null=True, help_text="Id da conversa.")
    mensagem = serializers.IntegerField(allow_null=True, help_text="Id da mensagem.")


class EventDetailSerializer(EventSerializer):
    """Um evento inteiro."""

    payload = serializers.JSONField(allow_null=True, help_text="O corpo como veio; nulo se não cabe em JSON.")
    payload_text = serializers.CharField(allow_null=True, help_text="O corpo em texto, onde `payload` é nulo.")
    facts = serializers.ListField(
        child=serializers.DictField(),
        help_text="O que se entendeu: um objeto por fato, com `kind` e os campos do fato.",
    )
    links = EventLinksSerializer(help_text="O que o evento mudou.")
    stack = serializers.CharField(allow_null=True, help_text="Rastro de pilha da última falha.")

    def to_representation(self, instance: WebhookEvent) -> dict[str, Any]:
        """O evento, o corpo, os fatos e as ligações."""
        raw = bytes(instance.payload)
        payload, is_json = payload_of(raw)
        found = _facts(instance)
        return {
            **EventSerializer.to_representation(_Plain(context=self.context), instance),
            "payload": payload,
            "payload_text": None if is_json else raw.decode("utf-8", "replace"),
            "facts": [_rendered(fact) for fact in found],
            "links": _links(instance, found),
            "stack": instance.stack,
        }


class _Plain(EventSerializer):
    """Só os campos da lista, para o detalhe começar por eles."""


class EventErrorSerializer(serializers.Serializer[Any]):
    """Um erro, e quantos eventos pararam nele."""

    error = serializers.CharField(help_text="A exceção, com as palavras dela.")
    n = serializers.IntegerField(help_text="Quantos eventos.")
    first_at = serializers.DateTimeField(help_text="Recebimento do primeiro.")
    last_at = serializers.DateTimeField(help_text="Recebimento do último.")
    event = serializers.IntegerField(help_text="Id do mais novo.")


class ReplaySerializer(serializers.Serializer[Any]):
    """Quais eventos reprocessar: `ids`, ou os filtros da lista."""

    ids = serializers.ListField(
        child=IdField(), required=False, min_length=1, max_length=MAX_IDS, help_text=f"Ids dos eventos, até {MAX_IDS}."
    )
    cliente = IdField(required=False, help_text="Só deste cliente.")
    instance = VisibleField(WhatsappInstance.objects.all(), required=False, help_text="Só desta instância.")
    state = ManyChoices(EventState.choices, required=False, help_text="Só nestas situações.")
    kind = ManyChoices(KINDS, required=False, help_text="Só destes tipos.")
    event_type = serializers.CharField(required=False, max_length=64, help_text="Tipo como a W-APi o escreveu.")
    event_id = serializers.CharField(required=False, max_length=64, help_text="Id do evento (SHA-256).")
    received_after = serializers.DateTimeField(required=False, help_text="Recebidos a partir deste momento.")
    received_before = serializers.DateTimeField(required=False, help_text="Recebidos antes deste momento.")
    q = serializers.CharField(
        required=False, max_length=128, help_text="Começo do event_id, parte do assunto ou do erro."
    )


class ReplayJobSerializer(serializers.Serializer[ReplayJob]):
    """Um reprocessamento em massa."""

    id = serializers.IntegerField(help_text="Id.")
    total = serializers.IntegerField(help_text="Quantos eventos.")
    done = serializers.IntegerField(help_text="Quantos já voltaram à fila.")
    failed = serializers.IntegerField(help_text="Quantos falharam de novo.")
    state = serializers.ChoiceField(ReplayState.choices, help_text="Situação.")
    created_at = serializers.DateTimeField(help_text="Quando foi pedido.")


class InstanceCountSerializer(serializers.Serializer[Any]):
    """Quantos eventos de uma instância."""

    instance = serializers.IntegerField(help_text="Id da instância.")
    name = serializers.CharField(allow_null=True, help_text="Nome da instância.")
    n = serializers.IntegerField(help_text="Quantos.")


class ReplayPreviewSerializer(serializers.Serializer[Any]):
    """O que um reprocessamento faria."""

    total = serializers.IntegerField(help_text="Quantos eventos.")
    by_kind = serializers.DictField(child=serializers.IntegerField(), help_text="Por tipo.")
    by_instance = InstanceCountSerializer(many=True, help_text="Por instância.")


class EventCountsSerializer(serializers.Serializer[Any]):
    """Quantos eventos em cada situação."""

    pending = serializers.IntegerField(help_text="À espera do worker.")
    processed = serializers.IntegerField(help_text="Aplicados.")
    ignored = serializers.IntegerField(help_text="Sem efeito, com razão.")
    failed = serializers.IntegerField(help_text="Parados por defeito.")


def payload_of(raw: bytes) -> tuple[Any, bool]:
    """O corpo em JSON, se ele sobrevive à ida e à volta (NaN, infinito, surrogates e abismos não sobrevivem)."""
    try:
        payload = read_json(raw)
        json.dumps([[[[payload]]]], allow_nan=False, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError, OverflowError):
        return None, False
    return payload, True


def _facts(event: WebhookEvent) -> tuple[Any, ...]:
    try:
        return understand(event).facts
    except Exception:  # noqa: BLE001  (um corpo que derruba o normalizador é justamente o que a tela precisa mostrar)
        return ()


def _rendered(fact: Any) -> dict[str, Any]:
    name = type(fact).__name__.removesuffix("Fact")
    kind = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).strip("_")
    return {"kind": kind, **_plain(fact)}


def _plain(value: Any) -> Any:
    """Um fato em JSON: sem bytes (miniaturas), a chave do arquivo nem o segredo da enquete."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = (
            (f.name, getattr(value, f.name))
            for f in fields(value)
            if f.name not in {"media_key", "secret", "content_hash"}
        )
        return {name: _plain(item) for name, item in pairs if not isinstance(item, bytes)}
    if isinstance(value, Enum):
        return value.name.lower() if isinstance(value, int) else value.value
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def _links(event: WebhookEvent, found: tuple[Any, ...]) -> dict[str, int | None]:
    address, message_id = event.subject, None
    for fact in found:
        if isinstance(fact, MessageFact | StatusFact):
            address, message_id = fact.chat or address, fact.message_id
        elif isinstance(fact, ReactionFact | EditFact | RevokeFact):
            address, message_id = fact.target.chat or address, fact.target.message_id
        else:
            address = getattr(fact, "chat", None) or address
    chat = None
    if address:
        book = AddressBook(event.instance_id)
        book.load([address])
        chat = (
            Chat.objects.filter(instance=event.instance_id, chat_id=book.canonical(address))
            .values_list("pk", flat=True)
            .first()
        )
    message = None
    if message_id:
        rows = Mensagem.objects.filter(instance=event.instance_id, message_id=message_id)
        if chat is not None:
            rows = rows.filter(chat=chat)
        row = rows.values_list("pk", "chat_id").first()
        message, chat = (row[0], row[1]) if row else (None, chat)
    return {"chat": chat, "mensagem": message}

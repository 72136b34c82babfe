"""`manage.py seed`: enche o banco de linhas críveis, em bloco, para medir leituras com tabelas grandes."""

import hashlib
import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.utils import timezone

from core.apply.waiting import waiting_since
from core.facts import MessageStatus
from core.ground.hours import hour_of
from core.instances import registry
from core.models import Chat, Cliente, Contact, Direction, EventState, Mensagem, Stat, WebhookEvent, WhatsappInstance
from core.models.bulk import save_changed
from multichat.terminal import _

CHUNK = 2_000
DAYS = 90
UNANSWERED = 200  # quantas mensagens do contato, em cada conversa a que ninguém respondeu
WORDS = [
    "bom",
    "dia",
    "boa",
    "tarde",
    "gostaria",
    "de",
    "um",
    "orçamento",
    "pedido",
    "entrega",
    "amanhã",
    "valor",
    "pix",
    "comprovante",
    "obrigado",
    "pode",
    "confirmar",
    "horário",
    "endereço",
    "cliente",
    "produto",
    "prazo",
    "nota",
    "fiscal",
    "segue",
    "anexo",
    "reunião",
    "visita",
    "contrato",
]


class Command(BaseCommand):
    """Um cliente e suas instâncias, conversas, mensagens e eventos, repetíveis pela semente."""

    help = _("Enche o banco de linhas críveis (1.000.000 de mensagens em minutos).")

    def add_arguments(self, parser: CommandParser) -> None:
        """--chats, --messages, --waiting, --contacts, --seed."""
        parser.add_argument("--chats", type=int, required=True)
        parser.add_argument("--messages", type=int, required=True)
        parser.add_argument("--waiting", type=int, default=0, help=_("conversas cujo fim é só do contato"))
        parser.add_argument("--contacts", type=int, default=0, help=_("contatos sem conversa, como os de uma agenda"))
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Escreve em pedaços; uma linha no fim."""
        rng = random.Random(options["seed"])  # noqa: S311  (repetível, não secreto)
        cliente, _made = Cliente.objects.get_or_create(name=f"Semente {options['seed']}")
        instances = [_instance(cliente, options["seed"], n) for n in range(4)]
        chats = _chats(cliente, instances, options["chats"], options["seed"])
        now = timezone.now()
        for start in range(0, options["messages"], CHUNK):
            n = min(CHUNK, options["messages"] - start)
            with transaction.atomic():
                _write(rng, cliente, chats, start, n, options["messages"], now)
        _silence(chats[: options["waiting"]])
        _phone_book(cliente, instances, options["contacts"], options["seed"])
        _finish(chats)
        words = _("{chats} conversas, {messages} mensagens, {messages} eventos")
        self.stdout.write(words.format(chats=len(chats), messages=options["messages"]))


def _instance(cliente: Cliente, seed: int, number: int) -> WhatsappInstance:
    name = f"SEED{seed:02d}-{number:06d}"
    found = WhatsappInstance.objects.filter(instance_id=name).first()
    return found or registry.register(None, cliente, f"Instância {number + 1}", name, None)


def _chats(cliente: Cliente, instances: list[WhatsappInstance], n: int, seed: int) -> list[Chat]:
    rows = [
        Chat(
            cliente=cliente,
            instance=instances[number % len(instances)],
            chat_id=f"55{11 + seed % 80}9{number:08d}",
            kind="direct",
            push_name=f"Contato {number}",
        )
        for number in range(n)
    ]
    Chat.objects.bulk_create(rows, batch_size=CHUNK)
    Contact.objects.bulk_create(
        (
            Contact(
                cliente=cliente,
                instance=row.instance,
                address=row.chat_id,
                name=row.push_name or row.chat_id,
                push_name=row.push_name,
            )
            for row in rows
        ),
        batch_size=CHUNK,
    )
    wanted = Chat.objects.filter(cliente=cliente).select_related("instance").order_by("-id")[:n]
    return list(wanted)


def _write(
    rng: random.Random, cliente: Cliente, chats: list[Chat], start: int, n: int, total: int, now: datetime
) -> None:
    messages, events = [], []
    for number, at in _moments(start, n, total, now):
        chat = chats[min(int(rng.expovariate(4) * len(chats)), len(chats) - 1)]  # poucas conversas com muitas mensagens
        is_in = rng.random() < 0.6
        text = " ".join(rng.choices(WORDS, k=rng.randrange(3, 14)))
        message_id = f"SEED{start + number:012d}"
        messages.append(
            Mensagem(
                cliente=cliente,
                instance=chat.instance,
                chat=chat,
                direction="in" if is_in else "out",
                message_id=message_id,
                origin="contact" if is_in else "phone",
                type="text",
                text=text,
                original_text=text,
                status=MessageStatus.RECEIVED if is_in else MessageStatus.READ,
                sent_at=at,
                sender_id=chat.chat_id if is_in else None,
                content_known=True,
                content_moment=at,
                created_at=at,
            )
        )
        body = json.dumps(
            {"event": "webhookReceived", "messageId": message_id, "msgContent": {"conversation": text}}
        ).encode()
        events.append(
            WebhookEvent(
                event_id=hashlib.sha256(f"{cliente.pk}/{message_id}".encode()).hexdigest(),
                receipt="",
                cliente=cliente,
                instance=chat.instance,
                event_type="webhookReceived",
                kind="message",
                state=EventState.PROCESSED,
                subject=chat.chat_id,
                attempts=1,
                size=len(body),
                payload=body,
                received_at=at,
                stored_at=at,
                claimed_at=at,
                applied_at=at,
                processed_at=at,
            )
        )
    Mensagem.objects.bulk_create(messages, batch_size=500)
    WebhookEvent.objects.bulk_create(events, batch_size=500)
    _count(events, messages)


def _moments(start: int, n: int, total: int, now: datetime) -> Iterator[tuple[int, datetime]]:
    step = timedelta(days=DAYS) / max(total, 1)
    begin = now - timedelta(days=DAYS)
    for number in range(n):
        yield number, begin + step * (start + number)


def _count(events: list[WebhookEvent], messages: list[Mensagem]) -> None:
    counts: dict[tuple[int, datetime, str, str], int] = {}
    for event, message in zip(events, messages, strict=True):
        hour = hour_of(event.received_at)
        for metric, label in (
            ("event", "message/processed"),
            ("latency", "0000050"),
            ("message", f"{message.direction}/text"),
        ):
            key = (event.instance_id, hour, metric, label)
            counts[key] = counts.get(key, 0) + 1
    Stat.objects.add((*key, n) for key, n in counts.items())


def _silence(chats: list[Chat]) -> None:
    """As últimas mensagens destas conversas (as primeiras da lista são as de fio mais longo) passam a ser do contato:
    ninguém lhe respondeu."""
    for chat in chats:
        newest = Mensagem.objects.filter(chat=chat).order_by("-sent_at", "-id").values_list("pk", flat=True)
        Mensagem.objects.filter(pk__in=list(newest[:UNANSWERED])).update(
            direction=Direction.IN, origin="contact", status=MessageStatus.RECEIVED, sender_id=chat.chat_id
        )


def _phone_book(cliente: Cliente, instances: list[WhatsappInstance], n: int, seed: int) -> None:
    rows = (
        Contact(
            cliente=cliente,
            instance=instances[number % len(instances)],
            address=f"55{11 + seed % 80}8{number:08d}",
            name=f"Agenda {number}",
            book_name=f"Agenda {number}",
        )
        for number in range(n)
    )
    Contact.objects.bulk_create(rows, batch_size=CHUNK)


def _finish(chats: list[Chat]) -> None:
    """Última mensagem de cada conversa, umas poucas não lidas e quem espera."""
    ids = [chat.pk for chat in chats]
    for start in range(0, len(ids), CHUNK):
        marks = ", ".join(["%s"] * len(ids[start : start + CHUNK]))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE core_chat SET last_message_id = (SELECT m.id FROM core_mensagem m"  # noqa: S608
                " WHERE m.chat_id = core_chat.id ORDER BY m.sent_at DESC, m.id DESC LIMIT 1),"
                " last_message_at = (SELECT MAX(m.sent_at) FROM core_mensagem m WHERE m.chat_id = core_chat.id),"
                f" unread_count = core_chat.id %% 5 WHERE id IN ({marks})",
                ids[start : start + CHUNK],
            )
    waiting = waiting_since(chats)
    for chat in chats:
        chat.wait_since(waiting.get(chat.pk))
    save_changed(Chat, chats, ["waiting_since", "awaits_reply"])

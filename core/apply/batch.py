"""O lote em aplicação: o que entra, e o que cada passo deixa anotado para os seguintes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from core.facts import AddressPair, Fact, MessageStatus
from core.ground.changes import Touched, Verb, What
from core.models import Group, Mensagem, WhatsappInstance

TOUCHED = 200  # quem tem a conversa aberta mostra no máximo isto


@dataclass(frozen=True, slots=True)
class Arrival:
    """Os fatos de um evento. `event` é o id da linha do evento; `received_at`, quando a porta o recebeu."""

    event: int | None
    received_at: datetime
    facts: Sequence[Fact]
    pairs: Sequence[AddressPair] = ()
    connected_phone: str | None = None
    connected_lid: str | None = None
    event_type: str | None = None
    recovered: bool = False  # reposto do registro do gateway: não prova que os webhooks chegam


@dataclass(slots=True)
class Batch:
    """Estado de um lote. Quem chama segura o arrendamento da instância e a transação."""

    instance: WhatsappInstance
    now: datetime
    touched: set[Touched] = field(default_factory=set)
    rederive: set[str] = field(default_factory=set)  # message_ids cujas mensagens se derivam de novo
    recount: set[int] = field(default_factory=set)  # conversas cujas não lidas se contam de novo
    relast: set[int] = field(default_factory=set)  # conversas cuja última mensagem se procura de novo
    renamed: set[int] = field(default_factory=set)  # conversas diretas novas, ou que mudaram de nome
    pictures: dict[str, str] = field(default_factory=dict)  # endereço -> foto nova, a buscar
    created: list[Mensagem] = field(default_factory=list)  # mensagens criadas por este lote

    def reconsider(self, message: Mensagem) -> None:
        """Vai mudar a situação desta mensagem. Se era um envio que não se sabe ter saído, pode passar a ser a última
        palavra da conversa."""
        if message.status in {MessageStatus.UNKNOWN, MessageStatus.FAILED}:
            self.relast.add(message.chat_id)

    def touch_chat(self, pk: int, *what: What, verb: Verb = Verb.CHANGED) -> None:
        """A conversa mudou."""
        self.touched.add(Touched("chat", pk, self.instance.pk, pk, frozenset(what), verb))

    def touch_contact(self, pk: int, *what: What, verb: Verb = Verb.CHANGED) -> None:
        """O contato mudou."""
        self.touched.add(Touched("contact", pk, self.instance.pk, None, frozenset(what), verb))

    def touch_message(self, pk: int, chat: int, *what: What, verb: Verb = Verb.CHANGED) -> None:
        """A mensagem mudou."""
        self.touched.add(Touched("mensagem", pk, self.instance.pk, chat, frozenset(what), verb))

    def touch_newest(self, messages: QuerySet[Mensagem], *chats: int) -> None:
        """As mensagens que mudam por UPDATE, nas conversas que as mostram ou mostravam: as mais novas, que bastam para
        quem tem a conversa aberta a reler."""
        for pk in messages.order_by("-sent_at", "-id").values_list("pk", flat=True)[:TOUCHED]:
            for chat in chats:
                self.touch_message(pk, chat, What.MOVED)

    def touch_media(self, pk: int, chat: int, verb: Verb = Verb.CHANGED) -> None:
        """A mídia mudou."""
        self.touched.add(Touched("media", pk, self.instance.pk, chat, frozenset({What.MEDIA}), verb))

    def touch_groups(self, chats: Sequence[int], *what: What, verb: Verb = Verb.CHANGED) -> None:
        """Os grupos destas conversas mudaram."""
        for pk, chat in Group.objects.filter(chat__in=chats).values_list("pk", "chat_id"):
            self.touched.add(Touched("group", pk, self.instance.pk, chat, frozenset(what), verb))

    def touch_instance(self, *what: What) -> None:
        """A instância mudou."""
        self.touched.add(Touched("instance", self.instance.pk, self.instance.pk, None, frozenset(what)))

"""Mensagens: o que se mostra. O que se envia está em `api.serializers.mensagens.sending`."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from rest_framework import serializers

from api.filters import IdField, ManyChoices, Query
from api.rows import Beside, with_instance
from api.serializers.media import MediaSerializer, media_of
from core.chats.choices import chosen_id
from core.contacts.names import NameBook
from core.facts import MessageStatus, MessageType, Origin
from core.ground.sentences import said
from core.models import STATUS_WORDS, Direction, Mensagem, OutboxItem, OutboxState, PollResult, StatusReason
from core.models.tenancy import Role
from core.outbox.deliver import can_send

STATUS_CHOICES = [status.name.lower() for status in MessageStatus]
NAMES = Beside[NameBook | None]("names", None)
POLL = Beside[PollResult | None]("poll_votes", None)
QUOTED = Beside[Mensagem | None]("quoted_row", None)
HEAVY = ("original_text", "content_hash", "media__url", "media__direct_path", "media__media_key")


class MensagemQuery(Query):
    """Filtros da lista."""

    chat = IdField(required=False, help_text="Só desta conversa (em ordem de envio).")
    instance = IdField(required=False, help_text="Só desta instância.")
    message_id = serializers.CharField(required=False, max_length=128, help_text="Id no WhatsApp.")
    type = ManyChoices([kind.value for kind in MessageType], required=False, help_text="Só destes tipos.")
    direction = serializers.ChoiceField(Direction.choices, required=False, help_text="Só recebidas ou só enviadas.")
    status = ManyChoices(STATUS_CHOICES, required=False, help_text="Só nestas situações.")
    search = serializers.CharField(required=False, max_length=200, help_text="Parte do texto.")
    has_link = serializers.BooleanField(
        required=False, help_text="1: só as que podem ter um endereço (com ou sem https://, de prévia ou de botão)."
    )
    sent_after = serializers.DateTimeField(required=False, help_text="Enviadas a partir deste momento.")
    sent_before = serializers.DateTimeField(required=False, help_text="Enviadas antes deste momento.")
    around = IdField(required=False, help_text="Id de uma mensagem: a página a traz no meio.")


class ReactionSerializer(serializers.Serializer[Any]):
    """Uma reação."""

    emoji = serializers.CharField(help_text="A reação.")
    sender_id = serializers.CharField(allow_null=True, help_text="Quem reagiu; o número que tínhamos, se fomos nós.")
    sender_name = serializers.CharField(allow_null=True, help_text="Nome de quem reagiu; nulo se fomos nós.")
    from_me = serializers.BooleanField(help_text="Se fomos nós.")


class MentionSerializer(serializers.Serializer[Any]):
    """Uma pessoa mencionada."""

    address = serializers.CharField(help_text="Como o texto a escreve: dígitos, ou …@lid.")
    name = serializers.CharField(allow_null=True, help_text="Nome a mostrar; nulo se não se sabe.")


class QuotedSerializer(serializers.Serializer[Any]):
    """A mensagem citada."""

    id = serializers.IntegerField(allow_null=True, help_text="Id aqui; nulo se não a temos.")
    message_id = serializers.CharField(allow_null=True, help_text="Id no WhatsApp; nulo se o corpo não o disse.")
    kind = serializers.ChoiceField(
        ["story", "group"],
        allow_null=True,
        help_text="Um story, ou o que se disse num grupo; nulo se é desta conversa.",
    )
    chat_id = serializers.CharField(allow_null=True, help_text="O grupo em que se disse.")
    chat_name = serializers.CharField(allow_null=True, help_text="Nome desse grupo.")
    mentions = MentionSerializer(many=True, help_text="Quem o texto citado menciona.")
    sender_id = serializers.CharField(allow_null=True, help_text="Quem a escreveu.")
    sender_name = serializers.CharField(allow_null=True, help_text="Nome de quem a escreveu.")
    from_me = serializers.BooleanField(allow_null=True, help_text="Se é nossa; nulo se não se sabe.")
    type = serializers.ChoiceField([kind.value for kind in MessageType], allow_null=True, help_text="Tipo.")
    text = serializers.CharField(allow_null=True, help_text="Texto ou legenda.")


class LocationSerializer(serializers.Serializer[Any]):
    """Um lugar."""

    latitude = serializers.FloatField(help_text="Graus decimais.")
    longitude = serializers.FloatField(help_text="Graus decimais.")
    name = serializers.CharField(allow_null=True, help_text="Nome do lugar.")
    address = serializers.CharField(allow_null=True, help_text="Endereço.")


class ContactCardSerializer(serializers.Serializer[Any]):
    """Um cartão de contato."""

    name = serializers.CharField(allow_null=True, help_text="Nome.")
    phones = serializers.ListField(child=serializers.CharField(), help_text="Telefones, só dígitos.")


class VoterSerializer(serializers.Serializer[Any]):
    """Quem votou numa opção."""

    sender_id = serializers.CharField(allow_null=True, help_text="Quem votou; nosso número, se fomos nós.")
    from_me = serializers.BooleanField(help_text="Se fomos nós.")
    name = serializers.CharField(allow_null=True, help_text="Nome a mostrar; nulo se não se sabe.")


class PollOptionResultSerializer(serializers.Serializer[Any]):
    """Os votos de uma opção."""

    text = serializers.CharField(help_text="A opção.")
    votes = serializers.IntegerField(
        allow_null=True, help_text="Quantos votos; nulo só se nenhum voto desta enquete se pode ler."
    )
    voters = VoterSerializer(many=True, help_text="Quem a escolheu, na ordem em que votaram.")


class PollSerializer(serializers.Serializer[Any]):
    """Uma enquete."""

    question = serializers.CharField(allow_null=True, help_text="Pergunta.")
    options = serializers.ListField(child=serializers.CharField(), help_text="Opções.")
    max_choices = serializers.IntegerField(allow_null=True, help_text="Quantas se podem escolher.")
    results = PollOptionResultSerializer(many=True, help_text="Os votos de cada opção.")
    voters_count = serializers.IntegerField(help_text="Quantas pessoas votaram.")


class LinkSerializer(serializers.Serializer[Any]):
    """Prévia de link."""

    url = serializers.CharField(help_text="Endereço.")
    title = serializers.CharField(allow_null=True, help_text="Título.")
    description = serializers.CharField(allow_null=True, help_text="Descrição.")


class SourceSerializer(serializers.Serializer[Any]):
    """De onde a conversa veio."""

    kind = serializers.ChoiceField(["ad", "story", "link"], help_text="Anúncio, story ou link.")
    title = serializers.CharField(allow_null=True, help_text="Título do anúncio.")
    url = serializers.CharField(allow_null=True, help_text="Endereço do anúncio.")
    id = serializers.CharField(allow_null=True, help_text="Id do anúncio.")


class ChoicesSerializer(serializers.Serializer[Any]):
    """O que uma lista, botões, código, Pix ou carrossel nossos ofereceram."""

    title = serializers.CharField(required=False, help_text="Título da lista.")
    button_text = serializers.CharField(required=False, help_text="O botão que abre a lista.")
    footer = serializers.CharField(required=False, help_text="Rodapé.")
    sections = serializers.ListField(
        child=serializers.DictField(), required=False, help_text="Seções `{title, rows: [{id, title, description}]}`."
    )
    buttons = serializers.ListField(
        child=serializers.DictField(), required=False, help_text="Botões `{type, text, value}`."
    )
    code = serializers.CharField(required=False, help_text="O código que um toque copia.")
    merchant_name = serializers.CharField(required=False, help_text="Quem recebe o Pix.")
    pix_key = serializers.CharField(required=False, help_text="A chave Pix.")
    pix_type = serializers.CharField(required=False, help_text="De que é a chave Pix.")
    amount = serializers.FloatField(required=False, help_text="Valor do Pix, em reais.")
    cards = serializers.ListField(
        child=serializers.DictField(), required=False, help_text="Cartões `{text, image, buttons}`."
    )


class AuthorSerializer(serializers.Serializer[Any]):
    """Quem enviou pelo MultiChat."""

    id = serializers.IntegerField(help_text="Id do usuário.")
    name = serializers.CharField(help_text="Nome do usuário.")


class MensagemSerializer(serializers.Serializer[Mensagem]):
    """Uma mensagem."""

    id = serializers.IntegerField(help_text="Id.")
    chat = serializers.IntegerField(help_text="Id da conversa.")
    instance = serializers.IntegerField(help_text="Id da instância.")  # type: ignore[assignment]  # o nome encobre Serializer.instance
    cliente = serializers.IntegerField(help_text="Id do cliente.")
    message_id = serializers.CharField(allow_null=True, help_text="Id no WhatsApp; nulo até o gateway aceitar.")
    direction = serializers.ChoiceField(Direction.choices, help_text="Recebida (in) ou enviada (out).")
    origin = serializers.ChoiceField([o.value for o in Origin], help_text="Contato, nosso celular, ou API.")
    type = serializers.ChoiceField([kind.value for kind in MessageType], help_text="Tipo.")
    text = serializers.CharField(allow_null=True, help_text="Texto ou legenda, já com a última edição.")
    status = serializers.ChoiceField(STATUS_CHOICES, help_text="Situação; só sobe.")
    error = serializers.CharField(allow_null=True, help_text="Por que falhou, para pessoas.")
    error_code = serializers.CharField(
        allow_null=True, help_text="Por que falhou: refused, instance_disconnected, not_on_whatsapp, cancelled…"
    )
    sent_at = serializers.DateTimeField(help_text="Momento do gateway (ou da chegada, se ele não disse).")
    created_at = serializers.DateTimeField(help_text="Quando a linha nasceu aqui.")
    discarded_at = serializers.DateTimeField(
        allow_null=True, help_text="Quando uma pessoa a tirou da vista; volta a ver-se se chegar prova de que saiu."
    )
    accepted_at = serializers.DateTimeField(allow_null=True, help_text="Quando o gateway aceitou o envio.")
    sender_id = serializers.CharField(allow_null=True, help_text="Quem escreveu: dígitos, ou …@lid.")
    sender_name = serializers.CharField(allow_null=True, help_text="Nome de quem escreveu.")
    quoted_message_id = serializers.CharField(allow_null=True, help_text="Id no WhatsApp da mensagem citada.")
    quoted = QuotedSerializer(allow_null=True, help_text="A mensagem citada.")
    edited_at = serializers.DateTimeField(allow_null=True, help_text="Última edição.")
    revoked_at = serializers.DateTimeField(allow_null=True, help_text="Quando foi apagada para todos.")
    reactions = ReactionSerializer(many=True, help_text="A reação que vale de cada pessoa.")
    media = MediaSerializer(allow_null=True, help_text="O arquivo.")
    location = LocationSerializer(allow_null=True, help_text="O lugar.")
    contacts = ContactCardSerializer(many=True, help_text="Os cartões de contato.")
    poll = PollSerializer(allow_null=True, help_text="A enquete.")
    link = LinkSerializer(allow_null=True, help_text="A prévia de link.")
    choices = ChoicesSerializer(allow_null=True, help_text="O que uma lista ou botões ofereceram.")
    content = serializers.DictField(
        allow_null=True,
        help_text="Os campos próprios do tipo: `order`, `product`, `event`, `group_invite`, `call`, `payment`; as "
        "respostas de um formulário (`answers`); por que só o celular a mostra (`reason`).",
    )
    # O nome encobre Field.source.
    source = SourceSerializer(allow_null=True, help_text="De onde a conversa veio.")  # type: ignore[assignment]
    choice_id = serializers.CharField(
        allow_null=True, help_text="Id do botão ou item escolhido; de um botão nosso, o `value` dele."
    )
    unknown_kind = serializers.CharField(allow_null=True, help_text="Nome do WhatsApp para um tipo que não mostramos.")
    mentions = MentionSerializer(many=True, help_text="Quem o texto menciona (`@` e os dígitos do endereço).")
    is_forwarded = serializers.BooleanField(help_text="Se foi encaminhada.")
    author = AuthorSerializer(allow_null=True, help_text="Quem a enviou pelo MultiChat.")
    attempt = serializers.IntegerField(help_text="Número da tentativa de envio, a partir de 1.")
    can_retry = serializers.BooleanField(help_text="Se cabe tentar de novo.")
    is_waiting = serializers.BooleanField(help_text="Se ainda espera na fila (pode ser cancelada).")
    waiting_for = serializers.ChoiceField(
        ["hour", "instance", "breaker", "turn"],
        allow_null=True,
        help_text="O que espera: a hora marcada, a conexão da instância, o fim da pausa nos envios, ou só a sua vez.",
    )
    send_at = serializers.DateTimeField(allow_null=True, help_text="Hora marcada do envio.")
    event = serializers.IntegerField(allow_null=True, help_text="Id do evento que a trouxe; nulo para operadores.")

    @staticmethod
    def prepared(queryset: QuerySet[Mensagem]) -> list[Mensagem]:
        """As linhas com tudo que se mostra, em número fixo de consultas."""
        rows = list(MensagemSerializer.joined(queryset))
        attach_quoted(rows)
        return rows

    @staticmethod
    def joined(queryset: QuerySet[Mensagem]) -> QuerySet[Mensagem]:
        """As junções que o serializer usa."""
        joined = queryset.select_related("media", "outbox", "author").prefetch_related("reactions").defer(*HEAVY)
        return with_instance(joined)

    def to_representation(self, instance: Mensagem) -> dict[str, Any]:
        """A mensagem."""
        is_operator = self.context["request"].user.role == Role.OPERATOR
        details: dict[str, Any] = instance.details or {}
        names = NAMES.of(instance) or NameBook()
        media = getattr(instance, "media", None)
        outbox = getattr(instance, "outbox", None)
        is_stuck = instance.status in {MessageStatus.FAILED, MessageStatus.UNKNOWN}
        return {
            "id": instance.pk,
            "chat": instance.chat_id,
            "instance": instance.instance_id,
            "cliente": instance.cliente_id,
            "message_id": instance.message_id,
            "direction": instance.direction,
            "origin": instance.origin,
            "type": instance.type,
            "text": instance.text,
            "status": STATUS_WORDS[instance.status],
            "error": said(instance.error, instance.error_parts),
            "error_code": instance.error_code,
            "sent_at": instance.sent_at,
            "created_at": instance.created_at,
            "accepted_at": instance.accepted_at,
            "discarded_at": instance.discarded_at,
            "sender_id": instance.sender_id,
            "sender_name": sender_name(instance, names),
            "quoted_message_id": instance.quoted_message_id,
            "quoted": quoted_of(instance, details.get("quoted"), names),
            "edited_at": instance.edited_at,
            "revoked_at": instance.revoked_at,
            "reactions": [
                {
                    "emoji": reaction.emoji,
                    "sender_id": reaction.sender_id or reaction.our_number or instance.instance.phone,
                    "sender_name": names.shown_name(instance.instance_id, reaction.sender_id or None),
                    "from_me": not reaction.sender_id,
                }
                for reaction in instance.reactions.all()
            ],
            "media": media_of(media, instance.chat_id) if media else None,
            "location": details.get("location"),
            "contacts": details.get("contacts", []),
            "poll": poll_of(instance, details.get("poll"), names),
            "link": details.get("link"),
            "choices": details.get("choices"),
            "content": details.get("content"),
            "source": details.get("source"),
            "choice_id": chosen_id(instance, QUOTED.of(instance)),
            "unknown_kind": details.get("unknown_kind"),
            "mentions": mentions_of(instance, names),
            "is_forwarded": bool(details.get("is_forwarded")),
            "author": {"id": instance.author.pk, "name": instance.author.name} if instance.author else None,
            "attempt": outbox.attempt if outbox else 1,
            "can_retry": bool(outbox and is_stuck and outbox.state == OutboxState.DONE),
            "is_waiting": bool(outbox and outbox.state == OutboxState.WAITING),
            "waiting_for": _waiting_for(instance, outbox),
            "send_at": outbox.send_at if outbox else None,
            "event": None if is_operator else instance.event,
        }


def mentions_of(message: Mensagem | None, names: NameBook) -> list[dict[str, Any]]:
    """Quem a mensagem menciona, com o nome que se mostra."""
    if message is None:
        return []
    told = (message.details or {}).get("mentions", [])
    return [{"address": one, "name": names.known_name(message.instance_id, one)} for one in told]


def _waiting_for(message: Mensagem, outbox: OutboxItem | None) -> str | None:
    if outbox is None or outbox.state != OutboxState.WAITING:
        return None
    if outbox.send_at is not None and outbox.send_at > timezone.now():
        return "hour"
    if message.instance.status_reason == StatusReason.PAUSED:
        return "breaker"
    return "turn" if can_send(message.instance) else "instance"


def attach_quoted(rows: Iterable[Mensagem]) -> None:
    """Acha de uma vez as mensagens citadas por estas (na mesma conversa), os votos das enquetes e os nomes de
    quem nelas aparece."""
    rows = list(rows)
    wanted = {(row.chat_id, row.quoted_message_id) for row in rows if row.quoted_message_id}
    found: dict[tuple[int, str | None], Mensagem] = {}
    if wanted:
        some = Q(message_id__in={name for _, name in wanted}, chat__in={chat for chat, _ in wanted})
        columns = (
            "id",
            "instance_id",
            "chat_id",
            "message_id",
            "sender_id",
            "sender_name",
            "direction",
            "type",
            "text",
            "details",
            "revoked_at",
        )
        for quoted in Mensagem.objects.filter(some).only(*columns).order_by("id"):
            found[(quoted.chat_id, quoted.message_id)] = quoted
    polls = PollResult.objects.in_bulk([row.pk for row in rows if row.type == MessageType.POLL])
    for row in rows:
        QUOTED.put(row, found.get((row.chat_id, row.quoted_message_id)))
        POLL.put(row, polls.get(row.pk))
    _attach_names(rows)


def _attach_names(rows: list[Mensagem]) -> None:
    """Nomes de quem escreveu, foi citado ou mencionado."""
    names = NameBook()
    wanted: list[tuple[int, str | None]] = []
    groups: set[int] = set()
    elsewhere: set[tuple[int, str]] = set()
    for row in rows:
        details: dict[str, Any] = row.details or {}
        quoted = QUOTED.of(row)
        cited = details.get("quoted") or {}
        told = quoted.sender_id if quoted else cited.get("participant")
        mentioned = [*details.get("mentions", []), *((quoted.details or {}).get("mentions", []) if quoted else [])]
        reacted = [reaction.sender_id for reaction in row.reactions.all()]
        result = POLL.of(row)
        voters = [one["sender_id"] for one in result.votes] if result else []
        wanted += [(row.instance_id, one) for one in (row.sender_id, told, *mentioned, *reacted, *voters)]
        if cited.get("chat"):
            elsewhere.add((row.instance_id, cited["chat"]))
        if mentioned or reacted or voters or row.participant:
            groups.add(row.chat_id)
    names.load(wanted, groups)
    names.load_chats(elsewhere)
    for row in rows:
        NAMES.put(row, names)


def sender_name(message: Mensagem, names: NameBook) -> str | None:
    """De quem recebemos: o nome salvo aqui, o da mensagem, o do contato, o número. Das nossas, o que o corpo disse."""
    if message.direction == Direction.OUT:
        return message.sender_name
    return names.shown_name(message.instance_id, message.sender_id, message.sender_name)


def poll_of(message: Mensagem, told: dict[str, Any] | None, names: NameBook) -> dict[str, Any] | None:
    """A enquete, com os votos que se puderam ler."""
    if told is None:
        return None
    result = POLL.of(message)
    is_readable = result is not None and result.is_readable
    votes = result.votes if result else []
    results = []
    for place, option in enumerate(told["options"]):
        chosen = [one["sender_id"] for one in votes if place in one["choices"]]
        voters = [
            {
                "sender_id": one or message.instance.phone,
                "from_me": not one,
                "name": names.shown_name(message.instance_id, one),
            }
            for one in chosen
        ]
        results.append({"text": option, "votes": len(chosen) if is_readable else None, "voters": voters})
    return {**told, "results": results, "voters_count": len(votes)}


def quoted_of(message: Mensagem, told: dict[str, Any] | None, names: NameBook) -> dict[str, Any] | None:
    """A citada: a que temos, ou o que o corpo repetiu dela."""
    told = told or {}
    if message.quoted_message_id is None and not told:
        return None
    row, instance = QUOTED.of(message), message.instance_id
    author = told.get("participant")
    elsewhere = told.get("chat")
    common = {
        "message_id": message.quoted_message_id,
        "kind": told.get("kind"),
        "chat_id": elsewhere,
        "chat_name": names.chat_name(instance, elsewhere),
    }
    if row is not None:
        return {
            **common,
            "id": row.pk,
            "sender_id": row.sender_id,
            "sender_name": sender_name(row, names),
            "from_me": row.direction == Direction.OUT,
            "type": row.type,
            "text": None if row.revoked_at else row.text,
            "mentions": mentions_of(row, names),
        }
    from_me = told.get("from_me")
    if from_me is None and author:
        from_me = author in (message.instance.phone, message.instance.lid) or None
    return {
        **common,
        "id": None,
        "sender_id": names.canonical(instance, author) if author else None,
        "sender_name": names.known_name(instance, author),
        "from_me": from_me,
        "type": told.get("type"),
        "text": told.get("text"),
        "mentions": [],
    }

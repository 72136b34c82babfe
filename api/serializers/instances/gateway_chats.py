"""As conversas que a W-APi diz conhecer, ao lado das que temos."""

from typing import Any

from rest_framework import serializers

from api.filters import Query
from core.contacts.spelling import plain
from core.gateway.results import ChatPage
from core.models import Chat, WhatsappInstance


class GatewayPageQuery(Query):
    """A página pedida."""

    page = serializers.IntegerField(required=False, min_value=1, max_value=100_000, help_text="Número da página.")
    per_page = serializers.IntegerField(required=False, min_value=1, max_value=100, help_text="Linhas por página.")


class GatewayChatSerializer(serializers.Serializer[Any]):
    """Uma conversa da W-APi."""

    jid = serializers.CharField(help_text="Endereço como a W-APi o escreve.")
    name = serializers.CharField(allow_null=True, help_text="Nome.")
    last_message_at = serializers.DateTimeField(allow_null=True, help_text="Última mensagem.")
    chat = serializers.IntegerField(allow_null=True, help_text="Id da conversa aqui; nulo se não a temos.")


class GatewayChatsSerializer(serializers.Serializer[Any]):
    """Uma página das conversas da W-APi."""

    total = serializers.IntegerField(allow_null=True, help_text="Quantas há, se ela o disse.")
    page = serializers.IntegerField(help_text="Esta página.")
    pages = serializers.IntegerField(allow_null=True, help_text="Quantas páginas há, se ela o disse.")
    chats = GatewayChatSerializer(many=True, help_text="As conversas, da mais recente.")


def gateway_rows(instance: WhatsappInstance, found: ChatPage, page: int) -> dict[str, Any]:
    """A página, com o id da conversa que já temos."""
    addresses = {one.chat_id: plain(one.chat_id) for one in found.chats}
    known = Chat.objects.filter(instance=instance, chat_id__in=[one for one in addresses.values() if one])
    ours = {str(address): pk for address, pk in known.values_list("chat_id", "pk")}
    return {
        "total": found.total,
        "page": found.page or page,
        "pages": found.pages,
        "chats": [
            {
                "jid": one.chat_id,
                "name": one.name,
                "last_message_at": one.last_message_at,
                "chat": ours.get(addresses[one.chat_id] or ""),
            }
            for one in found.chats
        ],
    }

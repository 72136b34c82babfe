"""O que se mostra ao contato sem lhe escrever: que digitamos, que lemos.

Tudo aqui é do PRO: levanta `PlanLacks` antes de chamar o gateway, e `GatewayError` com as palavras dele."""

from core.gateway.calls import chats as chat_calls
from core.gateway.calls import messages as message_calls
from core.gateway.calls.chats import fetch_chats
from core.gateway.results import ChatPage
from core.ground.gateway import gateway_of
from core.instances.plan import check_plan
from core.models import Chat, Direction, Mensagem, WhatsappInstance
from core.models.tenancy import Actor

TYPING_S = 5  # o contato vê «digitando» por este tempo; a tela repete enquanto se digita


def send_presence(actor: Actor | None, chat: Chat, presence: str) -> None:
    """Digitando (`composing`) ou gravando (`recording`), por alguns segundos."""
    check_plan(chat.instance, "presence")
    call = chat_calls.send_presence(_address(chat), presence, seconds=TYPING_S)
    gateway_of(chat.instance).call(call)


def tell_read(actor: Actor | None, chat: Chat, up_to: int | None) -> bool:
    """Manda o recibo de leitura da última recebida. Diz se havia o que marcar."""
    check_plan(chat.instance, "read")
    received = Mensagem.objects.filter(chat=chat, direction=Direction.IN).exclude(message_id=None)
    if up_to is not None:
        received = received.filter(pk__lte=up_to)
    last = received.order_by("-sent_at", "-id").first()
    if last is None or last.message_id is None or last.message_id.startswith("mc-"):  # sem id do WhatsApp
        return False
    gateway_of(chat.instance).call(message_calls.read_message(_address(chat), last.message_id))
    return True


def gateway_chats(instance: WhatsappInstance, page: int, per_page: int) -> ChatPage:
    """As conversas que a W-APi conhece, uma página."""
    check_plan(instance, "chats")
    return gateway_of(instance).call(fetch_chats(page=page, per_page=per_page))


def _address(chat: Chat) -> str:
    return str(chat.send_as or chat.chat_id)

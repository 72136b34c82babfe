"""Conversas, presença e a fila de envio da W-APi."""

from core.gateway.calls.instance import read_done
from core.gateway.client import Call
from core.gateway.envelope import Answer
from core.gateway.errors import Refused
from core.gateway.results import ChatDetails, ChatPage, ChatSummary, Done, QueuedMessages


def fetch_chats(*, page: int = 1, per_page: int = 20) -> Call[ChatPage]:
    """As conversas que a W-APi conhece (PRO)."""
    query = {"perPage": per_page, "page": page}
    return Call("fetch-chats", "GET", "/chats/fetch-chats", _read_chats, query=query)


def chat(jid: str) -> Call[ChatDetails]:
    """Nome e foto de uma conversa, pelo JID inteiro (PRO)."""
    return Call("chat", "GET", "/chats/chat", _read_chat, query={"phoneNumber": jid})


def send_presence(phone: str, presence: str, *, seconds: int) -> Call[Done]:
    """Mostra ao contato que digitamos (`composing`) ou gravamos (`recording`)."""
    body = {"phone": phone, "presence": presence, "delay": seconds}
    return Call("send-presence", "POST", "/chats/send-presence", read_done, body=body)


def queue(*, page: int = 1, per_page: int = 10) -> Call[QueuedMessages]:
    """A fila de envio; vazia é resposta, não erro. O caminho é `quere` mesmo."""
    query = {"perPage": per_page, "page": page}
    return Call("quere", "GET", "/quere/quere", _read_queue, query=query, forgive=_empty_queue)


def clear_queue() -> Call[Done]:
    """Esvazia a fila, antes de reiniciar: senão o que está preso sai de uma vez."""
    return Call("delete-quere", "DELETE", "/quere/delete-quere", read_done)


def _read_chats(answer: Answer) -> ChatPage:
    chats = tuple(
        ChatSummary(chat_id, item.text("name"), item.moment("lastMessageTime"))
        for item in answer.items("chats", "data")
        if (chat_id := item.text("id"))
    )
    return ChatPage(chats, answer.number("totalChats"), answer.number("currentPage"), answer.number("totalPages"))


def _read_chat(answer: Answer) -> ChatDetails:
    found = answer.nested("chat")
    return ChatDetails(found.text("id"), found.text("name"), found.text("profilePictureUrl"), found.text("about"))


def _read_queue(answer: Answer) -> QueuedMessages:
    messages = tuple(item.document for item in answer.items("messages") if isinstance(item.document, dict))
    total = answer.number("totalMessages")
    return QueuedMessages(len(messages) if total is None else total, messages)


def _empty_queue(refusal: Refused) -> QueuedMessages | None:
    return QueuedMessages(0) if refusal.http_status == 404 and "fila" in refusal.message.lower() else None

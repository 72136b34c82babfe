"""Conversas, presença e a fila de envio da W-APi."""

from core.gateway.calls.instance import read_done
from core.gateway.client import Call
from core.gateway.envelope import Answer
from core.gateway.errors import Refused
from core.gateway.results import (
    ChatDetails,
    ChatPage,
    ChatSummary,
    Done,
    QueueCleared,
    QueuedMessage,
    QueuedMessages,
)


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


def clear_queue() -> Call[QueueCleared]:
    """Esvazia a fila, antes de reiniciar: senão o que está preso sai de uma vez. Já estar vazia é feito."""
    return Call("delete-quere", "DELETE", "/quere/delete-quere", _read_cleared, forgive=_already_empty)


def remove_queued(inserted_id: str) -> Call[QueueCleared]:
    """Tira um envio da fila, pelo `insertedId` dele."""
    path, query = "/quere/delete-message", {"insertedId": inserted_id}
    return Call("delete-queued-message", "DELETE", path, _read_cleared, query=query)


def _read_chats(answer: Answer) -> ChatPage:
    chats = tuple(
        ChatSummary(chat_id, item.name("name"), item.moment("lastMessageTime"))
        for item in answer.items("chats", "data")
        if (chat_id := item.identifier("id"))
    )
    return ChatPage(chats, answer.number("totalChats"), answer.number("currentPage"), answer.number("totalPages"))


def _read_chat(answer: Answer) -> ChatDetails:
    found = answer.nested("chat")
    return ChatDetails(found.identifier("id"), found.name("name"), found.text("profilePictureUrl"), found.text("about"))


def _read_queue(answer: Answer) -> QueuedMessages:
    messages = tuple(
        QueuedMessage(
            item.text("insertedId", "id", "_id"), item.text("phone", "to", "chatId"), item.text("message", "text")
        )
        for item in answer.items("messages", "data")
    )
    total = answer.number("totalMessages")
    return QueuedMessages(len(messages) if total is None else total, messages, answer.number("totalPages"))


def _empty_queue(refusal: Refused) -> QueuedMessages | None:
    return QueuedMessages(0) if _is_empty(refusal) else None


def _read_cleared(answer: Answer) -> QueueCleared:
    return QueueCleared(answer.number("deletedCount"), answer.text("message"))


def _already_empty(refusal: Refused) -> QueueCleared | None:
    return QueueCleared(0, refusal.message) if _is_empty(refusal) else None


def _is_empty(refusal: Refused) -> bool:
    return refusal.http_status == 404 and "fila" in refusal.message.lower()

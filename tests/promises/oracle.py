"""Um oráculo ingênuo: o estado final que um conjunto de fatos quer dizer, escrito sem olhar para `core.apply`.

Recebe todos os fatos de uma vez, sem ordem, e responde com dicionários simples. `snapshot` lê o mesmo do banco."""

from collections import defaultdict
from typing import Any

from core.apply import Arrival
from core.facts import (
    EditFact,
    MessageFact,
    MessageStatus,
    MessageType,
    Origin,
    ReactionFact,
    RevokeFact,
    StatusFact,
    chat_kind,
)
from core.models import Chat, Contact, Mensagem, WhatsappInstance

Key = tuple[str, str, str, str]


def expected(arrivals: list[Arrival]) -> dict[str, Any]:
    """O estado que estes eventos, em qualquer ordem, devem deixar."""
    phones = {pair.lid: pair.phone for a in arrivals for pair in a.pairs}

    def who(address: str | None) -> str:
        return phones.get(address or "", address or "")

    facts = [fact for a in arrivals for fact in a.facts]
    versions: dict[Key, list[MessageFact]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact, MessageFact):
            key = (who(fact.chat), "out" if fact.from_me else "in", who(fact.participant), fact.message_id)
            versions[key].append(fact)

    messages: dict[Key, dict[str, Any]] = {}
    for key, candidates in versions.items():
        best = max(
            candidates,
            key=lambda f: (f.content.type != MessageType.UNKNOWN, f.moment_known, f.moment, f.content_hash),
        )
        messages[key] = {
            "type": best.content.type.value,
            "text": best.content.text,
            "sent_at": best.moment,
            "status": int(MessageStatus.SENT if key[1] == "out" else MessageStatus.RECEIVED),
            "error": None,
            "delivered_at": None,
            "read_at": None,
            "edited_at": None,
            "revoked_at": None,
            "reactions": {},
        }
        _edit(messages[key], key, facts, who)
    for key, message in messages.items():
        message["reactions"] = _reactions(key, messages, facts, who)
        if key[1] == "out":
            _receipts(message, key, facts, who)
    return {"messages": messages, "chats": _chats(versions, messages, who), "contacts": _contacts(versions)}


def _edit(message: dict[str, Any], key: Key, facts: list[Any], who: Any) -> None:
    chat, direction, participant, message_id = key

    def is_author(fact: EditFact | RevokeFact) -> bool:
        if direction == "out" or fact.author_from_me:
            return direction == "out" and fact.author_from_me
        return bool(who(fact.author) == (participant or chat))

    mine = [f for f in facts if isinstance(f, EditFact | RevokeFact) and f.target.message_id == message_id]
    mine = [f for f in mine if who(f.target.chat) == chat]
    edits = [f for f in mine if isinstance(f, EditFact) and is_author(f)]
    revokes = [f for f in mine if isinstance(f, RevokeFact) and (f.by_admin or is_author(f))]
    if edits:
        newest = max(edits, key=lambda f: (f.moment, f.id, f.text))
        message["text"], message["edited_at"] = newest.text, newest.moment
    if revokes:
        message["revoked_at"] = min(f.moment for f in revokes)


def _reactions(key: Key, messages: dict[Key, Any], facts: list[Any], who: Any) -> dict[str, str]:
    chat, _, _, message_id = key
    newest: dict[str, ReactionFact] = {}
    for fact in facts:
        if not isinstance(fact, ReactionFact) or fact.target.message_id != message_id or who(fact.target.chat) != chat:
            continue
        candidates = [k for k in messages if k[0] == chat and k[3] == message_id]
        if fact.target.from_me is not None:
            side = "out" if fact.target.from_me else "in"
            candidates = [k for k in candidates if k[1] == side] or candidates
        named = who(fact.target.participant)
        candidates = [k for k in candidates if named and k[2] == named] or candidates
        if key not in candidates:
            continue
        sender = "" if fact.author_from_me else who(fact.author)
        known = newest.get(sender)
        if known is None or (fact.moment, fact.id, fact.emoji) > (known.moment, known.id, known.emoji):
            newest[sender] = fact
    return {sender: fact.emoji for sender, fact in newest.items() if fact.emoji}


def _receipts(message: dict[str, Any], key: Key, facts: list[Any], who: Any) -> None:
    mine = [
        f
        for f in facts
        if isinstance(f, StatusFact) and f.message_id == key[3] and (f.chat is None or who(f.chat) == key[0])
    ]
    top = max([message["status"], *(int(f.status) for f in mine)])
    message["status"] = top
    if top == MessageStatus.FAILED:
        failed = [f for f in mine if f.status == MessageStatus.FAILED]
        message["error"] = max(f.error or "O WhatsApp não entregou a mensagem." for f in failed)
    for name, statuses in (
        ("delivered_at", {MessageStatus.DELIVERED}),
        ("read_at", {MessageStatus.READ, MessageStatus.PLAYED}),
    ):
        message[name] = min((f.moment for f in mine if f.status in statuses), default=None)


def _chats(versions: dict[Key, list[MessageFact]], messages: dict[Key, Any], who: Any) -> dict[str, Any]:
    chats: dict[str, Any] = {}
    for address in {key[0] for key in versions}:
        facts = [f for key, found in versions.items() if key[0] == address for f in found]
        names = [
            (f.moment, name)
            for f in facts
            if (name := f.chat_name or (f.author_name if not address.endswith("@g.us") and not f.from_me else None))
        ]
        read_at = max((f.moment for f in facts if f.origin == Origin.PHONE), default=None)
        here = {key: m for key, m in messages.items() if key[0] == address}
        answered = max((m["sent_at"] for key, m in here.items() if key[1] == "out"), default=None)
        unanswered = [m["sent_at"] for key, m in here.items() if key[1] == "in"]
        unanswered = [at for at in unanswered if answered is None or at > answered]
        since = None if address.endswith("@g.us") else min(unanswered, default=None)
        last = max((m["sent_at"], key[3]) for key, m in here.items())
        chats[address] = {
            "kind": chat_kind(address).value,
            "push_name": max(names)[1] if names else None,
            "last": last,
            "waiting_since": since,
            "awaits_reply": since is not None,
            "unread": sum(
                1 for key, m in here.items() if key[1] == "in" and (read_at is None or m["sent_at"] > read_at)
            ),
        }
    return chats


def _contacts(versions: dict[Key, list[MessageFact]]) -> dict[str, Any]:
    named: dict[str, list[tuple[Any, str]]] = {}
    for (chat, _, participant, _), found in versions.items():
        is_group = chat.endswith("@g.us")
        person = participant if is_group else chat
        if person:
            names = named.setdefault(person, [])
            for f in found:
                said = f.author_name if is_group else f.chat_name or (None if f.from_me else f.author_name)
                if said and (not f.from_me or not is_group):
                    names.append((f.moment, said))
    return {person: max(names)[1] if names else None for person, names in named.items()}


def snapshot(instance: WhatsappInstance) -> dict[str, Any]:
    """O mesmo, lido das linhas."""
    messages = {}
    for m in Mensagem.objects.filter(instance=instance).select_related("chat").prefetch_related("reactions"):
        messages[(m.chat.chat_id, m.direction, m.participant, m.message_id)] = {
            "type": m.type,
            "text": m.text,
            "sent_at": m.sent_at,
            "status": m.status,
            "error": m.error,
            "delivered_at": m.delivered_at,
            "read_at": m.read_at,
            "edited_at": m.edited_at,
            "revoked_at": m.revoked_at,
            "reactions": {r.sender_id: r.emoji for r in m.reactions.all()},
        }
    chats = {
        c.chat_id: {
            "kind": c.kind,
            "push_name": c.push_name,
            "last": (c.last_message_at, c.last_message_key),
            "waiting_since": c.waiting_since,
            "awaits_reply": c.awaits_reply,
            "unread": c.unread_count,
        }
        for c in Chat.objects.filter(instance=instance)
    }
    contacts = dict(Contact.objects.filter(instance=instance).values_list("address", "push_name"))
    return {"messages": messages, "chats": chats, "contacts": contacts}

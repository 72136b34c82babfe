"""A tela de quem buscou tudo e depois só ouve o feed: o que se contou tem de bastar para que ela mostre o mesmo."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from core.ground.changes import Touched, Verb, What, after, latest_id, merged, touched_of
from tests.api.caller import Caller

LISTS = {
    "chat": "chats", "mensagem": "mensagens", "media": "media", "contact": "contacts", "group": "groups",
    "instance": "instances", "alert": "alerts", "event": "events", "user": "users", "cliente": "clientes",
    "alert_channel": "alert-channels",
}  # fmt: skip
# Números somados de outras linhas, e o que outra linha (contada) diz: quem os mostra os busca a seu tempo.
DERIVED = {
    "instance": {
        "received_24h", "sent_24h", "outbox_pending", "unread_count", "last_poll_at", "last_answer_at", "last_event_at",
        "last_echo_at", "cliente_name", "token_hint",
    },
    "cliente": {"instances_count", "users_count"},
    "mensagem": {"waiting_for", "sender_name", "quoted", "author", "mentions"},
    "chat": {"last_message_type", "instance_name"},
    "event": {"instance_name", "subject_name", "attempts", "received_count"},
    "alert": {"series", "seen_at", "value", "instance_name"},
    "group": {"instance_name", "unread_count", "last_message_at"},
    "contact": {"instance_name", "last_message_at"},
    "user": {"cliente_name", "last_login"},
}  # fmt: skip
# O que cada campo tem de trazer dito no `what` (uma destas palavras).
WORDS: dict[str, dict[str, set[What]]] = {
    "mensagem": {
        "status": {What.STATUS},
        "text": {What.TEXT, What.CONTENT, What.REVOKED},
        "edited_at": {What.TEXT},
        "revoked_at": {What.REVOKED},
        "reactions": {What.REACTION},
        "media": {What.MEDIA},
        "chat": {What.MOVED},
        "is_waiting": {What.QUEUE},
        "attempt": {What.QUEUE},
    },
    "chat": {
        "unread_count": {What.READ},
        "name": {What.NAME, What.ADDRESS},
        "last_message_at": {What.LAST},
        "draft": {What.DRAFT},
        "presence": {What.PRESENCE},
        "chat_id": {What.ADDRESS},
    },
    "contact": {"name": {What.NAME, What.ADDRESS}, "notes": {What.NOTES}, "blocked": {What.BLOCKED}},
    "instance": {"status": {What.STATUS, What.QR}, "name": {What.NAME}, "auto_mend": {What.SETTINGS}},
    "alert": {"state": {What.STATE}},
    "event": {"state": {What.STATE}},
    "media": {"status": {What.MEDIA}},
}

Rows = dict[str, dict[int, dict[str, Any]]]


def fetch(caller: Caller) -> Rows:
    """Tudo que esta pessoa vê, das listas, até a última página."""
    found: Rows = {}
    for resource, path in LISTS.items():
        rows: dict[int, dict[str, Any]] = {}
        url: str | None = f"/api/{path}/?limit=200"
        while url:
            page = caller.get(url).json()
            for row in page["results"]:
                hidden = DERIVED.get(resource, set())
                rows[row["id"]] = {name: value for name, value in row.items() if name not in hidden}
            url = page["next"]
        found[resource] = rows
    return found


@contextmanager
def told() -> Iterator[list[Touched]]:
    """As linhas contadas no feed durante este bloco (a lista se enche no fim)."""
    start, rows = latest_id(), []
    yield rows
    rows += merged(touched_of(change) for change in after(start))


def expect_told(before: Rows, fresh: Rows, rows: list[Touched]) -> None:
    """Quem tinha `before` e aplicou só o que se contou (`rows`) tem `fresh`; e o que se contou diz o que houve."""
    heard: dict[tuple[str, int], Touched] = {}
    for one in rows:
        key = (one.resource, one.object_id)
        known = heard.get(key)
        what = one.what | (known.what if known else frozenset())
        verb = one.verb if known is None or one.verb != Verb.CHANGED else known.verb
        heard[key] = Touched(one.resource, one.object_id, what=what, verb=verb)
    gone = {pk for (resource, pk), one in heard.items() if resource == "instance" and one.verb == Verb.REMOVED}
    for resource, now in fresh.items():  # com a instância vai-se tudo que é dela, sem que se conte linha a linha
        was = before[resource]
        for pk in was.keys() | now.keys():
            if was.get(pk) == now.get(pk) or _instance_of(before, was.get(pk, {})) in gone:
                continue
            fields = {name for name in now.get(pk, {}) if was.get(pk, {}).get(name) != now[pk][name]}
            one = heard.get((resource, pk))
            assert one is not None, f"{resource} {pk} mudou sem que se contasse: {sorted(fields)}"
            if pk not in was:
                assert one.verb == Verb.CREATED, f"{resource} {pk} nasceu e se disse {one.verb}"
            elif pk not in now:
                assert one.verb == Verb.REMOVED, f"{resource} {pk} acabou e se disse {one.verb}"
            else:
                for name in fields & WORDS.get(resource, {}).keys():
                    assert one.what & WORDS[resource][name], f"{resource}.{name} mudou e só se disse {sorted(one.what)}"


def _instance_of(rows: Rows, row: dict[str, Any]) -> int | None:
    instance: int | None = row.get("instance") or rows["chat"].get(row.get("chat", 0), {}).get("instance")
    return instance

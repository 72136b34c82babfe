"""Fatos sobre mensagens: recibos, reações, edições e revogações. Guardados todos (recibos que dizem a conversa, só
enquanto esperam); o que a
mensagem mostra deriva-se do conjunto, e por isso a ordem de chegada não importa."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_noop as N_

from core.apply.addresses import AddressBook
from core.apply.batch import Batch
from core.apply.polls import POLL_KINDS, derive_polls
from core.apply.sharper import newest_sharper, sharpen, written
from core.facts import (
    Content,
    EditFact,
    MessageStatus,
    MessageType,
    PollKeyFact,
    ReactionFact,
    RevokeFact,
    SharperMediaFact,
    StatusFact,
    VoteFact,
    is_lid,
)
from core.ground.changes import What
from core.models import Direction, Mensagem, MessageUpdate, Reaction, SendAttempt, UpdateKind
from core.models.bulk import insert_rows, save_changed

UpdateFact = StatusFact | ReactionFact | EditFact | RevokeFact | SharperMediaFact | PollKeyFact | VoteFact


def _update_row(batch: Batch, fact: UpdateFact, event: int | None) -> MessageUpdate:
    common: dict[str, Any] = {"instance": batch.instance, "moment": fact.moment, "event": event}
    if isinstance(fact, StatusFact):
        row = MessageUpdate(
            **common,
            kind=UpdateKind.STATUS,
            chat_address=fact.chat or "",
            target_id=fact.message_id,
            author=fact.participant or "",
            value=str(int(fact.status)),
            error=fact.error,
            fact_id="",
        )
    else:
        if isinstance(fact, SharperMediaFact):  # o autor da mensagem, que o manda outra vez
            author, is_ours = fact.target.participant or fact.target.chat, bool(fact.target.from_me)
        else:
            author, is_ours = fact.author, fact.author_from_me
        row = MessageUpdate(
            **common,
            chat_address=fact.target.chat,
            target_id=fact.target.message_id,
            target_from_me=fact.target.from_me,
            target_participant=fact.target.participant,
            author=author,
            author_from_me=is_ours,
            fact_id=fact.id,
        )
        if isinstance(fact, ReactionFact):
            row.kind, row.value = UpdateKind.REACTION, fact.emoji
        elif isinstance(fact, EditFact):
            row.kind, row.value = UpdateKind.EDIT, fact.text
        elif isinstance(fact, SharperMediaFact):
            row.kind, row.value = UpdateKind.MEDIA, written(fact)
        elif isinstance(fact, PollKeyFact):
            told = {"secret": fact.secret, "options": fact.options, "spellings": fact.spellings}
            row.kind, row.value = UpdateKind.POLL_KEY, json.dumps(told)
        elif isinstance(fact, VoteFact):
            told = {"iv": fact.iv, "payload": fact.payload, "spellings": fact.spellings}
            row.kind, row.value = UpdateKind.VOTE, json.dumps(told)
        else:
            row.kind, row.value, row.by_admin = UpdateKind.REVOKE, "", fact.by_admin
    parts = (
        row.kind, row.chat_address, row.target_id, row.target_from_me, row.target_participant, row.author,
        row.author_from_me, row.by_admin, row.value, row.error, row.moment.isoformat(), row.fact_id,
    )  # fmt: skip
    row.digest = hashlib.sha256("\x1f".join(map(repr, parts)).encode()).hexdigest()
    return row


def store_updates(batch: Batch, facts: Iterable[tuple[UpdateFact, int | None]]) -> None:
    """Guarda os fatos novos e marca seus alvos para derivação."""
    rows = {row.digest: row for row in (_update_row(batch, fact, event) for fact, event in facts)}
    if not rows:
        return
    stored = MessageUpdate.objects.filter(instance=batch.instance, digest__in=rows).values_list("digest", flat=True)
    for digest in stored:
        batch.rederive.add(rows.pop(digest).target_id)
    insert_rows(MessageUpdate, rows.values())
    batch.rederive.update(row.target_id for row in rows.values())


def derive(batch: Batch, book: AddressBook) -> set[tuple[str, int]]:
    """Deriva de novo as mensagens marcadas; devolve os `(lid, conversa)` sem telefone que nelas reagiram."""
    targets = {target for target in batch.rederive if target}
    updates: dict[str, list[MessageUpdate]] = defaultdict(list)
    for update in MessageUpdate.objects.filter(instance=batch.instance, target_id__in=targets):
        updates[update.target_id].append(update)
    if not updates:
        return set()
    book.load(
        name for rows in updates.values() for u in rows for name in (u.chat_address, u.author, u.target_participant)
    )
    messages: dict[str, list[Mensagem]] = defaultdict(list)
    for message in Mensagem.objects.filter(instance=batch.instance, message_id__in=updates).select_related("chat"):
        messages[message.message_id or ""].append(message)
    earlier: dict[str, list[Mensagem]] = defaultdict(list)
    if any(u.kind == UpdateKind.STATUS for rows in updates.values() for u in rows):
        attempts = SendAttempt.objects.filter(instance=batch.instance, message_id__in=updates)
        for attempt in attempts.select_related("mensagem__chat"):
            if attempt.mensagem.message_id != attempt.message_id:
                earlier[attempt.message_id or ""].append(attempt.mensagem)
    affected: dict[int, Mensagem] = {}
    what: dict[int, set[What]] = defaultdict(set)
    settled: list[int] = []
    reacted: dict[int, dict[str, MessageUpdate]] = {}
    sharper: dict[int, tuple[Mensagem, Content]] = {}
    voted: dict[int, tuple[Mensagem, list[MessageUpdate]]] = {}
    for target, rows in updates.items():
        for message in messages[target]:
            before = _shown(message)
            _derive_text(message, rows, book)
            parts = [u for u in rows if u.kind == UpdateKind.MEDIA and _by_author(u, message, book)]
            if (found := newest_sharper([u for u in parts if _in_chat(u, message, book)])) is not None:
                sharper[message.pk] = (message, found)
            reacted[message.pk] = _reactions(message, messages[target], rows, book)
            if message.type == MessageType.POLL:
                about = [u for u in rows if u.kind in POLL_KINDS and _is_about(u, message, messages[target], book)]
                if about:
                    voted[message.pk] = (message, about)
            if changed := {word for word, was, now in zip(_SHOWN, before, _shown(message), strict=True) if was != now}:
                affected[message.pk] = message
                what[message.pk] |= changed
        for update in rows:
            if update.kind == UpdateKind.STATUS:
                hits = [m for m in messages[target] + earlier[target] if _is_receipt_of(update, m, book)]
                for message in hits:
                    batch.reconsider(message)
                    if _climb(message, update, is_current=message.message_id == target):
                        affected[message.pk] = message
                        what[message.pk].add(What.STATUS)
                if hits and update.chat_address:  # sem conversa, ainda pode nomear outra mensagem do mesmo id
                    settled.append(update.pk)
    if voted:
        derive_polls(batch, book, voted)
    if affected:
        fields = ["text", "edited_at", "revoked_at", "status", "error", "error_code", "delivered_at", "read_at"]
        save_changed(Mensagem, affected.values(), fields)
    if settled:
        MessageUpdate.objects.filter(pk__in=settled).delete()
    for message in affected.values():
        batch.touch_message(message.pk, message.chat_id, *what[message.pk])
        if message.chat.last_message_id == message.pk:
            batch.touch_chat(message.chat_id, What.LAST)
    sharpen(batch, sharper)
    return _write_reactions(batch, reacted, {m.pk: m.chat_id for some in messages.values() for m in some}, book)


_SHOWN = (What.TEXT, What.TEXT, What.REVOKED)


def _shown(message: Mensagem) -> tuple[Any, ...]:
    return (message.text, message.edited_at, message.revoked_at)


def _in_chat(update: MessageUpdate, message: Mensagem, book: AddressBook) -> bool:
    return not update.chat_address or book.canonical(update.chat_address) == message.chat.chat_id


def _by_author(update: MessageUpdate, message: Mensagem, book: AddressBook) -> bool:
    """Só o autor edita ou apaga."""
    if message.direction == Direction.OUT or update.author_from_me:
        return message.direction == Direction.OUT and update.author_from_me
    author = book.canonical(update.author)
    return bool(author == (message.participant or message.chat.chat_id))


def _derive_text(message: Mensagem, rows: list[MessageUpdate], book: AddressBook) -> None:
    mine = [u for u in rows if _in_chat(u, message, book)]
    edits = [u for u in mine if u.kind == UpdateKind.EDIT and _by_author(u, message, book)]
    revokes = [u for u in mine if u.kind == UpdateKind.REVOKE and (u.by_admin or _by_author(u, message, book))]
    newest = max(edits, key=lambda u: (u.moment, u.fact_id, u.value), default=None)
    message.text = newest.value if newest else message.original_text
    message.edited_at = newest.moment if newest else None
    message.revoked_at = min((u.moment for u in revokes), default=None)


def _reactions(
    message: Mensagem, same_id: list[Mensagem], rows: list[MessageUpdate], book: AddressBook
) -> dict[str, MessageUpdate]:
    """Reações que valem, por pessoa ('' somos nós)."""
    newest: dict[str, MessageUpdate] = {}
    for update in rows:
        if update.kind != UpdateKind.REACTION or not _is_about(update, message, same_id, book):
            continue
        sender = "" if update.author_from_me else book.canonical(update.author)
        known = newest.get(sender)
        rank = (update.moment, update.fact_id, update.value)
        if known is None or rank > (known.moment, known.fact_id, known.value):
            newest[sender] = update
    return {sender: update for sender, update in newest.items() if update.value}


def _is_about(update: MessageUpdate, message: Mensagem, same_id: list[Mensagem], book: AddressBook) -> bool:
    """Se o fato é sobre esta mensagem. Onde o id nomeia várias, o que o corpo diz do alvo (nossa ou não, participante)
    escolhe entre elas; se não escolhe nenhuma, vale para todas."""
    if not _in_chat(update, message, book):
        return False
    candidates = [m for m in same_id if m.chat_id == message.chat_id]
    agree = [m for m in candidates if update.target_from_me == (m.direction == Direction.OUT)]
    candidates = agree or candidates
    participant = book.canonical(update.target_participant or "")
    candidates = [m for m in candidates if participant and m.participant == participant] or candidates
    return message in candidates


def _is_receipt_of(update: MessageUpdate, message: Mensagem, book: AddressBook) -> bool:
    return message.direction == Direction.OUT and _in_chat(update, message, book)


def _climb(message: Mensagem, update: MessageUpdate, is_current: bool) -> bool:
    """Aplica um recibo; diz se mudou algo. De uma tentativa passada só o sucesso conta."""
    status = MessageStatus(int(update.value))
    if not is_current and status in {MessageStatus.PENDING, MessageStatus.FAILED}:
        return False
    before = (message.status, message.error, message.delivered_at, message.read_at)
    if status >= message.status:
        message.status = status
        if status == MessageStatus.FAILED:
            known = message.error if message.error_code == "whatsapp" else None
            message.error = max(known or "", update.error or N_("O WhatsApp não entregou a mensagem."))
            message.error_code = "whatsapp"
        else:
            message.error = message.error_code = None
    if status == MessageStatus.DELIVERED:
        message.delivered_at = min(message.delivered_at or update.moment, update.moment)
    elif status in {MessageStatus.READ, MessageStatus.PLAYED}:
        message.read_at = min(message.read_at or update.moment, update.moment)
    return before != (message.status, message.error, message.delivered_at, message.read_at)


def _write_reactions(
    batch: Batch, wanted: dict[int, dict[str, MessageUpdate]], chats: dict[int, int], book: AddressBook
) -> set[tuple[str, int]]:
    """Deixa nas linhas de reação exatamente o que se derivou."""
    stale: list[int] = []
    again: list[Reaction] = []
    missing = {pk: dict(reactions) for pk, reactions in wanted.items()}
    moved: set[int] = set()
    for row in Reaction.objects.filter(mensagem__in=wanted):
        update = missing[row.mensagem_id].pop(row.sender_id, None)
        if update is None:
            stale.append(row.pk)
            moved.add(row.mensagem_id)
        elif (row.emoji, row.moment, row.our_number) != (update.value, update.moment, _our_number(update, book)):
            row.emoji, row.moment, row.our_number = update.value, update.moment, _our_number(update, book)
            again.append(row)
            moved.add(row.mensagem_id)
    fresh = [
        Reaction(
            mensagem_id=pk,
            sender_id=sender,
            emoji=update.value,
            moment=update.moment,
            our_number=_our_number(update, book),
        )
        for pk, reactions in missing.items()
        for sender, update in reactions.items()
    ]
    moved.update(row.mensagem_id for row in fresh)
    if stale:
        Reaction.objects.filter(pk__in=stale).delete()
    if again:
        save_changed(Reaction, again, ["emoji", "moment", "our_number"])
    insert_rows(Reaction, fresh)
    for pk in moved:
        batch.touch_message(pk, chats[pk], What.REACTION)
    return {(sender, chats[pk]) for pk, reactions in wanted.items() for sender in reactions if is_lid(sender)}


def _our_number(update: MessageUpdate, book: AddressBook) -> str | None:
    """O número que tínhamos quando reagimos: mudar de número não o muda."""
    return (book.canonical(update.author) or None) if update.author_from_me else None


def edits_of(message: Mensagem) -> list[MessageUpdate]:
    """As edições que valem para esta mensagem, da primeira à última."""
    if message.message_id is None or message.edited_at is None:
        return []
    rows = list(
        MessageUpdate.objects.filter(instance=message.instance_id, target_id=message.message_id, kind=UpdateKind.EDIT)
    )
    book = AddressBook(message.instance_id)
    book.load(name for u in rows for name in (u.chat_address, u.author))
    mine = [u for u in rows if _in_chat(u, message, book) and _by_author(u, message, book)]
    return sorted(mine, key=lambda u: (u.moment, u.fact_id, u.value))

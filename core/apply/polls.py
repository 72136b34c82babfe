"""Os votos de uma enquete, derivados dos fatos guardados: o segredo dela e os votos cifrados, em qualquer ordem. O voto
que ainda não se lê espera: a enquete pode não ter vindo, ou a grafia de quem votou pode aprender-se depois."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from core.apply.addresses import AddressBook
from core.apply.batch import Batch
from core.facts import is_lid
from core.gateway.poll_crypto import Vote, read_vote
from core.ground.changes import What
from core.models import AddressLink, Mensagem, MessageUpdate, PollResult, UpdateKind
from core.models.bulk import insert_rows, save_changed

POLL_KINDS = {UpdateKind.POLL_KEY, UpdateKind.VOTE}


class Spellings:
    """As outras grafias de cada pessoa: um LID por seu telefone, um telefone por seus LIDs."""

    def __init__(self, instance_id: int, updates: Iterable[MessageUpdate]) -> None:
        named = {name for update in updates for name in _told(update)["spellings"]}
        self._others: dict[str, list[str]] = defaultdict(list)
        links = AddressLink.objects.filter(instance_id=instance_id)
        kept = set(links.filter(lid__in=named).values_list("phone", flat=True))
        for found in (links.filter(lid__in=named), links.filter(phone__in=named | kept)):
            for lid, phone in found.order_by("lid").values_list("lid", "phone"):
                self._others[lid].append(phone)
                self._others[phone].append(lid)

    def of(self, update: MessageUpdate) -> list[str]:
        """As que o corpo disse, e as que se conhecem; os LIDs antes, que é como o WhatsApp hoje escreve."""
        told = _told(update)["spellings"]
        near = [other for one in told for other in self._others[one]]
        # Uma grafia com e outra sem o nono dígito, e o LID: dois passos.
        every = dict.fromkeys([*told, *near, *(other for one in near for other in self._others[one])])
        return sorted(every, key=lambda one: not is_lid(one))


def _told(update: MessageUpdate) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(update.value)
    return told


def derive_polls(batch: Batch, book: AddressBook, about: Mapping[int, tuple[Mensagem, list[MessageUpdate]]]) -> None:
    """Deixa na linha de resultado de cada enquete o que os fatos sobre ela (já escolhidos) dizem."""
    spellings = Spellings(batch.instance.pk, [u for _, rows in about.values() for u in rows])
    known = {row.pk: row for row in PollResult.objects.filter(pk__in=about)}
    fresh, again = [], []
    for pk, (message, rows) in about.items():
        result = _result(message, rows, book, spellings)
        row = known.get(pk)
        if row is None:
            fresh.append(result)
        elif (row.votes, row.is_readable) != (result.votes, result.is_readable):
            again.append(result)
        else:
            continue
        batch.touch_message(pk, message.chat_id, What.VOTES)
    insert_rows(PollResult, fresh)
    if again:
        save_changed(PollResult, again, ["votes", "is_readable"])


def _result(message: Mensagem, rows: list[MessageUpdate], book: AddressBook, spellings: Spellings) -> PollResult:
    keys = sorted((u for u in rows if u.kind == UpdateKind.POLL_KEY), key=lambda u: (u.moment, u.digest))
    votes = [u for u in rows if u.kind == UpdateKind.VOTE]
    newest: dict[str, tuple[Any, MessageUpdate, list[int]]] = {}
    for vote in votes:
        choices = next((found for key in keys if (found := _read(message, key, vote, spellings)) is not None), None)
        if choices is None:
            continue
        voter, rank = "" if vote.author_from_me else book.canonical(vote.author), (vote.moment, vote.fact_id)
        if voter not in newest or rank > newest[voter][0]:
            newest[voter] = (rank, vote, choices)
    told = [
        {"sender_id": book.canonical(vote.author), "choices": choices, "moment": vote.moment.isoformat()}
        for _, vote, choices in newest.values()
        if choices  # quem tirou o voto não vota
    ]
    told.sort(key=lambda one: (one["moment"], one["sender_id"]))
    return PollResult(mensagem_id=message.pk, votes=told, is_readable=bool(newest) or bool(keys and not votes))


def _read(message: Mensagem, key: MessageUpdate, vote: MessageUpdate, spellings: Spellings) -> list[int] | None:
    """Os lugares das opções escolhidas; None se este segredo não abre este voto."""
    poll, told = _told(key), _told(vote)
    cipher = Vote(told["iv"], told["payload"])
    chosen = read_vote(cipher, poll["secret"], message.message_id or "", spellings.of(key), spellings.of(vote))
    if chosen is None:
        return None
    return [place for place, option in enumerate(poll["options"]) if option in set(chosen)]

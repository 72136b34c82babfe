"""O feed de mudanças: `record` dentro da transação de quem escreve, `FeedReader` para quem transmite.

O id de uma linha é dado no INSERT e visto no COMMIT: quem lê só `id > último` pula o que confirma fora de ordem.
O leitor entrega cada linha assim que a vê e guarda as lacunas abaixo da maior vista; o cursor que dá a
quem quiser retomar (`low_water`) nunca passa de uma lacuna mais nova que `GAP_SECONDS`."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from core.models import Change

INSERT_ROWS = 300  # vezes nove colunas: cabe nos parâmetros de um comando, em qualquer SQLite
GAP_SECONDS = 30.0  # maior que qualquer transação de escrita: depois disso a lacuna é de quem desfez
GAPS_AT_ONCE = 900  # o SQLite não aceita muito mais parâmetros
LOOK_BACK = 2_000  # quantos ids abaixo do fim se examinam em busca de lacunas ao começar
RESUME_LIMIT = 5_000  # acima disso quem retoma busca tudo de novo (`reset`)


class Verb(StrEnum):
    """O que foi feito da linha. Entre vários, num mesmo lote, vale o que vem depois nesta lista."""

    CHANGED = "changed"
    CREATED = "created"
    REMOVED = "removed"


class What(StrEnum):
    """O que numa linha mudou: quem ouve o feed decide por isto se lhe interessa."""

    ADDRESS = "address"  # o endereço por que se conhece (LID que ganhou telefone, outra grafia)
    BLOCKED = "blocked"
    CONTENT = "content"  # o corpo da mensagem, numa versão mais nova
    DRAFT = "draft"
    LAST = "last"  # a última mensagem, a prévia, se espera resposta
    MEDIA = "media"
    MEMBERS = "members"
    MOVED = "moved"  # passou a outra conversa
    NAME = "name"
    NOTES = "notes"
    PICTURE = "picture"
    PRESENCE = "presence"
    QR = "qr"
    QUEUE = "queue"  # na fila, em chamada, com outra tentativa
    REACTION = "reaction"
    READ = "read"
    REVOKED = "revoked"
    RULES = "rules"
    SENDING = "sending"  # ritmo, teto, disjuntor
    SETTINGS = "settings"
    SIGNAL = "signal"  # o que se sabe da saúde: último sinal, plano, ajustes e webhooks lidos
    STATE = "state"
    STATUS = "status"
    TEXT = "text"
    VOTES = "votes"


_ORDER = list(Verb)
_WORDS = frozenset(map(str, What))


@dataclass(frozen=True, slots=True)
class Touched:
    """Uma linha que mudou. `resource`: chat, mensagem, instance, event, media, contact, group, alert, cliente, user.
    `user`: só a esta pessoa se conta."""

    resource: str
    object_id: int
    instance: int | None = None
    chat: int | None = None
    what: frozenset[What] = frozenset()
    verb: Verb = Verb.CHANGED
    user: int | None = None


def merged(touched: Iterable[Touched]) -> list[Touched]:
    """Uma por linha (e conversa: a mensagem que muda de conversa sai de uma e entra na outra)."""
    found: dict[tuple[str, int, int | None, int | None], Touched] = {}
    for one in touched:
        key = (one.resource, one.object_id, one.chat, one.user)
        if (known := found.get(key)) is not None:
            verb = max(known.verb, one.verb, key=_ORDER.index)
            one = replace(one, what=known.what | one.what, verb=verb)
        found[key] = one
    return list(found.values())


def record(cliente: int | None, touched: Iterable[Touched]) -> None:
    """Escreve uma linha por mudança. Chame dentro da transação que causou as mudanças."""
    rows = sorted(merged(touched), key=lambda t: (t.resource, t.object_id))
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    columns = ("cliente", "resource", "object_id", "instance", "chat", "verb", "what", "user", "at")
    names = ", ".join(map(connection.ops.quote_name, columns))
    for start in range(0, len(rows), INSERT_ROWS):
        some = rows[start : start + INSERT_ROWS]
        values = [
            v
            for t in some
            for v in (
                cliente, t.resource, t.object_id, t.instance, t.chat, t.verb.value, words_of(t.what), t.user, now,
            )
        ]  # fmt: skip
        places = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO core_change ({names}) VALUES {places}", values)  # noqa: S608


def words_of(what: frozenset[What]) -> str:
    """Como se guarda: as palavras em ordem, separadas por espaço."""
    return " ".join(sorted(what))


def touched_of(change: Change) -> Touched:
    """A linha do feed, de volta. Palavras de uma versão mais nova ficam de fora."""
    what = frozenset(What(word) for word in change.what.split() if word in _WORDS)
    verb = Verb(change.verb) if change.verb in _ORDER else Verb.CHANGED
    return Touched(change.resource, change.object_id, change.instance, change.chat, what, verb, change.user)


def latest_id() -> int:
    """O maior id do feed agora (0 se vazio)."""
    return Change.objects.aggregate(top=Max("id"))["top"] or 0


def after(cursor: int, limit: int = RESUME_LIMIT) -> list[Change]:
    """Mudanças com id maior que `cursor`, em ordem; no máximo `limit`."""
    return list(Change.objects.filter(id__gt=cursor).order_by("id")[:limit])


class FeedReader:
    """Lê o feed sem pular nada: cada linha sai uma vez, na ordem em que ficou visível."""

    def __init__(self, start: int | None = None) -> None:
        """Começa em `start`, ou no fim do feed, lembrando as lacunas recentes logo abaixo dele."""
        self._gaps: dict[int, float] = {}
        self._top = latest_id() if start is None else start
        if start is None:
            recent = timezone.now() - timedelta(seconds=GAP_SECONDS)
            rows = dict(Change.objects.filter(id__gt=self._top - LOOK_BACK).values_list("id", "at"))
            # Desde a última linha que já era velha: o que falta acima dela ainda pode confirmar.
            settled = max((pk for pk, at in rows.items() if at <= recent), default=min(rows, default=self._top))
            now = time.monotonic()
            self._gaps = {gap: now for gap in range(settled + 1, self._top) if gap not in rows}

    @property
    def low_water(self) -> int:
        """Tudo até aqui já foi visto (ou é lacuna que expirou)."""
        return min(self._gaps) - 1 if self._gaps else self._top

    def poll(self, now: float | None = None) -> list[Change]:
        """As linhas que ficaram visíveis desde a última leitura."""
        now = time.monotonic() if now is None else now
        self._gaps = {gap: seen for gap, seen in self._gaps.items() if now - seen < GAP_SECONDS}
        gaps = list(self._gaps)
        late = [
            c
            for i in range(0, len(gaps), GAPS_AT_ONCE)
            for c in Change.objects.filter(id__in=gaps[i : i + GAPS_AT_ONCE])
        ]
        late.sort(key=lambda change: change.id)
        for change in late:
            del self._gaps[change.id]
        new = after(self._top)
        for change in new:
            for gap in range(self._top + 1, change.id):
                self._gaps[gap] = now
            self._top = change.id
        return late + new

"""De quem é a porta: segredo (pelo hash) ou, no endereço aberto, o `instanceId` do corpo.

Uma thread por processo pergunta ao banco; quem posta espera por ela um tempo curto. Um banco que não responde (parado,
e não caído: a conexão fica aberta e muda) não segura assim as threads do web, e o 503 sai a tempo."""

import hashlib
import logging
import threading
import time
from collections import deque
from dataclasses import dataclass, field

from django.db import Error, connection
from django.utils import timezone
from django.utils.translation import gettext_noop as N_

from core.models import WhatsappInstance
from core.storable import clean
from webhook.intake import StoreUnavailable

logger = logging.getLogger("webhook.doors")

FRESH_S = 1.0  # um segredo revogado deixa de valer em até este tempo, em cada processo; um errado fica errado
TRUSTED_S = 60.0  # com o banco mudo, o segredo bom visto há menos disto vale: o 503 vem de quem não pôde guardar
LOOK_WITHIN_S = 1.5  # o que sobra dos 4,5 s da resposta é de quem guarda
MOST_GOOD = 50_000
MOST_WRONG = 10_000  # apartados: quem tenta segredos a esmo não faz esquecer os bons
_COLUMNS = ("pk", "cliente_id", "instance_id", "door_closed_at")


@dataclass(frozen=True, slots=True)
class Door:
    """A instância a que um endereço leva. `is_closed`: o endereço aberto já não vale para ela."""

    instance: int
    cliente: int
    instance_id: str
    is_closed: bool


@dataclass(slots=True)
class Question:
    """De quem é a porta, por `digest` ou por `instance_id`, e a resposta; `is_answered` só quando o banco respondeu."""

    digest: str | None = None
    instance_id: str | None = None
    done: threading.Event = field(default_factory=threading.Event)
    asked_at: float = field(default_factory=time.monotonic)
    is_answered: bool = False
    door: Door | None = None


class _Porter:
    """As perguntas em voo e a thread que as faz, uma de cada vez."""

    def __init__(self) -> None:
        self._questions: deque[Question] = deque()
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._silent_since: float | None = None

    def ask(self, question: Question) -> Question:
        """Volta com a resposta, ou sem ela (`is_answered` falso) quando o banco não a deu a tempo."""
        with self._wake:
            if self._silent_since is not None and time.monotonic() - self._silent_since > LOOK_WITHIN_S:
                return question  # a de antes ainda espera: esta esperaria atrás dela, com uma thread presa
            self._questions.append(question)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="doors", daemon=True)
                self._thread.start()
            self._wake.notify()
        question.done.wait(LOOK_WITHIN_S)
        return question

    def _work(self) -> None:
        while True:
            with self._wake:
                while not self._questions:
                    self._wake.wait()
                question = self._questions.popleft()
                if time.monotonic() - question.asked_at > LOOK_WITHIN_S:
                    continue  # quem a fez já foi respondido: os que ainda esperam vêm antes
                self._silent_since = time.monotonic()
            try:
                connection.close_if_unusable_or_obsolete()
                question.door = look(question)
                question.is_answered = True
            except Exception as error:  # esta thread não morre: quem pergunta a seguir esperaria por ninguém
                connection.close()
                if not isinstance(error, Error):
                    logger.exception("action=door_not_looked_up")
            finally:
                self._silent_since = None
                question.done.set()


def look(question: Question) -> Door | None:
    """Pergunta ao banco."""
    instances = WhatsappInstance.objects.all()
    if question.instance_id is not None:
        found = instances.filter(instance_id=clean(question.instance_id)).values_list(*_COLUMNS).first()
    else:
        now = timezone.now()
        current = instances.filter(webhook_secret_hash=question.digest)
        retired = instances.filter(retired_secrets__secret_hash=question.digest, retired_secrets__until__gt=now)
        found = current.values_list(*_COLUMNS).first() or retired.values_list(*_COLUMNS).first()
    return None if found is None else Door(found[0], found[1], found[2], found[3] is not None)


porter = _Porter()
_good: dict[str, tuple[float, Door]] = {}  # chave -> (quando se viu, porta)
_wrong: dict[str, float] = {}
_lock = threading.Lock()


def by_secret(secret: str) -> Door | None:
    """A porta deste segredo (atual, ou anterior ainda no prazo), ou None. Levanta `StoreUnavailable`."""
    digest = hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
    now = time.monotonic()
    hit = _good.get(digest)
    if hit is not None and now - hit[0] < FRESH_S:
        return hit[1]
    if now - _wrong.get(digest, -FRESH_S) < FRESH_S:
        return None
    return _asked(digest, Question(digest=digest), now)


def by_instance_id(instance_id: str) -> Door | None:
    """A porta da instância que o corpo nomeia, ou None. Pergunta-se sempre: vale desde o registro, e deixa de valer
    com o primeiro evento autenticado. Levanta `StoreUnavailable`."""
    return _asked("#" + instance_id, Question(instance_id=instance_id), time.monotonic())


def forget() -> None:
    """Esquece o que se viu."""
    with _lock:
        _good.clear()
        _wrong.clear()


def _asked(key: str, question: Question, now: float) -> Door | None:
    answer = porter.ask(question)
    if not answer.is_answered:
        hit = _good.get(key)
        if hit is not None and now - hit[0] < TRUSTED_S:
            return hit[1]
        raise StoreUnavailable(N_("o banco não disse de quem é a porta"))
    with _lock:
        if answer.door is None:
            _good.pop(key, None)
            if len(_wrong) >= MOST_WRONG:
                _wrong.clear()
            _wrong[key] = now
        else:
            if len(_good) >= MOST_GOOD:
                _good.clear()
            _good[key] = (now, answer.door)
    return answer.door

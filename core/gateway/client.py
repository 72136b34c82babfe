"""O cliente: faz uma chamada declarada em `calls/` e devolve seu resultado, ou um erro da árvore de `errors.py`."""

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from core.gateway import envelope
from core.gateway.envelope import Answer
from core.gateway.errors import N_, GatewayError, NotSent, OutcomeUnknown, RateLimited, Refused, Unauthorized
from core.gateway.transport import BrokenOff, NeverConnected, RawReply, exchange

logger = logging.getLogger(__name__)

R = TypeVar("R")

TIMEOUT_S = 20.0  # as respostas boas vêm em poucos segundos; além disto é melhor dizer que não se sabe
CONNECT_TIMEOUT_S = 5.0  # quem não aceita a conexão em 5 s não a aceitará
MAX_BYTES = 8 * 1024 * 1024  # a maior resposta conhecida (grupos, conversas) tem centenas de kB

# Códigos em que o servidor não chegou a olhar o pedido, ou pede que se volte depois: não são definitivos.
_TEMPORARY_4XX = {408, 409, 421, 423, 425, 429}
# 504 é o porteiro que cansou de esperar por quem já recebera o pedido: nem um envelope de erro prova que não foi feito.
_GATEWAY_TIMEOUT = 504


@dataclass(frozen=True, slots=True)
class Call(Generic[R]):
    """Um pedido à W-APi e como se lê a resposta. Chaves com valor None não são enviadas."""

    name: str
    method: str
    path: str
    read: Callable[[Answer], R]
    query: Mapping[str, str | int | None] = field(default_factory=dict, repr=False)
    body: Mapping[str, Any] | None = field(default=None, repr=False)
    timeout_s: float | None = None
    max_bytes: int = MAX_BYTES
    # Resposta que não é JSON também serve (PNG do QR, bytes da mídia).
    reads_raw: bool = False
    # Recusas que na verdade são resposta («fila vazia», «já estava desconectada»): devolve o resultado, ou None.
    forgive: Callable[[Refused], R | None] = lambda _: None
    # Chamadas de conta não levam instanceId.
    with_instance: bool = True
    # A família `client` leva a chave no corpo ou na consulta.
    with_bearer: bool = True
    # O mesmo pedido pelo outro nome ou método: as fontes divergem, e só um existe.
    otherwise: "Call[R] | None" = None


class Gateway:
    """Uma instância na W-APi. Barato de criar; a conexão é da thread e é reaproveitada."""

    def __init__(
        self,
        base_url: str,
        instance_id: str,
        token: str,
        *,
        timeout_s: float = TIMEOUT_S,
        connect_timeout_s: float = CONNECT_TIMEOUT_S,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.instance_id = instance_id
        self._token = token
        self._timeout_s = timeout_s
        self._connect_timeout_s = connect_timeout_s

    def __repr__(self) -> str:
        return f"Gateway({self.base_url!r}, {self.instance_id!r})"

    def call(self, call: Call[R]) -> R:
        """Faz `call`. Levanta NotSent, OutcomeUnknown ou Refused; nunca segue redirecionamento, nunca repete. Uma que
        tem outro nome (`otherwise`) tenta-o, uma vez, se o primeiro não existe; o que serviu vem primeiro depois."""
        if call.otherwise is None:
            return self._call(call)
        key = (self.base_url, call.name)
        first, second = (call.otherwise, call) if key in _SERVED_OTHERWISE else (call, call.otherwise)
        try:
            return self._call(first)
        except Refused as refusal:
            if refusal.http_status not in _NO_SUCH_CALL:
                raise
            found = self._second(second, refusal)
        (_SERVED_OTHERWISE.discard if second is call else _SERVED_OTHERWISE.add)(key)
        return found

    def _second(self, call: Call[R], refusal: Refused) -> R:
        """Recusado também por não existir, valem as palavras da primeira recusa: era o que se pedia que não há."""
        try:
            return self._call(call)
        except Refused as error:
            raise (refusal if error.http_status in _NO_SUCH_CALL else error) from None

    def _call(self, call: Call[R]) -> R:
        started = time.monotonic()
        error: GatewayError | None = None
        try:
            return self._answer(call, self._exchange(call))
        except GatewayError as failure:
            error = failure
            raise
        finally:
            logger.debug(
                "action=gateway_call call=%s instance=%s outcome=%s ms=%d",
                call.name,
                self.instance_id,
                type(error).__name__ if error else "ok",
                (time.monotonic() - started) * 1000,
            )

    def _exchange(self, call: Call[R]) -> RawReply:
        query = {key: str(value) for key, value in call.query.items() if value is not None}
        if call.with_instance:
            query["instanceId"] = self.instance_id
        headers = {"Authorization": f"Bearer {self._token}"} if call.with_bearer else {}
        body = None
        if call.body is not None:
            headers["Content-Type"] = "application/json"
            present = {key: value for key, value in call.body.items() if value is not None}
            # Meio emoji (surrogate sem par) vem de recortes de texto no navegador; vira «?» em vez de erro.
            body = json.dumps(present, ensure_ascii=False).encode(errors="replace")
        failure: GatewayError
        try:
            return exchange(
                call.method,
                self.base_url + call.path,
                query=query,
                headers=headers,
                body=body,
                timeout_s=call.timeout_s or self._timeout_s,
                connect_timeout_s=self._connect_timeout_s,
                max_bytes=call.max_bytes,
            )
        except NeverConnected as error:
            failure, failure_is_late = NotSent(str(error), call=call.name, permanent=error.permanent), error.is_timeout
        except BrokenOff as error:
            failure, failure_is_late = OutcomeUnknown(str(error), call=call.name), error.is_timeout
        failure.is_timeout = failure_is_late
        raise failure

    def _answer(self, call: Call[R], reply: RawReply) -> R:
        document = envelope.parse(reply.body)
        words = envelope.error_message(document, reply.status) if document is not None else None
        if reply.status == _GATEWAY_TIMEOUT:
            late = self._unknown(call, reply, words or N_("o gateway esgotou o tempo à espera da instância"))
            late.is_timeout = True
            raise late
        if words is not None:
            return self._forgive(call, self._refusal(call, reply, words))
        if 300 <= reply.status < 500:
            return self._forgive(call, self._refusal(call, reply, _STATUS_WORDS.get(reply.status // 100, "")))
        if reply.status >= 500 or (document is None and not call.reads_raw):
            raise self._unknown(call, reply, N_("resposta que não é JSON"))
        try:
            return call.read(Answer(document, reply.body, reply.content_type))
        except ValueError as error:
            raise self._unknown(call, reply, str(error)) from None

    def _forgive(self, call: Call[R], refusal: Refused) -> R:
        result = call.forgive(refusal)
        if result is None:
            raise refusal
        return result

    def _refusal(self, call: Call[R], reply: RawReply, words: str) -> Refused:
        # A W-APi já devolveu o pedido dentro do erro; o token não pode ir junto para a tela.
        words = words.replace(self._token, "…") if self._token else words
        status = reply.status
        if status in (401, 403):
            return Unauthorized(words, call=call.name, http_status=status)
        if status == 429:
            return RateLimited(words, call=call.name, http_status=status, retry_after_s=_retry_after(reply))
        kind = envelope.error_class(words)
        # Recusa sem palavras conhecidas: 5xx passa; 3xx, 4xx e 200 com erro dependem do pedido, e ele não muda.
        permanent = None if kind is not Refused else status < 500 and status not in _TEMPORARY_4XX
        return kind(words, call=call.name, http_status=status, permanent=permanent)

    def _unknown(self, call: Call[R], reply: RawReply, words: str) -> OutcomeUnknown:
        words = words.replace(self._token, "…") if self._token else words
        return OutcomeUnknown(words, call=call.name, http_status=reply.status)


# 404 também pode ser «não há este grupo»: por isso a segunda tentativa, que nada repete, e as palavras da primeira.
_NO_SUCH_CALL = {404, 405}
# O que este processo aprendeu: `(gateway, chamada)` que só atende pelo segundo nome.
_SERVED_OTHERWISE: set[tuple[str, str]] = set()

_STATUS_WORDS = {
    3: N_("o endereço do gateway redireciona; confira WAPI_BASE_URL"),
    4: N_("o gateway recusou o pedido sem dizer por quê"),
}


def _retry_after(reply: RawReply) -> float | None:
    try:
        return min(max(0.0, float(reply.headers.get("Retry-After", ""))), 3600.0)
    except ValueError:
        return None

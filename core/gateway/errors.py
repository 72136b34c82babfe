"""O que pode dar errado com a W-APi, dividido pelo que importa: pode repetir ou não.

GatewayError            qualquer falha; `permanent` diz se tentar de novo adianta
├── NotSent             nada chegou a ser escrito (DNS, recusa, TLS, tempo de conexão): repetir é seguro
├── OutcomeUnknown      pode ter sido escrito, e não há resposta que valha: nunca repetir um envio às cegas
└── Refused             a W-APi respondeu que não (envelope de erro em qualquer HTTP, ou 4xx)
    ├── Unauthorized    401 ou 403: token errado ou de outra instância
    ├── NotConnected    a sessão do WhatsApp está caída
    ├── NeedsRestart    a instância ainda não tem onde rodar, ou a sessão está meio morta: reiniciar primeiro
    ├── Unavailable     a W-APi diz estar indisponível agora
    └── RateLimited     429; `retry_after_s` se ela disse quanto

Nenhuma mensagem, repr ou causa encadeada carrega o token.
"""


def N_(words: str) -> str:
    """Marca palavras nossas para a tradução, que se faz onde elas viram resposta HTTP (`api/errors.py`): aqui não há
    Django, e o que se guarda numa linha fica em português."""
    return words


class GatewayError(Exception):
    """A W-APi não fez o que se pediu. `message` são as palavras dela, ou as nossas quando ela não respondeu."""

    permanent = False
    is_timeout = False  # o prazo acabou: com mais tempo talvez houvesse resposta

    def __init__(
        self, message: str, *, call: str = "", http_status: int | None = None, permanent: bool | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.call = call
        self.http_status = http_status
        if permanent is not None:
            self.permanent = permanent

    def __str__(self) -> str:
        status = f" (HTTP {self.http_status})" if self.http_status else ""
        return f"{self.call}: {self.message}{status}" if self.call else f"{self.message}{status}"


class NotSent(GatewayError):
    """Nunca houve conexão; nada foi escrito e repetir é seguro."""


class OutcomeUnknown(GatewayError):
    """O pedido pode ter sido atendido e não se sabe; repetir um envio pode duplicá-lo."""


class Refused(GatewayError):
    """A W-APi respondeu que não fez."""


class Unauthorized(Refused):
    """Token errado, vencido ou de outra instância."""

    permanent = True


class NotConnected(Refused):
    """A sessão do WhatsApp desta instância está caída."""


class NeedsRestart(Refused):
    """A instância precisa ser reiniciada antes de atender."""


class Unavailable(Refused):
    """A W-APi diz que a instância está indisponível agora."""


class RateLimited(Refused):
    """Pedidos demais."""

    def __init__(
        self, message: str, *, call: str = "", http_status: int | None = None, retry_after_s: float | None = None
    ) -> None:
        super().__init__(message, call=call, http_status=http_status)
        self.retry_after_s = retry_after_s

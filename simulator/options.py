"""O que se escolhe ao ligar o simulador."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Delays:
    """Quanto cada coisa demora, em segundos. Os padrões parecem com o WhatsApp; FAST é para testes."""

    start_s: float = 3.0  # do reinício ao primeiro QR
    qr_s: float = 20.0  # validade de um QR
    scan_s: float = 0.8  # do escaneamento ao webhook de conexão
    echo_s: float = 0.15  # do envio aceito ao eco
    server_s: float = 0.4
    delivered_s: float = 1.2
    read_s: float = 3.0
    played_s: float = 5.0
    typing_s: float = 0.8  # do envio ao «digitando» do contato, no modo automático
    reply_s: tuple[float, float] = (2.0, 6.0)
    chatter_s: tuple[float, float] = (15.0, 45.0)  # de quanto em quanto tempo alguém puxa conversa
    link_s: float = 3600.0  # validade do link de download-media
    delay_message_scale: float = 1.0  # quanto do `delayMessage` pedido se espera de verdade


FAST = Delays(
    start_s=0.05,
    qr_s=0.5,
    scan_s=0.01,
    echo_s=0.01,
    server_s=0.02,
    delivered_s=0.03,
    read_s=0.04,
    played_s=0.05,
    typing_s=0.01,
    reply_s=(0.02, 0.05),
    chatter_s=(0.1, 0.2),
    delay_message_scale=0.0,
)


@dataclass(frozen=True, slots=True)
class Options:
    """Comportamento geral."""

    delays: Delays = field(default_factory=Delays)
    webhook_attempts: int = 1  # a política da W-APi é desconhecida; supõe-se que ela não repete
    webhook_timeout_s: float = 5.0
    adopt_unknown: bool = False  # id e token desconhecidos viram uma instância nova, em vez de 401
    account_token: str = "SIMULADOR"  # noqa: S105 (das chamadas /integrator e /client)
    seed: int | None = None
    public_url: str | None = None  # como os outros veem o simulador, se não for http://host:porta

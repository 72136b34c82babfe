"""Números: latência em faixas, livro-caixa, séries por hora. Contadores somados pelo worker; estados vivos contados."""

LATENCY_BOUNDS_MS = (
    5,
    10,
    20,
    30,
    50,
    75,
    100,
    150,
    200,
    300,
    500,
    750,
    1000,
    1500,
    2000,
    3000,
    5000,
    10_000,
    30_000,
    60_000,
    600_000,
)


def latency_bucket(ms: int) -> str:
    """A faixa de latência (limite superior em ms, com zeros à esquerda para ordenar)."""
    for bound in LATENCY_BOUNDS_MS:
        if ms <= bound:
            return f"{bound:07d}"
    return "9999999"

"""O que se sabe da chegada de um evento, e o que um leitor devolve dele."""

from dataclasses import dataclass
from datetime import datetime

from core.facts import EventKind, Fact

# O que um leitor devolve: o tipo, os fatos, e a razão se não há fato.
Reading = tuple[EventKind, tuple[Fact, ...], str | None]


@dataclass(slots=True)
class Arrival:
    """O que se sabe da chegada: a identidade do evento e o momento dele."""

    event_id: str
    moment: datetime
    moment_known: bool

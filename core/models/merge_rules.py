"""O que se faz de uma linha quando o que ela acompanha se une a outro, ou se vai. Só palavras: quem as cumpre são
`core/apply/merging.py` (duas conversas, mensagens ou contatos que viram um) e `core/instances/removal.py`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """Passa ao que fica. `follows`: coluna da mensagem que a linha acompanha se a união se desfaz; sem ela, fica.
    `within`: onde não há índice, a coluna que as duas têm igual e que o tem."""

    follows: str | None = None
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Unite:
    """Passa ao que fica, onde só cabe uma por `by`: a que já lá está toma a outra por `absorb`, ou diz o mesmo."""

    by: tuple[str, ...] = ()
    absorb: bool = False  # o modelo tem `absorb(outra)`
    follows: str | None = None


@dataclass(frozen=True, slots=True)
class Newest:
    """Só cabe uma: fica a de `at` mais novo, inteira."""

    at: str


@dataclass(frozen=True, slots=True)
class Written:
    """Tem código próprio, que quem une chama pelo nome."""

    by: str


@dataclass(frozen=True, slots=True)
class Derived:
    """Escreve-se de novo do que ficou, depois da união: passar a linha não diria nada."""

    by: str


@dataclass(frozen=True, slots=True)
class Goes:
    """Sem chave no banco: quem apaga o dono a apaga."""


@dataclass(frozen=True, slots=True)
class Stays:
    """Sobrevive ao que nomeia: é só um número."""

    why: str


@dataclass(frozen=True, slots=True)
class On:
    """Uma coluna com o id, ou o endereço, de uma linha de `label`, sem chave estrangeira."""

    label: str
    rule: "Rule"


Rule = Move | Unite | Newest | Written | Derived | Goes | Stays

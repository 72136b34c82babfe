"""O nono dígito: um celular brasileiro escrito com ele e sem ele é um número só. Fixos e números de fora não têm outra
grafia."""

import re

# Os celulares de antes do nono dígito começavam por 6 a 9; por 2 a 5, fixos, que nunca o ganharam.
_MOBILE = re.compile(r"55([1-9][1-9])(9?)([6-9][0-9]{7})")
_LAST_DDD_WITH_IT = 28  # até este o WhatsApp grafa com o nono dígito; do 31 em diante, sem


def other_ninth(number: str) -> tuple[str, ...]:
    """O mesmo celular com ou sem o nono dígito; nada, se não é um."""
    found = _MOBILE.fullmatch(number)
    if found is None:
        return ()
    ddd, ninth, local = found.groups()
    return (f"55{ddd}{'' if ninth else '9'}{local}",)


def usual(one: str, other: str) -> str:
    """Destas duas grafias do mesmo celular, a que o WhatsApp costuma usar."""
    with_it, without = sorted((one, other), key=len, reverse=True)
    return with_it if int(with_it[2:4]) <= _LAST_DDD_WITH_IT else without

"""Nomes sem o que os disfarce: letras invisíveis, ordem de escrita invertida. Python puro."""

import re

# Ordem de escrita, largura zero, brancos que parecem letra: num nome só servem para o disfarçar.
_DISGUISE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0"
    "\U000e0001]"
    # Os que unem letras e emojis ficam onde unem alguma coisa.
    "|(?<![\u0600-\U0010ffff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\U0010ffff])"
)


def undisguised(name: str) -> str:
    """O nome como se lê."""
    return name if name.isascii() else _DISGUISE.sub("", name)

"""Um endereço como as pessoas o escrevem (`https://ação.exemplo/avisos/produção`) na forma em que a rede o leva: só
ASCII."""

import string
from urllib.parse import quote

import idna

_AS_IS = string.punctuation  # o que já é ASCII não muda: um endereço assinado vai como veio


def ascii_host(host: str) -> str:
    """O nome em minúsculas, sem o ponto final, os acentos em punycode (como os navegadores). Levanta ValueError."""
    host = host.rstrip(".").lower()
    return host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")


def ascii_path(path: str) -> str:
    """O caminho (ou a consulta) com o que não é ASCII, e os espaços, em `%XX`. Levanta ValueError."""
    return quote(path, safe=_AS_IS)

"""As frases com valores dentro que o worker guarda, em português, e como se leem noutra língua.

Guarda-se a frase já feita (a tela a mostra, reconstruir a compara) e, na coluna ao lado (`…_parts`), o código dela e os
valores: noutra língua diz-se de novo a partir deles. As partes só valem enquanto dizem aquela mesma frase (a versão
anterior escreve a frase sem as tocar). As linhas de antes não as têm: nelas o modelo que reconhece a frase devolve os
valores. As sem valores não precisam disto: `N_` onde nascem, e `said`."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, Self

from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as N_

Parts = dict[str, Any]  # {"code": nome do modelo, "params": valores; o que é outra frase, as partes dela}

_PLACE = re.compile(r"%\((\w+)\)([sd])")
_SENTENCES_INSIDE = ("words", "span", "gap")  # valores que também são frases nossas; os outros são nomes e números


class Sentence(StrEnum):
    """Um modelo: `Sentence.X % {…}` é a frase que se guarda. `%(…)d` só casa com algarismos."""

    # Alertas
    IS_DOWN = N_("%(name)s está desconectada.")
    HALF_PAIRED = N_("%(name)s conectou sem dizer o número.")
    HALF_PAIRED_BECAUSE = N_("%(name)s conectou sem dizer o número. %(words)s")
    NO_SIGNAL = N_("%(name)s não dá sinal.")
    NO_SIGNAL_BECAUSE = N_("%(name)s não dá sinal. %(words)s")
    EVENTS_FAIL = N_("%(failed)d de %(total)d eventos de %(name)s falharam nas últimas horas.")
    BACKLOG = N_("O evento mais antigo de %(name)s ainda por aplicar espera há %(seconds)d s.")
    LATENCY = N_("Do webhook à tela, %(name)s leva %(seconds)s s (p95).")
    SENDS_PAUSED = N_("Envios de %(name)s pausados: %(failures)d falhas seguidas do gateway.")
    SENDS_WAIT = N_("%(waiting)d envios de %(name)s esperam.")
    SENDS_UNKNOWN = N_("%(unknown)d envios de %(name)s ficaram sem confirmação nas últimas 24 h.")
    EVENTS_PARKED = N_("%(parked)d eventos de %(name)s falharam e foram postos de lado.")
    PLAN_OVER = N_("O plano de %(name)s venceu.")
    PLAN_ENDS = N_("O plano de %(name)s vence em %(days)d dias.")
    BACKUP_NEVER = N_("Ainda não há backup nenhum que tenha ficado pronto.")
    BACKUP_OLD = N_("O último backup que ficou pronto é de há %(hours)d horas.")
    BACKUP_NOT_PROVED = N_("O backup %(name)s não passou na conferência.")
    DISK = N_("Restam %(gib)d GiB (%(free)d %%) no disco dos dados.")
    MAIL_REFUSED = N_("O servidor de e-mail recusou (%(error)s).")
    NOTICE_FAILED = N_("O endereço não recebeu: %(words)s.")
    NOTICE_ANSWERED = N_("O endereço respondeu %(status)d.")
    # Estado de uma instância
    DEVICE_HIDDEN = N_("O gateway diz que está conectada, mas não mostra o aparelho: %(words)s")
    STUCK_SEND = N_("Um envio foi aceito há %(span)s e ainda não saiu; nada chegou do gateway desde então.")
    SILENCE = N_("Nenhum evento há %(span)s; nesta hora costuma vir um a cada %(gap)s.")
    FAILURES = N_("%(failures)d falhas seguidas. A última: %(words)s")
    # Envios
    RETRY_REFUSED = N_(
        "A nova tentativa foi recusada (%(words)s). A primeira continua sem confirmação: pode ter saído."
    )
    # Arquivos
    DECLARED_TOO_LARGE = N_("o arquivo declara %(size)d bytes; o limite é %(limit)d")
    TOO_LARGE = N_("o arquivo passa de %(limit)d bytes")
    TOO_LARGE_TO_SEND = N_(
        "O arquivo tem %(size)d MB; sem um endereço público (PUBLIC_URL em https) só vão até %(limit)d MB."
    )
    KEPT_LONG_ENOUGH = N_("Guardado por %(days)d dias; o prazo passou.")
    HOST_UNLISTED = N_("host fora da lista: %(host)s")
    HOST_SLOW = N_("o nome %(host)s não resolveu a tempo")
    HOST_UNKNOWN = N_("o nome %(host)s não resolve")
    HOST_PRIVATE = N_("%(host)s leva a um endereço que não é público")
    HOST_ANSWERED = N_("%(host)s respondeu %(status)d")
    HOST_SILENT = N_("%(host)s não respondeu (%(error)s)")
    ANSWER_CUT = N_("a resposta parou no meio (%(error)s)")

    def __mod__(self, values: Mapping[str, Any]) -> "Told":
        """A frase feita, que se lembra das partes; o valor que é outra frase guarda as partes dessa."""
        params = {name: parts_of(value) or _plain(value) for name, value in values.items()}
        return Told(str.__mod__(self, values), {"code": self.name, "params": params})


class Told(str):
    """Uma frase com as partes de que se fez: para quem a guarda ou mostra, um texto como outro qualquer."""

    parts: Parts

    def __new__(cls, text: str, parts: Parts) -> Self:
        """Também de uma frase já guardada, para ir dentro de outra."""
        told = super().__new__(cls, text)
        told.parts = parts
        return told


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float) else str(value)


def parts_of(text: object) -> Parts | None:
    """As partes a guardar ao lado da frase; None se ela não as tem (palavras do gateway, frase fixa)."""
    return text.parts if isinstance(text, Told) else None


def said(text: str | None, parts: Parts | None = None) -> str | None:
    """O que se guardou, na língua de agora; as palavras de outros (do gateway) ficam como vieram."""
    language = get_language()
    if not text or language is None or language == settings.LANGUAGE_CODE:
        return text
    # A guardada pode ter sido cortada no limite da coluna.
    if parts and _from(parts, str, str)[: len(text)] == text:
        return _from(parts, gettext, _translated)
    return _translated(text)


def _from(parts: Parts, model: Callable[[str], str], words: Callable[[str], str]) -> str:
    """A frase destas partes: `model` dá o modelo na língua, e `words` as frases fixas que vão dentro. Vazia, se o
    código é de outra versão."""
    sentence = Sentence.__members__.get(parts["code"])
    if sentence is None:
        return ""
    values = {
        name: _from(value, model, words) if isinstance(value, dict)
        else words(value) if name in _SENTENCES_INSIDE and isinstance(value, str)
        else value
        for name, value in parts["params"].items()
    }  # fmt: skip
    return str.__mod__(model(sentence), values)


def _translated(text: str) -> str:
    whole = gettext(text) if text else ""  # gettext("") devolve o cabeçalho do catálogo
    if whole != text:
        return whole
    for sentence, pattern in _patterns():
        if found := pattern.fullmatch(text):
            kinds = dict(_PLACE.findall(sentence))
            return gettext(sentence) % {
                name: int(value) if kinds[name] == "d" else _translated(value) if name in _SENTENCES_INSIDE else value
                for name, value in found.groupdict().items()
            }
    return text


@cache
def _patterns() -> list[tuple[Sentence, re.Pattern[str]]]:
    """Os modelos, o de mais palavras antes: «O endereço respondeu 404.» também caberia em «%(host)s respondeu …»."""
    return [(one, _pattern(one)) for one in sorted(Sentence, key=lambda one: len(_PLACE.sub("", one)), reverse=True)]


def _pattern(sentence: str) -> re.Pattern[str]:
    literals, names, kinds = (_PLACE.split(sentence)[start::3] for start in range(3))
    built = re.escape(literals[0].replace("%%", "%"))
    for name, kind, literal in zip(names, kinds, literals[1:], strict=True):
        inside = "[0-9]{1,20}" if kind == "d" else ".*?"
        built += f"(?P<{name}>{inside})" + re.escape(literal.replace("%%", "%"))
    return re.compile(built, re.DOTALL)

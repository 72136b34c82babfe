"""Contatos: quem tem WhatsApp, em que grafia, e sua foto."""

from core.gateway.client import Call
from core.gateway.envelope import Answer
from core.gateway.errors import Refused
from core.gateway.results import PhoneExists


def phone_exists(phone: str) -> Call[PhoneExists]:
    """Pergunta antes do primeiro envio: número que não existe some em silêncio."""
    return Call("phone-exists", "GET", "/contacts/phone-exists", _read_exists, query={"phoneNumber": phone})


def phones_exist(phones: list[str]) -> Call[list[PhoneExists]]:
    """O mesmo para vários (só no plano PRO)."""
    path = "/contacts/phone-exists-batch"
    return Call("phone-exists-batch", "POST", path, _read_many, body={"phones": phones})


def profile_picture(phone: str) -> Call[str]:
    """Endereço da foto, que vive dias; '' quando não há ou está oculta."""
    return Call(
        "profile-picture",
        "GET",
        "/contacts/profile-picture",
        lambda answer: answer.text("link", "url", "profilePictureUrl") or "",
        query={"phoneNumber": phone},
        forgive=_no_picture,
    )


def _no_picture(refusal: Refused) -> str | None:
    return "" if refusal.http_status == 404 else None


def _read_exists(answer: Answer) -> PhoneExists:
    exists = answer.flag("exists", "numberExists")
    if exists is None:
        raise ValueError("resposta sem dizer se o número existe")
    return PhoneExists(exists, answer.text("phoneNumber", "phone"), answer.text("lid"))


def _read_many(answer: Answer) -> list[PhoneExists]:
    return [_read_exists(item) for item in answer.items("results", "data")]

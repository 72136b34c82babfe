"""Contatos: quem tem WhatsApp, em que grafia, sua foto, a agenda do celular e os bloqueios."""

from core.gateway.calls.instance import read_done
from core.gateway.client import Call
from core.gateway.envelope import Answer
from core.gateway.errors import N_, Refused
from core.gateway.results import Done, KnownContact, PhoneExists


def phone_exists(phone: str) -> Call[PhoneExists]:
    """Pergunta antes do primeiro envio: número que não existe some em silêncio."""
    return Call("phone-exists", "GET", "/contacts/phone-exists", _read_exists, query={"phoneNumber": phone})


def phones_exist(phones: list[str]) -> Call[list[PhoneExists]]:
    """O mesmo para vários (só no plano PRO)."""
    body = {"phones": phones}
    slug: Call[list[PhoneExists]] = Call("check-numbers", "POST", "/contacts/check-numbers", _read_many, body=body)
    path = "/contacts/phone-exists-batch"
    return Call("phone-exists-batch", "POST", path, _read_many, body=body, otherwise=slug)


def fetch_contacts(*, page: int = 1, per_page: int = 50) -> Call[list[KnownContact]]:
    """A agenda do celular, uma página."""
    query = {"perPage": per_page, "page": page}
    return Call("fetch-contacts", "GET", "/contacts/fetch-contacts", _read_contacts, query=query)


def set_blocked(phone: str, *, blocked: bool) -> Call[Done]:
    """Bloqueia ou desbloqueia."""
    body = {"phoneNumber": phone, "blockStatus": "block" if blocked else "unblock"}
    slug: Call[Done] = Call("block-contact", "POST", "/contacts/block-contact", read_done, body=body)
    return Call("modify-blocked", "POST", "/contacts/modify-blocked", read_done, body=body, otherwise=slug)


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
    # 401 aqui é foto escondida: o mesmo token segue servindo às outras chamadas (visto em produção).
    return "" if refusal.http_status in (401, 404) else None


def _read_exists(answer: Answer) -> PhoneExists:
    exists = answer.flag("exists", "numberExists")
    if exists is None:
        raise ValueError(N_("resposta sem dizer se o número existe"))
    return PhoneExists(exists, answer.text("phoneNumber", "phone"), answer.text("lid"))


def _read_many(answer: Answer) -> list[PhoneExists]:
    return [_read_exists(item) for item in answer.items("results", "data")]


def _read_contacts(answer: Answer) -> list[KnownContact]:
    return [
        KnownContact(
            address,
            item.name("name"),
            item.text("lid"),
            item.flag("isBusiness"),
            item.flag("isBlocked", "blocked"),
        )
        for item in answer.items("contacts", "data")
        if (address := item.text("id", "phone", "phoneNumber"))
    ]

"""Como se chama cada endereço: em bloco, para uma página inteira, num número fixo de consultas."""

from collections.abc import Iterable

from core.facts import is_lid
from core.models import AddressLink, Chat, Contact, GroupMember

Address = tuple[int, str]  # (instância, endereço)
NAMED_BY = ("instance_id", "address", "saved_name", "book_name", "push_name", "verified_name")  # só o que nomeia


class NameBook:
    """Nomes e contatos de endereços já carregados. Um LID com telefone conhecido chama-se como o telefone."""

    def __init__(self) -> None:
        self._phones: dict[Address, str] = {}
        self._contacts: dict[Address, Contact] = {}
        self._members: dict[Address, str] = {}
        self._chats: dict[Address, str] = {}

    def load(self, wanted: Iterable[Address | tuple[int, str | None]], groups: Iterable[int] = ()) -> None:
        """Busca o que falta. `groups` são conversas de grupo: quem nunca escreveu chama-se como o grupo o diz."""
        asked = {(instance, address) for instance, address in wanted if address}
        if not asked:
            return
        instances = {instance for instance, _ in asked}
        if lids := {address for _, address in asked if is_lid(address)}:
            links = AddressLink.objects.filter(instance__in=instances, lid__in=lids)
            for link in links:
                self._phones[(link.instance_id, str(link.lid))] = str(link.phone)
        addresses = {self.canonical(*one) for one in asked}
        found = Contact.objects.filter(instance__in=instances, address__in=addresses).only(*NAMED_BY)
        for contact in found:
            self._contacts[(contact.instance_id, str(contact.address))] = contact
        nameless = {self.canonical(*one) for one in asked if self.known_name(*one) is None}
        if nameless and (chats := set(groups)):
            members = GroupMember.objects.filter(group__chat__in=chats, address__in=nameless).exclude(name=None)
            for member in members.select_related("group"):
                self._members[(member.group.instance_id, str(member.address))] = str(member.name)

    def load_chats(self, wanted: Iterable[Address]) -> None:
        """Busca os nomes destes grupos."""
        asked = set(wanted)
        if not asked:
            return
        some = Chat.objects.filter(
            instance__in={one for one, _ in asked}, chat_id__in={address for _, address in asked}
        )
        self._chats.update({(chat.instance_id, str(chat.chat_id)): chat.name or str(chat.chat_id) for chat in some})

    def chat_name(self, instance: int, address: str | None) -> str | None:
        """O nome de um grupo já buscado."""
        return self._chats.get((instance, address)) if address else None

    def canonical(self, instance: int, address: str) -> str:
        """O telefone do LID, se conhecido."""
        return self._phones.get((instance, address), address)

    def contact(self, instance: int, address: str | None) -> Contact | None:
        """O contato deste endereço."""
        return self._contacts.get((instance, self.canonical(instance, address))) if address else None

    def known_name(self, instance: int, address: str | None) -> str | None:
        """O nome, se alguém o disse."""
        contact = self.contact(instance, address)
        if contact is not None and contact.known_name:
            return contact.known_name
        return self._members.get((instance, self.canonical(instance, address))) if address else None

    def shown_name(self, instance: int, address: str | None, told: str | None = None) -> str | None:
        """O salvo aqui ou na agenda; senão o que a própria mensagem diz (`told`); senão o conhecido; senão o número."""
        contact = self.contact(instance, address)
        given = (contact.saved_name or contact.book_name) if contact else None
        known = given or told or self.known_name(instance, address)
        if known or not address:
            return known
        spelled = self.canonical(instance, address)
        return None if is_lid(spelled) else spelled

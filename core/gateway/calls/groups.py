"""Grupos. Em todas, `group_id` é o JID inteiro (`…@g.us`) e `phones` são dígitos.

Mudar é sempre POST, e sair é DELETE, com o grupo na consulta; só em `remove-participant` as fontes divergem do método.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from core.gateway.calls.instance import read_done
from core.gateway.client import Call
from core.gateway.envelope import Answer
from core.gateway.errors import N_
from core.gateway.results import Done, Group, Participant


def groups() -> Call[list[Group]]:
    """Os grupos da instância. Falha com NeedsRestart na sessão meio morta que ainda se diz conectada."""
    return Call("get-all-groups", "GET", "/group/get-all-groups", _read_groups)


def group(group_id: str) -> Call[Group]:
    """Um grupo, com os membros."""
    return Call("group-metadata", "GET", "/group/group-metadata", _read_group, query={"groupId": group_id})


def participants(group_id: str) -> Call[tuple[Participant, ...]]:
    """Os membros, por si; o P maiúsculo do caminho é assim mesmo."""
    query = {"groupId": group_id}
    return Call("get-Participants", "GET", "/group/get-Participants", _read_participants, query=query)


def invitation(invite_url: str) -> Call[Group]:
    """O grupo a que um convite leva, sem entrar nele."""
    query = {"inviteUrl": invite_url}
    return Call("group-invitation-metadata", "GET", "/group/group-invitation-metadata", _read_group, query=query)


def create(name: str, participants: Sequence[str], *, auto_invite: bool = True) -> Call[Group]:
    """Cria um grupo; `auto_invite` manda o convite a quem não aceita ser posto em grupos."""
    body = {"groupName": name, "participants": list(participants), "autoInvite": auto_invite}
    return Call("create-group", "POST", "/group/create-group", _read_created, body=body)


def add_participants(group_id: str, phones: Sequence[str]) -> Call[Done]:
    """Põe pessoas no grupo."""
    return _members("POST", "add-participant", group_id, phones)


def remove_participants(group_id: str, phones: Sequence[str]) -> Call[Done]:
    """Tira pessoas do grupo."""
    newer = _members("POST", "remove-participant", group_id, phones)
    return replace(_members("DELETE", "remove-participant", group_id, phones), otherwise=newer)


def add_admins(group_id: str, phones: Sequence[str]) -> Call[Done]:
    """Faz de membros administradores."""
    return _members("POST", "add-admin", group_id, phones)


def remove_admins(group_id: str, phones: Sequence[str]) -> Call[Done]:
    """Volta administradores a membros."""
    return _members("POST", "remove-admin", group_id, phones)


def rename(group_id: str, name: str) -> Call[Done]:
    """Troca o nome."""
    return _change("update-group-name", {"groupId": group_id, "groupName": name})


def set_photo(group_id: str, photo: str) -> Call[Done]:
    """Troca a foto; `photo` é um endereço público ou um data URI."""
    return _change("update-group-photo", {"groupId": group_id, "groupPhoto": photo})


def describe(group_id: str, description: str) -> Call[Done]:
    """Troca a descrição; vazia a tira."""
    body = {"groupId": group_id, "description": description}
    return replace(_change("update-group-description", body), otherwise=_change("update-description", body))


def set_rules(group_id: str, *, announce: bool, restrict: bool) -> Call[Done]:
    """`announce`: só administradores escrevem; `restrict`: só eles mudam os dados do grupo."""
    rules = {"adminOnlyMessage": announce, "adminOnlySettings": restrict}
    return _change("update-group-settings", {"groupId": group_id, **rules})


def leave(group_id: str) -> Call[Done]:
    """Sai do grupo."""
    return Call("leave-group", "DELETE", "/group/leave-group", read_done, query={"groupId": group_id})


def revoke_invite(group_id: str) -> Call[str]:
    """Invalida o convite; devolve o novo ('' se a W-APi não o disse)."""
    return Call("revoke-invite", "POST", "/group/revoke-invite", _read_invite, query={"groupId": group_id})


def _members(method: str, name: str, group_id: str, phones: Sequence[str]) -> Call[Done]:
    return _change(name, {"groupId": group_id, "phones": list(phones)}, method)


def _change(name: str, body: dict[str, Any], method: str = "POST") -> Call[Done]:
    return Call(name, method, f"/group/{name}", read_done, body=body)


def _read_groups(answer: Answer) -> list[Group]:
    return [_group(group_id, item) for item in answer.items("groups", "data") if (group_id := item.identifier("id"))]


def _read_group(answer: Answer) -> Group:
    found = answer.nested("group")
    group_id = found.identifier("id")
    if group_id is None:
        raise ValueError(N_("resposta sem o grupo"))
    return _group(group_id, found)


def _read_created(answer: Answer) -> Group:
    found = answer.nested("group")
    group_id = found.identifier("id", "groupId") or answer.identifier("groupId", "id")
    if group_id is None:
        raise ValueError(N_("resposta sem o grupo criado"))
    return _group(group_id, found)


def _read_participants(answer: Answer) -> tuple[Participant, ...]:
    return tuple(
        Participant(
            one.text("phone"),
            one.text("lid"),
            one.name("short", "name"),
            bool(one.flag("isAdmin")),
            bool(one.flag("isSuperAdmin")),
        )
        for one in answer.items("participants", "data")
    )


def _group(group_id: str, found: Answer) -> Group:
    return Group(
        group_id,
        found.name("subject", "name"),
        _read_participants(found),
        owner=found.text("owner"),
        description=found.text("description", "desc"),
        announce=found.flag("announce"),
        restrict=found.flag("restrict"),
        size=found.number("size"),
        invite_link=found.text("inviteLink"),
        created_at=found.moment("creation"),
        picture_url=found.text("profilePictureUrl", "pictureUrl"),
    )


def _read_invite(answer: Answer) -> str:
    return answer.text("inviteLink", "link", "inviteCode") or answer.nested("group").text("inviteLink") or ""

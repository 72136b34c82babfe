"""`/v1/group/*`: grupos que se criam, mudam e deixam; só administradores mexem neles."""

import secrets
import time
from typing import Any

from simulator import people
from simulator.simulation import Simulation
from simulator.web import Refusal, Request, Response, answer, done
from simulator.world import Group, Instance

Json = dict[str, Any]


def group_list(_: Simulation, instance: Instance, __: Request) -> Response:
    """Os grupos; a sessão meio morta falha aqui, e só aqui se denuncia."""
    if instance.half_dead:
        raise Refusal(500, "Cannot read properties of undefined (reading 'instance')")
    groups = [{"id": group.group_id, "name": group.subject} for group in instance.groups.values()]
    return answer({"error": False, "groups": groups})


def group_metadata(_: Simulation, instance: Instance, request: Request) -> Response:
    """Um grupo, com membros."""
    _connected(instance)
    return answer({"error": False, "group": _view(instance, _group(instance, request.query.get("groupId")))})


def group_participants(_: Simulation, instance: Instance, request: Request) -> Response:
    """Só os membros."""
    _connected(instance)
    group = _group(instance, request.query.get("groupId"))
    return answer({"error": False, "participants": [_participant(instance, group, one) for one in group.members]})


def invitation(_: Simulation, instance: Instance, request: Request) -> Response:
    """O grupo de um convite; o código é a última parte do endereço."""
    _connected(instance)
    code = request.query.get("inviteUrl", "").rstrip("/").rsplit("/", 1)[-1]
    group = next((one for one in instance.groups.values() if one.invite_code == code), None)
    if group is None:
        raise Refusal(404, "Convite não encontrado.")
    return answer({"error": False, "group": _view(instance, group)})


def create_group(sim: Simulation, instance: Instance, request: Request) -> Response:
    """Um grupo novo, nosso, com quem existe."""
    _connected(instance)
    name = str(request.body.get("groupName") or "").strip()
    if not name:
        raise Refusal(400, "O campo groupName é obrigatório.")
    invited = _people(sim, instance, request.body.get("participants"))
    if not invited:
        raise Refusal(400, "Nenhum participante válido.")
    group = Group(
        people.group_id(sim.world.rng), name, [*invited, instance.phone], int(time.time()),
        owner=instance.phone, admins={instance.phone},
    )  # fmt: skip
    instance.groups[group.group_id] = group
    return done("Grupo criado com sucesso.", group=_view(instance, group))


def add_participant(sim: Simulation, instance: Instance, request: Request) -> Response:
    """Põe no grupo quem existe."""
    group = _ours(instance, request)
    found = _people(sim, instance, request.body.get("phones"))
    if not found:
        raise Refusal(400, "Nenhum participante válido.")
    group.members[:0] = [phone for phone in found if phone not in group.members]
    return done("Participantes adicionados.")


def remove_participant(sim: Simulation, instance: Instance, request: Request) -> Response:
    """Tira do grupo; também da administração."""
    group = _ours(instance, request)
    gone = set(_members(sim, instance, group, request)) - {group.owner}
    group.members[:] = [phone for phone in group.members if phone not in gone]
    group.admins -= gone
    return done("Participantes removidos.")


def add_admin(sim: Simulation, instance: Instance, request: Request) -> Response:
    """Promove membros."""
    group = _ours(instance, request)
    group.admins.update(_members(sim, instance, group, request))
    return done("Administradores adicionados.")


def remove_admin(sim: Simulation, instance: Instance, request: Request) -> Response:
    """Rebaixa administradores; o dono fica."""
    group = _ours(instance, request)
    group.admins -= set(_members(sim, instance, group, request)) - {group.owner}
    return done("Administradores removidos.")


def update_name(_: Simulation, instance: Instance, request: Request) -> Response:
    """Troca o nome."""
    name = str(request.body.get("groupName") or "").strip()
    if not name:
        raise Refusal(400, "O campo groupName é obrigatório.")
    _ours(instance, request).subject = name
    return done("Nome do grupo atualizado.")


def update_photo(_: Simulation, instance: Instance, request: Request) -> Response:
    """Aceita uma foto (o desenho servido continua o mesmo)."""
    _ours(instance, request)
    if not str(request.body.get("groupPhoto") or "").startswith(("http://", "https://", "data:image/")):
        raise Refusal(400, "O campo groupPhoto é inválido.")
    return done("Foto do grupo atualizada.")


def update_description(_: Simulation, instance: Instance, request: Request) -> Response:
    """Troca a descrição."""
    _ours(instance, request).description = str(request.body.get("description") or "")
    return done("Descrição do grupo atualizada.")


def update_settings(_: Simulation, instance: Instance, request: Request) -> Response:
    """Quem escreve e quem muda os dados."""
    group = _ours(instance, request)
    group.announce = bool(request.body.get("adminOnlyMessage"))
    group.restrict = bool(request.body.get("adminOnlySettings"))
    return done("Configurações do grupo atualizadas.")


def leave_group(_: Simulation, instance: Instance, request: Request) -> Response:
    """Sai: o grupo some da lista."""
    _connected(instance)
    del instance.groups[_group(instance, request.query.get("groupId")).group_id]
    return done("Você saiu do grupo.")


def revoke_invite(_: Simulation, instance: Instance, request: Request) -> Response:
    """Um convite novo; o antigo deixa de valer."""
    group = _ours(instance, request)
    group.invite_code = secrets.token_urlsafe(16)
    return answer({"error": False, "inviteLink": _invite(group)})


def _view(instance: Instance, group: Group) -> Json:
    made = {"owner": _jid(group.owner), "subjectOwner": _jid(group.owner)}
    moments = {"subjectTime": group.created, "creation": group.created}
    rules = {"restrict": group.restrict, "announce": group.announce}
    is_admin = instance.phone in group.admins
    return {
        "id": group.group_id,
        "subject": group.subject,
        **({"description": group.description} if group.description else {}),
        **made,
        **moments,
        **rules,
        "size": len(group.members),
        "inviteLink": _invite(group) if is_admin else "",
        "participants": [_participant(instance, group, phone) for phone in group.members],
    }


def _participant(instance: Instance, group: Group, phone: str) -> Json:
    contact = instance.contacts.get(phone)
    lid, name = (contact.lid, contact.name) if contact else (instance.lid, instance.name)
    ranks = {"isAdmin": phone in group.admins, "isSuperAdmin": phone == group.owner}
    return {"phone": phone, "lid": lid, "short": name, **ranks}


def _invite(group: Group) -> str:
    return f"https://chat.whatsapp.com/{group.invite_code}"


def _jid(phone: str) -> str:
    return f"{phone}@s.whatsapp.net"


def _connected(instance: Instance) -> None:
    if instance.state != "connected":
        raise Refusal(400, "WhatsApp não conectado.")


def _group(instance: Instance, group_id: Any) -> Group:
    group = instance.groups.get(str(group_id or ""))
    if group is None:
        raise Refusal(404, "Grupo não encontrado.")
    return group


def _ours(instance: Instance, request: Request) -> Group:
    """Um grupo em que podemos mexer."""
    _connected(instance)
    group = _group(instance, request.body.get("groupId") or request.query.get("groupId"))
    if instance.phone not in group.admins:
        raise Refusal(400, "Você não é administrador deste grupo.")
    return group


def _people(sim: Simulation, instance: Instance, phones: Any) -> list[str]:
    found = [sim.world.find_contact(instance, str(one)) for one in phones or [] if isinstance(phones, list)]
    return list(dict.fromkeys(one.phone for one in found if one is not None))


def _members(sim: Simulation, instance: Instance, group: Group, request: Request) -> list[str]:
    found = [phone for phone in _people(sim, instance, request.body.get("phones")) if phone in group.members]
    if not found:
        raise Refusal(400, "Nenhum destes números é membro do grupo.")
    return found

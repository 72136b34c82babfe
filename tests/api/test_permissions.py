"""Uma tabela: cada rota do esquema, por cada ator. Quem não vê recebe 404, quem vê e não pode 403, sem token 401."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator

from authentication.models import User

# operação: (método, caminho, corpo, ana, bruno, carla, davi, sem token)
# ana administra; bruno gere e carla opera na Acme; davi opera em outro cliente. Os objetos são da Acme.
Row = tuple[str, str, Any, int, int, int, int, int]
TOMORROW = (timezone.now() + timedelta(days=1)).isoformat()
TABLE: dict[str, Row] = {
    "auth_login": ("POST", "auth/login/", {}, 400, 400, 400, 400, 400),
    "auth_refresh": ("POST", "auth/refresh/", None, 401, 401, 401, 401, 401),
    "auth_logout": ("POST", "auth/logout/", None, 204, 204, 204, 204, 204),
    "auth_token": ("POST", "auth/token/", {}, 400, 400, 400, 400, 400),
    "auth_token_refresh": ("POST", "auth/token/refresh/", {"refresh": "x"}, 401, 401, 401, 401, 401),
    "auth_token_revoke": ("POST", "auth/token/revoke/", {"refresh": "x"}, 204, 204, 204, 204, 204),
    "auth_me": ("GET", "auth/me/", None, 200, 200, 200, 200, 401),
    "auth_me_update": ("PATCH", "auth/me/", {"theme": "dark"}, 200, 200, 200, 200, 401),
    "auth_password": ("POST", "auth/password/", {}, 400, 400, 400, 400, 401),
    "clientes_list": ("GET", "clientes/", None, 200, 200, 403, 403, 401),
    "clientes_create": ("POST", "clientes/", {"name": "Nova"}, 201, 403, 403, 403, 401),
    "clientes_retrieve": ("GET", "clientes/{cliente}/", None, 200, 200, 403, 404, 401),
    "clientes_update": ("PATCH", "clientes/{cliente}/", {"name": "Acme 2"}, 200, 200, 403, 404, 401),
    "clientes_destroy": ("DELETE", "clientes/{cliente}/", None, 409, 403, 403, 404, 401),
    "users_list": ("GET", "users/", None, 200, 200, 403, 403, 401),
    "users_create": (
        "POST", "users/",
        {"email": "e@acme.com.br", "name": "Eva", "role": "operator", "password": "senha-de-1", "cliente": "{cliente}"},
        201, 201, 403, 403, 401,
    ),
    "users_retrieve": ("GET", "users/{user}/", None, 200, 200, 403, 404, 401),
    "users_update": ("PATCH", "users/{user}/", {"name": "Fábio 2"}, 200, 200, 403, 404, 401),
    "users_destroy": ("DELETE", "users/{user}/", None, 204, 204, 403, 404, 401),
    "instances_list": ("GET", "instances/", None, 200, 200, 200, 200, 401),
    "instances_create": (
        "POST", "instances/", {"name": "Nova", "instance_id": "NOVA-1", "token": "segredo", "cliente": "{cliente}"},
        201, 201, 403, 403, 401,
    ),
    "instances_retrieve": ("GET", "instances/{instance}/", None, 200, 200, 200, 404, 401),
    "instances_update": ("PATCH", "instances/{instance}/", {"name": "Loja 2"}, 200, 200, 403, 404, 401),
    "instances_destroy": ("DELETE", "instances/{instance}/", None, 204, 204, 403, 404, 401),
    "instances_connect": ("POST", "instances/{instance}/connect/", None, 200, 200, 403, 404, 401),
    "instances_connect_state": ("GET", "instances/{instance}/connect/", None, 200, 200, 200, 404, 401),
    "instances_pairing_code": (
        "POST", "instances/{instance}/pairing-code/", {"phone": "+55 (41) 99999-0000"}, 200, 200, 403, 404, 401,
    ),
    "instances_refresh_status": ("POST", "instances/{instance}/refresh-status/", None, 200, 200, 403, 404, 401),
    "instances_restart": ("POST", "instances/{instance}/restart/", None, 200, 200, 403, 404, 401),
    "instances_disconnect": ("POST", "instances/{instance}/disconnect/", None, 200, 200, 403, 404, 401),
    "instances_configure_webhooks": ("POST", "instances/{instance}/configure-webhooks/", None, 200, 200, 403, 404, 401),
    "instances_webhooks": ("GET", "instances/{instance}/webhooks/", None, 200, 200, 200, 404, 401),
    "instances_send_test": (
        "POST", "instances/{instance}/send-test/", {"phone": "5541999990000", "text": "oi"}, 201, 201, 403, 404, 401,
    ),
    "instances_phone_exists": (
        "POST", "instances/{instance}/phone-exists/", {"phone": "5541999990000"}, 200, 200, 200, 404, 401,
    ),
    "instances_phones_exist": (
        "POST", "instances/{instance}/phones-exist/", {"phones": ["5541999990000"]}, 200, 200, 200, 404, 401,
    ),
    "instances_check_credentials": (
        "POST", "instances/check-credentials/", {"instance_id": "X-1", "token": "t"}, 200, 200, 403, 403, 401,
    ),
    "instances_rotate_secret": ("POST", "instances/{instance}/rotate-secret/", None, 200, 200, 403, 404, 401),
    "instances_sending": ("GET", "instances/{instance}/sending/", None, 200, 200, 200, 404, 401),
    "instances_sending_update": (
        "PATCH", "instances/{instance}/sending/", {"daily_cap": 100}, 200, 200, 403, 404, 401,
    ),
    "instances_sending_resume": ("POST", "instances/{instance}/sending/resume/", None, 200, 200, 403, 404, 401),
    "instances_gateway_chats": ("GET", "instances/{instance}/gateway-chats/", None, 200, 200, 403, 404, 401),
    "instances_timeline": ("GET", "instances/{instance}/timeline/", None, 200, 200, 200, 404, 401),
    "instances_queue": ("GET", "instances/{instance}/queue/", None, 200, 200, 403, 404, 401),
    "instances_queue_clear": ("DELETE", "instances/{instance}/queue/", None, 200, 200, 403, 404, 401),
    "instances_queue_remove": ("DELETE", "instances/{instance}/queue/abc/", None, 502, 502, 403, 404, 401),
    "instances_webhook_logs": ("GET", "instances/{instance}/webhook-logs/", None, 200, 200, 403, 404, 401),
    "instances_profile": ("POST", "instances/{instance}/profile/", {"name": "Loja"}, 200, 200, 403, 404, 401),
    "instances_plan": ("GET", "instances/{instance}/plan/", None, 200, 200, 403, 404, 401),
    "instances_invitation": (
        "GET", "instances/{instance}/invitation/?url=https://chat.whatsapp.com/NADA", None, 502, 502, 403, 404, 401,
    ),
    "instances_check_gateway": ("POST", "instances/{instance}/check-gateway/", {}, 200, 200, 403, 404, 401),
    "instances_limits": ("GET", "instances/{instance}/limits/", None, 200, 200, 200, 404, 401),
    "instances_payment": (
        "POST", "instances/{instance}/payment/", {"method": "pix", "payer_email": "a@b.com.br"},
        200, 200, 403, 404, 401,
    ),
    "account": ("GET", "account/", None, 200, 403, 403, 403, 401),
    "account_instances": ("GET", "account/instances/", None, 200, 403, 403, 403, 401),
    "account_create": (
        "POST", "account/instances/", {"name": "Nova", "cliente": "{cliente}"}, 201, 403, 403, 403, 401,
    ),
    "account_import": (
        "POST", "account/import/", {"instance_id": "CONTA-1", "cliente": "{cliente}"}, 201, 403, 403, 403, 401,
    ),
    "instances_health": ("GET", "instances/{instance}/health/", None, 200, 200, 200, 404, 401),
    "instances_reconcile": ("POST", "instances/{instance}/reconcile/", {}, 200, 200, 403, 404, 401),
    "instances_reconciliations": ("GET", "instances/{instance}/reconcile/", None, 200, 200, 403, 404, 401),
    "instances_downtimes": ("GET", "instances/{instance}/downtimes/", None, 200, 200, 200, 404, 401),
    "events_list": ("GET", "events/", None, 200, 200, 403, 403, 401),
    "events_retrieve": ("GET", "events/{event}/", None, 200, 200, 403, 404, 401),
    "events_errors": ("GET", "events/errors/", None, 200, 200, 403, 403, 401),
    "events_counts": ("GET", "events/counts/", None, 200, 200, 403, 403, 401),
    "events_replay": ("POST", "events/{event}/replay/", None, 200, 200, 403, 404, 401),
    "events_replay_many": ("POST", "events/replay/", {"state": ["failed"]}, 202, 202, 403, 403, 401),
    "events_replay_preview": ("POST", "events/replay/preview/", {"kind": ["message"]}, 200, 200, 403, 403, 401),
    "events_replay_job": ("GET", "events/replays/{job}/", None, 200, 200, 403, 404, 401),
    "events_replay_cancel": ("POST", "events/replays/{job}/cancel/", None, 200, 200, 403, 404, 401),
    "chats_list": ("GET", "chats/", None, 200, 200, 200, 200, 401),
    "chats_counts": ("GET", "chats/counts/", None, 200, 200, 200, 200, 401),
    "chats_retrieve": ("GET", "chats/{chat}/", None, 200, 200, 200, 404, 401),
    "chats_update": ("PATCH", "chats/{chat}/", {"custom_name": "Fiel"}, 200, 200, 200, 404, 401),
    "chats_read": ("POST", "chats/{chat}/read/", {}, 200, 200, 200, 404, 401),
    "chats_unread": ("POST", "chats/{chat}/unread/", {"since": "{message}"}, 200, 200, 200, 404, 401),
    "chats_presence": ("POST", "chats/{chat}/presence/", {"presence": "composing"}, 204, 204, 204, 404, 401),
    "chats_draft": ("PUT", "chats/{chat}/draft/", {"text": "Olá"}, 200, 200, 200, 404, 401),
    "chats_draft_delete": ("DELETE", "chats/{chat}/draft/", None, 204, 204, 204, 404, 401),
    "mensagens_list": ("GET", "mensagens/", None, 200, 200, 200, 200, 401),
    "mensagens_create": ("POST", "mensagens/", {"chat": "{chat}", "text": "oi"}, 201, 201, 201, 404, 401),
    "mensagens_retrieve": ("GET", "mensagens/{message}/", None, 200, 200, 200, 404, 401),
    "mensagens_retry": ("POST", "mensagens/{message}/retry/", None, 409, 409, 409, 404, 401),
    "mensagens_cancel": ("POST", "mensagens/{message}/cancel/", None, 409, 409, 409, 404, 401),
    "mensagens_discard": ("POST", "mensagens/{message}/discard/", None, 409, 409, 409, 404, 401),
    "mensagens_resolve": ("POST", "mensagens/{message}/resolve/", {"outcome": "sent"}, 409, 409, 409, 404, 401),
    "mensagens_react": ("POST", "mensagens/{message}/react/", {"emoji": "👍"}, 200, 200, 200, 404, 401),
    "mensagens_edit": ("POST", "mensagens/{message}/edit/", {"text": "oi!"}, 200, 200, 200, 404, 401),
    "mensagens_revoke": ("POST", "mensagens/{message}/revoke/", None, 200, 200, 200, 404, 401),
    "media_list": ("GET", "media/", None, 200, 200, 200, 200, 401),
    "media_retrieve": ("GET", "media/{media}/", None, 200, 200, 200, 404, 401),
    "media_file": ("GET", "media/{media}/file/", None, 404, 404, 404, 404, 401),  # ainda não foi baixado
    "media_retry": ("POST", "media/{media}/retry/", None, 200, 200, 200, 404, 401),
    "alerts_list": ("GET", "alerts/", None, 200, 200, 200, 200, 401),
    "alerts_retrieve": ("GET", "alerts/{alert}/", None, 200, 200, 200, 404, 401),
    "alerts_counts": ("GET", "alerts/counts/", None, 200, 200, 200, 200, 401),
    "alerts_acknowledge": ("POST", "alerts/{alert}/acknowledge/", {}, 200, 200, 403, 404, 401),
    "alerts_silence": ("POST", "alerts/{alert}/silence/", {"until": TOMORROW}, 200, 200, 403, 404, 401),
    "alerts_rules": ("GET", "alerts/rules/?cliente={cliente}", None, 200, 200, 403, 403, 401),
    "alerts_rule": (
        "PATCH", "alerts/rules/queue/?cliente={cliente}", {"threshold": 80}, 200, 200, 403, 403, 401,
    ),
    "alert_channels_list": ("GET", "alert-channels/", None, 200, 200, 403, 403, 401),
    "alert_channels_create": (
        "POST", "alert-channels/", {"kind": "email", "target": "a@acme.com.br", "cliente": "{cliente}"},
        201, 201, 403, 403, 401,
    ),
    "alert_channels_update": ("PATCH", "alert-channels/{channel}/", {"is_on": False}, 200, 200, 403, 404, 401),
    "alert_channels_destroy": ("DELETE", "alert-channels/{channel}/", None, 204, 204, 403, 404, 401),
    "alert_channels_test": ("POST", "alert-channels/{channel}/test/", None, 200, 200, 403, 404, 401),
    "backups": ("GET", "backups/", None, 200, 403, 403, 403, 401),
    "installation": ("GET", "installation/", None, 200, 200, 200, 200, 401),
    "pictures_retrieve": ("GET", "media/pictures/{picture}/", None, 404, 404, 404, 404, 401),  # ainda não foi baixada
    "contacts_list": ("GET", "contacts/", None, 200, 200, 200, 200, 401),
    "contacts_create": (
        "POST", "contacts/", {"instance": "{instance}", "phone": "5541999990000"}, 201, 201, 201, 404, 401,
    ),
    "contacts_retrieve": ("GET", "contacts/{contact}/", None, 200, 200, 200, 404, 401),
    "contacts_update": ("PATCH", "contacts/{contact}/", {"saved_name": "Ida"}, 200, 200, 200, 404, 401),
    "contacts_block": ("POST", "contacts/{contact}/block/", None, 200, 200, 200, 404, 401),
    "contacts_unblock": ("POST", "contacts/{contact}/unblock/", None, 200, 200, 200, 404, 401),
    "contacts_merge": ("POST", "contacts/{contact}/merge/", {"other": "{hidden}"}, 200, 200, 200, 404, 401),
    "contacts_unmerge": (
        "POST", "contacts/{contact}/unmerge/", {"address": "100000000000099@lid"}, 409, 409, 409, 404, 401,
    ),
    "contacts_export": ("GET", "contacts/export/", None, 200, 200, 403, 403, 401),
    "contacts_import_csv": ("POST", "contacts/import/", {}, 400, 400, 403, 403, 401),
    "groups_list": ("GET", "groups/", None, 200, 200, 200, 200, 401),
    "groups_create": (
        "POST", "groups/", {"instance": "{instance}", "subject": "Equipe", "participants": ["5541999990000"]},
        201, 201, 403, 403, 401,
    ),
    "groups_retrieve": ("GET", "groups/{group}/", None, 200, 200, 200, 404, 401),
    "groups_update": ("PATCH", "groups/{group}/", {"subject": "Equipe"}, 200, 200, 403, 404, 401),
    "groups_members": ("POST", "groups/{group}/members/", {"phones": ["5541999990000"]}, 200, 200, 403, 404, 401),
    "groups_members_delete": ("DELETE", "groups/{group}/members/?phones=5541999990000", None, 200, 200, 403, 404, 401),
    "groups_admins": ("POST", "groups/{group}/admins/", {"phones": ["5541999990000"]}, 200, 200, 403, 404, 401),
    "groups_admins_delete": ("DELETE", "groups/{group}/admins/?phones=5541999990000", None, 200, 200, 403, 404, 401),
    "groups_leave": ("POST", "groups/{group}/leave/", None, 200, 200, 403, 404, 401),
    "groups_revoke_invite": ("POST", "groups/{group}/revoke-invite/", None, 200, 200, 403, 404, 401),
    "groups_refresh": ("POST", "groups/{group}/refresh/", None, 200, 200, 200, 404, 401),
    "stats": ("GET", "stats/?instance={instance}", None, 200, 200, 200, 404, 401),
    "stream": ("GET", "stream/", None, 200, 200, 200, 200, 401),
    "webhook_status": ("GET", "/webhook/status/", None, 200, 200, 200, 200, 200),
    "webhook_test": ("POST", "/webhook/test/", {"instance": "{instance}"}, 200, 200, 403, 404, 401),
}  # fmt: skip
ACTORS = ("ana", "bruno", "carla", "davi", "ninguém")


def filled(value: Any, ids: dict[str, int]) -> Any:
    """Os ids no lugar das chaves."""
    if isinstance(value, dict):
        return {name: filled(item, ids) for name, item in value.items()}
    if isinstance(value, str):
        for name, pk in ids.items():
            if value == f"{{{name}}}":
                return pk
            value = value.replace(f"{{{name}}}", str(pk))
    return value


def operations() -> dict[str, tuple[str, str]]:
    """As operações do esquema: id -> (método, caminho)."""
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    return {
        operation["operationId"]: (method.upper(), path)
        for path, ops in paths.items()
        for method, operation in ops.items()
    }


def test_the_table_names_every_operation_of_the_schema() -> None:
    assert set(TABLE) == set(operations())


@pytest.mark.parametrize("operation", TABLE)
def test_each_route_answers_each_actor(
    operation: str,
    as_user: Any,
    ids: dict[str, int],
    silent_gateway: None,
    ana: User,
    bruno: User,
    carla: User,
    davi: User,
) -> None:
    method, path, body, *expected = TABLE[operation]
    url = filled(path, ids) if path.startswith("/") else f"/api/{filled(path, ids)}"
    for name, user, status in zip(ACTORS, (ana, bruno, carla, davi, None), expected, strict=True):
        with transaction.atomic():
            answer = as_user(user).call(method, url, filled(body, ids))
            transaction.set_rollback(True)

        assert answer.status_code == status, (name, getattr(answer, "content", b"")[:500])
        if answer.status_code >= 400:
            assert set(answer.json()) == {"type", "errors"}
            assert all(set(error) == {"code", "detail", "attr"} for error in answer.json()["errors"])


@pytest.mark.parametrize("operation", [name for name, row in TABLE.items() if "{" in row[1] and "?" not in row[1]])
def test_what_does_not_exist_is_404_whatever_the_body(
    operation: str, as_user: Any, ana: User, ids: dict[str, int], silent_gateway: None
) -> None:
    method, path, *_ = TABLE[operation]
    for number in (999_999_999, 2**63, 10**30):
        missing = "/api/" + filled(path, dict.fromkeys(ids, number))

        assert as_user(ana).call(method, missing, b"isto nao e json").status_code == 404


@pytest.mark.parametrize(
    "operation", [name for name, row in TABLE.items() if isinstance(row[2], dict) and row[7] == 401]
)
def test_right_is_asked_before_the_body(operation: str, as_user: Any, carla: User, ids: dict[str, int]) -> None:
    method, path, _, _, _, expected, *_ = TABLE[operation]
    url = filled(path, ids) if path.startswith("/") else f"/api/{filled(path, ids)}"

    answer = as_user(carla).call(method, url, b"isto nao e json")

    if operation == "webhook_test":
        assert answer.status_code == 400  # a instância vem no corpo: sem corpo legível não há o que perguntar
    else:
        assert answer.status_code == (403 if expected == 403 else 400)

"""As linhas do domínio, um modelo (com o que só existe por ele) por arquivo."""

from core.models.change import Change
from core.models.chat import AddressLink, Chat, ChatDraft, UnresolvedLid
from core.models.cliente import Cliente
from core.models.gateway_setting import GatewaySettings
from core.models.health import InstanceHealth
from core.models.instance import (
    ConnectSession,
    ConnectState,
    InstanceLease,
    InstanceStatus,
    InstanceTransition,
    Plan,
    StatusReason,
    TransitionCause,
    WebhookSetting,
    WhatsappInstance,
)
from core.models.media import MediaStatus, MessageMedia
from core.models.mensagem import STATUS_WORDS, Direction, Mensagem, MessageUpdate, Reaction, UpdateKind
from core.models.outbox_item import OutboxItem, OutboxState, SendAttempt
from core.models.reconciliation import ReconcileCause, ReconcileState, Reconciliation
from core.models.replay_job import ReplayJob, ReplayState
from core.models.stat import Heartbeat, Stat
from core.models.webhook_event import EventState, WebhookEvent

__all__ = [
    "STATUS_WORDS",
    "AddressLink",
    "Change",
    "Chat",
    "ChatDraft",
    "Cliente",
    "ConnectSession",
    "ConnectState",
    "Direction",
    "EventState",
    "GatewaySettings",
    "Heartbeat",
    "InstanceHealth",
    "InstanceLease",
    "InstanceStatus",
    "InstanceTransition",
    "MediaStatus",
    "Mensagem",
    "MessageMedia",
    "MessageUpdate",
    "OutboxItem",
    "OutboxState",
    "Plan",
    "Reaction",
    "ReconcileCause",
    "ReconcileState",
    "Reconciliation",
    "ReplayJob",
    "ReplayState",
    "SendAttempt",
    "Stat",
    "StatusReason",
    "TransitionCause",
    "UnresolvedLid",
    "UpdateKind",
    "WebhookEvent",
    "WebhookSetting",
    "WhatsappInstance",
]

"""As linhas do domínio, um modelo (com o que só existe por ele) por arquivo."""

from core.models.alert import (
    Alert,
    AlertChannel,
    AlertChannelKind,
    AlertKind,
    AlertNotice,
    AlertRule,
    AlertState,
)
from core.models.backup_run import BackupKind, BackupRun, BackupState
from core.models.change import Change
from core.models.chat import AddressLink, Chat, ChatDraft, LinkSource, PhoneAlias, UnresolvedLid
from core.models.cliente import Cliente
from core.models.contact import Contact, Picture
from core.models.gateway_setting import GatewaySettings
from core.models.group import Group, GroupMember
from core.models.health import InstanceHealth
from core.models.instance import (
    ConnectSession,
    ConnectState,
    InstanceLease,
    InstanceStatus,
    InstanceTransition,
    Plan,
    RetiredSecret,
    StatusReason,
    TransitionCause,
    WebhookSetting,
    WhatsappInstance,
)
from core.models.loose_file import LooseFile
from core.models.media import MediaStatus, MessageMedia
from core.models.mensagem import STATUS_WORDS, Direction, Mensagem, MessageUpdate, Reaction, UpdateKind
from core.models.outbox_item import OutboxItem, OutboxState, SendAttempt
from core.models.outgoing_link import OutgoingLink
from core.models.phone_book import PhoneBook
from core.models.poll import PollResult
from core.models.reconciliation import ReconcileCause, ReconcileState, Reconciliation
from core.models.replay_job import ReplayJob, ReplayState
from core.models.stat import Heartbeat, Stat
from core.models.webhook_event import EventState, WebhookEvent

__all__ = [
    "STATUS_WORDS",
    "AddressLink",
    "Alert",
    "AlertChannel",
    "AlertChannelKind",
    "AlertKind",
    "AlertNotice",
    "AlertRule",
    "AlertState",
    "BackupKind",
    "BackupRun",
    "BackupState",
    "Change",
    "Chat",
    "ChatDraft",
    "Cliente",
    "ConnectSession",
    "ConnectState",
    "Contact",
    "Direction",
    "EventState",
    "GatewaySettings",
    "Group",
    "GroupMember",
    "Heartbeat",
    "InstanceHealth",
    "InstanceLease",
    "InstanceStatus",
    "InstanceTransition",
    "LinkSource",
    "LooseFile",
    "MediaStatus",
    "Mensagem",
    "MessageMedia",
    "MessageUpdate",
    "OutboxItem",
    "OutboxState",
    "OutgoingLink",
    "PhoneAlias",
    "PhoneBook",
    "Picture",
    "Plan",
    "PollResult",
    "Reaction",
    "ReconcileCause",
    "ReconcileState",
    "Reconciliation",
    "ReplayJob",
    "ReplayState",
    "RetiredSecret",
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

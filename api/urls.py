"""O mapa da API."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from api.views.account import AccountImportView, AccountInstancesView, AccountView
from api.views.alerts import AlertChannelsView, AlertsView
from api.views.backups import BackupsView
from api.views.chats import ChatsView
from api.views.clientes import ClientesView
from api.views.contacts import ContactsView
from api.views.docs import DocsView, SchemaView
from api.views.events import EventsView
from api.views.groups import GroupsView
from api.views.installation import InstallationView
from api.views.instances.instances import InstancesView
from api.views.media import MediaView
from api.views.mensagens.mensagens import MensagensView
from api.views.pictures import PicturesView
from api.views.stats import StatsView
from api.views.stream import StreamView
from api.views.users import UsersView

router = SimpleRouter(use_regex_path=False)
router.register("clientes", ClientesView, "clientes")
router.register("users", UsersView, "users")
router.register("instances", InstancesView, "instances")
router.register("events", EventsView, "events")
router.register("chats", ChatsView, "chats")
router.register("mensagens", MensagensView, "mensagens")
router.register("media", MediaView, "media")
router.register("alerts", AlertsView, "alerts")
router.register("alert-channels", AlertChannelsView, "alert_channels")
router.register("media/pictures", PicturesView, "pictures")
router.register("contacts", ContactsView, "contacts")
router.register("groups", GroupsView, "groups")

urlpatterns = [
    path("auth/", include("authentication.urls")),
    path("account/", AccountView.as_view()),
    path("account/instances/", AccountInstancesView.as_view()),
    path("account/import/", AccountImportView.as_view()),
    path("backups/", BackupsView.as_view()),
    path("installation/", InstallationView.as_view()),
    path("stats/", StatsView.as_view()),
    path("stream/", StreamView.as_view()),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view()),
    *router.urls,
]

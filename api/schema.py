"""O esquema OpenAPI: ids de operação estáveis, etiquetas pelo recurso, textos das docstrings, erros numa forma só."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_doc
from rest_framework import serializers

from core.facts import ChatKind, EventKind, MessageStatus, MessageType, Origin
from core.gateway.results import WebhookKind

# As palavras de que o esquema faz tipos com nome (settings.SPECTACULAR_SETTINGS).
EVENT_KINDS = [kind.value for kind in EventKind]
CHAT_KINDS = [kind.value for kind in ChatKind]
ORIGINS = [origin.value for origin in Origin]
MESSAGE_TYPES = [kind.value for kind in MessageType]
MESSAGE_STATUSES = [status.name.lower() for status in MessageStatus]
WEBHOOK_KINDS = [kind.value for kind in WebhookKind]

PRESENCES = ["composing", "recording"]

WRITES = {"POST", "PUT", "PATCH"}
DESCRIPTIONS = {
    "400": "O pedido não serve: `errors` diz o campo e o motivo.",
    "401": "Falta o token, ou ele venceu ou foi revogado.",
    "403": "Vê-se, mas este papel não pode fazer isto.",
    "404": "Não existe, ou não é visível para este usuário.",
    "405": "O endereço existe, mas não atende este método.",
    "406": "Só há resposta em JSON.",
    "409": "O pedido não cabe no estado atual.",
    "413": "O corpo é grande demais.",
    "415": "O corpo precisa ser JSON.",
    "429": "Pedidos demais; `Retry-After` diz quantos segundos esperar.",
    "500": "Defeito do MultiChat.",
    "502": "A W-APi recusou, ou não se sabe o que fez: `detail` traz as palavras dela.",
    "504": "A W-APi não respondeu a tempo.",
    "503": "O banco de dados não está respondendo; tente de novo.",
}


class ErrorItem(serializers.Serializer[Any]):
    """Um erro."""

    code = serializers.CharField(help_text="Palavra estável, para programas.")
    detail = serializers.CharField(help_text="O que aconteceu, para pessoas.")
    attr = serializers.CharField(allow_null=True, help_text="Campo do pedido a que se refere; nulo se a nenhum.")


class ErrorResponse(serializers.Serializer[Any]):
    """Todo erro da API tem esta forma."""

    type = serializers.ChoiceField(
        ["validation_error", "client_error", "server_error"],
        help_text="Erro de validação, do pedido, ou do servidor.",
    )
    errors = ErrorItem(many=True, help_text="Um ou mais erros.")  # type: ignore[assignment]  # encobre Serializer.errors


class Schema(AutoSchema):
    """Lê dos nomes e docstrings das views tudo que o esquema precisa."""

    def get_operation_id(self) -> str:
        """`recurso_ação`: os nomes das views, não os caminhos."""
        action = getattr(self.view, "action", None)
        basename = getattr(self.view, "basename", None)
        if action and basename:
            return f"{basename}_{'update' if action == 'partial_update' else action}"
        name = getattr(self.view, "operation", None)
        if isinstance(name, dict):
            name = name.get(self.method.lower())
        return str(name or super().get_operation_id())

    def get_tags(self) -> list[str]:
        """O primeiro passo do caminho depois de /api/."""
        parts = [part for part in self.path.split("/") if part and part != "api"]
        return parts[:1]

    def _doc(self) -> tuple[str, str]:
        action = getattr(self.view, "action", None) or self.method.lower()
        text = get_doc(getattr(self.view, action, None)) or get_doc(self.view.__class__)
        head, _, rest = text.partition("\n\n")
        return " ".join(head.split()), "\n".join(line.strip() for line in rest.strip().splitlines())

    def get_summary(self) -> str | None:
        """A primeira frase da docstring."""
        return self._doc()[0].partition(". ")[0].rstrip(".")

    def get_description(self) -> str:  # type: ignore[override]  # a de lá não tem anotação
        """A docstring inteira."""
        head, rest = self._doc()
        return f"{head}\n\n{rest}".strip()

    def _resolve_path_parameters(self, variables: list[str]) -> list[Any]:
        # O drf-spectacular não tem anotações; o que é dele e se chama por `super()` o mypy não acha em pyproject.toml.
        parameters: list[Any] = super()._resolve_path_parameters(variables)  # type: ignore[no-untyped-call]
        for parameter in parameters:
            if parameter["schema"].get("type") == "string":
                continue  # descrito pela ação
            parameter["description"] = "Id do objeto." if parameter["name"] == "id" else "Parte do caminho."
            parameter["schema"] = {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}
        return parameters

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        responses = super()._get_response_bodies(direction=direction)
        if direction == "response":
            for code in self._error_codes():
                if code not in responses:
                    body = self._get_response_for_code(ErrorResponse, code, ["application/json"])  # type: ignore[no-untyped-call]
                    responses[code] = {**body, "description": DESCRIPTIONS[code]}
        return dict(sorted(responses.items()))

    def _error_codes(self) -> list[str]:
        codes = ["405", "406", "500", "503"]
        is_open = not any(auth for auth in self.get_auth() if auth)
        if not is_open:
            codes += ["401", "429"]
        if getattr(self.view, "may_forbid", False):
            codes.append("403")
        if self.method in WRITES:
            codes += ["400", "413", "415"]
        has_query = self.get_override_parameters() or self._is_list_view()
        if self.method == "GET" and has_query:
            codes.append("400")
        if "{" in self.path or self.method in WRITES:
            codes.append("404")
        extra = getattr(self.view, "error_codes", {})
        action = getattr(self.view, "action", None) or self.method.lower()
        return [*codes, *extra.get(action, ())]


class BearerScheme(OpenApiAuthenticationExtension):
    """`Authorization: Bearer`."""

    target_class = "authentication.tokens.AccessAuthentication"
    name = "bearerAuth"
    priority = 1

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """JWT no cabeçalho."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


class MediaCookieScheme(OpenApiAuthenticationExtension):
    """Cookie de mídia, para `<img>` e `<audio>`."""

    target_class = "authentication.tokens.MediaCookieAuthentication"
    name = "mediaCookie"
    priority = 1

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Cookie."""
        return {"type": "apiKey", "in": "cookie", "name": "multichat_media"}


NULL = {"$ref": "#/components/schemas/NullEnum"}


def tidy(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """O que os clientes gerados leem ao pé da letra.

    Pedido e resposta já são componentes separados: `readOnly` só atrapalharia. Um `default` num PATCH seria mandado por
    quem não o escreveu, e mudaria a linha. Uma operação sem `security` herdaria a do documento: as abertas dizem []."""
    schemas = result.get("components", {}).get("schemas", {})
    for name, schema in schemas.items():
        for field, about in schema.get("properties", {}).items():
            about.pop("readOnly", None)
            if name.startswith("Patched"):
                about.pop("default", None)
            schema["properties"][field] = _nullable(about)
    schemas.pop("NullEnum", None)
    for operations in result["paths"].values():
        for operation in operations.values():
            operation.setdefault("security", [])
    return result


def _nullable(about: dict[str, Any]) -> dict[str, Any]:
    """Nulo escrito por extenso; de um valor qualquer ele já é um (num `oneOf` ao lado de `{}` casaria duas vezes)."""
    if {} in about.get("oneOf", ()):
        return {name: value for name, value in about.items() if name != "oneOf"}
    if NULL in about.get("oneOf", ()):
        return {**about, "oneOf": [{"type": "null"} if one == NULL else one for one in about["oneOf"]]}
    return about

"""A porta como view do Django, para quem chega por dentro dele (métodos que não POST, testes, outro servidor)."""

from django.http import HttpRequest, HttpResponse

from webhook import door


def receive(request: HttpRequest, secret: str | None = None) -> HttpResponse:
    """`/webhook/<secret>/` e `/webhook/`."""
    answer = door.answer(request.META, secret)
    return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))

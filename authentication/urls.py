"""Rotas de /api/auth/."""

from django.urls import path

from authentication import views

urlpatterns = [
    path("login/", views.LoginView.as_view()),
    path("refresh/", views.RefreshView.as_view()),
    path("logout/", views.LogoutView.as_view()),
    path("token/", views.TokenView.as_view()),
    path("token/refresh/", views.TokenRefreshView.as_view()),
    path("token/revoke/", views.TokenRevokeView.as_view()),
    path("me/", views.MeView.as_view()),
    path("password/", views.PasswordView.as_view()),
]

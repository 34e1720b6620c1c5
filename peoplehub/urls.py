"""Every address of the site: the project's own pages, then those of the two apps."""

from django.urls import include, path

from . import checks, views  # noqa: F401 (checks registers itself)

urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views.help_page, name="help"),
    path("privacy/", views.privacy, name="privacy"),
    path("cookies/", views.cookies, name="cookies"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("how-it-works/", views.how_it_works, name="how-it-works"),
    path("healthz", views.healthz, name="healthz"),
    path("accounts/", include("peoplehub.accounts")),
    path("", include("spectrum.urls")),
    path("", include("assessments.urls")),
]

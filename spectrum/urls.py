"""Addresses of the pages to learn from. Beside a type stand `questions` and `frameworks`: not for an edition to use."""

from django.urls import path

from . import views

urlpatterns = [
    path("spectrum/", views.spectrum, name="spectrum"),
    path("spectrum/questions/", views.questions, name="spectrum-questions"),
    path("spectrum/frameworks/", views.frameworks, name="spectrum-frameworks"),
    path("spectrum/<slug:slug>/", views.type_page, name="spectrum-type"),
    path("co-production/", views.co_production, name="co-production"),
    path("resources/", views.resources, name="resources"),
]

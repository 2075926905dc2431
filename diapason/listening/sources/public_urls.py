from django.urls import path

from diapason.listening.sources.views.hub import hub

urlpatterns = [path("hub/<str:token>/", hub, name="hub")]

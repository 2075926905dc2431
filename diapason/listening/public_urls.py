from django.urls import path

from diapason.listening.views.digest import digest_leaving

urlpatterns = [path("d/<str:token>/", digest_leaving, name="digest_leaving")]

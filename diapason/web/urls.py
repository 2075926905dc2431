from django.urls import path

from diapason.web.views.health import health
from diapason.web.views.home import front_door

urlpatterns = [
    path("", front_door, name="front_door"),
    path("health/", health, name="health"),
]

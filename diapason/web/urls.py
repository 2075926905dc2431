from django.conf import settings
from django.urls import path

from diapason.web.views.demo import demo_session
from diapason.web.views.health import health
from diapason.web.views.home import front_door
from diapason.web.views.preferences import language, theme
from diapason.web.views.styleguide import styleguide

urlpatterns = [
    path("", front_door, name="front_door"),
    path("health/", health, name="health"),
    path("language/", language, name="language"),
    path("theme/", theme, name="theme"),
    path("demo/session/", demo_session, name="demo_session"),
]

if settings.DEBUG or settings.TESTING:
    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))

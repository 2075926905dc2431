from django.urls import path

from diapason.links.views.convert import convert, snippet
from diapason.links.views.redirect import follow

urlpatterns = [
    path("l/<str:code>", follow, name="follow_link"),
    path("c/<slug:key>.js", snippet, name="conversion_snippet"),
    path("c/<slug:key>", convert, name="convert"),
]

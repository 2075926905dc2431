from django.urls import URLPattern, URLResolver, path

from diapason.media.views.files import media_file

urlpatterns: list[URLPattern | URLResolver] = [path("media/<path:name>", media_file, name="media_file")]

from django.urls import URLPattern, URLResolver

from diapason.editorial import post_urls

urlpatterns: list[URLPattern | URLResolver] = [*post_urls.urlpatterns]

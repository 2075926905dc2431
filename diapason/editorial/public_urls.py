from django.urls import URLPattern, URLResolver

from diapason.editorial import guest_urls

urlpatterns: list[URLPattern | URLResolver] = [*guest_urls.urlpatterns]

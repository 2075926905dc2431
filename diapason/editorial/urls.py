from django.urls import URLPattern, URLResolver

from diapason.editorial import calendar_urls, post_urls

urlpatterns: list[URLPattern | URLResolver] = [*post_urls.urlpatterns, *calendar_urls.urlpatterns]

from django.urls import path

from diapason.web.views.home import brand

urlpatterns = [
    path("start/", brand, name="brand"),
]

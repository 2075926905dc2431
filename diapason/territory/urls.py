from django.urls import URLPattern, URLResolver, path

from diapason.territory.views.space import space

urlpatterns: list[URLPattern | URLResolver] = [
    path("spaces/<int:space_id>/", space, name="space"),
]

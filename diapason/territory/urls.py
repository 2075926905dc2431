from django.urls import URLPattern, URLResolver, path

from diapason.territory.views.check_space import check_space
from diapason.territory.views.connect_space import connect_network, connect_space
from diapason.territory.views.edit_space import edit_space, space_grants
from diapason.territory.views.reconnect_space import reconnect_space
from diapason.territory.views.remove_space import remove_space
from diapason.territory.views.space import space
from diapason.territory.views.spaces import spaces

urlpatterns: list[URLPattern | URLResolver] = [
    path("spaces/", spaces, name="spaces"),
    path("spaces/new/", connect_space, name="connect_space"),
    path("spaces/new/<slug:network>/", connect_network, name="connect_network"),
    path("spaces/<int:space_id>/", space, name="space"),
    path("spaces/<int:space_id>/edit/", edit_space, name="edit_space"),
    path("spaces/<int:space_id>/check/", check_space, name="check_space"),
    path("spaces/<int:space_id>/grants/", space_grants, name="space_grants"),
    path("spaces/<int:space_id>/reconnection/", reconnect_space, name="reconnect_space"),
    path("spaces/<int:space_id>/removal/", remove_space, name="remove_space"),
]

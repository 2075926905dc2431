from django.urls import path

from diapason.links.views.link import closure, link, new_link, opening, qr_code
from diapason.links.views.listing import export, links
from diapason.links.views.sites import removal, sites

urlpatterns = [
    path("links/", links, name="links"),
    path("links/new/", new_link, name="new_link"),
    path("links/export.csv", export, name="links_export"),
    path("links/sites/", sites, name="sites"),
    path("links/sites/<int:site_id>/removal/", removal, name="site_removal"),
    path("links/<int:link_id>/", link, name="link"),
    path("links/<int:link_id>/qr.<str:kind>", qr_code, name="link_qr"),
    path("links/<int:link_id>/closure/", closure, name="link_closure"),
    path("links/<int:link_id>/opening/", opening, name="link_opening"),
]

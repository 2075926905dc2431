from django.urls import URLPattern, URLResolver, path

from diapason.community.views.contact import consent, contact, profile, restoration, withdrawal
from diapason.community.views.merges import merge, undoing
from diapason.community.views.people import people
from diapason.community.views.privacy import erasure, export

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/", people, name="people"),
    path("people/<int:contact_id>/", contact, name="contact"),
    path("people/<int:contact_id>/profile/", profile, name="contact_profile"),
    path("people/<int:contact_id>/consents/", consent, name="consent"),
    path("people/<int:contact_id>/consents/<int:consent_id>/withdrawal/", withdrawal, name="consent_withdrawal"),
    path("people/<int:contact_id>/consents/<int:consent_id>/restoration/", restoration, name="consent_restoration"),
    path("people/<int:contact_id>/merges/", merge, name="contact_merge"),
    path("people/<int:contact_id>/export/", export, name="contact_export"),
    path("people/<int:contact_id>/erasure/", erasure, name="contact_erasure"),
    path("people/merges/<int:merge_id>/undoing/", undoing, name="merge_undoing"),
]

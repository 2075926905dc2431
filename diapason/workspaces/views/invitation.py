from django.http import HttpRequest, HttpResponse


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse()


def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse()

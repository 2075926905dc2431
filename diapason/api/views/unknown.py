"""An address of the API that does not exist is told as the API tells errors."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from diapason.api import problems


@csrf_exempt
def unknown(request: HttpRequest, *_args: str) -> HttpResponse:
    return problems.answer(request, problems.not_found())

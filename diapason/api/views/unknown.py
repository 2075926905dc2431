"""What no operation answers, told as the API tells errors: an address that does not exist, a method that it does not have."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from diapason.api import problems

View = Callable[..., HttpResponse]


@csrf_exempt
def unknown(request: HttpRequest, *_args: str) -> HttpResponse:
    return problems.answer(request, problems.not_found())


def as_problem(view: View) -> View:
    """The same view, whose 405 has the body of a problem; which methods there are stays in its header Allow."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 405:
            return response
        told = problems.answer(request, problems.no_such_method(response["Allow"]))
        told["Allow"] = response["Allow"]
        return told

    return answered

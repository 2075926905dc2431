"""Why a network would refuse a reply, in words. The connector's own sentence comes first, where it has one."""

from django.utils.translation import gettext as _

from diapason.networks.base.content import Problem
from diapason.networks.base.registry import Network


def sentence(network: Network, problem: Problem) -> str:
    key = f"problems.{problem.code}"
    own = network.say(key)
    if own != key:
        return network.say(key, **problem.values)
    if problem.code == "empty":
        return _("Write something first.")
    if problem.code == "too_long":
        return _("This is longer than %(network)s takes. Shorten it.") % {"network": network}
    return _("%(network)s would refuse this (%(code)s).") % {"network": network, "code": problem.code}

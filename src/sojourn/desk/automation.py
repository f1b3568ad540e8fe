"""The switch: what is decided without a person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sojourn.casework.access import automation_of
from sojourn.casework.officer_events import set_automation
from sojourn.casework.texts import CHECKS, country_name
from sojourn.core.errors import InvalidInput
from sojourn.desk.entrance import draw, officers_only
from sojourn.parties.acting import ActingAs


@require_http_methods(["GET", "HEAD", "POST"])
@officers_only
def automation(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """The state of automation; for those who lead, the buttons that change it."""
    if request.method == "POST":
        host = request.POST.get("host") or None
        try:
            set_automation(acting=acting, running=request.POST.get("running") == "yes", host=host)
            messages.success(request, _("The change is in force."))
        except InvalidInput:
            messages.error(request, _("Choose a country from the list."))
        return redirect("desk:automation")
    state = automation_of(acting)
    hosts = [
        {"code": host, "name": country_name(host), "stopped": host in state.stopped_hosts}
        for host in state.hosts
    ]
    return draw(
        request,
        acting,
        "desk/automation.html",
        {
            "automation": state,
            "hosts": sorted(hosts, key=lambda host: str(host["name"])),
            "checks": CHECKS.values(),
        },
    )

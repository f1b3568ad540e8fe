"""Which address counts as one client, where tries and requests are counted by address."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def client_network(request: HttpRequest) -> str:
    """The address that counts: an IPv4 address, or the /64 network of an IPv6 one (a client owns all of it).

    X-Forwarded-For is believed only as far as ALLAUTH_TRUSTED_PROXY_COUNT says, as it is at sign-in. "unknown" where
    no address can be told.
    """
    try:
        address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    except (PermissionDenied, ValueError):
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        if mapped is None:
            return str(ipaddress.ip_network((address, 64), strict=False))
        address = mapped
    return str(address)

"""What a request tells of the device and the network that it came from: without asking anybody outside."""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network

import iptocc
import ua_parser
from django.http import HttpRequest

from troth.connections.models import Device
from troth.lib.limits import address_of

LONGEST = 400
"""Characters of a browser's name of itself that are looked at: parsing takes longer the longer it is."""


@dataclass(frozen=True)
class Endpoint:
    """Browser, system and device, and where from; what is not known is empty."""

    browser: str = ""
    browser_version: str = ""
    system: str = ""
    device: Device = Device.COMPUTER
    address: str | None = None
    network: str = ""
    country: str = ""


def endpoint_of(request: HttpRequest) -> Endpoint:
    """The endpoint of a request. A local address is left out: it tells of a house, not of the way."""
    address, network, country = _place(address_of(request))
    browser, version, system, device = _program(request.headers.get("User-Agent", "")[:LONGEST])
    return Endpoint(browser, version, system, device, address, network, country)


def _place(address: str) -> tuple[str | None, str, str]:
    # Of IPv6 the limits know the /64, and so does this.
    try:
        ip = ip_address(address.partition("/")[0])
    except ValueError:
        return None, "", ""
    if not ip.is_global:
        return None, "", ""
    network = ip_network((ip, 24 if ip.version == 4 else 48), strict=False)
    return str(ip), str(network), iptocc.country_code(str(ip)) or ""


def _program(agent: str) -> tuple[str, str, str, Device]:
    found = ua_parser.parse(agent)
    family = found.user_agent.family if found.user_agent else ""
    version = (found.user_agent.major or "") if found.user_agent else ""
    system = found.os.family if found.os else ""
    # Since they froze what they say of it, only these still tell their version.
    if found.os and found.os.major and system in {"iOS", "Android", "iPadOS"}:
        system = f"{system} {found.os.major}"
    return family[:40], version[:20], system[:40], _device(agent)


def _device(agent: str) -> Device:
    if "iPad" in agent or "Tablet" in agent or ("Android" in agent and "Mobile" not in agent):
        return Device.TABLET
    if "Mobile" in agent or "iPhone" in agent:
        return Device.PHONE
    return Device.COMPUTER

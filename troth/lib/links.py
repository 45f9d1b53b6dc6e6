"""Where a form or a link says to go on."""

from django.utils.http import url_has_allowed_host_and_scheme


def own_page(wanted: str, otherwise: str) -> str:
    """A path of ours that somebody was to be led back to; `otherwise` where it leads anywhere else."""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else otherwise

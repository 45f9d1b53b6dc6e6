"""Who somebody is, by proof that an address is theirs (WHO-1)."""

from django.db.models import Model

from troth.privacy.declarations import SELF, path_of
from troth.privacy.graph import Graph, graph
from troth.privacy.purposes import for_the_engine


@for_the_engine()
def people_at(address: str, house: Graph | None = None) -> list[Model]:
    """Every row that is the person at an address: the account, invitations, mail, and what is added tomorrow.

    Looks in each table that declares a `proof`, whatever the case of letters.
    All of them are one subject: `rows_of()` makes them the roots of a request.
    """
    house = house or graph()
    address = address.strip()
    found: list[Model] = []
    for model in sorted(house.declared, key=lambda model: model._meta.label):
        declaration = house.declared[model]
        if declaration.proof and address:
            where = path_of(declaration.owners[SELF]).where
            rows = model._base_manager.filter(**{declaration.proof: address}, **where)
            found += rows.order_by("pk")
    return found


def is_known(address: str, besides: tuple[type[Model], ...]) -> bool:
    """Whether anything is known at an address but rows of these tables."""
    return any(not isinstance(row, besides) for row in people_at(address))

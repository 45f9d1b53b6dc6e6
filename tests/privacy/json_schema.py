"""As much of JSON Schema 2020-12 as our schemas use; a keyword that is not known here is refused."""

from collections.abc import Iterator
from typing import Any

SAYS_NOTHING = {"$schema", "$defs", "title", "description", "format"}
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}


def faults(
    value: Any, schema: dict[str, Any], root: dict[str, Any] | None = None, at: str = "$"
) -> Iterator[str]:
    """What is wrong with a value, each with its place."""
    root = root or schema
    for keyword, says in schema.items():
        if keyword == "$ref":
            found = root
            for step in says.removeprefix("#/").split("/"):
                found = found[step]
            yield from faults(value, found, root, at)
        elif keyword == "type":
            names = says if isinstance(says, list) else [says]
            if not any(type(value) in TYPES[name] for name in names):
                yield f"{at} is no {says}: {value!r}"
        elif keyword == "const":
            if value != says:
                yield f"{at} is not {says!r}"
        elif keyword == "enum":
            if value not in says:
                yield f"{at} is none of {says}: {value!r}"
        elif keyword == "required":
            yield from (f"{at} lacks {name}" for name in says if name not in value)
        elif keyword == "properties":
            for name, inner in says.items():
                if name in value:
                    yield from faults(value[name], inner, root, f"{at}.{name}")
        elif keyword == "additionalProperties":
            assert says is False
            yield from (f"{at}.{name} is not foreseen" for name in value if name not in schema["properties"])
        elif keyword == "items":
            for number, one in enumerate(value):
                yield from faults(one, says, root, f"{at}[{number}]")
        else:
            assert keyword in SAYS_NOTHING, keyword

"""YAML read so that NO is Norway: only true, false and null are words with a meaning of their own."""

import re
from pathlib import Path
from typing import Any

import yaml

from sojourn.engine.errors import LawError


class _Loader(yaml.CSafeLoader):
    """Safe loading without YAML 1.1's yes/no/on/off, and without repeated keys."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def _mapping(loader: yaml.CSafeLoader, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    repeated = {str(key) for key in keys if keys.count(key) > 1}
    if repeated:
        raise LawError(f"key given twice: {', '.join(sorted(repeated))} (line {node.start_mark.line + 1})")
    return dict(
        zip(keys, (loader.construct_object(value, deep=True) for _, value in node.value), strict=True)
    )


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file. Raises LawError, naming the file, where it is no YAML."""
    try:
        return yaml.load(path.read_bytes(), Loader=_Loader)  # noqa: S506  a safe loader, made stricter
    except (yaml.YAMLError, LawError) as error:
        raise LawError(f"{path.name}: {error}") from error

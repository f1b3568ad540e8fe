"""Reference data, read when somebody asks for them: they decide no case, so no start has to wait for them."""

from functools import cache
from pathlib import Path

from pydantic import ValidationError

from sojourn.engine.errors import LawError
from sojourn.engine.lawbook import schema_reference as form
from sojourn.engine.lawbook.law_files import law_directory
from sojourn.engine.lawbook.yaml_reading import read_yaml

FORMS: dict[str, type[form.ReferenceFile]] = {
    "contribution_rates": form.ContributionRates,
    "penalties": form.Penalties,
    "late_certificates": form.LateCertificates,
    "posted_worker_notifications": form.PostedWorkerNotifications,
    "groups": form.Groups,
}


def load_reference(name: str, path: Path | None = None) -> form.ReferenceFile:
    """The reference data of one file, in `path` (a law directory) or in the law that is shipped; read once a process.

    `name` is one of FORMS. Raises KeyError for another, LawError with file and place where the data do not fit.
    """
    return _load(FORMS[name], name, path if path is not None else law_directory())


def groups(path: Path | None = None) -> form.Groups:
    """The groups of countries. Raises LawError where the data do not fit their form."""
    return _load(form.Groups, "groups", path if path is not None else law_directory())


def contribution_rates(path: Path | None = None) -> form.ContributionRates:
    """The rates of contributions. Raises LawError where the data do not fit their form."""
    return _load(form.ContributionRates, "contribution_rates", path if path is not None else law_directory())


def penalties(path: Path | None = None) -> form.Penalties:
    """The sanctions. Raises LawError where the data do not fit their form."""
    return _load(form.Penalties, "penalties", path if path is not None else law_directory())


def late_certificates(path: Path | None = None) -> form.LateCertificates:
    """What certificates can do that come late. Raises LawError where the data do not fit their form."""
    return _load(form.LateCertificates, "late_certificates", path if path is not None else law_directory())


def posted_worker_notifications(path: Path | None = None) -> form.PostedWorkerNotifications:
    """The declarations of posted workers. Raises LawError where the data do not fit their form."""
    place = path if path is not None else law_directory()
    return _load(form.PostedWorkerNotifications, "posted_worker_notifications", place)


def _load[File: form.ReferenceFile](kind: type[File], name: str, directory: Path) -> File:
    held = _read(kind, name, directory)
    if not isinstance(held, kind):
        raise TypeError(f"{name} is no {kind.__name__}")
    return held


@cache
def _read(kind: type[form.ReferenceFile], name: str, directory: Path) -> form.ReferenceFile:
    file = directory / "reference" / f"{name}.yaml"
    try:
        return kind.model_validate(read_yaml(file))
    except OSError as error:
        raise LawError(f"{file.name}: {error.strerror}") from error
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"]) or "top"
        raise LawError(f"{file.name}: {place}: {fault['msg']}") from error

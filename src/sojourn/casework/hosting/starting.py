"""What there is to do before an institution can work here: a list of tasks, each with what does not work until then."""

from dataclasses import dataclass

from sojourn.casework.hosting.access import SettingsView, TrialView, last_trial, settings_of
from sojourn.casework.hosting.models import TermsVersion
from sojourn.casework.hosting.seals import seal_of
from sojourn.parties.acting import ActingAs
from sojourn.parties.staff_directory import StaffMember, staff_at


@dataclass(frozen=True, slots=True)
class Task:
    """One task by its code, whether it is done, and whether it can be begun."""

    code: str
    done: bool
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """The list, and what may be done with it now."""

    settings: SettingsView
    tasks: tuple[Task, ...]
    may_open: bool

    @property
    def first_open(self) -> Task | None:
        """The first task that is not done and can be begun."""
        return next((task for task in self.tasks if not task.done and not task.blocked), None)


def start_of(acting: ActingAs, language: str = "en") -> Start:
    """The tasks of the institution at which somebody works. Raises NotAllowed for anyone but its staff."""
    settings = settings_of(acting, language)
    kept = TermsVersion.objects.filter(institution_id=settings.institution_id)
    looked_at = set(kept.order_by().values_list("section", flat=True).distinct())
    seal, trial = seal_of(acting), last_trial(acting)
    people = staff_at(settings.institution_id)
    standing = settings.standing
    tasks = (
        Task("identity", bool(standing.name and standing.address and (standing.phone or standing.email))),
        Task("writing", bool(settings.terms.writing.languages)),
        Task("numbering", "numbering" in looked_at),
        Task("keys", seal.now is not None and not seal.ends_soon),
        Task("deadlines", bool(looked_at & {"deadlines", "queues"})),
        Task("corridors", "corridors" in looked_at),
        Task("automation", _two_lead(people)),
        Task("people", any(member.role == "officer" for member in people)),
        Task("try", _tried(trial), blocked=seal.now is None),
    )
    may_open = settings.may_administer and not settings.is_open and _tried(trial)
    return Start(settings, tasks, may_open)


def _two_lead(people: list[StaffMember]) -> bool:
    """Whether automation could be started: by one who asks and another who confirms."""
    return sum(member.role in {"lead", "administrator"} for member in people) > 1


def _tried(trial: TrialView | None) -> bool:
    return trial is not None and trial.passed and trial.is_current

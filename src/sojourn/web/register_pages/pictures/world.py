"""The map of the world, drawn on the server: which shapes are filled how. The shapes come with the built look."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import pycountry

from sojourn.core.countries import state_of
from sojourn.register.pictures.where import Place

_FILE: Final = Path(__file__).parents[2] / "static" / "built" / "world.json"
_STEPS: Final = ((0.999, "tone4"), (0.75, "tone3"), (0.5, "tone2"), (0.0, "tone1"))
# Shapes without a number of their own there, with the codes under which the service knows them.
_NAMED: Final = {"Kosovo": "XK"}
_NEAREST: Final = 14
_LEAST_CIRCLE: Final = 7


@dataclass(frozen=True, slots=True)
class Shape:
    """A country with people in it: its path, or a circle where it is too small for one."""

    country: str
    tone: str
    at: tuple[float, float]
    path: str = ""
    chosen: bool = False
    at_risk: bool = False
    words: str = ""
    circle: int = 0


@dataclass(frozen=True, slots=True)
class World:
    """The whole drawing: `land` is one path of all countries where nobody is; `home`: where the ring stands."""

    width: int
    height: int
    land: str
    shapes: tuple[Shape, ...]
    home: tuple[float, float] | None

    @property
    def hatched(self) -> bool:
        """Whether anybody is at risk."""
        return any(shape.at_risk for shape in self.shapes)


@cache
def _world() -> tuple[int, int, Mapping[str, Mapping[str, Any]]]:
    read = json.loads(_FILE.read_text(encoding="utf-8"))
    found = {_code(number): told for number, told in read["countries"].items()}
    return read["width"], read["height"], found


def _code(number: str) -> str:
    known = pycountry.countries.get(numeric=number) if number.isdecimal() else None
    return known.alpha_2 if known else _NAMED.get(number, number)


def is_on_map(country: str) -> bool:
    """Whether the map has a place for the country."""
    return state_of(country) in _world()[2]


def draw_world(places: Sequence[Place], home: str, chosen: str = "") -> World:
    """The map of these places: the darker, the more of the people there are covered or need nothing."""
    width, height, countries = _world()
    by_state: dict[str, list[Place]] = {}
    for place in places:
        by_state.setdefault(state_of(place.country), []).append(place)
    shapes = [
        _shape(state, there, countries[state], chosen)
        for state, there in by_state.items()
        if state in countries
    ]
    land = "".join(told.get("path", "") for code, told in countries.items() if code not in by_state)
    ring = countries.get(state_of(home), {}).get("at")
    # Small ones last, so that no large neighbour covers them.
    ordered = sorted(_without_crowding(shapes), key=lambda shape: (bool(shape.circle), shape.chosen))
    return World(width, height, land, tuple(ordered), tuple(ring) if ring else None)


def _shape(state: str, there: Sequence[Place], told: Mapping[str, Any], chosen: str) -> Shape:
    people, fine = sum(each.people for each in there), sum(each.fine for each in there)
    share = fine / people if people else 0.0
    small = "path" not in told or bool(told.get("small"))
    return Shape(
        country=state,
        tone="unknown" if not fine else next(tone for least, tone in _STEPS if share >= least),
        at=(told["at"][0], told["at"][1]),
        path="" if small else told["path"],
        chosen=bool(chosen) and state_of(chosen) == state,
        at_risk=any(each.at_risk for each in there),
        words=f"{people:,}".replace(",", "\u202f"),
        circle=_LEAST_CIRCLE if small else 0,
    )


def _without_crowding(shapes: Sequence[Shape]) -> list[Shape]:
    """Numbers only where there is room: the one with more people keeps its own."""
    kept: list[tuple[float, float]] = []
    found = []
    for shape in sorted(shapes, key=lambda each: -int(each.words.replace("\u202f", ""))):
        crowded = any(
            abs(shape.at[0] - x) < 2 * _NEAREST and abs(shape.at[1] - y) < _NEAREST for x, y in kept
        )
        if crowded:
            found.append(replace(shape, words=""))
        else:
            kept.append(shape.at)
            found.append(shape)
    return found

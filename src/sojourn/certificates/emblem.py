"""The emblem of the seal: fine lines only, so that the seal's field needs no font."""

import math
from functools import cache
from typing import Final

_CURVES: Final = 3
_STEPS: Final = 120
_PETALS: Final = 12


@cache
def emblem(width: float, height: float, inset: float) -> bytes:
    """PDF drawing operators for a rosette at the left of a box of `width` by `height` points."""
    radius = min(width, height) / 2 - inset
    x, y = inset + radius, height / 2
    drawing = ["q 0.102 0.267 0.502 RG 0.45 w 1 j"]
    for curve in range(_CURVES):
        turn = 2 * math.pi * curve / (_CURVES * _PETALS)
        drawing.append(_rosette(x, y, radius * 0.86, radius * 0.12, turn))
        drawing.append(_rosette(x, y, radius * 0.5, radius * 0.16, turn))
    drawing.append("1.1 w")
    drawing.append(_rosette(x, y, radius, 0, 0))
    drawing.append(_rosette(x, y, radius * 0.68, 0, 0))
    drawing.append("Q")
    return "\n".join(drawing).encode()


def _rosette(x: float, y: float, radius: float, swing: float, turn: float) -> str:
    points = []
    for step in range(_STEPS):
        angle = 2 * math.pi * step / _STEPS
        reach = radius + swing * math.sin(_PETALS * (angle + turn))
        points.append(f"{x + reach * math.cos(angle):.2f} {y + reach * math.sin(angle):.2f}")
    return f"{points[0]} m " + " ".join(f"{point} l" for point in points[1:]) + " s"

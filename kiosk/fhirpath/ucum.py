"""The common units of UCUM, as exact factors of base dimensions.

`measure(code)` reads a case-sensitive UCUM expression ("mg/dL", "kg.m-2", "10*3/uL", "{score}").
Left out are units that are no plain multiple (Cel, [degF], pH, dB…) and those not listed here:
such a unit equals itself only. Source: https://ucum.org/ucum, tables 1 to 4 and the clinical ones.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Final

Dimensions = frozenset[tuple[str, int]]
"""Base dimension and exponent; empty for a pure number."""

_PREFIXES: Final[Mapping[str, Fraction]] = {
    symbol: Fraction(10) ** exponent
    for symbol, exponent in (
        ("Y", 24),
        ("Z", 21),
        ("E", 18),
        ("P", 15),
        ("T", 12),
        ("G", 9),
        ("M", 6),
        ("k", 3),
        ("h", 2),
        ("da", 1),
        ("d", -1),
        ("c", -2),
        ("m", -3),
        ("u", -6),
        ("n", -9),
        ("p", -12),
        ("f", -15),
        ("a", -18),
        ("z", -21),
        ("y", -24),
    )
}

_METRIC: Final[Mapping[str, str]] = {
    "m": "",
    "g": "",
    "s": "",
    "rad": "1",
    "K": "",
    "C": "",
    "cd": "",
    "mol": "602214076000000000000000 1",
    "L": "1 dm3",
    "l": "1 dm3",
    "N": "1 kg.m.s-2",
    "Pa": "1 N.m-2",
    "J": "1 N.m",
    "W": "1 J.s-1",
    "A": "1 C.s-1",
    "V": "1 J.C-1",
    "F": "1 C.V-1",
    "Ohm": "1 V.A-1",
    "S": "1 A.V-1",
    "Hz": "1 s-1",
    "Bq": "1 s-1",
    "Gy": "1 J.kg-1",
    "Sv": "1 J.kg-1",
    "kat": "1 mol.s-1",
    "U": "1/60 umol.s-1",
    "bar": "100000 Pa",
    "cal": "4.184 J",
    "t": "1000 kg",
    "eq": "1 mol",
    "osm": "1 mol",
    "[iU]": "",
    "[IU]": "1 [iU]",
    "m[Hg]": "133322 Pa",
    "m[H2O]": "9806.65 Pa",
    "dyn": "0.00001 N",
    "erg": "0.0000001 J",
    "eV": "0.0000000000000000001602176634 J",
    "By": "8 bit",
}

_PLAIN: Final[Mapping[str, str]] = {
    "bit": "1",
    "min": "60 s",
    "h": "3600 s",
    "d": "86400 s",
    "wk": "604800 s",
    "mo": "2629800 s",
    "a": "31557600 s",
    "10*": "10",
    "10^": "10",
    "%": "0.01",
    "[ppth]": "0.001",
    "[ppm]": "0.000001",
    "[ppb]": "0.000000001",
    "[pi]": "3.1415926535897932384626433832795028841971693993751058209749445923",
    "deg": "0.01745329251994329576923690768488612713442871888541725456097191440 rad",
    "[in_i]": "0.0254 m",
    "[ft_i]": "0.3048 m",
    "[yd_i]": "0.9144 m",
    "[mi_i]": "1609.344 m",
    "[lb_av]": "453.59237 g",
    "[oz_av]": "28.349523125 g",
    "[gr]": "0.06479891 g",
    "[stone_av]": "6350.29318 g",
    "[pt_us]": "0.473176473 L",
    "[qt_us]": "0.946352946 L",
    "[gal_us]": "3.785411784 L",
    "[foz_us]": "0.0295735295625 L",
    "[cup_us]": "0.2365882365 L",
    "[tbs_us]": "0.01478676478125 L",
    "[tsp_us]": "0.00492892159375 L",
    "[cup_m]": "0.24 L",
    "[tbs_m]": "0.015 L",
    "[tsp_m]": "0.005 L",
    "[psi]": "6894.757293168361 Pa",
    "[drp]": "0.00005 L",
    "[Cal]": "4184 J",
    "atm": "101325 Pa",
    "mol_": "1 mol",
}

_TOKEN: Final = re.compile(
    r"(?P<note>\{[^{}]*\})|(?P<operator>[./])|(?P<open>\()|(?P<close>\))"
    r"|(?P<unit>10[*^]|[A-Za-z%']*(?:\[[^\[\]]*\])[A-Za-z_]*|[A-Za-z%'_]+)(?P<power>[+-]?\d{1,2})?"
    r"|(?P<number>\d{1,20})"
)
_TERM: Final = re.compile(r"([./]?)([A-Za-z%]+(?:\[[A-Za-z0-9_]+\])?|\[[A-Za-z0-9_]+\])([+-]?\d)?")
_LONGEST: Final = 100


@lru_cache(maxsize=1024)
def measure(code: str) -> tuple[Fraction, Dimensions] | None:
    """How many of the base unit it is, and of which dimensions; None for a unit not known here."""
    if len(code) > _LONGEST:
        return None
    try:
        factor, powers = _Reader(code).whole()
    except _Unknown:
        return None
    return factor, frozenset((base, power) for base, power in powers.items() if power)


def combined(left: str, right: str, sign: int) -> str:
    """The unit of a product (`sign` 1) or quotient (-1): cm and cm make cm2."""
    own, other = _terms(left), _terms(right)
    if own is None or other is None:
        return f"({left}){'.' if sign > 0 else '/'}({right})"
    powers = dict(own)
    for unit, power in other.items():
        powers[unit] = powers.get(unit, 0) + sign * power
    above = [_raised(unit, power) for unit, power in powers.items() if power > 0]
    below = [_raised(unit, -power) for unit, power in powers.items() if power < 0]
    return ".".join(above) + "".join(f"/{unit}" for unit in below) or "1"


def _raised(unit: str, power: int) -> str:
    return unit if power == 1 else f"{unit}{power}"


def _terms(unit: str) -> dict[str, int] | None:
    powers: dict[str, int] = {}
    if unit == "1":
        return powers
    for sign, symbol, power in _TERM.findall(unit):
        count = int(power or 1) * (-1 if sign == "/" else 1)
        powers[symbol] = powers.get(symbol, 0) + count
    return powers if _TERM.sub("", unit) == "" else None


class _Unknown(ValueError):
    """Not UCUM, or a unit not in the tables."""


class _Reader:
    """Reads one expression from left to right."""

    def __init__(self, code: str) -> None:
        self._tokens: list[re.Match[str]] = []
        at = 0
        while at < len(code):
            token = _TOKEN.match(code, at)
            if token is None or token.end() == at:
                raise _Unknown(code)
            self._tokens.append(token)
            at = token.end()
        self._at = 0

    def whole(self) -> tuple[Fraction, dict[str, int]]:
        result = self._product()
        if self._at < len(self._tokens):
            raise _Unknown
        return result

    def _next(self, kind: str) -> re.Match[str] | None:
        if self._at < len(self._tokens) and self._tokens[self._at][kind] is not None:
            self._at += 1
            return self._tokens[self._at - 1]
        return None

    def _product(self) -> tuple[Fraction, dict[str, int]]:
        factor, powers, sign = Fraction(1), dict[str, int](), 1
        operator = self._next("operator")  # a leading "/": "/min"
        while True:
            sign = -1 if operator is not None and operator["operator"] == "/" else 1
            more, those = self._component()
            factor *= more**sign
            for base, power in those.items():
                powers[base] = powers.get(base, 0) + sign * power
            operator = self._next("operator")
            if operator is None:
                return factor, powers

    def _component(self) -> tuple[Fraction, dict[str, int]]:
        if self._next("open"):
            result = self._product()
            if not self._next("close"):
                raise _Unknown
            return result
        if number := self._next("number"):
            return Fraction(int(number["number"]) or 1), {}
        if unit := self._next("unit"):
            self._next("note")
            return _power(_atom(unit["unit"]), int(unit["power"] or 1))
        if self._next("note"):
            return Fraction(1), {}
        raise _Unknown


def _power(
    measured: tuple[Fraction, dict[str, int]], power: int
) -> tuple[Fraction, dict[str, int]]:
    factor, powers = measured
    return factor**power, {base: count * power for base, count in powers.items()}


@lru_cache(maxsize=512)
def _atom(symbol: str) -> tuple[Fraction, dict[str, int]]:
    if symbol in _PLAIN:
        return _defined(_PLAIN[symbol])
    if symbol in _METRIC:
        return _defined(_METRIC[symbol]) if _METRIC[symbol] else (Fraction(1), {symbol: 1})
    for length in (1, 2):
        prefix, unit = symbol[:length], symbol[length:]
        if prefix in _PREFIXES and unit in _METRIC:
            factor, powers = _atom(unit)
            return factor * _PREFIXES[prefix], powers
    raise _Unknown(symbol)


def _defined(definition: str) -> tuple[Fraction, dict[str, int]]:
    number, _, unit = definition.partition(" ")
    if not unit or unit == "1":
        return Fraction(number), {}
    factor, powers = _Reader(unit).whole()
    return factor * Fraction(number), powers

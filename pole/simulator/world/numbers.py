"""Numbers that pass their checks and belong to nobody.

Telephone numbers come only from the ranges that Ofcom keeps for drama; when those are used up there are no more.
Registration marks begin with letters that DVLA does not issue, health numbers with 999 (kept for tests), and handsets
carry the type allocation 00-1xxxxx of test equipment. The force has number 77, which no force has.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pole.model.values.check_letter import check_letter
from pole.simulator.chance import Chance

_DRAMA_LANDLINES = (
    "01614960", "01134960", "01144960", "01154960", "01164960", "01174960", "01184960", "01214960", "01314960",
    "01414960", "01514960", "01914980", "02079460", "02896496", "02920180", "01632960",
)  # fmt: skip
FORCE = "77"
_PLATE_LETTERS = "ABCDEFGHJKLMNPRSTUVWXY"
_VIN_CHARACTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"


def _mobiles() -> Iterator[str]:
    return (f"07700900{number:03}" for number in range(1000))


def _landlines() -> Iterator[str]:
    return (f"{prefix}{number:03}" for prefix in _DRAMA_LANDLINES for number in range(1000))


class Numbers:
    """Gives out each number once."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._mobiles = _mobiles()
        self._landlines = _landlines()
        self._plates: set[str] = set()
        self._serials: dict[str, int] = {}

    def mobile(self) -> str:
        """A mobile number; a fixed one when the thousand mobile ones are gone; empty when all are."""
        return next(self._mobiles, "") or next(self._landlines, "")

    def pnc(self, year: int) -> str:
        """`YYYY/NNNNNNND` of a person first arrested in that year."""
        serial = f"{self._next('pnc') * 7 % 9_999_991:07}"
        return f"{year}/{serial}{check_letter(f'{year % 100:02}{serial}')}"

    def cro(self, year: int) -> str:
        """`NNNNNN/YYD`, or a small file now and then."""
        if self._chance.happens(8):
            small = str(self._next("small cro"))
            return f"SF{year % 100:02}/{small}{check_letter(f'{year % 100:02}{small}')}"
        serial = f"{self._next('cro') * 7 % 999_983:06}"
        return f"{serial}/{year % 100:02}{check_letter(f'{year % 100:02}{serial}')}"

    def nhs(self) -> str:
        """Ten digits beginning with 999, the last making the sum of weights a multiple of 11."""
        while True:
            nine = f"999{self._next('nhs') % 1_000_000:06}"
            check = 11 - sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
            if check != 10:
                return f"{nine}{check % 11}"

    def plate(self, built: date) -> str:
        """A mark of the current format for a car of 2001 or later."""
        age = built.year % 100 + (50 if built.month >= 9 else 0)
        while True:
            letters = [self._chance.one_of(_PLATE_LETTERS) for _ in range(4)]
            plate = f"{self._chance.one_of('JTU')}{letters[0]}{age:02} {''.join(letters[1:])}"
            if plate not in self._plates:
                self._plates.add(plate)
                return plate

    def vin(self) -> str:
        """Seventeen characters with the check digit of ISO 3779 / 49 CFR 565 in the ninth place."""
        head = "ZZZ" + "".join(self._chance.one_of(_VIN_CHARACTERS) for _ in range(5))
        tail = f"{self._chance.one_of(_VIN_CHARACTERS[:23])}{self._next('vin'):07}"
        return f"{head}{_vin_check(head + '0' + tail)}{tail}"

    def imei(self) -> str:
        """Fifteen digits, the last by Luhn's rule."""
        body = f"0010000{self._next('imei'):07}"
        doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(body))
        return f"{body}{-sum(value // 10 + value % 10 for value in doubled) % 10}"

    def landline(self) -> str:
        """A fixed number, for a business; empty when all are gone."""
        return next(self._landlines, "")

    def asn(self, year: int, unit: str) -> str:
        """`YYFFUUSSnnnnnnnnnnnD`: arrest/summons number of a custody unit (two characters)."""
        serial = f"{self._next('asn'):011}"
        return f"{year % 100:02}{FORCE}{unit}01{serial}{check_letter(f'{FORCE}01{year % 100:02}{serial}')}"

    def urn(self, year: int, unit: str) -> str:
        """`77UUnnnnnYY`: unique reference number of a prosecution case."""
        return f"{FORCE}{unit}{self._next('urn') % 100_000:05}{year % 100:02}"

    def court_reference(self, year: int, court: str) -> str:
        """`YY/CCCC/NNNNNND` of a court with a number of four digits."""
        serial = f"{self._next('court_reference') % 1_000_000:06}"
        return f"{year % 100:02}/{court}/{serial}{check_letter(f'{year % 100:02}{court}{serial}')}"

    def nino(self) -> str:
        """National Insurance number with a prefix that has not been issued, and any suffix."""
        return f"TT{self._next('nino') % 1_000_000:06}{self._chance.one_of('ABCD')}"

    def _next(self, sort: str) -> int:
        """Each sort of number is counted by itself."""
        self._serials[sort] = self._serials.get(sort, 0) + 1
        return self._serials[sort]


_VIN_VALUES = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)
)
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def _vin_check(vin: str) -> str:
    total = sum(
        (int(character) if character.isdigit() else _VIN_VALUES[character]) * weight
        for character, weight in zip(vin, _VIN_WEIGHTS, strict=True)
    )
    return "X" if total % 11 == 10 else str(total % 11)

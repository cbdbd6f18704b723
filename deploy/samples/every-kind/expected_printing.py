"""How numbers are printed, with a rounding that is independent of Jurimeter's."""

import dataclasses
from fractions import Fraction

SHIFTS = {"": 0, "%": 2, "万": -4, "亿": -8, "倍": 0, "个百分点": 2}
# Words of a bound: before and after the number; whether it is cut downwards, upwards or to the
# nearest; whether it holds of the number itself.
WORDS = {
    "余": ("", "余", "down", False), "超": ("超", "", "down", False),
    "以上": ("", "以上", "down", True), "上": ("上", "", "down", True),
    "以内": ("", "以内", "up", True), "近": ("近", "", "up", False),
    "不足": ("不足", "", "up", False), "约": ("约", "", "", False),
}
MAGNITUDES = ["", "十", "百", "千", "万", "十万", "百万", "千万", "亿", "十亿", "百亿", "千亿"]


@dataclasses.dataclass(frozen=True)
class Print:
    """How a number is printed. `scale`: the sign behind the number, a key of SHIFTS."""
    scale: str = ""
    decimals: int = 0
    keep_zeros: bool = False
    rounding: str = "half_up"
    sign: str = ""  # "", "always" or "words"
    unit: str = ""  # printed behind the number where it is not empty
    bound: str = ""  # a key of WORDS
    step: int = 1
    magnitude: bool = False
    growth: bool = False  # 100% is as much again, not all


PERCENT2 = Print("%", 2)


def rounded(number, rule):
    """The whole number that a fraction is rounded to."""
    size = abs(number)
    whole, rest = divmod(size.numerator, size.denominator)
    twice = 2 * rest - size.denominator  # below, at or above the tie
    away = {"half_up": twice >= 0, "half_even": twice > 0 or (twice == 0 and whole % 2 == 1),
            "down": False, "up": rest > 0}[rule]
    return (whole + away) * (-1 if number < 0 else 1)


def digits(whole, decimals, keep_zeros):
    text = str(abs(whole)).rjust(decimals + 1, "0")
    if decimals:
        text = text[:-decimals] + "." + text[-decimals:]
        if not keep_zeros:
            text = text.rstrip("0").rstrip(".")
    return ("-" if whole < 0 else "") + text


def plain_text(number, how, falling):
    decimals = how.decimals
    while True:
        scaled = number * Fraction(10) ** (SHIFTS[how.scale] + decimals)
        whole = rounded(scaled, how.rounding)
        # It must not say nothing, or all, where that is not so.
        of_percent = how.scale in ("%", "个百分点") or how.sign
        nothing = of_percent and whole == 0 and number != 0
        all_is_told = how.scale == "%" and (falling or not how.growth)
        everything = all_is_told and abs(whole) == 100 * 10 ** decimals and abs(number) < 1
        if not nothing and not everything:
            return digits(whole, decimals, how.keep_zeros) + how.scale + how.unit
        decimals += 1


def in_words(whole):
    """A multiple of a bound's step in the way people write it: 千, 百亿, 200亿."""
    zeros = len(str(whole)) - 1
    if whole == 10**zeros and zeros < len(MAGNITUDES):
        return MAGNITUDES[zeros] or str(whole)
    for size, word in ((10**8, "亿"), (10**4, "万")):
        if whole % size == 0:
            return f"{whole // size}{word}"
    return str(whole)


def bound_text(number, how, falling):
    before, after, cut, holds_of_itself = WORDS[how.bound]
    steps = number * Fraction(10) ** (SHIFTS[how.scale] + how.decimals) / how.step
    whole = rounded(steps, cut or how.rounding) * how.step
    exact = steps.denominator == 1
    all_of_it = how.scale == "%" and holds_of_itself and cut == "down" and number == 1
    if whole == 0 or all_of_it or (exact and not holds_of_itself):
        return plain_text(number, how, falling)
    text = in_words(whole) if how.magnitude else digits(whole, how.decimals, how.keep_zeros)
    if how.bound == "余":  # of the number: 120余件
        return text + how.scale + after + how.unit
    return before + text + how.scale + how.unit + after


def printed(number, how):
    def text(size):
        as_printed = bound_text if how.bound and size >= 0 else plain_text
        return as_printed(size, how, number < 0)

    if how.sign == "always" and number > 0:
        return "+" + text(number)
    if how.sign == "words":
        if number == 0:
            return "持平"
        up, down = {"": ("增加", "减少"), "个百分点": ("上升", "下降")}.get(
            how.scale, ("增长", "下降"))
        return (up if number > 0 else down) + text(abs(number))
    return text(number)

"""Dates in running text: found where they stand, settled only where something proves them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading.dates import DAY_FIRST, MONTH_FIRST, Found, find_dates, settle


def found_in(text: str, language: str | None = None) -> list[tuple[str, str | None]]:
    dates = find_dates(text)
    return [(text[f.start : f.end], day) for f, day in zip(dates, settle(dates, language), strict=True)]


@pytest.mark.parametrize(
    ("text", "written", "day"),
    [
        ("29 July 2023 10:25 (UTC+04:00)", "29 July 2023", "2023-07-29"),
        ("Press release 02 November 2023", "02 November 2023", "2023-11-02"),
        ("28.11.2023 13:30", "28.11.2023", "2023-11-28"),
        ("November 2, 2023", "November 2, 2023", "2023-11-02"),
        ("2 Nov. 2023", "2 Nov. 2023", "2023-11-02"),
        ("2023-11-02T10:00+04:00", "2023-11-02", "2023-11-02"),
        ("Tue Sep 29 10:00:00 CDT 2020", "Sep 29 10:00:00 CDT 2020", "2020-09-29"),
        ("2 ноября 2023 г.", "2 ноября 2023", "2023-11-02"),
        ("21 вересня 2020", "21 вересня 2020", "2020-09-21"),
        ("2 noyabr 2023", "2 noyabr 2023", "2023-11-02"),
        ("martes 17 de marzo de 2020", "17 de marzo de 2020", "2020-03-17"),
        ("5 d’abril de 2020", "5 d’abril de 2020", "2020-04-05"),
        ("le 1er mars 2020", "1er mars 2020", "2020-03-01"),
        ("Σάββατο 15 ΑΥΓΟΥΣΤΟΥ 2020", "15 ΑΥΓΟΥΣΤΟΥ 2020", "2020-08-15"),
        ("Հոկտեմբերի 5, 2020", "Հոկտեմբերի 5, 2020", "2020-10-05"),
        ("2023 m. lapkričio 2 d.", "2023 m. lapkričio 2", "2023-11-02"),
        ("2023. gada 2. novembris", "2023. gada 2. novembris", "2023-11-02"),
        ("2023. november 2.", "2023. november 2", "2023-11-02"),
        ("১৬:২০, ১৬ ফেব্রুয়ারি ২০২০ তারিখে", "১৬ ফেব্রুয়ারি ২০২০", "2020-02-16"),
        ("१६ फ़रवरी 2020", "१६ फ़रवरी 2020", "2020-02-16"),
        ("الأربعاء، 07 أكتوبر 2020 - 12:09 م", "07 أكتوبر 2020", "2020-10-07"),
        ("7 تشرين الثاني/نوفمبر 2020", "7 تشرين الثاني/نوفمبر 2020", "2020-11-07"),
        ("2 בנובמבר 2023", "2 בנובמבר 2023", "2023-11-02"),
        ("2023年11月2日 10:00", "2023年11月2日", "2023-11-02"),
        ("2023년 11월 2일", "2023년 11월 2일", "2023-11-02"),
        ("ngày 2 tháng 11 năm 2023", "2 tháng 11 năm 2023", "2023-11-02"),
    ],
)
def test_a_date_of_one_meaning(text: str, written: str, day: str) -> None:
    assert found_in(text) == [(written, day)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("۱ فروردین ۱۳۹۹", "2020-03-20"),
        ("دوشنبه ۲ تير ۱۳۹۹", "2020-06-22"),  # with the Arabic yeh
        ("30 اسفند 1403", "2025-03-20"),
        ("22 بهمن 1357", "1979-02-11"),
        ("29 กุมภาพันธ์ 2563", "2020-02-29"),
        ("5 ก.พ. 2563", "2020-02-05"),
    ],
)
def test_other_calendars_are_converted_and_never_read_as_gregorian(text: str, day: str) -> None:
    assert [d for _, d in found_in(text)] == [day]


def test_a_numeric_persian_year_needs_the_language() -> None:
    assert found_in("۱۳۹۹/۰۴/۰۲", "fa") == [("۱۳۹۹/۰۴/۰۲", "2020-06-22")]
    assert found_in("1399/04/02", "ar") == [("1399/04/02", None)]


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2023", "30 February 2023", "2023-13-01", "November 2023", "NOVEMBER 28", "2–3 November 2023",
        "12 Mayor 2020", "1.2.2020.5", "In 2019. May 12 people came.", "30 اسفند 1402", "call 555-12-2020", "",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text) == []


def test_records_say_what_is_open() -> None:
    assert find_dates("03.04.2023, 28.11.2023 or 5 listopada 2020 and 03/04/23") == [
        Found(0, 10, ("2023-04-03", "2023-03-04"), "."),
        Found(12, 22, ("2023-11-28",), ".", DAY_FIRST),
        Found(26, 42, ("2020-10-05", "2020-11-05"), "month"),
        Found(47, 55, ("2023-04-03", "2023-03-04", "2003-04-23"), "two digits"),
    ]
    assert find_dates("9/20/2020") == [Found(0, 9, ("2020-09-20",), "/", MONTH_FIRST)]


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("03.04.2023", None, "2023-04-03"),
        ("03/04/2023", None, None),
        ("03/04/2023", "en", None),
        ("03/04/2023", "es", None),
        ("03/04/2023", "zh", None),
        ("03/04/2023", "en-US", "2023-03-04"),
        ("03/04/2023", "en_GB", "2023-04-03"),
        ("03/04/2023", "fr", "2023-04-03"),
        ("05/05/2023", "en", "2023-05-05"),
        ("03/04/2023 and 28/11/2023", "en", "2023-04-03"),
        ("03/04/2023 and 11/28/2023", "fr", "2023-03-04"),
        ("03/04/2023 and 28.11.2023", "en", None),
        ("03/04/2023, 28/11/2023 and 11/28/2023", "fr", None),
        ("5 listopada 2020", None, None),
        ("5 listopada 2020", "pl", "2020-11-05"),
        ("5 listopada 2020", "hr", "2020-10-05"),
        ("03.04.23", "de", None),
        ("03.04.23 and 3 April 2023", "de", "2023-04-03"),
        ("03.04.23, 3 April 2023 and 4 March 2023", "de", None),
    ],
)
def test_settling(text: str, language: str | None, day: str | None) -> None:
    assert found_in(text, language)[0][1] == day


FORMS = {
    "{d} {english} {y}": None, "{english} {d}, {y}": None, "{d} {russian} {y} года": None, "{y}-{m:02}-{d:02}": None,
    "{d}. {german} {y}": None, "{d} de {spanish} de {y}": None, "{y}年{m}月{d}日": None, "{y}년 {m}월 {d}일": None,
    "{d:02}.{m:02}.{y}": None, "{d:02}/{m:02}/{y}": "en", "{m:02}/{d:02}/{y}": "en", "{d}/{m}/{y}": "it",
    "{m}/{d}/{y}": "en-US", "{y}/{m:02}/{d:02}": None, "{d:02}-{m:02}-{y}": "nl", "{d} {polish} {y}": "pl",
}  # fmt: skip
MONTHS = {
    "english": "January February March April May June July August September October November December".split(),
    "russian": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    "german": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "spanish": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "polish": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia".split(),
}


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from(sorted(FORMS)),
    st.sampled_from(["", "Baku, ", "On "]),
)
def test_every_day_in_every_form_is_found_and_right_or_unknown(day: date, form: str, before: str) -> None:
    names = {language: months[day.month - 1] for language, months in MONTHS.items()}
    written = form.format(d=day.day, m=day.month, y=day.year, **names)
    found = found_in(f"{before}{written}, he said.", FORMS[form])
    assert len(found) == 1
    assert found[0][0] in written
    assert found[0][1] in ({day.isoformat(), None} if "{d:02}/" in form or "/{d:02}" in form else {day.isoformat()})


@given(
    st.lists(
        st.sampled_from(["3", "28", "11", ".", "/", "-", " ", "2020", "20", "May", "мая", "年", "月", "'", "a"]),
        max_size=30,
    )
)
def test_anything_gives_ordered_spans_of_real_days(pieces: list[str]) -> None:
    text = "".join(pieces)
    dates = find_dates(text)
    assert all(0 <= f.start < f.end <= len(text) and f.readings for f in dates)
    assert all(one.end <= other.start for one, other in pairwise(dates))
    assert all(date.fromisoformat(day) for f in dates for day in f.readings)

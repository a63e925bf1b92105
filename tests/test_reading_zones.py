"""Furniture of pasted pages: what is hidden, and that clean texts keep every word."""

from __future__ import annotations

import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading.furniture import PHRASE_KINDS, features, judge
from assistant.reading.zones import OWN_KINDS, find_zones
from tests.toys import SEEDS

BREAKS = "\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
KINDS = {*PHRASE_KINDS, *OWN_KINDS, "furniture"}
PIECES = (
    "Home", "Search", "Share this page", "Read also", "Comments", "© 2024 The Paper", "Facebook", "Поиск", "搜索", "", "  ",
    "The minister said on Tuesday that the ministry had not yet decided, and that nobody should expect a decision soon.",
    "Vəzirlik bildirib ki, danışıqlar davam edir və tərəflər növbəti görüşün vaxtını hələ müəyyən etməyiblər.", "3 May 2024",
)  # fmt: skip

ENGLISH = [
    "The river Orle rose by two metres in the night, and by six in the morning the water stood in the lower streets of the town.",
    "The mayor, Anna Lind, said that three hundred people had left their houses and that a school had been opened for them.",
    "“We have had floods before, but none that came as quickly as this one did,” she told reporters at the town hall.",
    "The railway between the town and the coast is closed, and the company does not expect trains to run before Friday.",
    "Engineers are now looking at the dam above the town, which was built in 1961 and repaired for the last time in 1998.",
]
RUSSIAN = [
    "Ночью уровень воды в реке Орле поднялся на два метра, и к шести часам утра вода стояла на нижних улицах города.",
    "Мэр Анна Линд сообщила, что триста человек покинули свои дома и что для них была открыта одна из городских школ.",
    "«У нас и раньше бывали наводнения, но ни одно из них не приходило так быстро», — сказала она журналистам в ратуше.",
    "Железная дорога между городом и побережьем закрыта, и компания не ожидает, что поезда пойдут раньше пятницы.",
]
AZERBAIJANI = [
    "Gecə Orle çayında suyun səviyyəsi iki metr qalxıb və səhər saat altıda su şəhərin aşağı küçələrini basıb.",
    "Şəhər meri Anna Lind bildirib ki, üç yüz nəfər evini tərk edib və onlar üçün şəhər məktəblərindən biri açılıb.",
    "“Bizdə əvvəllər də daşqınlar olub, lakin onların heç biri bu qədər sürətli olmayıb”, – deyə o, jurnalistlərə deyib.",
    "Şəhərlə sahil arasında dəmir yolu bağlıdır və şirkət qatarların cümə günündən əvvəl hərəkət edəcəyini gözləmir.",
]
CHINESE = [
    "奥尔河的水位在夜里上涨了两米，到早上六点，洪水已经淹没了城市地势较低的街道，许多居民只好爬上屋顶等待救援，消防队员用小船把他们接走，没有人受伤。",
    "市长安娜·林德说，已有三百人离开家园，市里为他们开放了一所学校，并准备了食物、毛毯和药品，邻近的城市也派出了救援人员和车辆前来帮助当地居民。",
    "“我们以前也经历过洪水，但没有哪一次来得像这次这么快。”她在市政厅对记者这样说，并请求大家暂时不要返回自己的家，直到工程师完成对大坝的检查。",
]
PAGES = {
    "en": (
        ["Skip to content", "Home", "News", "Politics", "Sport", "Culture", "Weather", "Log in", "Subscribe", "Search"],
        ENGLISH,
        ["Share", "Facebook", "Twitter", "Email", "Most read", "Man wins lottery twice", "Cat found after ten years",
         "Comments", "Leave a comment", "About us", "Contact", "Privacy policy", "© 2024 The Orle Post. All rights reserved."],
    ),
    "ru": (
        ["Главная", "Поиск", "Войти", "Политика", "Экономика", "Спорт", "Культура", "Реклама"],
        RUSSIAN,
        ["Поделиться", "ВКонтакте", "Telegram", "Читайте также", "Кот нашёлся через десять лет", "Комментарии", "О нас",
         "Контакты", "Политика конфиденциальности", "© 2024 Вести Орле"],
    ),
    "az": (
        ["Ana səhifə", "Siyasət", "İqtisadiyyat", "İdman", "Mədəniyyət", "Axtarış", "Əlaqə"],
        AZERBAIJANI,
        ["Paylaş", "Facebook", "Telegram", "Oxşar xəbərlər", "Pişik on ildən sonra tapılıb", "Son xəbərlər", "Haqqımızda",
         "Əlaqə", "© 2024 Orle Xəbər. Bütün hüquqlar qorunur"],
    ),
    "zh": (
        ["首页", "搜索", "登录", "政治", "经济", "体育", "文化", "广告"],
        CHINESE,
        ["分享", "微信", "微博", "相关新闻", "走失十年的猫找到了", "评论", "关于我们", "联系我们", "© 2024 奥尔日报 版权所有"],
    ),
}  # fmt: skip


def lines_of(text: str) -> list[str]:
    """The hidden lines."""
    return [line.strip() for z in find_zones(text) for line in text[z.start : z.end].splitlines() if line.strip()]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=60).map("\n".join)))
def test_zones_are_whole_lines_in_order_and_of_a_known_kind(text: str) -> None:
    zones = find_zones(text)
    assert zones == find_zones(text)
    assert all(0 <= z.start < z.end <= len(text) and z.kind in KINDS for z in zones)
    assert all(a.end < b.start for a, b in pairwise(zones))
    for z in zones:
        before, after = text[: z.start].rstrip(" \t"), text[z.end :].lstrip(" \t")
        piece = text[z.start : z.end]
        assert piece == piece.strip()
        assert before.strip() == "" or any(c in BREAKS for c in text[len(before.rstrip()) : z.start])
        assert after.strip() == "" or any(c in BREAKS for c in after[: len(after) - len(after.lstrip())])


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=40),
    st.sampled_from(["\r\n", "\n\n", "\r", "\n \n", "\u2028"]),
)
def test_blank_lines_and_kinds_of_breaks_change_nothing(pieces: list[str], mark: str) -> None:
    assert lines_of("\n".join(pieces)) == lines_of(mark.join(pieces))


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("mark", ["\n", "\r\n\r\n"])
def test_a_pasted_page_keeps_its_text_and_loses_its_furniture(language: str, mark: str) -> None:
    above, prose, below = PAGES[language]
    assert lines_of(mark.join([*above, *prose, *below])) == [*above, *below]


def test_zones_of_one_kind_that_neighbour_each_other_are_one() -> None:
    text = "Home\n\n  Search \nMenu\n" + "\n".join(ENGLISH) + "\nShare\nTweet\n© 2024 The Post"
    assert [(z.kind, text[z.start : z.end]) for z in find_zones(text)] == [
        ("menu", "Home\n\n  Search \nMenu"),
        ("share", "Share\nTweet"),
        ("rights", "© 2024 The Post"),
    ]


CLEAN = {
    "prose": "\n\n".join(ENGLISH + RUSSIAN),
    "wrapped": "\n".join(line[i : i + 40] for line in ENGLISH for i in range(0, len(line), 40)),
    "markdown": "# Orle\n\n## Install\n\n```sh\npip install orle\n```\n\n## Use\n\n* one\n* two\n* three\n\nSee the [guide](g.md).\n\n## License\n\nMIT",
    "code": 'import os\n\n\ndef main(path):\n    for name in os.listdir(path):\n        if name:\n            print(name)\n\n\nif __name__ == "__main__":\n    main(".")',
    "poem": "O river, cold and wide,\nthat never turned aside,\n\nwhat did you bring to me\nthat you had from the sea?\n\nA shell, a stone,\na bone.",
    "chat": "[10:01] Ana: hi\n[10:01] Ben: hello!\n[10:02] Ana: lunch?\n[10:02] Ben: ok\n[10:03] Ana: 12 then\n[10:03] Ben: fine",
    "interview": "Question: Did it rise?\nAnswer: It did.\nQuestion: When?\nAnswer: At night.\nQuestion: Was anyone hurt?\nAnswer: No.\nQuestion: Thank you.",
    "law": "Article 4\nDefinitions\nIn this Act:\n(a) water;\n(b) dam;\n(c) town;\n(d) mayor;\n(e) river.\nArticle 5\nDuties\nThe mayor shall warn the town.",
    "licence": "The MIT License\n\nCopyright (c) 2019 Ana Lind\nCopyright (c) 2021 Ben Orle\n\nPermission is hereby granted, free of\ncharge, to any person obtaining a copy.",
    "prices": "Blankets\n$12.00\nBoats\n$840.00\nBeds\n$99.50\n",
    "table": "Year\tLevel\tDead\n1961\t2.1\t0\n1975\t3.4\t2\n1998\t2.9\t1\n2024\t4.0\t0",
    "speech": "Friends,\nthe water came.\nWe stood.\nWe did not run.\nWe carried the old.\nWe carried the young.\nAnd we will build.\nThank you.",
}  # fmt: skip


@pytest.mark.parametrize("name", CLEAN)
def test_a_text_that_is_no_pasted_page_keeps_every_line(name: str) -> None:
    assert find_zones(CLEAN[name]) == []


def test_a_list_in_a_pasted_text_stays() -> None:
    items = ["The town asks for:", "- blankets", "- drinking water", "- boats", "- two hundred beds"]
    text = "\n".join([*ENGLISH[:3], *items, *ENGLISH[3:], "Share", "Facebook", "© 2024 The Post"])
    assert lines_of(text) == ["Share", "Facebook", "© 2024 The Post"]


def test_no_lines_have_no_features_but_a_shape() -> None:
    columns = features(["Home", ENGLISH[0]], ["menu", None])
    assert columns.shape[0] == 2
    assert np.isfinite(columns).all()
    assert ((judge(columns) >= 0) & (judge(columns) <= 1)).all()


@pytest.mark.parametrize(
    "text",
    ["word " * 200_000, "Home\nSearch\n" + "\n".join(ENGLISH * 1_700), "a\n" * 500_000, "Home " * 200_000, "\n" * 1_000_000],
    ids=["a line", "a page", "short lines", "no page", "blank"],
)  # fmt: skip
def test_a_megabyte_takes_about_a_second(text: str) -> None:
    began = time.perf_counter()
    find_zones(text)
    assert time.perf_counter() - began < 5  # a busy machine's share; .5 s on a free one


def test_zones_of_the_seeds() -> None:
    found = {}
    for path in sorted(SEEDS.glob("*.txt")):
        zones = find_zones(path.read_bytes().decode("utf-8"))
        found[path.name[:3]] = [(z.kind, z.start, z.end) for z in zones]
    assert found == {
        "000": [("menu", 0, 50), ("share", 2703, 2718), ("rights", 2720, 2796)],
        "001": [],
        "002": [("menu", 2285, 2293)],
        "003": [],
        "004": [("ticker", 0, 56), ("site", 2217, 2229), ("related", 2230, 3852)],
    }

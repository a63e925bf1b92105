"""Dates in running text: where they stand, what each may mean, and which meaning the rest of the document proves.

`find_dates` reads, `settle` decides. A reading is never a guess: "03.04.2023" has two until something settles it, a
date without a day or without a year has none, and what no calendar knows ("31.02.2023") is not a date.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

DAY_FIRST, MONTH_FIRST = "day first", "month first"

# Where every region that writes the language puts the day first in "03/04/2023" (CLDR short dates; French of Canada,
# whose short date begins with the year, does so too). Not English, Spanish (Panama, Puerto Rico) or Filipino.
_DAY_FIRST_LANGUAGES = frozenset(
    """ar as be bg bn br bs ca cs cy da de el et fi fo fr ga gd gl gu he hi hr hy id is it ka kk km kn ky la lb lo lv
    mi mk ml mr ms mt my nb nl nn no pa pl pt ro ru sk sl so sq sr sw ta te tg th tk tr uk ur vi yi""".split()
)
_DAY_FIRST_TAGS = frozenset("en-gb en-ie en-au en-nz en-in es-es es-mx es-ar es-cl es-co es-pe es-ve es-uy".split())

# Names and abbreviations of the months in 60 languages (Unicode CLDR through Babel), folded by `_fold`. A word in
# two months is Croatian in the earlier one, Polish or Czech in the later one.
_MONTH_WORDS = (
    """ean eanair ene enero gen gener gennaio ian ianuarie ion ionawr jaan jaanuar jan janar janeiro jannar januar
    januara januari januarie january janv janvaris janvier led leden ledna oca ocak saus sausio sausis sij sijecanj
    sijecnja sty styczen stycznia tammi tammikuu tammikuuta urt urtarrila xan xaneiro yan yanvar ιαν ιανουαριοσ
    ιανουαριου нэгдүгээр_сар сту студзень студзеня січ січень січня янв январ январь января яну януари јан јанвар
    јануар јануари қаң қаңтар հնվ հունվար հունվարի ינואר ינו׳ جانفي جنوری كانون_الثاني يناير ژانویه जनवरी जन॰ जाने
    जानेवारी জানু জানুয়ারি জানুয়ারী ਜਨ ਜਨਵਰੀ જાન્યુ જાન્યુઆરી ஜன ஜனவரி జన జనవరి ಜನ ಜನವರಿ ജനു ജനുവരി ජන ජනවාරි มกราคม
    มค იან იანვარი ጃን ጃንዋሪ""",
    """chw chwef chwefror feabh feabhra feb febbraio febr febreiro febrer febrero februar februara februari februarie
    februaris february fev fevereiro fevr fevral fevrier fra frar helmi helmikuu helmikuuta lut lutego luty ots
    otsaila peb pebrero shk shkurt sub subat uno unor unora vas vasario vasaris veebr veebruar velj veljaca veljace
    φεβ φεβρουαριοσ φεβρουαριου ақп ақпан лют лютага лютии лютого люты феб фебруар фев февр феврал февраль февраля
    февруари хоердугаар_сар փետրվար փետրվարի փտվ פברואר פבר׳ شباط فبراير فروری فوریه فيفري फ़रवरी फ़र॰ फेब्रु
    फेब्रुअरी फेब्रुवारी ফেব ফেব্রুয়ারি ফেব্রুয়ারী ਫ਼ਰ ਫ਼ਰਵਰੀ ફેબ્રુ ફેબ્રુઆરી பிப் பிப்ரவரி ఫిబ్ర ఫిబ్రవరి ಫೆಬ್ರ
    ಫೆಬ್ರವರಿ ഫെബ്രു ഫെബ്രുവരി පෙබ පෙබරවාරි กพ กุมภาพันธ์ თებ თებერვალი ፌብ ፌብሩዋሪ""",
    """bre brezen brezna kov kovas kovo maalis maaliskuu maaliskuuta maart mac machi mar marc marca march marcius marco
    marec maret mars marso mart marta martie marts martxoa marz marzec marzo marzu maw mawrth mrt ozu ozujak ozujka
    μαρ μαρτιοσ μαρτιου бер березень березня гуравдугаар_сар мар март марта нау наурыз сак сакавік сакавіка մարտ մարտի
    մրտ מרץ اذار مارس مارچ मार्च মার্চ ਮਾਰਚ માર્ચ மார் மார்ச் మార్చి ಮಾರ್ಚ್ മാർ മാർച്ച് මාර් මාර්තු มีค มีนาคม მარ
    მარტი ማርች""",
    """abr abril aib aibrean api apirila apr aprel april aprila aprile aprili aprilie aprilis aprill avr avril bal
    balandis balandzio dub duben dubna ebr ebrill huhti huhtikuu huhtikuuta kwi kwiecien kwietnia nis nisan pri prill
    tra travanj travnja απρ απριλιοσ απριλιου апр апрел апрель апреля април дөрөвдүгээр_сар квіт квітень квітня кра
    красавік красавіка сәу сәуір ապր ապրիլ ապրիլի אפריל אפר׳ ابريل افريل اوریل اپریل نيسان अप्रिल अप्रैल एप्रि एप्रिल
    এপ্রি এপ্রিল ਅਪ੍ਰੈ ਅਪ੍ਰੈਲ એપ્રિલ ஏப் ஏப்ரல் ఏప్రి ఏప్రిల్ ಏಪ್ರಿ ಏಪ್ರಿಲ್ ഏപ്രി ഏപ്രിൽ අප්‍රේල් เมย เมษายน აპრ
    აპრილი ኤፕሪ ኤፕሪል""",
    """beal bealtaine geg geguze geguzes kve kveten kvetna mag maggio mai maiatza maig maijs maio maj maja majus may mayo
    mayıs mei mej mejju svi svibanj svibnja touko toukokuu toukokuuta μαι μαιοσ μαιου маи мам мамыр мая мај
    тавдугаар_сар трав травень травня մայիս մայիսի մյս מאי ايار ماي مايو مه ميی मई मे মে ਮਈ મે மே మే ಮೇ മേയ് මැයි พค
    พฤษภาคม მაი მაისი ሜይ""",
    """birz birzelio birzelis cerven cervna cvn cze czerwca czerwiec eka ekaina giu giugno gun gunju haz haziran hun
    hunyo iun iunie iyn iyun juin jun juna june junho juni junie junij junijs junio junius juny juuni kesa kesakuu
    kesakuuta lip lipanj lipnja meh mehefin meith meitheamh qer qershor xuno ιουν ιουνιοσ ιουνιου зургаадугаар_сар июн
    июнь июня ијн ијун мау маусым черв червень червня чэр чэрвень чэрвеня юни јун јуни հնս հունիս հունիսի יוני جوان
    جون حزيران يونيو ژوين जुन जून জুন ਜੂਨ જૂન ஜூன் జూన్ ಜೂನ್ ജൂൺ ජූනි มิถุนายน มิย ივნ ივნისი ጁን""",
    """cervence cervenec cvc gor gorff gorffennaf heina heinakuu heinakuuta hul hulyo iuil iul iulie iyl iyul juil
    juillet jul jula julai julho juli julie julij julijs julio juliol julius july juuli korr korrik liep liepa liepos
    lip lipca lipiec lug luglio lul lulju srp srpanj srpnja tem temmuz uzt uztaila xul xullo ιουλ ιουλιοσ ιουλιου
    долоодугаар_сар июл июль июля ијл ијул лип липень липня ліп ліпень ліпеня шіл шілде юли јул јули հլս հուլիս
    հուլիսի יולי تموز جولايی جويلية يوليو يوليوز ژويیه जुलाई जुलै जुल॰ জুল জুলাই ਜੁਲਾ ਜੁਲਾਈ જુલાઈ ஜூலை జులై ಜುಲೈ ജൂലൈ
    ජූලි กค กรกฎาคม ივლ ივლისი ጁላይ""",
    """abu abuztua ag ago agost agosti agosto agu agust agustos agustus aout aug august augusta augusti augusts augustus
    augusztus avg avgust avq avqust awst aww awwissu elo elokuu elokuuta gush gusht kol kolovoz kolovoza lun lunasa
    ogo ogos rugp rugpjucio rugpjutis sie sierpien sierpnia srp srpen srpna αυγ αυγουστοσ αυγουστου авг август августа
    ауг аугуст жні жнівень жніуня наимдугаар_сар серп серпень серпня там тамыз օգոստոս օգոստոսի օգս אוגוסט אוג׳ اب
    اغسطس اوت اگست غشت अगस्ट अगस्त अग॰ ऑग ऑगस्ट আগ আগস্ট ਅਗ ਅਗਸਤ ઑગસ્ટ ஆக ஆகஸ்ட் ఆగ ఆగస్టు ಆಗ ಆಗಸ್ಟ್ ഓഗ ഓഗസ്റ്റ് අගෝ
    අගෝස්තු สค สิงหาคม აგვ აგვისტო ኦገስ ኦገስት""",
    """eyl eylul ira iraila mean_fomhair medi mfomh rugs rugsejis rugsejo ruj rujan rujna sen sentabr sentyabr sep sept
    septemba septembar september septembra septembre septembrie septembris septiembre set setembre setembro settembre
    settembru setyembre sht shtator syys syyskuu syyskuuta szept szeptember wrz wrzesien wrzesnia zar zari σεπ
    σεπτεμβριοσ σεπτεμβριου вер верасень верасня вересень вересня есдүгээр_сар сен сент сентябр сентябрь сентября
    сентјабр сеп септембар септември қыр қыркүиек սեպ սեպտեմբեր սեպտեմբերի ספטמבר ספט׳ ايلول سبتمبر ستمبر سپتامبر
    شتنبر सप्टें सप्टेंबर सितंबर सित॰ सेप्टेम्बर সেপ সেপ্টেম্বর ਸਤੰ ਸਤੰਬਰ સપ્ટે સપ્ટેમ્બર செப் செப்டம்பர் సెప్టెం
    సెప్టెంబర్ ಸೆಪ್ಟೆಂ ಸೆಪ್ಟೆಂಬರ್ സെപ്റ്റം സെപ്റ്റംബർ සැප් සැප්තැම්බර් กย กันยายน სექ სექტემბერი ሴፕቴ ሴፕቴምበር""",
    """deireadh_fomhair dfomh eki ekim hyd hydref lis listopad listopada loka lokakuu lokakuuta oct october octobre
    octombrie octubre okt oktabr oktoba oktobar oktober oktobra oktobris oktoober oktubre oktyabr ott ottobre ottubru
    out outubro paz pazdziernik pazdziernika rij rijen rijna spal spalio spalis tet tetor urr urria οκτ οκτωβριοσ
    οκτωβριου аравдугаар_сар жовт жовтень жовтня кас кастрычнік кастрычніка окт октобар октомври октябр октябрь
    октября октјабр қаз қазан հոկ հոկտեմբեր հոկտեմբերի אוקטובר אוק׳ اكتوبر اکتبر اکتوبر تشرين_الاول अक्टूबर अक्टू॰
    अक्टोबर ऑक्टो ऑक्टोबर অক্টো অক্টোবর ਅਕਤੂ ਅਕਤੂਬਰ ઑક્ટો ઑક્ટોબર அக் அக்டோபர் అక్టో అక్టోబర్ ಅಕ್ಟೋ ಅಕ್ಟೋಬರ್ ഒക്ടോ
    ഒക്‌ടോബർ ඔක් ඔක්තෝබර් ตค ตุลาคม ოქტ ოქტომბერი ኦክቶ ኦክቶበር""",
    """aza azaroa kas kasım lapkr lapkricio lapkritis lis listopad listopada listopadu marras marraskuu marraskuuta nen
    nentor nob nobyembre noiembrie nov novemba novembar november novembra novembre novembris novembro novembru
    noviembre noy noyabr samh samhain stu studeni studenoga tach tachwedd νοε νοεμβριοσ νοεμβριου арван_нэгдүгээр_сар
    лист листопад листопада ліс лістапад лістапада нов новембар ное ноември ноя нояб ноябр ноябрь ноября ној нојабр
    қар қараша նոյ նոյեմբեր նոյեմբերի נובמבר נוב׳ تشرين_الثاني نوامبر نوفمبر نومبر نونبر नवंबर नव॰ नोभेम्बर नोव्हें
    नोव्हेंबर নভে নভেম্বর ਨਵੰ ਨਵੰਬਰ નવે નવેમ્બર நவ நவம்பர் నవం నవంబర్ ನವೆಂ ನವೆಂಬರ್ നവം നവംബർ නොවැ නොවැම්බර් พย
    พฤศจิกายน ნოე ნოემბერი ኖቬም ኖቬምበር""",
    """abe abendua ara aralık dec decembar december decembra decembre decembrie decembris decembro dek dekabr des desemba
    desember desembre dets detsember dez dezember dezembro dhj dhjetor dic dicembre dicembru diciembre dis disember
    disyembre gru grudnia grudzien gruod gruodis gruodzio joulu joulukuu joulukuuta noll nollaig pro prosinac prosinca
    prosince prosinec rhag rhagfyr δεκ δεκεμβριοσ δεκεμβριου арван_хоердугаар_сар груд грудень грудня дек декабр
    декабрь декабря декември дец децембар жел желтоқсан сне снежань снежня դեկ դեկտեմբեր դեկտեմբերի דצמבר דצמ׳ دجنبر
    دسامبر دسمبر ديسمبر كانون_الاول डिसें डिसेंबर डिसेम्बर दिसंबर दिस॰ ডিসে ডিসেম্বর ਦਸੰ ਦਸੰਬਰ ડિસે ડિસેમ્બર டிச
    டிசம்பர் డిసెం డిసెంబర్ ಡಿಸೆಂ ಡಿಸೆಂಬರ್ ഡിസം ഡിസംബർ දෙසැ දෙසැම්බර් ธค ธันวาคม დეკ დეკემბერი ዲሴም ዲሴምበር""",
)
_PERSIAN_MONTHS = "فروردین حمل|اردیبهشت ثور|خرداد جوزا|تیر سرطان|مرداد امرداد اسد|شهریور سنبله|مهر میزان|ابان عقرب|اذر قوس|دی جدی|بهمن دلو|اسفند حوت"
_CROATIAN, _LATER = frozenset({"hr"}), frozenset({"pl", "cs"})
_CONNECTORS = frozenset(
    "de del d'el la di da do du of the ano año dne den a г год года року m gada жылғы жылы ng ta' ab le".split()
)

_WORD = r"(?:[dlDL]['’])?[^\W\d_][^\s\d.,;:|/()\[\]{}<>\"“”«»„‘'’_·•–—-]{0,24}(?:\.[^\W\d_][^\s\d.,;:|/()\[\]{}<>\"“”«»„‘'’_·•–—-]{0,24}){0,2}(?:/[^\W\d_][^\s\d.,;:|/-]{0,24})?"
_SPACE = r"[^\S\r\n]"
_GAP = rf"(?:{_SPACE}|[.,/-]){{0,3}}"
_DAY = r"(?P<d>\d{1,2})(?:(?:st|nd|rd|th|er|re|de|ος|η|-?го|-?е|º|ª|°)(?![^\W\d_]))?"
_NOT_BEFORE = r"(?<!\d)(?<!\d[.,:/–—-])"
_YEAR = r"(?P<y>\d{4})(?!\d)"
_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s[A-Z]{2,5}|\s[+-]\d{4})?\s"


class Found(NamedTuple):
    """A date in a text: `text[start:end]` is the date as written, without its time.

    `readings` are the days it may mean (ISO 8601); `style` says what decides between two of them: a separator
    ("." "/" "-"), "two digits" for a short year, "month" for a month word that two languages share, "persian", or ""
    where there is nothing to decide. `order` is the order of day and month if the digits alone prove it.
    """

    start: int
    end: int
    readings: tuple[str, ...]
    style: str = ""
    order: str = ""


def find_dates(text: str) -> list[Found]:
    """All dates with a day, a month and a year in `text`, in order, none overlapping another."""
    taken = bytearray(len(text))
    dates: list[Found] = []
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(text):
            found = read(match)
            if found and not any(taken[found.start : found.end]):
                taken[found.start : found.end] = b"\1" * (found.end - found.start)
                dates.append(found)
    return sorted(dates)


def settle(found: Sequence[Found], language: str | None) -> tuple[str | None, ...]:
    """For each of `found`, all of one document, the one day it means (ISO 8601) or None where nothing proves one.

    A date whose digits leave no choice ("28.11.2023") proves the order for its separator, two that contradict each
    other prove that nothing can be known. Without proof the language (a BCP 47 tag) decides where all its regions
    write alike; dates with full stops have the day first everywhere. A short year is settled only by the same day
    written in full.
    """
    tag = (language or "").lower().replace("_", "-")
    orders = {style: {f.order for f in found if f.style == style and f.order} for style in "./-"}
    days = [_settle_one(f, orders.get(f.style, set()), tag) for f in found]
    full = {day for day in days if day}
    for at, one in enumerate(found):
        if one.style == "two digits":
            agreeing = full.intersection(one.readings)
            days[at] = agreeing.pop() if len(agreeing) == 1 else None
    return tuple(days)


def _settle_one(found: Found, orders: set[str], tag: str) -> str | None:
    primary = tag.split("-")[0]
    if found.style == "two digits":
        return None
    if found.style == "persian":
        return found.readings[0] if primary == "fa" else None
    if len(found.readings) == 1:
        return found.readings[0]
    if found.style == "month":
        return found.readings[0] if primary in _CROATIAN else found.readings[1] if primary in _LATER else None
    if len(orders) > 1:
        return None
    order = next(iter(orders), None) or _usual_order(found.style, tag, primary)
    return None if order is None else found.readings[0 if order == DAY_FIRST else 1]


def _usual_order(separator: str, tag: str, primary: str) -> str | None:
    if separator == "." or primary in _DAY_FIRST_LANGUAGES or tag in _DAY_FIRST_TAGS:
        return DAY_FIRST
    return MONTH_FIRST if tag == "en-us" else None


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.replace("’", "'").replace(".", "").casefold())
    return unicodedata.normalize(
        "NFC", "".join(c for c in decomposed if unicodedata.combining(c) not in (202, 216, 220, 230))
    )


def _month_table() -> dict[str, tuple[int, ...]]:
    table: dict[str, tuple[int, ...]] = {}
    for number, names in enumerate(_MONTH_WORDS, 1):
        for name in names.split():
            table[name.replace("_", " ")] = (*table.get(name.replace("_", " "), ()), number)
    return table


_MONTHS = _month_table()
_PERSIAN = {name: number for number, names in enumerate(_PERSIAN_MONTHS.split("|"), 1) for name in names.split()}


def _months(words: Sequence[str]) -> tuple[int, ...]:
    """Numbers of the months that the words, less connectors ("de"), may name; Persian ones are 101 to 112."""
    left = [_fold(w).removeprefix("d'") for w in words]
    while left and left[0] in _CONNECTORS:
        left.pop(0)
    while left and left[-1] in _CONNECTORS:
        left.pop()
    name = " ".join(left)
    if "/" in name:  # two names of one month: "تشرين الثاني/نوفمبر"
        halves = [_months(half.split()) for half in name.split("/")]
        return halves[0] if len(set(halves)) == 1 else ()
    persian = name.replace("ي", "ی").replace("ك", "ک")  # Arabic yeh and kaf are typed for the Persian ones
    if persian in _PERSIAN:
        return (100 + _PERSIAN[persian],)
    return _MONTHS.get(name) or _MONTHS.get(name.removeprefix("ב"), ())


def _day(year: int, month: int, day: int, words: Sequence[str] = ()) -> str | None:
    """The day in ISO 8601 if the calendar has it; the years of Persian months and of Thai ones are converted."""
    if month > 100:
        return _from_persian(year, month - 100, day)
    if 2400 <= year <= 2699 and any("\u0e00" <= c <= "\u0e7f" for w in words for c in w):
        year -= 543
    if not 1583 <= year <= 2100:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _from_persian(year: int, month: int, day: int) -> str | None:
    """Day of the Persian solar calendar, by its 33-year cycle, which holds for the years 1244 to 1472 (1865 to 2093)."""
    if not (1244 <= year <= 1472 and 1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        return None
    if month == 12 and day == 30 and (year % 33) not in (1, 5, 9, 13, 17, 22, 26, 30):
        return None
    leaps = sum((y % 33) in (1, 5, 9, 13, 17, 22, 26, 30) for y in range(1244, year))
    months = (month - 1) * 30 + min(month - 1, 6)
    return (date(1865, 3, 21) + timedelta(days=(year - 1244) * 365 + leaps + months + day - 1)).isoformat()


def _named(match: re.Match[str], year: int, words: Sequence[str], day: int, start: int | None = None) -> Found | None:
    readings = tuple(d for m in _months(words) if (d := _day(year, m, day, words)))
    if not readings:
        return None
    return Found(match.start() if start is None else start, match.end(), readings, "month" if len(readings) > 1 else "")


def _words(match: re.Match[str]) -> Found | None:
    """A date with the name of its month; of two words before a day the first may belong to the sentence."""
    words, start = match["words"].split(), match.start()
    if match.re is _YEAR_MONTH_DAY and "." in match["gap"] and words[0][:1].isupper():
        return None  # "in 2019. May 12 …" begins a sentence; Hungarian writes "2019. május 12."
    months = _months(words)
    if not months and match.re is _MONTH_DAY_YEAR and len(words) > 1:
        start = match.start("words") + match["words"].rindex(words[-1])
        months = _months(words[-1:])
    readings = tuple(d for m in months if (d := _day(int(match["y"]), m, int(match["d"]), words)))
    return Found(start, match.end(), readings, "month" if len(readings) > 1 else "") if readings else None


def _year_first(match: re.Match[str]) -> Found | None:
    year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
    if 1300 <= year <= 1450:
        persian = _from_persian(year, month, day)
        return Found(*match.span(), (persian,), "persian") if persian else None
    found = _day(year, month, day) if year >= 1900 else None
    return Found(*match.span(), (found,)) if found else None


def _numeric(match: re.Match[str]) -> Found | None:
    first, separator, second, year = int(match["a"]), match["separator"], int(match["b"]), int(match["y"])
    if len(match["y"]) == 2:
        spread = ((2000 + year, second, first), (2000 + year, first, second), (2000 + first, second, year))
        short = tuple(dict.fromkeys(day for numbers in spread if (day := _day(*numbers))))
        return Found(*match.span(), short, "two digits") if short else None
    if year < 1900:
        return None
    day_first, month_first = _day(year, second, first), _day(year, first, second)
    readings = tuple(dict.fromkeys(d for d in (day_first, month_first) if d))
    if not readings:
        return None
    proves = "" if day_first and month_first else DAY_FIRST if day_first else MONTH_FIRST
    return Found(*match.span(), readings, separator, proves)


_YEAR_MONTH_DAY = re.compile(
    rf"{_NOT_BEFORE}{_YEAR}(?P<gap>{_GAP})(?:m\.{_SPACE})?(?P<words>{_WORD}(?:{_SPACE}{_WORD})?){_GAP}{_DAY}(?!\d|:\d)"
)
_MONTH_DAY_YEAR = re.compile(
    rf"(?<![^\W\d_])(?P<words>{_WORD}(?:{_SPACE}{_WORD})?){_GAP}{_DAY}(?:,?{_SPACE}{_TIME}|{_GAP}){_YEAR}"
)

# In the order of their claims: of two readings of the same digits the earlier pattern wins.
_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Found | None]], ...] = (
    (
        re.compile(
            rf"{_NOT_BEFORE}{_YEAR}\s?[年년]\s?(?P<m>\d{{1,2}})\s?[月월]\s?(?P<d>\d{{1,2}})(?!\d)\s?[日号號일]?"
        ),
        _year_first,
    ),
    (
        re.compile(rf"{_NOT_BEFORE}{_DAY}\s(?:tháng|thg)\s(?P<m>\d{{1,2}}),?\s(?:năm\s)?{_YEAR}", re.IGNORECASE),
        _year_first,
    ),
    (re.compile(rf"{_NOT_BEFORE}{_YEAR}([./-])\s?(?P<m>\d{{1,2}})\2\s?(?P<d>\d{{1,2}})(?!\d)(?![./-]\d)"), _year_first),
    (re.compile(rf"{_NOT_BEFORE}{_DAY}{_GAP}(?P<words>{_WORD}(?:{_SPACE}{_WORD}){{0,3}}){_GAP}{_YEAR}"), _words),
    (_MONTH_DAY_YEAR, _words),
    (
        re.compile(
            rf"{_NOT_BEFORE}{_YEAR}\.?{_SPACE}(?:gada|жылғы|жылы|г\.|год){_SPACE}{_DAY}\.?{_SPACE}(?P<words>{_WORD})"
        ),
        _words,
    ),
    (_YEAR_MONTH_DAY, _words),
    (
        re.compile(
            r"(?<!\d)(?<!\d[.,:/–—-])(?P<a>\d{1,2})(?P<separator>[./-])(?:\s?)(?P<b>\d{1,2})(?P=separator)\s?(?P<y>\d{4}|\d{2})(?!\d)(?![./-]\d)"
        ),
        _numeric,
    ),
)

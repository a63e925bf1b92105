"""Words of English reporting: verbs that introduce speech, nouns of speakers and of speech, what may stand around them.

Closed lists instead of a tagger: what is not in them is not taken for speech, and silence is the safe error.
"""

from __future__ import annotations

_IRREGULAR = {
    "say": "said says saying",
    "tell": "told tells telling",
    "write": "wrote writes writing written",
    "swear": "swore swears swearing",
    "think": "thought thinks thinking",
    "feel": "felt feels feeling",
    "find": "found finds finding",
    "show": "showed shows showing shown",
    "understand": "understood understands understanding",
    "know": "knew knows knowing",
    "seek": "sought seeks seeking",
    "speak": "spoke speaks speaking spoken",
    "foresee": "foresaw foresees foreseeing",
    "go on": "",
}
# Take a clause with or without "that", and a quotation.
_SAY = "say"
_THAT = """state stress emphasize emphasise underline underscore note add claim argue insist warn explain announce declare
    assert contend maintain acknowledge admit confirm reiterate recall remind suggest reply respond answer comment remark
    observe conclude write tweet tell report reveal predict promise pledge vow swear boast complain concede caution counter
    exclaim joke quip lament mention allege affirm assure inform agree testify recount clarify repeat posit advise estimate
    point highlight imply indicate disclose brag opine post blog charge fret grumble retort elaborate"""
# Only with a quotation: with a clause they mean something else, or the clause is not what was said.
_QUOTE_ONLY = """ask continue shout yell cry chant whisper muse demand urge wonder question read begin go interject call
    describe label dub brand deem characterize characterise denounce slam blast mock decry deride dismiss praise hail
    condemn criticize plead gush thunder snap scoff scream bellow recite message email text conclude lecture argue sum
    express declare pronounce deliver interrupt inquire lambast rail sing threaten pray speculate blurt chime"""
_NAMING = "call describe label dub brand deem characterize characterise denounce slam blast mock decry deride dismiss praise hail condemn criticize lambast".split()


def forms(verb: str) -> list[str]:
    """The verb and its other forms; past and participle as one where they are."""
    if verb in _IRREGULAR:
        return [verb, *_IRREGULAR[verb].split()]
    if verb == "read":
        return ["reads", "reading", "read"]
    if verb == "sing":
        return ["sang", "sings", "singing"]
    if verb == "go":
        return ["went"]
    if verb == "begin":
        return ["began", "begins"]
    if verb == "deem":
        return ["deem", "deemed", "deems", "deeming"]
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith(("y",)) and verb[-2] not in "aeiou":
        return [verb, verb[:-1] + "ied", verb[:-1] + "ies", verb + "ing"]
    if verb in {
        "admit",
        "dub",
        "slam",
        "brag",
        "quip",
        "snap",
        "blog",
        "plan",
        "chat",
        "sum",
        "refer",
        "beg",
        "rebut",
        "tag",
        "compel",
        "extol",
    }:
        return [verb, verb + verb[-1] + "ed", verb + "s", verb + verb[-1] + "ing"]
    s = verb + ("es" if verb.endswith(("s", "x", "ch", "sh", "ss")) else "s")
    return [verb, stem + "ed", s, stem + "ing"]


def _table(names: str) -> dict[str, str]:
    return {form: verb for verb in names.split() for form in forms(verb)}


SAY = frozenset(forms(_SAY))
VERBS: dict[str, str] = {**_table(_QUOTE_ONLY), **_table(_THAT), **_table(_SAY)}  # form → verb
THAT_VERBS = frozenset(_THAT.split()) | {"say"}
NAMING = frozenset(_NAMING)
BARE_THAT = frozenset(
    "say add note tell insist claim argue warn announce predict suggest acknowledge admit promise report believe explain write tweet boast concede declare complain joke agree contend confirm testify assert remind estimate".split()
)
TELLS = frozenset("tell remind assure inform advise warn ask".split())
# Forms that are nouns or adjectives as often as verbs; they need a clear sign of speech beside them.
AMBIGUOUS = frozenset(
    """state states note notes claim claims report reports comment comments remark remarks promise promises pledge
    pledges vow vows demand demands answer answers charge charges call calls tweet tweets joke joking estimate estimates
    question questions counter cry cries point points highlight highlights reply replies address text texts blog blogs
    post posts email emails message messages stress label labels brand brands blast blasts praise warning warnings
    writing reading read reads began begins went deem charged pointed pointing underlined caution hint hints boast
    agreed agree repeat repeated advised advise estimated indicated indicate indicates posted highlighted highlighting
    implied implies reported reveals reveal revealed brag delivered deliver delivers delivering lament urge urges chime
    lecture slam slams mock mocks hail hails dismiss praise praises labeled labelled condemn reporting sum sums recount""".split()
)
PRONOUNS = frozenset("he she they it we i you".split())
RELATIVE = frozenset("who which that whose whom".split())
AUXILIARIES = frozenset("has have had is are was were be been being did does do having ’s 's ’ve 've ’d 'd".split())
BE = frozenset("is are was were be been being".split())
MODALS = frozenset("would could should might may can will must shall ’ll 'll ’d 'd cannot won’t wouldn’t".split())
NEGATIONS = frozenset(
    "not never n’t n't neither nor hardly scarcely didn’t didn't doesn’t doesn't don’t don't hasn’t hasn't haven’t haven't hadn’t hadn't wasn’t wasn't isn’t isn't won't wouldn't couldn’t couldn't can’t can't cannot without".split()
)
ADVERBS = frozenset(
    """also then later again further furthermore recently once often sometimes always now just still even ever already
    soon today yesterday tonight meanwhile first previously earlier instead reportedly moreover thus simply twice back
    afterward afterwards all both himself herself themselves itself only long""".split()
)
DETERMINERS = frozenset(
    "the a an his her its their our my your this that these those one another some several many two three four five six seven eight nine ten both most few other every each any no".split()
)
NUMBERS = frozenset("one two three four five six seven eight nine ten".split())
PREPOSITIONS = frozenset(
    """of for from in at with to on by about over under into during after before since until through against between
    among within without near across via regarding concerning despite following amid upon per than like behind beyond
    inside outside toward towards throughout""".split()
)
NP_LINKS = frozenset("of for from in at with on to".split())
CONJUNCTIONS = frozenset("and or but nor yet so plus".split())
SUBORDINATORS = frozenset(
    "that because as when while although though if unless whether after before since until where how why what whereas once so".split()
)
CLAUSE_WORDS = frozenset(CONJUNCTIONS | SUBORDINATORS | RELATIVE | MODALS | AUXILIARIES | NEGATIONS)
TIME_WORDS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday today yesterday tonight tomorrow january february march
    april may june july august september october november december jan feb mar apr jun jul aug sept sep oct nov
    dec last this earlier late early later morning afternoon evening night week month year ago recently""".split()
)
MONTHS_AND_DAYS = TIME_WORDS - frozenset(
    "last this earlier late early later morning afternoon evening night week month year ago recently may".split()
)
# Nouns of people and bodies that speak.
ROLES = frozenset(
    """spokesman spokeswoman spokesperson official officials minister ministers president chairman chairwoman chair head
    leader leaders director secretary ambassador envoy senator senators congressman congresswoman governor mayor
    representative representatives lawmaker lawmakers deputy adviser advisor advisers advisors aide aides manager strategist
    analyst analysts expert experts professor scientist researcher researchers historian lawyer lawyers attorney judge
    justice general commander officer officers king queen prince prime premier candidate candidates nominee speaker chancellor
    commissioner coordinator editor author columnist journalist reporter reporters correspondent writer pollster consultant
    member members delegate delegates voter voters supporter supporters resident residents activist activists critic critics
    opponent opponents ally allies founder ceo executive economist operative donor donors organizer politician politicians
    billionaire businessman mogul host anchor diplomat diplomats mp pope bishop pastor priest rabbi imam doctor physician
    teacher student students man woman men women father mother wife husband son daughter brother sister friend friends
    people sources source person veteran sheriff prosecutor chief detective police co-chair vice-chairman vice spokespeople
    socialist democrat democrats republican republicans conservatives liberals senator-elect president-elect contender rival
    rivals insider insiders observer observers organizers officials parent parents worker workers ally narrator moderator""".split()
)
PLURAL_ROLES = frozenset(w for w in ROLES if w.endswith("s") and not w.endswith("ss")) | {
    "people",
    "men",
    "women",
    "police",
}
BODIES = frozenset(
    """ministry department government community committee commission council union campaign party administration company
    agency office bureau congress senate house parliament court embassy organization organisation group association
    foundation university institute institution center centre church army military navy force forces federation league
    alliance coalition authority authorities bank fund corporation board panel team service services side leadership
    delegation mission secretariat cabinet kremlin pentagon newspaper magazine network station outlet agency post times
    firm club society academy assembly tribunal court police embassy consulate presidency republic states nations""".split()
)
DOCUMENTS = frozenset(
    """statement letter report ad advertisement poll survey study document documents email tweet article editorial release memo transcript
    sign banner headline caption text message post website communique communiqué resolution declaration lawsuit filing
    complaint book essay op-ed column petition note indictment order ruling opinion decision mailer email emails script
    paper analysis blog data figures results records review description agreement treaty bill law constitution column polls reports studies statements""".split()
)
SHORT_TITLES = frozenset("mr mrs ms miss dr prof sen rep gov gen lt col sgt adm capt rev hon".split())
TITLES = SHORT_TITLES | frozenset(
    """sir lord lady dame president senator secretary minister governor mayor judge justice congressman congresswoman representative chairman chairwoman speaker ambassador
    general king queen prince princess pope chancellor premier sheriff captain colonel admiral professor chief deputy
    vice former acting assistant attorney commander-in-chief director commissioner spokesperson spokesman spokeswoman""".split()
)
HE_WORDS = frozenset(
    "mr sir lord king prince pope chairman spokesman congressman businessman man father husband son brother".split()
)
SHE_WORDS = frozenset(
    "mrs ms miss lady dame queen princess chairwoman spokeswoman congresswoman businesswoman woman mother wife daughter sister".split()
)
PARTICLES = frozenset(
    "de van von der den del della da di la le al el bin ibn ben bint abu ter ten dos du y e ul zu".split()
)
# "…, he said" may report what stands before it; with these it may only follow a quotation.
NO_TAGS = frozenset(
    "point highlight imply indicate disclose advise agree recall repeat mention promise pledge vow swear charge post underscore underline reply answer respond comment counter remind assure inform".split()
)
# What "said in a statement that …" may have before its "that".
OCCASIONS = frozenset(
    "interview statement conference rally speech debate hearing email e-mail reporters meeting tweet letter call appearance event address post video testimony remarks briefing ad report article memo night voters supporters officials crowd audience court lawmakers clearly publicly repeatedly".split()
)
ELISIONS = frozenset("em til tis twas cause bout n".split())
SPEECH_NOUNS = frozenset(
    "statement statements remark remarks comment comments claim claims proposal proposals call calls demand demands declaration declarations assertion assertions threat threats".split()
)
ACTS = frozenset(
    """encouraged urged called noted expressed condemned welcomed asked thanked invited praised criticized rejected stressed
    emphasized added said stated warned reiterated confirmed underlined pointed demanded vowed pledged promised offered""".split()
)
MALE_NAMES = frozenset(
    """adam alan albert alex alexander alfred allen andrew anthony antony arthur barack ben benjamin bernard bernie bill bob boris
    brad brian bruce carl charles charlie chris christopher chuck craig daniel dan dave david dean dennis dick don donald
    douglas ed eddie edward eric frank franklin fred gary geoffrey george gerald glenn gordon greg gregory harold harry
    henry herman howard hugh ian ilham jack jacob jake james jason jay jeb jeff jeffrey jerry jim jimmy joe john johnny
    jon jonathan jose joseph josh joshua juan justin karl keith ken kenneth kevin kurt larry lawrence lee leon lindsey
    luis marc marco mario mark martin matt matthew michael mike mitch mitt nathan neil newt nicholas nick nikol nigel
    oliver oscar patrick paul pete peter phil philip ralph rand ray reince richard rick robert robby rob roger ron ronald
    rush russell ryan sam samuel scott sean sergey sergei stephen steve steven stuart ted terry theodore thomas tim timothy
    todd tom tony vladimir walter warren wayne william xavier aykhan recep nikolai dmitry mohammed muhammad ahmed ali
    hikmet jeyhun ararat emmanuel antonio carlos fernando jorge julian louis marcus maurice preet rex rudy rudolph tyler""".split()
)
FEMALE_NAMES = frozenset(
    """abigail alice alison amanda amy angela ann anna anne annie barbara betty carly carol caroline catherine cheryl christina christine
    cindy claire condoleezza cynthia dana deborah debbie debra diana diane donna dorothy elena elizabeth ellen emily emma
    erica eva fiona gail gloria grace hannah heather heidi helen hillary huma ivana ivanka jane janet janice jean jennifer
    jessica jill joan joanna joyce judith judy julia julie karen kate katherine kathleen kathy katie katrina kelly kellyanne
    kimberly kristen laura lena linda lisa loretta lori lucy lynn madeleine margaret maria marie marilyn marine mary megan
    megyn melania melissa michele michelle monica nancy naomi natalie nicole nikki olga olivia pamela patricia paula peggy
    phyllis rachel rebecca rosa ruth sally samantha sandra sara sarah sharon sheila shirley sonia stephanie susan suzanne
    sylvia tammy tanya teresa theresa tiffany tina tulsi ursula valerie vanessa veronica victoria virginia wendy whitney""".split()
)

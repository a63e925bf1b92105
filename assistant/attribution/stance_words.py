"""Verbs of thinking, wanting, asking for and judging, and what may follow each.

Verbs whose plain meaning is a deed ("attacked", "ordered", "supported") are left out: in a report on a war they are no
speech, and what the narrator calls "support for an illegal regime" is nobody's word but his. So are those after which
more was no attribution than one ("considered", "championed", "challenged").
"""

from __future__ import annotations

from assistant.attribution.lexicon import forms

# Verb → what may follow: "that" (a clause with it), "bare" (one without), "how" (a question word), "to" (an infinitive),
# "unto" ("to" with a noun phrase), "it" (a noun phrase), "its" (nothing but behind a poll or report), "whom" (somebody
# to do something), or another preposition with a noun phrase.
_FOLLOW = """
believe: that bare it in | think: that bare about of | feel: that bare | hope: that bare to for | fear: that bare it
| worry: that bare about over | doubt: that bare it how | expect: that it to | understand: that how
| know: that bare how | find: that bare its | show: that bare its | assume: that bare | determine: that how
| decide: that how to | realize: that bare | recognize: that it | imagine: that it | indicate: that its
| signal: that it | rule: that | propose: that to it | recommend: that it | demand: that it | conclude: that
| question: how it | wonder: how | ask: how for about whom | want: to it | seek: to | plan: to | vow: to that
| promise: to that it | pledge: to that it | agree: that to with on | intend: to | aim: to | wish: to that
| prefer: to it | offer: to | swear: to | call: for on upon it | urge: it to for that | encourage: it
| advise: it against | invite: it | implore: it | press: for | criticize: it | criticise: it | reject: it | cite: it
| accuse: it | praise: it | mention: it | blame: it | mock: it | denounce: it | condemn: it | dismiss: it
| describe: it how | portray: it | liken: it | compare: it | label: it | characterize: it | reference: it
| invoke: it | highlight: it | emphasize: it | stress: it how | acknowledge: it that bare how | announce: it
| reveal: it how | disclose: it | confirm: it | declare: it | predict: it | recall: it how | suggest: it
| discuss: it how | explain: how it | outline: it how | detail: it how | blast: it | ridicule: it | applaud: it
| hail: it | welcome: it | echo: it | express: it | voice: it | warn: it of about against | dispute: it | rebuke: it
| scold: it | chide: it | taunt: it | lament: it | bemoan: it | decry: it | deride: it | disavow: it | repudiate: it
| assail: it | lambast: it | note: it how | claim: it to | insist: on that | refer: unto | point: unto | allude: unto
| speak: about of out | talk: about of | complain: about of that | comment: on about | rail: against | lash: at
| push: for | argue: for against | hint: at that | object: unto | joke: about | boast: about of | brag: about
| write: about how | say: how | tell: how whom | testify: that about | dub: it | quote: it | report: how it on about
| admit: unto it | regard: it | thank: it | credit: it | remember: it how | speculate: that about
| learn: that | depict: it | suspect: that bare it how | presume: that bare | figure: that bare | reckon: that bare
| guess: that bare how | anticipate: that it | foresee: that it | regret: that it | infer: that | reason: that bare
| marvel: at that | trust: that | desire: it to | long: for to | yearn: for to | aspire: to | crave: it
| beg: it for to | beseech: it | exhort: it | plead: for | appeal: for to | lobby: for | petition: for it
| request: it that | caution: that it against | counsel: it against | deplore: it that | bash: it | skewer: it
| excoriate: it | castigate: it | chastise: it | berate: it | reprimand: it | admonish: it | scoff: at | sneer: at
| jeer: at it | malign: it | disparage: it | belittle: it | downplay: it | rebut: it | refute: it | contradict: it
| disagree: with that about on | commend: it | laud: it | extol: it | compliment: it | congratulate: it
| apologize: for | apologise: for | vouch: for | elaborate: on | expound: on | opine: on about that bare
| equate: it | underscore: it how | underline: it how | spotlight: it | stipulate: that it | specify: that how it
| forecast: that it | project: that | estimate: that it | calculate: that how | deduce: that | dread: it
| fret: about over that | grumble: about that | gripe: about that | moan: about that | whine: about that
| fume: about over that at | confess: unto that | reaffirm: that it | reiterate: it that | remark: on about
| muse: about on how | ponder: how it | contend: with | emphasise: it how | characterise: it | recognise: that it
| realise: that bare | apprise: it | inquire: about how | enquire: about how | vent: about | gush: about over
| enthuse: about | lecture: on about | preach: about it | slam: it | flay: it | disapprove: of | approve: of
| despair: of | observe: it how | protest: that it against
"""

# Those of the mind: nobody need have said a word. "Finds" and "shows" are told of reports, which say it.
ATTITUDES = frozenset(
    """believe think feel hope fear worry doubt expect understand know assume determine decide realize realise
    recognize recognise imagine wonder want seek plan intend aim wish prefer regard remember learn suspect presume figure
    reckon guess anticipate foresee infer deduce reason marvel trust desire long yearn aspire crave dread despair ponder
    muse approve disapprove""".split()
)


def _table() -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    verbs: dict[str, str] = {}
    follow: dict[str, frozenset[str]] = {}
    for entry in _FOLLOW.replace("\n", " ").split("|"):
        verb, _, following = entry.partition(":")
        follow[verb.strip()] = frozenset(following.split())
        verbs.update({form: verb.strip() for form in forms(verb.strip())})
    return verbs, follow


STANCES, MAY_FOLLOW = _table()

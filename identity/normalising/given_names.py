"""Given names that stand for one another: Bob is Robert, Jean-Phi is Jean-Philippe.

What does not belong here: names that are merely spelled alike (``sounds``).
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import Final

# One name a line, then what people of that name are called; a short form may stand for several.
_CALLED: Final = """
abigail abby gail
albert al bert bertie
alexander alex alec sandy sacha sasha aleksandr alexandre alejandro alessandro alyaksandr
alexandra alex sandra sandy sacha lexie
alfred alf fred freddie
amanda mandy
anastasia nastassia anastassia nastasia stacy
andrew andy drew andre andreas andrea andrei
anna ann anne annie anouk
anthony tony antoine antonio anton
arthur art artie
barbara barb babs
beatrice bea trixie
benjamin ben benji benny
bernard bernie
catherine cathy kate katie kathy katherine kathryn kat cath caterina catalina
charles charlie chuck carlos karl carl
charlotte charlie lottie
christian chris
christina chris tina christine kristina kristine christelle
christopher chris kit kristofer christophe cristobal
claude claudy
daniel dan danny
david dave davy
deborah deb debbie debra
dominique dom
donald don donny
dorothy dot dottie dolly
edmund ed eddie ned
edward ed eddie ted ned edouard eduardo
edwin ed eddie
eleanor ellie nell nora eleonore leonor
elizabeth liz lizzie beth betty eliza elisabeth lisa elise libby isabel
emma em
emmanuel manu manny
eric rick
ernest ernie
eugene gene
florence flo
francis frank fran francois francisco francesco
francoise fran
frederic fred freddy frederick freddie federico friedrich fritz
gabriel gabe gaby
geoffrey geoff jeff jeffrey
george georges jorge giorgio georg
gerald gerry jerry gerard
gerard gege
gilbert gil bert
gregory greg gregoire grigori
harold harry hal
helen nell ellen helene elena
henry harry hank henri enrique heinrich enrico
herbert herb bert
howard howie
hubert bert
isabelle isa isabella isabel bella
jacob jake jakob jacques
jacqueline jackie
james jim jimmy jamie jaime
janet jan
jean jeannot
jeanne jane jean jeannette
jennifer jen jenny
jessica jess jessie
john jack johnny jon jean juan johann johannes giovanni ivan jan
jonathan jon jonny
jose pepe
joseph joe joey jose josef giuseppe
joshua josh
julia julie julie jules
julian jules julien
katherine kate katie kathy kat kathryn katharina
kenneth ken kenny
laurence laure lolo
lawrence larry laurent lorenzo
leonard leo len lenny
louis lou louie luis ludwig luigi
louise lou louisa
lucas luke luc luca
madeleine maddie madeline magdalena magda
marc mark marcus marco
margaret maggie meg peg peggy peggie marge margie greta rita marguerite margarita
maria marie mary mari
martin marty
mary molly polly marie maria
matthew matt matty matthieu mathieu matteo matthias
maximilian max maxime maximilien
melissa mel missy
michael mike mick mickey mikey michel miguel michele mikhail
michelle shelly
mohammed mohamed mohammad muhammad muhammed muhammet mehmet mhd mohd med
morris morrie maurice
nancy nan
natalie nat nathalie natalia
nathan nat nate nathaniel
nicholas nick nicky nicolas nico niklas nikolai
nicole nicky
olivia liv livvy
oliver ollie olivier
pamela pam
patricia pat patty tricia trish
patrick pat paddy
paul paulo pablo paolo pavel
paula pauline
peter pete pierre pedro pietro piotr
philip phil philippe felipe filippo philipp
rachel rach
raymond ray
rebecca becky becca
richard rick ricky dick rich richie ricardo riccardo
robert bob bobby rob robbie robby bert roberto
roger rodge
ronald ron ronnie
rosemary rose rosie
russell russ
samantha sam sammy
samuel sam sammy
sarah sally sadie sara
sebastian seb bastien sebastien
simon si
solange sol
sophia sophie sofia
stephanie steph steffi
stephen steve steven stevie stephane etienne esteban stefan stefano
susan sue susie suzy susanne suzanne susanna
sylvie sylvia
teresa terry tess theresa therese
terence terry
theodore ted teddy theo
thomas tom tommy tomas tommaso
timothy tim timmy
valerie val
veronique vero veronica
victoria vicky vic tori
vincent vince vincenzo
virginia ginny virginie
walter walt wally
william will bill billy willy liam guillaume guillermo wilhelm guglielmo
xavier javier
zachary zach zack
"""


@lru_cache(maxsize=1)
def _standing_for() -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in _CALLED.split("\n"):
        if line:
            full, *called = line.split()
            for name in (full, *called):
                found[name].add(full)
    return {name: frozenset(full) for name, full in found.items()}


def called(word: str) -> frozenset[str]:
    """The full given names that a folded name may stand for; of one unknown, itself."""
    return _standing_for().get(word) or frozenset({word})

"""Kindred: words that are one name in different languages, or one word of business; each line is one family.

Given names are told across languages and by their usual short forms; words of business are translations.
"""

from __future__ import annotations

from typing import Final

_FAMILIES: Final = """
vladimir volodymyr uladzimir wladimir vladimer wolodymyr vova
vladislav uladzislau vladyslav wladyslaw
alexander aleksandr oleksandr aliaksandr alexandr aleksander alexandre alejandro iskander sasha alex aleksandar
alexei aleksei oleksii aliaksei alexey aleksey oleksiy alexej
alexandra aleksandra oleksandra
sergei sergey serhii siarhei serhiy serge sergej sergii
dmitry dmytro dzmitry dmitri dmitriy dmitrii dima
andrei andrii andrey andriy andrej andreas andrew andre andrzej
nikolai mykola mikalai nikolay nicholas mikola nikolaj nicolas nikolaos
mikhail mykhailo mikhal mihail michael mykhaylo michail miguel michel michal misha
yevgeny evgeny yevhen yauhen evgeniy evgenii yevgeniy yevheniy yevhenii eugene jewgeni evgueni eugen
yevgenia evgenia yevheniia evgeniya
igor ihor
oleg oleh aleh
pavel pavlo paul paulus pablo pawel
petr pyotr petro piotr peter pedro pierre petar
yuri yury yurii iurii yuriy jurij iouri juri george georgy georgi georgiy heorhii heorhiy yuryi jerzy jorge georges
viktor victor viktar
viktoria victoria viktoriya viktoriia
konstantin kostiantyn kanstantsin constantine
vasily vasyl vasil vasili vasiliy vasilii basil wassili
grigory hryhorii ryhor grigori grigoriy grigorii hryhoriy gregory
gennady hennadii henadz gennadi gennadiy gennadii hennadiy guennadi
anatoly anatolii anatol anatoli anatoliy
anton antin antony anthony antonio antoine tony
artem artyom artsem artiom
boris borys barys
denis denys dzianis dennis
eduard edward edvard edouard eduardo
elena olena alena helen yelena helena jelena
ekaterina kateryna katsiaryna yekaterina katerina catherine katherine jekaterina
natalia nataliia natallia natalya nataliya natalie
tatiana tetiana tatsiana tatyana
irina iryna irene
olga olha volha
galina halyna halina
svetlana svitlana sviatlana
oksana aksana
maxim maksym maksim maxime
matvei matvii matthew matvey
roman raman
ruslan rouslan
stepan stsiapan stephen steven stefan etienne esteban
ivan ioann john jean johann juan jan yan giovanni hans johannes
iosif yosyp joseph yusuf yousef josef jose giuseppe youssef yousuf
ilya illia ilia elias ilyas
leonid leanid
lev leo leon
timofey tymofii timothy
fedor fyodor fedir theodore feodor
filipp pylyp philip philipp felipe philippe
kirill kyrylo kiryl cyril kyril
daniil danylo danila daniel daniyal
gavriil gabriel jibril jabril
semyon semen simon
stanislav stanislau stanislaw
vyacheslav viacheslav viachaslau vjaceslav wjatscheslaw
vitaly vitalii vital vitali vitaliy
valery valerii valeri valeriy valer
valentina valiantsina
valentin valiantsin valentyn
ramzan ramadan ramazan ramadhan
william bill willem wilhelm guillermo guillaume will
robert bob roberto rob
richard dick ricardo rick
james jim jaime jimmy jacob yakov yakiv jacques jakob
charles carlos karl carl karel charlie
thomas tom tomas
henry enrique heinrich henri harry hendrik
louis luis ludwig luigi lewis
francis francisco franz francois frank francesco
frederick friedrich fritz federico frederic fred
edmund edmundo
david davyd daoud dawood dawud davit
abraham ibrahim avraham abram ebrahim
moses musa moussa mousa moshe
isaac ishaq eshaq
ishmael ismail esmail ismael ismayil
solomon suleiman sulayman suleyman soleiman souleymane
mohammed muhammad mohamed mohammad mohamad muhammed mehmet mahomed mukhammad magomed mohd mamadou muhamad muhamed
ahmed ahmad akhmed ahmet akhmad
ali aly
hussein husayn hossein hussain husain hosein huseyn hussien houssein
hassan hasan hassane
osama usama oussama
omar umar oumar omer umer cumar
othman uthman osman usman ousmane
khalid khaled halid xaalid
abdullah abdallah abdulla abdollah abdoullah abdellah
abdulrahman abdelrahman abdurrahman abdorrahman abdirahman
jamal gamal djamel djamal
jamil gamil djamil
jafar gaafar djaafar
hisham hicham hesham
mahmoud mahmud mahmood makhmud
mustafa moustapha mostafa mustapha
nasser naser nasir
qasem qassem kassem qasim kasim ghasem
rashid rasheed rachid
said saeed saied sayid
salim saleem selim
sharif cherif sherif shareef
tariq tarek tareq
yahya yehia yahia
younis yunus younes
yasin yassin yaseen
zayn zein zain zine
fatima fatema fatemeh
maryam mariam miriam marie maria mary
kim gim
lee ri yi rhee
park pak bak
choi choe
jong chong jung chung
jang chang
bank banque banco banca banka banku
company compagnie compania kompaniya companhia
factory zavod plant plants works usine fabrik fabrika
russian rossiyskiy rossiiskii rossiyskaya rossiiskaya rossiskaya rossii russia rossiya
institute institut instituto
scientific nauchno nauchnyi nauchny science
research issledovatelskiy issledovatelsky issledovatelskii
production proizvodstvennoe proizvodstvennaya proizvodstvennoye
design konstruktorskoe konstruktorskoye
bureau byuro buro biuro
association obedinenie obyedinenie obyedineniye
center centre tsentr centro zentrum
technology technologies tekhnologii tekhnologiya tekhnologiy technologie technologii tecnologia
trading trade torgovy torgovyi
house dom
chemical khimicheskiy khimicheskii khimicheski khimicheskoe
petroleum oil neft nefti neftyanaya
politics politiki policy
social sotsialno sotsialnyi
shipbuilding sudostroitelny sudostroitelnyi
machine mashina mashinostroitelny mashinostroitelnyi
leasing lizing
fund fond foundation fonds fundacion
party partei partiya parti partido
army armee armiya
front frente
movement harakat haraka mouvement
islamic islami eslami islamiya islamique
hezbollah hizballah hizbollah hisbollah hizbullah hisbullah hezballah hizbolah hezbullah
national natsionalny natsionalnyi melli nacional nationale
international mezhdunarodny mezhdunarodnyi internasional
industry industries sanaye sanaie promyshlennost
university universitet universite daneshgah
airlines airline aviakompaniya aerolineas
""".strip()

KIN: Final[dict[str, int]] = {
    word: number for number, family in enumerate(_FAMILIES.splitlines(), 1) for word in family.split()
}
"""The family of each word that has one, from 1."""

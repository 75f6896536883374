"""German names of Belgian municipalities that have one of their own.

The official list gives Dutch and French names only. Beyond the nine municipalities of the German-speaking Community,
where German is the official name, these are the names that German speakers use today; historical ones that nobody in
Aachen would say (Doornik as Dornick) stay out. Where the table is silent the name in the language of the place is used,
which is what the road signs say.
"""

GERMAN_NAMES = {
    "11002": "Antwerpen",
    "12025": "Mecheln",
    "21004": "Brüssel",
    "24062": "Löwen",
    "31005": "Brügge",
    "33011": "Ypern",
    "35013": "Ostende",
    "63001": "Amel",
    "63012": "Büllingen",
    "63013": "Bütgenbach",
    "63023": "Eupen",
    "63040": "Kelmis",
    "63061": "Raeren",
    "63067": "Sankt Vith",
    "63080": "Weismes",
    "63046": "Limburg",
    "63088": "Bleyberg",
    "62063": "Lüttich",
    "81001": "Arel",
    "82039": "Bastnach",
}
"""By REFNIS number."""

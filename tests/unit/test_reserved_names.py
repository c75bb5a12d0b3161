"""Which share names are taken for those of the project synchronization."""

import pytest

from sharedaccess.names import is_reserved

DISGUISES = {
    "as it is": "Cloud Shared Access from ACC",
    "with a number": "Cloud Shared Access from ACC-000123456",
    "in capitals": "CLOUD SHARED ACCESS FROM ACC",
    "in small letters": "cloud shared access from acc",
    "with more spaces": "  Cloud   Shared\u00a0Access\u2003from ACC",
    "without spaces": "CloudSharedAccessfromACC",
    "with dashes": "Cloud-Shared-Access – from – ACC",
    "in quotes": "« Cloud Shared Access from ACC »",
    "full width": "Ｃｌｏｕｄ Ｓｈａｒｅｄ Ａｃｃｅｓｓ ｆｒｏｍ ＡＣＣ",
    "mathematical": "𝐂𝐥𝐨𝐮𝐝 𝒮𝒽𝒶𝓇ℯ𝒹 𝔄𝔠𝔠𝔢𝔰𝔰 𝚏𝚛𝚘𝚖 𝖠𝖢𝖢",
    "in circles": "Ⓒⓛⓞⓤⓓ 🅢🅗🅐🅡🅔🅓 🄰🄲🄲🄴🅂🅂 from 🅰🅲🅲",
    "small capitals": "Cʟᴏᴜᴅ Sʜᴀʀᴇᴅ Aᴄᴄᴇꜱꜱ ꜰʀᴏᴍ ACC",
    "zero-width space": "Cl\u200boud Sha\u200dred Acc\ufeffess fr\u2060om A\u00adCC",
    "other invisible characters": "Cloud\u034f Sha\u3164red Acc\ufe0fess \u202efrom ACC",
    "accents": "Clöud Shâred Åccęss frøm ÀÇC",
    "Cyrillic": "Сlоud Ѕhаrеd Ассеѕѕ frоm АСС",
    "Greek": "Clουd Sharεd Αccess frοm ΑϹC",
    "Cherokee": "Ꮯloud Ꮪhared Ꭺccess from ᎪᏟᏟ",
    "i for l": "CIoud Shared Access from ACC",
    "digits": "C10ud 5har3d Acce55 fr0m ACC",
    "r and n for m": "Cloud Shared Access frorn ACC",
    "French": "Accès partagé dans le cloud depuis ACC-000123456",
    "French, decomposed": "Acce\u0300s partage\u0301 dans le cloud depuis ACC",
    "French without accents": "ACCES PARTAGE DANS LE CLOUD DEPUIS ACC",
}

HARMLESS = (
    "",
    "Our partner",
    "Cloud Shared Access",
    "Cloud Shared Access from Acme",
    "Access from ACC",
    "Not a Cloud Shared Access from ACC",
    "Доступ для партнёра",
    "共有アクセス",
)


@pytest.mark.rule("SHA-3", "SHA-8")
@pytest.mark.parametrize("name", DISGUISES.values(), ids=DISGUISES.keys())
def test_the_reserved_name_is_known_in_each_disguise(name):
    assert is_reserved(name)


@pytest.mark.rule("SHA-3")
@pytest.mark.parametrize("name", HARMLESS)
def test_other_names_are_free(name):
    assert not is_reserved(name)

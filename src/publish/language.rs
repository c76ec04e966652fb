//! Which languages a feed may name.

use std::borrow::Cow;

/// Languages that ISO 639-1 has a code for.
const OF_TWO_LETTERS: &str = "\
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy \
    da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu \
    hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb \
    lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om \
    or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw \
    ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Languages, and groups of them, that only ISO 639-2 has a code for.
const OF_THREE_LETTERS: &str = "\
    ace ach ada ady afa afh ain akk ale alg alt ang anp apa arc arn arp art arw ast ath aus awa \
    bad bai bal ban bas bat bej bem ber bho bik bin bla bnt bra btk bua bug byn cad cai car cau \
    ceb cel chb chg chk chm chn cho chp chr chy cmc cop cpe cpf cpp crh crp csb cus dak dar day \
    del den dgr din doi dra dsb dua dum dyu efi egy eka elx enm ewo fan fat fil fiu fon frm fro \
    frr frs fur gaa gay gba gem gez gil gmh goh gon gor got grb grc gsw gwi hai haw hil him hit \
    hmn hsb hup iba ijo ilo inc ine inh ira iro jbo jpr jrb kaa kab kac kam kar kaw kbd kha khi \
    kho kmb kok kos kpe krc krl kro kru kum kut lad lah lam lez lol loz lua lui lun luo lus mad \
    mag mai mak man map mas mdf mdr men mga mic min mkh mnc mni mno moh mos mun mus mwl mwr myn \
    myv nah nai nap nds new nia nic niu nog non nso nub nwc nym nyn nyo nzi osa ota oto paa pag \
    pal pam pap pau peo phi phn pon pra pro raj rap rar roa rom rup sad sah sai sal sam sas sat \
    scn sco sel sem sga sgn shn sid sio sit sla sma smi smj smn sms snk sog son srn srr ssa suk \
    sus sux syr tai tem ter tet tig tiv tkl tlh tli tmh tog tpi tsi tum tup tut tvl tyv udm uga \
    umb vai vot wak wal war was wen xal yao yap ypk zap zen znd zun";

/// Codes that are written as another: the shortest there is for the language (RFC 5646, 4.5), and for a
/// language of ISO 639-3 that which it belongs to, with or without its extension (2.2.2).
const ALSO: &[(&str, &str)] = &[
    ("eng", "en"),
    ("deu", "de"),
    ("ger", "de"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("spa", "es"),
    ("ita", "it"),
    ("por", "pt"),
    ("nld", "nl"),
    ("dut", "nl"),
    ("pol", "pl"),
    ("swe", "sv"),
    ("rus", "ru"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("zho", "zh"),
    ("chi", "zh"),
    ("cmn", "zh"),
    ("yue", "zh-yue"),
    ("wuu", "zh-wuu"),
    ("nan", "zh-nan"),
    ("hak", "zh-hak"),
];

/// A language tag as it is published: well formed (RFC 5646, 2.1, without the grandfathered ones), and
/// of a language that the older lists of validators and readers know too. `jp` and `uk-UA` look
/// alike, but the first is a country: better no language than one that does not exist.
pub(super) fn tag(tag: &str) -> Option<Cow<'_, str>> {
    let (primary, rest) = match tag.split_once('-') {
        Some((primary, rest)) => (primary, Some(rest)),
        None => (tag, None),
    };
    let well_formed = rest.is_none_or(|rest| {
        rest.split('-').all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
    });
    if !well_formed {
        return None;
    }
    let key = primary.to_ascii_lowercase();
    let list = match key.len() {
        2 => OF_TWO_LETTERS,
        3 => OF_THREE_LETTERS,
        _ => return None,
    };
    if list.split(' ').any(|known| known == key) {
        return Some(Cow::Borrowed(tag));
    }
    let (_, better) = ALSO.iter().find(|(known, _)| *known == key)?;
    Some(match rest {
        Some(rest) => format!("{better}-{rest}").into(),
        None => Cow::Borrowed(better),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_of_languages_that_exist_or_left_out() {
        for known in [
            "en",
            "de-AT",
            "zh-Hant-TW",
            "sr-Latn",
            "gsw",
            "PT-br",
            "fil",
        ] {
            assert_eq!(tag(known).as_deref(), Some(known), "O-04");
        }
        for (given, expected) in [
            ("cmn-Hans-CN", "zh-Hans-CN"),
            ("yue", "zh-yue"),
            ("eng-GB", "en-GB"),
        ] {
            assert_eq!(tag(given).as_deref(), Some(expected), "O-04");
        }
        for unknown in [
            "",
            "english",
            "en_US",
            "en-",
            "x-klingon",
            "e",
            "de-überall",
            "jp",
            "xx",
            "us-EN",
            "qqq",
            "und",
        ] {
            assert_eq!(tag(unknown), None, "{unknown}");
        }
    }
}

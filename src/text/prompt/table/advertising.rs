//! Advertising and its markers.

use super::super::Noise;
use super::{Match, Row};

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    Row {
        // markers that stand alone above a banner
        noise: Noise::Advertisement,
        words: 4,
        rule: Match::Is(&[
            "advertisement", "advertisements", "advertising", "advert", "adverts", "ad", "ads",
            "sponsored", "sponsored content", "sponsored post", "sponsored links", "sponsored message",
            "paid content", "paid post", "paid advertisement", "promoted", "promoted content",
            "promotion", "partner content", "our sponsors", "our sponsor", "today's sponsor",
            "a word from our sponsor", "a word from our sponsors", "advertorial",
            "end of advertisement", "end advertisement", "skip advertisement", "skip ad", "ad feedback",
            "anzeige", "anzeigen", "werbung", "gesponsert", "gesponserter beitrag", "ende der anzeige",
            "publicité", "annonce", "annonces", "contenu sponsorisé", "sponsorisé",
            "publicidad", "anuncio", "anuncios", "patrocinado", "contenido patrocinado",
            "publicidade", "anúncio", "conteúdo patrocinado", "pubblicità", "annuncio",
            "sponsorizzato", "advertentie", "gesponsord", "annons", "annonse", "reklame", "reklam",
            "reklama", "reklamy", "hirdetés", "mainos", "publicitate", "oglas", "inzerce", "реклама",
            "на правах рекламы", "διαφήμιση", "ilan", "sponsorlu", "広告", "スポンサーリンク", "広告の後に続きます",
            "广告", "廣告", "赞助内容", "광고", "quảng cáo", "iklan", "โฆษณา", "विज्ञापन", "إعلان", "اعلان",
            "إعلانات", "تبلیغات", "פרסומת",
        ]),
    },
    Row {
        // the marker says where the article goes on
        noise: Noise::Advertisement,
        words: 12,
        rule: Match::Begins(&[
            "article continues below", "article continues after", "story continues below",
            "story continues after", "continues below advertisement", "content continues below",
            "advertisement - ", "advertisement — ", "advertisement – ", "scroll to continue",
            "der artikel geht nach der anzeige weiter", "weiter nach der anzeige",
            "la suite après la publicité", "lire la suite après la publicité",
            "el artículo continúa", "continua dopo la pubblicità", "continua depois da publicidade",
            "artikel gaat verder onder de advertentie",
        ]),
    },
    Row {
        // the marker labels the text of the advertisement, which is as long as it likes
        noise: Noise::Advertisement,
        words: 70,
        rule: Match::Begins(&[
            "advertisement:", "advert:", "ad:", "sponsored:", "sponsored content:", "sponsored post:",
            "sponsor:", "sponsors:", "our sponsor:", "today's sponsor:", "promotion:", "promo:",
            "paid content:", "paid advertisement:", "special offer:", "limited time offer:",
            "affiliate disclosure:", "affiliate link:", "anzeige:", "werbung:", "publicité :",
            "publicité:", "publicidad:", "publicidade:", "pubblicità:", "advertentie:", "annons:",
            "reklama:", "реклама:", "広告:", "広告：", "广告:", "广告：", "廣告：", "광고:", 
            // `[ad] …`: the opening bracket is decoration and gone
            "ad]", "advertisement]", "sponsored]", "advertisement)", "ad)", "sponsored)", "anzeige]", "anzeige)",
            "werbung]", "werbung)", "publicité]", "publicidad]", "pr】", "広告】", "広告］",
        ]),
    },
    Row {
        noise: Noise::Advertisement,
        words: 16,
        rule: Match::Begins(&[
            "this post is sponsored by", "this article is sponsored by", "this issue is sponsored by",
            "this episode is sponsored by", "this newsletter is sponsored by", "today's newsletter is brought to you by", "today's issue is brought to you by", "this newsletter is brought to you by", "brought to you by",
            "this post is brought to you by", "this article is brought to you by",
            "this issue is brought to you by", "in paid partnership with", "paid partnership with",
            "this post contains affiliate links", "this article contains affiliate links",
            "we may earn a commission", "dieser beitrag enthält werbung", "dieser artikel enthält affiliate",
            "präsentiert von", "cet article est sponsorisé", "este artículo está patrocinado",
        ]),
    },
    Row {
        // a whole line, or it is the beginning of a sentence with something to say
        noise: Noise::Advertisement,
        words: 7,
        rule: Match::Begins(&[
            "sponsored by", "promoted by", "gesponsert von", "sponsorisé par", "patrocinado por",
            "sponsorizzato da",
        ]),
    },
    Row {
        // prices down, codes, shops
        noise: Noise::Advertisement,
        words: 60,
        rule: Match::HasAll(&[
            &[
                "use code", "use promo code", "use coupon", "use discount code", "with code",
                "with promo code", "with the code", "promo code", "gutscheincode", "rabattcode",
                "code promo", "código promocional", "codice sconto",
            ],
            &["%", " off", "discount", "save", "free", "rabatt", "réduction", "descuento", "sconto"],
        ]),
    },
    Row {
        noise: Noise::Advertisement,
        words: 25,
        rule: Match::BeginsAndHas(
            &["get", "save", "enjoy", "take", "grab", "claim", "now", "today only", "sichern sie sich", "spare", "sparen sie", "profitez", "ahorra"],
            &["% off", "% discount", "% rabatt", "% de réduction", "% de descuento", "free shipping", "free trial", "money-back", "versandkostenfrei"],
        ),
    },
    Row {
        noise: Noise::Advertisement,
        words: 16,
        rule: Match::Begins(&[
            "buy now", "shop now", "order now", "order today", "buy today", "limited time offer",
            "limited-time offer",
            "special offer", "start your free trial", "try it free", "try it for free", "get your free",
            "download our free", "download your free", "grab your free", "act now",
            "jetzt kaufen", "jetzt bestellen", "jetzt kostenlos testen", "achetez maintenant",
            "compra ahora", "compre agora", "acquista ora", "koop nu",
        ]),
    },
];

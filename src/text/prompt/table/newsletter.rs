//! Invitations to subscribe.

use super::super::Noise;
use super::{Match, Row};

/// What people are invited to subscribe to.
#[rustfmt::skip]
const LETTERS: &[&str] = &[
    "newsletter", "mailing list", "mailing-list", "email list", "weekly email", "daily email",
    "email updates", "our updates", "for updates", "our feed", "our rss", "our podcast", "our channel",
    "our youtube", "in your inbox", "to your inbox", "our digest", "our bulletin",
    "email alerts", "our patreon", "nieuwsbrief", "boletín", "boletin", "boletim", "bulletin",
    "nyhetsbrev", "nyhedsbrev", "uutiskirje", "newsletteru", "newslettera", "biuletyn", "odběru",
    "odber", "рассылк", "розсилк", "наш канал", "telegram-канал", "bülten", "hírlevel",
    "lettre d'information",
    "infolettre", "our substack",
];

/// Imperatives that invite to subscribe, at the head of a sentence.
#[rustfmt::skip]
const SUBSCRIBE: &[&str] = &[
    // English
    "subscribe", "please subscribe", "sign up", "sign-up", "signup", "join", "get our", "get the",
    "get more", "get weekly", "receive our", "register", "don't forget to subscribe",
    "be sure to subscribe", "click to subscribe", "subscribe now", "want more", "you can subscribe",
    "consider subscribing", "don't miss", "never miss",
    // German
    "abonnieren sie", "abonniere", "abonniert", "jetzt abonnieren", "jetzt den", "jetzt für den",
    "jetzt für unseren",
    "jetzt zum", "melden sie sich", "melde dich", "hier abonnieren", "hier anmelden", "hier geht es zum",
    "tragen sie sich", "trag dich", "newsletter abonnieren", "zum newsletter", "unseren newsletter",
    // French, Italian, Spanish, Portuguese, Catalan, Romanian
    "abonnez-vous", "inscrivez-vous", "recevez", "s'abonner", "s'inscrire", "iscriviti", "iscrivetevi",
    "ricevi", "abbonati", "suscríbete", "suscribete", "suscríbase", "apúntate", "recibe", "regístrate",
    "assine", "inscreva-se", "subscreva", "receba", "cadastre-se", "subscriu-te", "abonează-te",
    // Dutch, Scandinavian, Finnish
    "schrijf je in", "meld je aan", "abonneer", "ontvang", "prenumerera", "anmäl dig", "tilmeld",
    "meld deg på", "abonner på", "tilaa",
    // Slavic, Turkish, Hungarian, Greek
    "zapisz się", "subskrybuj", "przihlaste se", "přihlaste se", "prihláste sa", "подпишитесь",
    "подписывайтесь", "підпишіться", "pretplatite se", "abone olun", "bültenimize", "iratkozz fel",
    "εγγραφείτε",
];

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    Row {
        // the gate before an article that is for those who pay or log in
        noise: Noise::Newsletter,
        words: 20,
        rule: Match::Begins(&[
            "already a subscriber", "already a member", "already have an account", "not a subscriber", "log in to", "sign in to",
            "please log in", "please sign in", "create a free account", "register to read", "register for free", "subscribers only",
            "this article is for subscribers", "this article is exclusive to", "this content is for", "to continue reading",
            "you have reached your limit", "you've reached your limit", "haben sie noch kein konto", "noch kein konto",
            "sie haben bereits", "bereits abonnent", "schon abonnent", "nur für abonnenten", "exklusiv für abonnenten",
            "dieser artikel ist nur für", "dieser inhalt ist nur", "melden sie sich an", "déjà abonné", "vous êtes déjà abonné",
            "réservé aux abonnés", "article réservé", "cet article est réservé", "pour lire la suite", "¿ya eres suscriptor",
            "ya eres suscriptor", "ya soy suscriptor", "solo para suscriptores", "contenido exclusivo para", "inicia sesión",
            "sei già abbonato", "solo per abbonati", "já é assinante", "conteúdo exclusivo para", "heb je al een account",
            "heeft u al een account", "alleen voor abonnees", "redan prenumerant", "allerede abonnent", "masz już konto",
            "この記事は有料", "この記事は会員", "会員限定", "有料会員限定", "登录后", "登入後",
        ]),
    },
    Row {
        // what blogging software puts under each page, in the blog's language
        noise: Noise::Newsletter,
        words: 6,
        rule: Match::Ends(&["(atom"]),
    },
    Row {
        noise: Noise::Newsletter,
        words: 20,
        rule: Match::BeginsAndHas(SUBSCRIBE, LETTERS),
    },
    Row {
        // membership drives
        noise: Noise::Newsletter,
        words: 22,
        rule: Match::BeginsAndHas(
            &[
                "support our", "support us", "support independent", "support quality", "support this",
                "help us", "please support", "unterstützen sie uns", "unterstützen sie unabhängigen",
                "unterstütze uns", "soutenez", "apoya", "sostieni", "steun ons",
            ],
            &[
                "member", "donat", "subscri", "patreon", "ko-fi", "today for", "a month", "per month",
                "mitglied", "spende", "abonn", "un don", "socio", "suscri", "donaz",
            ],
        ),
    },
    Row {
        noise: Noise::Newsletter,
        words: 3,
        rule: Match::Is(&[
            "subscribe", "subscribe now", "subscribe here", "subscribe today", "please subscribe",
            "sign up",
            "sign up now", "sign up here", "sign up today", "newsletter", "our newsletter", "abonnieren",
            "jetzt abonnieren",
            "newsletter abonnieren", "s'abonner", "abonnez-vous", "suscribirse", "suscríbete", "iscriviti",
            "assine", "assine já", "abonneren", "prenumerera", "подписаться", "abone ol", "購読", "購読する",
            "订阅", "訂閱", "구독", "구독하기",
            "اشترك", "सदस्यता लें",
        ]),
    },
    Row {
        // scripts in which the verb stands last or takes no space
        noise: Noise::Newsletter,
        words: 12,
        rule: Match::HasAll(&[
            &[
                "メルマガ", "メールマガジン", "ニュースレター", "订阅", "訂閱", "뉴스레터", "نشرت", "न्यूज़लेटर", "न्यूजलेटर",
                "จดหมายข่าว", "ניוזלטר", "bản tin",
            ],
            &[
                "登録", "購読", "申し込", "我们的", "我們的", "新闻通讯", "電子報", "邮件", "구독", "신청", "اشترك", "सदस्यता",
                "सब्सक्राइब", "สมัคร", "הירשמו", "đăng ký",
            ],
        ]),
    },
    Row {
        noise: Noise::Newsletter,
        words: 20,
        rule: Match::Begins(&[
            "for all the latest news, visit", "click this link or scan the qr code", "already a subscriber", "be the first to know", "get local news delivered",
            "enter your email", "enter your e-mail", "your email address", "get our newsletter",
            "get the newsletter", "get the latest news", "get the best of", "join our newsletter",
            "join our mailing list", "become a member", "become a subscriber", "support us on patreon",
            "buy me a coffee", "if you liked this post, subscribe", "if you enjoyed this post, subscribe",
            "if you enjoyed this article, subscribe", "if you liked this article, subscribe",
            "this article first appeared in our newsletter", "geben sie ihre e-mail",
            "entrez votre adresse", "introduce tu correo", "no spam",
            "you can unsubscribe", "unsubscribe", "to unsubscribe", "you are receiving this",
            "you're receiving this", "you received this email", "view this email in", "view in browser",
            "view in your browser", "view online", "update your preferences", "manage your subscription",
            "manage your preferences", "sie erhalten diese e-mail", "sie erhalten diesen newsletter",
            "newsletter abbestellen", "vous recevez cet e-mail", "se désabonner", "se désinscrire",
            "recibes este correo", "darse de baja", "ricevi questa email", "u ontvangt deze e-mail",
            "uitschrijven",
        ]),
    },
];

/// What goes with a prompt and says nothing by itself.
#[rustfmt::skip]
pub(in super::super) const COURTESIES: &[&str] = &[
    "enjoyed this", "enjoying this", "like this", "liked this", "like what you", "love this", "want more",
    "if you enjoyed", "if you liked", "if you like", "found this useful", "thanks for reading",
    "thank you for reading", "did you enjoy",
    "did you like", "it's free", "free,", "no spam", "unsubscribe", "you can unsubscribe", "never miss",
    "don't miss", "stay up to date", "stay in the loop", "stay tuned", "stay informed", "keep up with",
    "new here",
    "hat ihnen", "hat dir", "gefällt ihnen", "keine werbung", "kein spam", "bleiben sie", "kostenlos",
    "vous avez aimé", "cet article vous a plu",
    "¿te ha gustado", "te ha gustado", "ti è piaciuto", "gostou", "vond je dit", "понравил",
];

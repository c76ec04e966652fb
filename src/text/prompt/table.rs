//! The phrases, one row a reason. All in lower case with plain apostrophes. The next case is one more
//! phrase or row.

use super::Noise;

/// How a row looks at a line.
pub(super) enum Match {
    /// The line is the phrase, apart from punctuation.
    Is(&'static [&'static str]),
    /// The line begins with the phrase.
    Begins(&'static [&'static str]),
    /// The line ends with the phrase, apart from punctuation.
    Ends(&'static [&'static str]),
    /// The line begins with one of the first and has one of the second.
    BeginsAndHas(&'static [&'static str], &'static [&'static str]),
    /// The line has one of each.
    HasAll(&'static [&'static [&'static str]]),
}

/// One reason to leave a line out.
pub(super) struct Row {
    pub(super) noise: Noise,
    /// Most words that such a line has; a longer one is prose.
    pub(super) words: usize,
    pub(super) rule: Match,
}

/// What people are invited to subscribe to.
const LETTERS: &[&str] = &[
    "newsletter", "mailing list", "mailing-list", "email list", "weekly email", "daily email",
    "email updates", "our updates", "for updates", "our feed", "our rss", "our podcast", "our channel",
    "our youtube", "in your inbox", "to your inbox", "our digest", "our bulletin",
    "email alerts", "our patreon", "nieuwsbrief", "boletín", "boletin", "boletim", "bulletin",
    "nyhetsbrev", "nyhedsbrev", "uutiskirje", "newsletteru", "newslettera", "biuletyn", "odběru",
    "odber", "рассылк", "розсилк", "наш канал", "telegram-канал", "bülten", "hírlevel", "lettre d'information",
    "infolettre", "our substack",
];

/// Imperatives that invite to subscribe, at the head of a sentence.
const SUBSCRIBE: &[&str] = &[
    // English
    "subscribe", "please subscribe", "sign up", "sign-up", "signup", "join", "get our", "get the",
    "get more", "get weekly", "receive our", "register", "don't forget to subscribe",
    "be sure to subscribe", "click to subscribe", "subscribe now", "want more", "you can subscribe",
    "consider subscribing", "don't miss", "never miss",
    // German
    "abonnieren sie", "abonniere", "abonniert", "jetzt abonnieren", "jetzt den", "jetzt für den", "jetzt für unseren",
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

pub(super) const ROWS: &[Row] = &[
    // ------------------------------------------------------------------ advertising
    Row {
        // markers that stand alone above a banner
        noise: Noise::Advertisement,
        words: 4,
        rule: Match::Is(&[
            "advertisement", "advertisements", "advertising", "advert", "adverts", "ad", "ads", "[ad]",
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
            "reklama:", "реклама:", "広告:", "広告：", "广告:", "广告：", "廣告：", "광고:", "[ad]", "[advertisement]",
            "(advertisement)", "(ad)", "[anzeige]", "[werbung]", "【pr】", "【広告】",
        ]),
    },
    Row {
        noise: Noise::Advertisement,
        words: 16,
        rule: Match::Begins(&[
            "this post is sponsored by", "this article is sponsored by", "this issue is sponsored by",
            "this episode is sponsored by", "this newsletter is sponsored by", "brought to you by",
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
        rule: Match::Begins(&["sponsored by", "promoted by", "gesponsert von", "sponsorisé par", "patrocinado por", "sponsorizzato da"]),
    },
    Row {
        // prices down, codes, shops
        noise: Noise::Advertisement,
        words: 30,
        rule: Match::HasAll(&[
            &["use code", "use promo code", "use coupon", "use discount code", "with code", "with promo code", "with the code", "promo code", "gutscheincode", "rabattcode", "code promo", "código promocional", "codice sconto"],
            &["%", " off", "discount", "save", "free", "rabatt", "réduction", "descuento", "sconto"],
        ]),
    },
    Row {
        noise: Noise::Advertisement,
        words: 16,
        rule: Match::Begins(&[
            "buy now", "shop now", "order now", "order today", "buy today", "limited time offer", "limited-time offer",
            "special offer", "start your free trial", "try it free", "try it for free", "get your free",
            "download our free", "download your free", "grab your free", "save up to", "act now",
            "jetzt kaufen", "jetzt bestellen", "jetzt kostenlos testen", "achetez maintenant",
            "compra ahora", "compre agora", "acquista ora", "koop nu",
        ]),
    },
    // ------------------------------------------------------------------ newsletters
    Row {
        noise: Noise::Newsletter,
        words: 20,
        rule: Match::BeginsAndHas(SUBSCRIBE, LETTERS),
    },
    Row {
        noise: Noise::Newsletter,
        words: 3,
        rule: Match::Is(&[
            "subscribe", "subscribe now", "subscribe here", "subscribe today", "please subscribe", "sign up",
            "sign up now", "sign up here", "sign up today", "newsletter", "our newsletter", "abonnieren", "jetzt abonnieren",
            "newsletter abonnieren", "s'abonner", "abonnez-vous", "suscribirse", "suscríbete", "iscriviti",
            "assine", "assine já", "abonneren", "prenumerera", "подписаться", "abone ol", "購読", "購読する", "订阅", "訂閱", "구독", "구독하기",
            "اشترك", "सदस्यता लें",
        ]),
    },
    Row {
        // scripts in which the verb stands last or takes no space
        noise: Noise::Newsletter,
        words: 12,
        rule: Match::HasAll(&[
            &["メルマガ", "メールマガジン", "ニュースレター", "订阅", "訂閱", "뉴스레터", "نشرت", "न्यूज़लेटर", "न्यूजलेटर", "จดหมายข่าว", "ניוזלטר", "bản tin"],
            &["登録", "購読", "申し込", "我们的", "我們的", "新闻通讯", "電子報", "邮件", "구독", "신청", "اشترك", "सदस्यता", "सब्सक्राइब", "สมัคร", "הירשמו", "đăng ký"],
        ]),
    },
    Row {
        noise: Noise::Newsletter,
        words: 20,
        rule: Match::Begins(&[
            "enter your email", "enter your e-mail", "your email address", "get our newsletter",
            "get the newsletter", "get the latest news", "get the best of", "join our newsletter",
            "join our mailing list", "become a member", "become a subscriber", "support us on patreon",
            "buy me a coffee", "if you liked this post, subscribe", "if you enjoyed this post, subscribe",
            "if you enjoyed this article, subscribe", "if you liked this article, subscribe",
            "this article first appeared in our newsletter", "geben sie ihre e-mail",
            "entrez votre adresse", "introduce tu correo", "no spam", "you can unsubscribe", "unsubscribe",
        ]),
    },
    // ------------------------------------------------------------------ sharing
    Row {
        noise: Noise::Share,
        words: 10,
        rule: Match::Begins(&[
            "share this", "share on", "share via", "share the article", "share with", "share article", "share post",
            "tweet this", "pin it", "like us on", "follow us", "find us on", "follow me on", "connect with us", "print this",
            "email this", "send to a friend", "leave a comment", "post a comment", "join the conversation",
            "artikel teilen", "beitrag teilen", "diesen artikel teilen", "teilen auf", "teile diesen", "teilen sie diesen", "folgen sie uns", "folge uns", "folgt uns",
            "partager", "partagez cet", "suivez-nous", "compartir", "comparte est", "síguenos", "condividi", "seguici",
            "compartilhe", "compartilhar", "partilhar", "siga-nos", "deel dit", "deel op", "volg ons",
            "dela på", "dela artikeln", "följ oss", "del på", "følg oss", "jaa artikkeli", "udostępnij",
            "obserwuj nas", "sdílejte", "sdílet", "поделиться", "поделитесь", "следите за нами",
            "bizi takip", "paylaş", "シェアする", "この記事をシェア", "ツイートする", "分享到", "分享此", "分享这", "关注我们", "공유하기", "شارك", "साझा करें", "शेयर करें",
        ]),
    },
    Row {
        noise: Noise::Share,
        words: 2,
        rule: Match::Is(&["share", "shares", "tweet", "print", "comments", "teilen", "drucken", "kommentare", "partage", "imprimer", "分享", "シェア", "공유"]),
    },
    // ------------------------------------------------------------------ cookies
    Row {
        // in the first person, or of "this site": a notice, not prose about cookies
        noise: Noise::Cookies,
        words: 45,
        rule: Match::HasAll(&[
            &["cookie", "cookies"],
            &[
                "we use cookies", "we and our partners", "this site uses", "this website uses", "our site uses", "our website uses",
                "accept all", "accept cookies", "by continuing to", "cookie policy", "cookie settings", "cookie preferences",
                "diese website verwendet", "diese seite verwendet", "diese website nutzt", "wir verwenden cookies", "wir nutzen cookies", "unsere website verwendet", "nous utilisons",
                "ce site utilise", "en poursuivant", "utilizamos cookies", "usamos cookies", "este sitio",
                "esta web utiliza", "este site", "questo sito", "utilizziamo", "deze website gebruikt", "wij gebruiken", "we gebruiken",
                "vi använder", "vi bruker", "vi bruger", "używamy", "ta strona", "používáme", "мы используем", "этот сайт", "bu site",
            ],
        ]),
    },
    Row {
        noise: Noise::Cookies,
        words: 14,
        rule: Match::HasAll(&[&["クッキー", "cookie"], &["当サイト", "本网站", "本網站", "이 사이트", "使用しています", "使用cookie"]]),
    },
    Row {
        noise: Noise::Cookies,
        words: 3,
        rule: Match::Is(&["accept", "accept all", "accept cookies", "accept all cookies", "reject all", "got it", "i agree", "alle akzeptieren", "tout accepter", "aceptar", "aceptar todo"]),
    },
    // ------------------------------------------------------------------ reading on
    Row {
        noise: Noise::ReadMore,
        words: 5,
        rule: Match::Is(&[
            "read more", "more", "read on", "continue", "continue reading", "keep reading", "read the full story",
            "read the full article", "read the full post", "read full article", "read full story", "full story", "see more", "show more", "learn more", "find out more", "view more", "view post", "click here",
            "back to top", "skip to content", "skip to main content", "permalink", "weiterlesen", "mehr lesen", "mehr erfahren", "weiter lesen",
            "zum artikel", "hier klicken", "lire la suite", "lire plus", "en savoir plus", "leer más", "leer mas",
            "seguir leyendo", "sigue leyendo", "ver más", "leggi tutto", "leggi di più", "continua a leggere", "continua",
            "leia mais", "continue lendo", "ler mais", "saiba mais", "lees meer", "lees verder", "läs mer", "les mer", "læs mere", "lue lisää",
            "czytaj dalej", "czytaj więcej", "číst dál", "číst více", "celý článek", "читать далее", "читать дальше",
            "подробнее", "читати далі", "devamını oku", "διαβάστε περισσότερα", "tovább", "citește mai mult",
            "続きを読む", "もっと見る", "もっと読む", "阅读更多", "阅读全文", "閱讀更多", "閱讀全文", "继续阅读", "더 보기", "더보기", "계속 읽기",
            "اقرأ المزيد", "المزيد", "और पढ़ें", "อ่านต่อ", "อ่านเพิ่มเติม", "đọc thêm", "xem thêm", "selengkapnya", "baca selengkapnya", "קרא עוד",
        ]),
    },
    Row {
        noise: Noise::ReadMore,
        words: 22,
        rule: Match::Begins(&[
            "click here to", "click here for", "click the link", "click below to", "tap here to", "tap to", "read more:",
            "read more about", "read more at", "read more on", "read also:", "also read:", "read next:", "see also:", "related:",
            "related articles:", "related posts:", "you may also like", "you might also like",
            "recommended:", "more on this", "more from", "continue reading", "read the full", "read the rest of", "read the original",
            "klicken sie hier", "klick hier", "lesen sie auch", "lesen sie hier", "lesen sie mehr", "mehr zum thema", "siehe auch:", "auch interessant",
            "cliquez ici", "lire aussi", "à lire aussi", "à lire :", "voir aussi", "haz clic aquí", "haga clic aquí", "lea también", "lee también",
            "te puede interesar", "clicca qui", "leggi anche", "clique aqui", "leia também", "veja também",
            "klik hier", "lees ook", "klicka här", "läs också", "klikk her", "les også", "læs også", "kliknij", "czytaj też", "czytaj także", "przeczytaj", "klikněte",
            "čtěte také", "нажмите здесь", "читайте также", "tıklayın", "あわせて読みたい", "関連記事", "点击这里", "點擊這裡", "相关阅读", "延伸閱讀", "관련기사", "اقرأ أيضا", "اقرأ أيضًا", "यह भी पढ़ें",
        ]),
    },
    // ------------------------------------------------------------------ rights and republication
    Row {
        noise: Noise::Rights,
        words: 25,
        rule: Match::Ends(&[
            "all rights reserved", "alle rechte vorbehalten", "tous droits réservés", "todos los derechos reservados",
            "todos os direitos reservados", "tutti i diritti riservati", "alle rechten voorbehouden",
            "alla rättigheter förbehållna", "wszelkie prawa zastrzeżone", "všechna práva vyhrazena", "все права защищены", "tüm hakları saklıdır",
            "無断転載を禁じます", "版权所有", "版權所有", "जملہ حقوق محفوظ", "جميع الحقوق محفوظة", "सर्वाधिकार सुरक्षित",
        ]),
    },
    Row {
        noise: Noise::Rights,
        words: 14,
        rule: Match::Begins(&["©", "(c) 19", "(c) 20", "c) 20", "c) 19", "copyright ©", "copyright (c)", "copyright 20", "copyright 19"]),
    },
    Row {
        // WordPress puts it at the end of every feed item, in the site's language
        noise: Noise::Syndication,
        words: 60,
        rule: Match::HasAll(&[
            &["the post ", "the article ", "der beitrag ", "l'article ", "la entrada ", "el artículo ", "l'articolo ", "o post ", "o artigo ", "het bericht ", "inlägget ", "artykuł ", "wpis ", "запись ", "сообщение ", "příspěvek ", " yazısı ", "indlægget ", "innlegget ", "投稿 ", "貼文 ", "文章 ", "artikkeli ", "postarea ", "a(z) "],
            &["appeared first on", "first appeared on", "erschien zuerst auf", "est apparu en premier sur", "se publicó primero en", "apareció primero en", "aparece primero en", "proviene da", "è apparso per la prima volta", "apareceu primeiro em", "verscheen eerst op", "dök först upp på", "pojawił się najpierw", "pochodzi z serwisu", "pojawił się poraz pierwszy", "впервые появилась", "появились сначала на", "nejdříve objevil", "pochází z", "ilk önce", "blev først udgivet", "dukket først opp", "に最初に表示されました", "最先出現於", "最先出现在", "ilmestyi ensin", "apare prima dată", "először"],
        ]),
    },
    Row {
        noise: Noise::Syndication,
        words: 22,
        rule: Match::Begins(&[
            "this article was originally published", "this article originally appeared", "this post was originally published",
            "this post originally appeared", "this story originally appeared", "this story was originally published",
            "this article first appeared", "this post first appeared", "originally published at", "originally published on", "originally published in",
            "originally posted", "republished with permission", "dieser artikel erschien zuerst", "dieser text erschien zuerst",
            "cet article a été publié", "este artículo se publicó originalmente", "questo articolo è stato pubblicato",
        ]),
    },
    // ------------------------------------------------------------------ credits
    Row {
        noise: Noise::Credit,
        words: 18,
        rule: Match::Begins(&[
            "photo:", "photos:", "photo credit", "photo courtesy", "photograph:", "photographs by", "photograph by", "image:", "images:", "image credit", "image courtesy", "image source",
            "picture:", "picture credit", "illustration:", "illustration by", "credit:", "credits:", "cover image:", "header image", "featured image:", "cover photo", "foto:", "fotos:", "bild:", "bilder:", "bildquelle", "titelbild:", "symbolbild", "quelle:",
            "crédit photo", "crédits photo", "crédit :", "crédits :", "photo :", "fotografía:", "imagen:", "crédito:", "fotografia:", "immagine:", "crediti:",
            "imagem:", "beeld:", "foto ", "kuva:", "zdjęcie:", "fot.", "фото:", "写真：", "写真:", "画像：", "画像:", "图片来源", "圖片來源", "图：", "사진=", "사진:", "الصورة:", "फोटो:",
        ]),
    },
    Row {
        noise: Noise::Credit,
        words: 12,
        rule: Match::BeginsAndHas(
            &["photo by", "photos by", "image by", "images by", "picture by", "foto von", "bild von", "photo de", "foto de", "foto di", "foto door"],
            &[" on unsplash", " from unsplash", " on pexels", " from pexels", "pixabay", " via ", "/", "flickr", "wikimedia", "getty", "shutterstock", "reuters", "(ap)", "cc by"],
        ),
    },
    Row {
        noise: Noise::Credit,
        words: 6,
        rule: Match::Begins(&["photo by", "photos by", "image by", "images by", "picture by", "pictures by", "foto von", "bild von", "photo par", "foto di", "foto door"]),
    },
    Row {
        noise: Noise::Credit,
        words: 8,
        rule: Match::Ends(&["/getty images", "getty images", "via getty images", "shutterstock", "/reuters", "/afp", "/ap photo", "istock", "istockphoto", "adobe stock", "/dpa", "picture alliance"]),
    },
];

/// What goes with a prompt and says nothing by itself.
pub(super) const COURTESIES: &[&str] = &[
    "enjoyed this", "enjoying this", "like this", "liked this", "like what you", "love this", "want more",
    "if you enjoyed", "if you liked", "if you like", "found this useful", "thanks for reading", "thank you for reading", "did you enjoy",
    "did you like", "it's free", "free,", "no spam", "unsubscribe", "you can unsubscribe", "never miss", "don't miss", "stay up to date", "stay in the loop", "stay tuned", "stay informed", "keep up with", "new here",
    "hat ihnen", "hat dir", "gefällt ihnen", "keine werbung", "kein spam", "bleiben sie", "kostenlos", "vous avez aimé", "cet article vous a plu",
    "¿te ha gustado", "te ha gustado", "ti è piaciuto", "gostou", "vond je dit", "понравил",
];

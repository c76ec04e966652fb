//! What stands on buttons and in notices: sharing, cookies, reading on.

use super::super::Noise;
use super::{Match, Row};

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    Row {
        // to those whose browser lacks something
        noise: Noise::Browser,
        words: 30,
        rule: Match::Begins(&[
            "your browser does not support", "your browser doesn't support", "media playback is", "javascript is disabled",
            "javascript is required", "please enable javascript", "please turn on javascript", "you need to enable javascript",
            "this video is unavailable", "this video is not available", "video unavailable", "to view this video",
            "ihr browser unterstützt", "dein browser unterstützt", "bitte aktivieren sie javascript",
            "votre navigateur ne", "veuillez activer javascript", "tu navegador no", "su navegador no", "il tuo browser non",
            "o seu navegador", "seu navegador não", "uw browser ondersteunt", "je browser ondersteunt", "din webbläsare",
            "ваш браузер не", "お使いのブラウザ", "您的浏览器不", "您的瀏覽器不", "브라우저가 지원",
        ]),
    },
    Row {
        // what stands where a script has not put anything yet, and the buttons around it
        noise: Noise::Browser,
        words: 8,
        rule: Match::Is(&[
            "loading", "please wait", "show caption", "hide caption", "toggle caption", "enlarge this image",
            "swipe to scroll horizontally", "swipe left and right", "scroll to continue", "watch now", "you are logged in", "you are signed in",
            "switch accounts", "view comments", "show comments", "watch the video", "watch video", "play video", "video abspielen", "voir la vidéo", "ver vídeo", "ver video", "readmore", "wird geladen", "bild vergrößern", "kommentare anzeigen",
            "chargement", "cargando", "caricamento", "carregando", "загрузка", "読み込み中", "加载中",
        ]),
    },
    Row {
        noise: Noise::Browser,
        words: 16,
        rule: Match::Begins(&[
            "waiting for your permission to load", "we need your permission to load", "this content is not available due to your privacy",
            "this content is hosted by a third party", "an dieser stelle finden sie einen externen", "empfohlener redaktioneller inhalt",
        ]),
    },
    Row {
        // the button of a player
        noise: Noise::ReadMore,
        words: 10,
        rule: Match::Begins(&[
            "listen to this", "listen to the article", "listen to article", "hear this", "listen now",
            "artikel anhören", "diesen artikel anhören", "beitrag anhören", "écouter l'article", "écouter cet article",
            "écoutez cet article", "escuchar este artículo", "escucha este artículo", "ascolta l'articolo",
            "ascolta questo articolo", "ouça este", "ouvir este artigo", "luister naar dit artikel", "lyssna på artikeln",
            "この記事を聞く", "听全文", "收听文章", "기사 듣기",
        ]),
    },
    Row {
        noise: Noise::Share,
        words: 10,
        rule: Match::Begins(&[
            "share this", "forward this", "forward it to", "forward to a friend",
            "was this email forwarded", "if you enjoyed this, forward", "if you liked this, forward",
            "if you enjoyed this, share", "share on", "share via", "share the article", "share article",
            "share post",
            "log in or register", "register or log in", "did you make this recipe", "have you made this recipe", "tried this recipe", "you must be logged in to", "log in to comment", "log in to leave a", "please log in to comment", "um einen kommentar zu",
            "sie sind aktuell nicht eingeloggt", "sie müssen angemeldet sein", "du musst angemeldet sein", "vous devez être connecté",
            "debes iniciar sesión", "tweet this", "pin it", "like us on", "follow us", "find us on", "follow me on",
            "connect with us", "print this",
            "email this", "send to a friend", "leave a comment", "post a comment", "join the conversation",
            "artikel teilen", "beitrag teilen", "diesen artikel teilen", "teilen auf", "teile diesen",
            "teilen sie diesen", "folgen sie uns", "folge uns", "folgt uns",
            "partager cet", "partager sur", "partager l'article", "partagez cet", "suivez-nous", "compartir en", "compartir este", "comparte est", "síguenos",
            "condividi su", "condividi questo", "seguici",
            "compartilhe no", "compartilhe este", "compartilhe esta", "compartilhar no", "partilhar no", "siga-nos", "deel dit", "deel op", "volg ons",
            "dela på", "dela artikeln", "följ oss", "del på", "følg oss", "jaa artikkeli", "udostępnij",
            "obserwuj nas", "sdílejte", "sdílet", "поделиться", "поделитесь", "следите за нами",
            "bizi takip", "paylaş", "シェアする", "この記事をシェア", "ツイートする", "分享到", "分享此", "分享这", "关注我们", "공유하기",
            "شارك هذا", "شارك المقال", "شارك على", "साझा करें", "शेयर करें",
        ]),
    },
    Row {
        noise: Noise::Share,
        words: 2,
        rule: Match::Is(&[
            "share", "shares", "tweet", "print", "comments", "teilen", "drucken", "kommentare",
            "partage", "imprimer", "分享", "シェア", "공유",
        ]),
    },
    Row {
        // in the first person, or of "this site": a notice, not prose about cookies
        noise: Noise::Cookies,
        words: 45,
        rule: Match::HasAll(&[
            &["cookie", "cookies"],
            &[
                "we use cookies", "we and our partners", "this site uses", "this website uses",
                "our site uses", "our website uses",
                "accept all", "accept cookies", "by continuing to", "cookie policy", "cookie settings",
                "cookie preferences",
                "diese website verwendet", "diese seite verwendet", "diese website nutzt",
                "wir verwenden cookies", "wir nutzen cookies", "unsere website verwendet",
                "nous utilisons",
                "ce site utilise", "en poursuivant", "utilizamos cookies", "usamos cookies", "este sitio",
                "esta web utiliza", "este site", "questo sito", "utilizziamo", "deze website gebruikt",
                "wij gebruiken", "we gebruiken",
                "vi använder", "vi bruker", "vi bruger", "używamy", "ta strona", "používáme",
                "мы используем", "этот сайт", "bu site",
            ],
        ]),
    },
    Row {
        noise: Noise::Cookies,
        words: 14,
        rule: Match::HasAll(&[
            &["クッキー", "cookie"],
            &["当サイト", "本网站", "本網站", "이 사이트", "使用しています", "使用cookie"],
        ]),
    },
    Row {
        noise: Noise::Cookies,
        words: 3,
        rule: Match::Is(&[
            "accept", "accept all", "accept cookies", "accept all cookies", "reject all", "got it",
            "i agree", "alle akzeptieren", "tout accepter", "aceptar", "aceptar todo",
        ]),
    },
    Row {
        noise: Noise::ReadMore,
        words: 5,
        rule: Match::Is(&[
            "read more", "more", "read on", "continue", "continue reading", "keep reading",
            "read the full story",
            "read the full article", "read the full post", "read full article", "read full story",
            "full story", "see more", "show more", "learn more", "find out more", "view more",
            "view post", "click here",
            "back to top", "skip to content", "skip to main content", "permalink", "weiterlesen",
            "mehr lesen", "mehr erfahren", "weiter lesen",
            "zum artikel", "hier klicken", "lire la suite", "lire plus", "en savoir plus", "leer más",
            "leer mas",
            "seguir leyendo", "sigue leyendo", "ver más", "leggi tutto", "leggi di più",
            "continua a leggere", "continua",
            "leia mais", "continue lendo", "ler mais", "saiba mais", "lees meer", "lees verder",
            "läs mer", "les mer", "læs mere", "lue lisää",
            "czytaj dalej", "czytaj więcej", "číst dál", "číst více", "celý článek", "читать далее",
            "читать дальше",
            "подробнее", "читати далі", "devamını oku", "διαβάστε περισσότερα", "tovább",
            "citește mai mult",
            "続きを読む", "もっと見る", "もっと読む", "阅读更多", "阅读全文", "閱讀更多", "閱讀全文", "继续阅读", "더 보기", "더보기", "계속 읽기",
            "اقرأ المزيد", "المزيد", "और पढ़ें", "อ่านต่อ", "อ่านเพิ่มเติม", "đọc thêm", "xem thêm",
            "selengkapnya", "baca selengkapnya", "קרא עוד",
            "jetzt lesen", "jetzt hier lesen", "hier lesen", "hier mehr", "hier mehr dazu", "mehr dazu", "mehr dazu hier",
            "mehr infos", "mehr informationen", "alle infos", "alle infos hier", "alle details", "hier weiterlesen",
            "read here", "read it here", "read now", "more here", "learn more here", "find out more here", "details here",
            "à lire ici", "plus d'infos", "plus d'informations", "más información", "más información aquí", "más aquí",
            "scopri di più", "maggiori informazioni", "mais informações", "meer informatie", "mer information", "więcej informacji",
        ]),
    },
    Row {
        noise: Noise::ReadMore,
        words: 16,
        rule: Match::Ends(&["by clicking here", "click here to read more", "click here to get the app"]),
    },
    Row {
        noise: Noise::ReadMore,
        words: 22,
        rule: Match::Begins(&[
            "click here to", "click here for", "click the link below", "click below to", "tap here to",
            "tap to", "read more:",
            "read more about", "read more at", "read more on", "read also:", "also read:", "read next:",
            "see also:", "related:",
            "related articles:", "related posts:", "you may also like", "you might also like",
            "recommended:", "more on this", "more from", "continue reading", "read the full",
            "read the rest of", "read the original",
            "lies hier mehr", "klicken sie hier", "klick hier", "lesen sie auch", "lesen sie hier", "lesen sie mehr",
            "mehr zum thema", "siehe auch:", "auch interessant",
            "cliquez ici", "lire aussi", "à lire aussi", "à lire :", "voir aussi", "haz clic aquí",
            "haga clic aquí", "lea también", "lee también",
            "te puede interesar", "clicca qui", "leggi anche", "clique aqui", "leia também", "veja também",
            "klik hier", "lees ook", "klicka här", "läs också", "klikk her", "les også", "læs også",
            "kliknij tutaj", "czytaj też", "czytaj także", "przeczytaj", "klikněte zde",
            "čtěte také", "нажмите здесь", "читайте также", "buraya tıklayın", "haberin devamı", "devamı için", "あわせて読みたい", "関連記事", "点击这里",
            "點擊這裡", "相关阅读", "延伸閱讀", "관련기사", "اقرأ أيضا", "اقرأ أيضًا", "यह भी पढ़ें",
        ]),
    },
];

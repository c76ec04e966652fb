//! Where a text or a picture comes from: rights, republication, credits.

use super::super::Noise;
use super::{Match, Row};

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    Row {
        noise: Noise::Rights,
        words: 25,
        rule: Match::Ends(&[
            "all rights reserved", "alle rechte vorbehalten", "tous droits réservés",
            "todos los derechos reservados",
            "todos os direitos reservados", "tutti i diritti riservati", "alle rechten voorbehouden",
            "alla rättigheter förbehållna", "wszelkie prawa zastrzeżone", "všechna práva vyhrazena",
            "все права защищены", "tüm hakları saklıdır",
            "無断転載を禁じます", "版权所有", "版權所有", "जملہ حقوق محفوظ", "جميع الحقوق محفوظة", "सर्वाधिकार सुरक्षित",
        ]),
    },
    Row {
        noise: Noise::Rights,
        words: 14,
        rule: Match::Begins(&[
            "©", "(c) 19", "(c) 20", "c) 20", "c) 19", "copyright ©", "copyright (c)", "copyright 20",
            "copyright 19",
        ]),
    },
    Row {
        // WordPress puts it at the end of every feed item, in the site's language
        noise: Noise::Syndication,
        words: 60,
        rule: Match::HasAll(&[
            &[
                "the post ", "the article ", "der beitrag ", "l'article ", "la entrada ", "el artículo ",
                "l'articolo ", "o post ", "o artigo ", "het bericht ", "inlägget ", "artykuł ", "wpis ",
                "запись ", "сообщение ", "příspěvek ", " yazısı ", "indlægget ", "innlegget ", "投稿 ",
                "貼文 ", "文章 ", "artikkeli ", "postarea ", "a(z) ",
            ],
            &[
                "appeared first on", "erschien zuerst auf",
                "est apparu en premier sur", "se publicó primero en", "apareció primero en",
                "aparece primero en", "proviene da", "è apparso per la prima volta",
                "apareceu primeiro em", "verscheen eerst op", "dök först upp på", "pojawił się najpierw",
                "pochodzi z serwisu", "pojawił się poraz pierwszy", "впервые появилась",
                "появились сначала на", "nejdříve objevil", "pochází z", "ilk önce",
                "blev først udgivet", "dukket først opp", "に最初に表示されました", "最先出現於", "最先出现在",
                "ilmestyi ensin", "apare prima dată", "először",
            ],
        ]),
    },
    Row {
        noise: Noise::Syndication,
        words: 22,
        rule: Match::Begins(&[
            "this article was originally published", "this article originally appeared", "this post was originally published",
            "this post originally appeared", "this story originally appeared", "this story was originally published",
            "this article first appeared", "this post first appeared", "originally published at",
            "originally published on", "originally published in",
            "originally posted", "republished with permission", "dieser artikel erschien zuerst",
            "dieser text erschien zuerst",
            "cet article a été publié", "este artículo se publicó originalmente", "questo articolo è stato pubblicato",
        ]),
    },
    Row {
        noise: Noise::Credit,
        words: 18,
        rule: Match::Begins(&[
            "photo:", "photos:", "photo credit", "photo courtesy", "photograph:", "photographs by",
            "photograph by", "image:", "images:", "image credit", "image courtesy", "image source",
            "picture:", "picture credit", "illustration:", "illustration by", "credit:", "credits:",
            "cover image:", "header image", "featured image:", "cover photo", "foto:", "fotos:", "bild:",
            "bilder:", "bildquelle", "titelbild:", "symbolbild", "quelle:",
            "crédit photo", "crédits photo", "crédit :", "crédits :", "photo :", "fotografía:",
            "imagen:", "crédito:", "fotografia:", "immagine:", "crediti:",
            "imagem:", "beeld:", "kuva:", "zdjęcie:", "fot.", "фото:", "写真：", "写真:", "画像：",
            "画像:", "图片来源", "圖片來源", "图：", "사진=", "사진:", "الصورة:", "फोटो:",
        ]),
    },
    Row {
        noise: Noise::Credit,
        words: 12,
        rule: Match::BeginsAndHas(
            &[
                "photo by", "photos by", "image by", "images by", "picture by", "foto von", "bild von",
                "photo de", "foto de", "foto di", "foto door",
            ],
            &[
                " on unsplash", " from unsplash", " on pexels", " from pexels", "pixabay", " via ", "/",
                "flickr", "wikimedia", "getty", "shutterstock", "reuters", "(ap)", "cc by",
            ],
        ),
    },
    Row {
        noise: Noise::Credit,
        words: 6,
        rule: Match::Begins(&[
            "photo by", "photos by", "image by", "images by", "picture by", "pictures by", "foto von",
            "bild von", "photo par", "foto di", "foto door",
        ]),
    },
    Row {
        noise: Noise::Credit,
        words: 8,
        rule: Match::Ends(&[
            "/ reuters", "/ afp", "/ getty", "/ epa", "/ keystone", "/ ap", "/ dpa", "/ imago", "/getty images", "getty images", "via getty images", "shutterstock", "/reuters", "/afp",
            "/ap photo", "istock", "istockphoto", "adobe stock", "/dpa", "picture alliance",
        ]),
    },
    Row {
        // agencies' captions, which stand in the text where no element holds them
        noise: Noise::Credit,
        words: 60,
        rule: Match::Begins(&["file - ", "file – ", "file — ", "file photo:", "(file photo", "archivfoto:", "archivbild:", "foto de archivo:"]),
    },
    Row {
        noise: Noise::Credit,
        words: 60,
        rule: Match::BeginsAndHas(
            &["in this"],
            &[
                " file photo", " photo provided", " image provided", " photo released", " image released", " photo taken",
                " photo made available", " image made available", " frame grab", " photo from ",
            ],
        ),
    },
    Row {
        noise: Noise::Credit,
        words: 10,
        rule: Match::Begins(&[
            "foto oleh", "fotoğraf:", "fotó:", "φωτογραφία:", "φωτ.:", "ảnh:", "ภาพ:", "ภาพ :", "צילום:", "عکس:", "تصویر:", "تصوير:",
            "ছবি:", "புகைப்படம்:", "صورة:",
        ]),
    },
    Row {
        // what the editors say of the article, which is theirs and no prompt: it stays in the text
        noise: Noise::Byline,
        words: 45,
        rule: Match::Begins(&[
            "reporting by", "additional reporting by", "writing by", "editing by", "editor's note", "editors' note", "editorial note", "author's note:", "anmerkung der redaktion", "anm. d. red.",
            "hinweis der redaktion", "note de la rédaction", "ndlr", "nota del editor", "nota de la redacción", "nota della redazione",
            "nota do editor", "nota da redação", "noot van de redactie", "от редакции", "від редакції", "编者按", "編者按", "編集部注", "편집자주",
        ]),
    },
];

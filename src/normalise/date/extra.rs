//! What the locale data lacks: forms that people write nevertheless. One row, one reason.
//!
//! An underscore stands for a blank; accents and case do not matter.

use super::meaning::Meaning::{self, After, Before, Clock, Era, Filler, Half, Persian};
use super::meaning::Unit::{Day, Hour, Minute, Month, Second, Weekday, Year};

/// Names of months, January first, `/` between variants, `-` for none.
#[rustfmt::skip]
pub(super) const MONTHS: &[(&str, &str)] = &[
    // written without umlauts, and the Austrian and office abbreviations
    ("de", "jaenner/jaen - maerz/mrz - - - - - - - - -"),
    // abbreviations of three letters, which the data gives four
    ("fr", "- - - - - jun jul aou sep - - -"),
    // abbreviations in ASCII, from Unix systems that had no other letters
    ("cs", "- unr - - kvt cer crc - - - lst -"),
    // abbreviations of two and four letters, as news sites write them
    ("bg", "ян - - - - - - - септ - ноем -"),
    // the international names, which stand beside the Slavic ones in other standards of the language
    ("hr", "januar februar mart april maj jun/juni juli/jul august septembar oktobar novembar decembar"),
    // numbers as words
    ("vi", "tháng_một/tháng_giêng tháng_hai tháng_ba tháng_tư tháng_năm tháng_sáu tháng_bảy tháng_tám tháng_chín tháng_mười tháng_mười_một tháng_mười_hai/tháng_chạp"),
    // the data has one of several spellings and few abbreviations
    ("hi", "- - - अप्रै - - - - सितं - नवं दिसं"),
    ("bn", "জানুয়ারি ফেব্রুয়ারি - - - - - আগষ্ট - - - -"),
    ("gu", "- - - - - જુન જુલાઇ ઓગસ્ટ - ઓક્ટોબર - -"),
    ("te", "- - - - - - జూలై ఆగష్టు సెప్టెంబరు అక్టోబరు నవంబరు డిసెంబరు"),
    // with the letters that Arabic and Persian share, and the spellings of news sites
    ("fa", "- - - - - - - آگوست - - - -"),
    ("ar", "- - - - - يونية يولية - - - - -"),
    ("id", "- peb - - - - - ags - - nop -"),
    // Thai leaves off the last syllable in speech
    ("th", "มกรา กุมภา มีนา เมษา พฤษภา มิถุนา กรกฎา สิงหา กันยา ตุลา พฤศจิกา ธันวา"),
    // a common slip of the pen
    ("th", "- - - - - - กรกฏาคม - - - - -"),
    // the other spelling of March
    ("he", "- - מרס - - - - - - - - -"),
    // Roman numerals, as officials write them in central Europe; one letter is too little
    ("hu", "- ii iii iv - vi vii viii ix - xi xii"),
    // without the word for month, and the spelling of today
    ("mn", "нэгдүгээр хоёрдугаар гуравдугаар дөрөвдүгээр тавдугаар зургаадугаар/зургадугаар долоодугаар/долдугаар наймдугаар есдүгээр аравдугаар арван_нэгдүгээр арван_хоёрдугаар"),
];

/// Names of days, Monday first, `/` between variants, `-` for none.
#[rustfmt::skip]
pub(super) const WEEKDAYS: &[(&str, &str)] = &[
    ("en", "mond tues weds/wednes thurs/thur - - -"),
    // three letters, as in Windows and old Unix systems
    ("de", "mon die mit don fre sam/sonnabend son"),
    ("ru", "пнд втр срд чтв/чтг птн/птц сбт вск/вос"),
    ("uk", "пнд втр срд чтв птн сбт ндл/нед"),
    ("zh", "礼拜一/禮拜一 - - - - - 星期天/周天/週天"),
    ("ja", "月曜 火曜 水曜 木曜 金曜 土曜 日曜"),
    // with the word for day
    ("he", "- שלישי רביעי חמישי שישי - ראשון"),
    ("th", "- - - วันพฤหัส - - -"),
    ("hi", "- - - बृहस्पतिवार - - -"),
];

/// Words around the numbers.
#[rustfmt::skip]
pub(super) const WORDS: &[(Meaning, &str)] = &[
    (Half { after_noon: false }, "am a vorm vormittags morgens sa sáng de_la_mañana da_manhã del_mattino πμ"),
    (Half { after_noon: true }, "pm p nachm nachmittags abends ch chiều tối de_la_tarde de_la_noche da_tarde da_noite del_pomeriggio μμ"),
    (Half { after_noon: false }, "上午 午前 早上 早 凌晨 清晨 오전 새벽 아침 صباحا ق.ظ पूर्वाह्न পূর্বাহ্ণ"),
    (Half { after_noon: true }, "下午 午後 午后 晚上 晚 傍晚 中午 夜 오후 저녁 밤 م مساء مساءً ب.ظ अपराह्न অপরাহ্ণ"),
    (Clock(0), "midnight mitternacht minuit medianoche mezzanotte meia-noite middernacht midnatt midnat północ půlnoc ponoć полночь північ"),
    (Clock(12), "noon midday mittag midi mediodía mezzogiorno meio-dia middag południe poledne podne полдень опівдні"),
    (After(Year), "年 년"),
    (After(Month), "月 月份 월 р_сар р_сарын сарын"),
    (After(Day), "日 号 號 일"),
    (After(Hour), "h hr hrs u 時 时 点 點 點鐘 시 시간 час часов часа годин година години гадзін гадзіна hodin godz óra órakor"),
    (After(Minute), "m min mins 分 分钟 분 минут минуты хвилин хвілін minut perc"),
    (After(Second), "s sec 秒 초 секунд"),
    (Before(Month), "tháng thg th"),
    // "thứ 3" is Tuesday, the third day
    (Before(Weekday), "thứ"),
    // "M08", for a language without names of months
    (Before(Month), "m"),
    // Japanese eras and the Republic of China count their own years
    (Era(2018), "令和"),
    (Era(1988), "平成"),
    (Era(1925), "昭和"),
    (Era(1911), "民國 中華民國 民国"),
    // the Iranian calendar, as Iran and Afghanistan name its months
    (Persian(1), "فروردین حمل"),
    (Persian(2), "اردیبهشت ثور"),
    (Persian(3), "خرداد جوزا"),
    (Persian(4), "تیر سرطان"),
    (Persian(5), "مرداد امرداد اسد"),
    (Persian(6), "شهریور سنبله"),
    (Persian(7), "مهر میزان"),
    (Persian(8), "آبان عقرب"),
    (Persian(9), "آذر قوس"),
    (Persian(10), "دی جدی"),
    (Persian(11), "بهمن دلو"),
    (Persian(12), "اسفند حوت"),
    // the Common Era, said aloud
    (Era(0), "公元 西元 西暦"),
    // between date and time
    (Filler, "t at à às as um om kl klo klokken klockan kell klukkan kello plkst pukul jam lúc vào saat la las alle ore el à_las a_las o_godz ob u v ve в у о об στις στις_ώρα και"),
    (Filler, "الساعة في ساعت בשעה ב ל ה שעה เวลา เมื่อ ที่ เดือน วัน วันที่ น को এ 에 は に のに"),
    // after the hour
    (Filler, "uhr uur hs o'clock"),
    // before or after the day
    (Filler, "on the of in le der den dem am vom de del dels do da d' di du d dia día dne dňa ngày năm hari tanggal tgl pada nap st nd rd th er ère e ème o os ος η ης y ie de_l'an an ban én án i ii te ste eko ko ren"),
    // after the year
    (Filler, "г год года р рік року roku rok r god godine godina g anul gada gads m metų metai წლის წ წელი ж жылы yil йил оны он ел ad ce bc af ano año any année year jahr anno พ.ศ. ค.ศ. พศ คศ م ميلادي"),
    // what announces a date
    (Filler, "date dated posted published updated created datum veröffentlicht publié publicado pubblicato opublikowano опубликовано"),
];

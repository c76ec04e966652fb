//! What lists write beside their links, and when that was.

use chrono::TimeZone;

use super::super::tests::{context, in_language, in_zone};
use super::*;

/// Wednesday, 13 November 2024, 12:30 in universal time.
fn now() -> DateTime<Utc> {
    let now = Utc.with_ymd_and_hms(2024, 11, 13, 12, 30, 0).single();
    now.expect("a time")
}

fn at(text: &str, context: &Context) -> String {
    read(text, context, now()).map_or_else(String::new, |at| at.format("%m-%d %H:%M").to_string())
}

#[test]
fn ages_in_words() {
    for (text, want) in [
        // English, in what stands around it
        ("3 hours ago", "11-13 09:30"),
        ("Posted 3 hours ago by Ann Doe", "11-13 09:30"),
        ("News | 45 min ago | 5 min read", "11-13 11:45"),
        ("about an hour ago", "11-13 11:30"),
        ("half an hour ago", "11-13 12:00"),
        ("1 hour, 5 minutes ago", "11-13 11:25"),
        ("1 day 3 hours ago", "11-12 00:00"),
        ("just now", "11-13 12:30"),
        ("10 seconds ago", "11-13 12:29"),
        ("2 days ago", "11-11 00:00"),
        ("2 weeks ago", "10-30 00:00"),
        ("a month ago", "10-13 00:00"),
        ("3h", "11-13 09:30"),
        ("5d", "11-08 00:00"),
        ("3h ago", "11-13 09:30"),
        ("3 hrs. ago", "11-13 09:30"),
        // other languages, without a word on which
        ("vor 3 Stunden", "11-13 09:30"),
        ("vor 2 Stunden und 5 Minuten", "11-13 10:25"),
        ("vor 3 Std.", "11-13 09:30"),
        ("Vor einer Stunde", "11-13 11:30"),
        ("gerade eben", "11-13 12:30"),
        ("il y a 5 minutes", "11-13 12:25"),
        ("Il y a une heure", "11-13 11:30"),
        ("à l'instant", "11-13 12:30"),
        ("hace 3 horas", "11-13 09:30"),
        ("hace un día", "11-12 00:00"),
        ("há 3 horas", "11-13 09:30"),
        ("3 horas atrás", "11-13 09:30"),
        ("3 ore fa", "11-13 09:30"),
        ("un'ora fa", "11-13 11:30"),
        ("3 uur geleden", "11-13 09:30"),
        ("3 часа назад", "11-13 09:30"),
        ("только что", "11-13 12:30"),
        ("5 хвилин тому", "11-13 12:25"),
        ("3 godziny temu", "11-13 09:30"),
        ("3 saat önce", "11-13 09:30"),
        ("před 3 hodinami", "11-13 09:30"),
        ("för 3 timmar sedan", "11-13 09:30"),
        ("3 timer siden", "11-13 09:30"),
        ("3 tuntia sitten", "11-13 09:30"),
        ("3 órája", "11-13 09:30"),
        ("acum 3 ore", "11-13 09:30"),
        ("πριν από 3 ώρες", "11-13 09:30"),
        ("преди 3 часа", "11-13 09:30"),
        ("prije 3 sata", "11-13 09:30"),
        ("قبل ٣ ساعات", "11-13 09:30"),
        ("منذ ساعتين", "11-13 10:30"),
        ("לפני 3 שעות", "11-13 09:30"),
        ("۳ ساعت پیش", "11-13 09:30"),
        ("3 घंटे पहले", "11-13 09:30"),
        ("3 giờ trước", "11-13 09:30"),
        ("3 jam yang lalu", "11-13 09:30"),
        ("3 ชั่วโมงที่ผ่านมา", "11-13 09:30"),
        ("3小时前", "11-13 09:30"),
        ("3 小時前", "11-13 09:30"),
        ("刚刚", "11-13 12:30"),
        ("3時間前", "11-13 09:30"),
        ("3시간 전", "11-13 09:30"),
        ("2일 전", "11-11 00:00"),
    ] {
        assert_eq!(at(text, &context()), want, "{text}");
    }
}

#[test]
fn days_by_their_names() {
    for (text, want) in [
        ("today", "11-13 00:00"),
        ("Today 10:05", "11-13 10:05"),
        ("Today at 2:05 AM", "11-13 02:05"),
        ("Yesterday, 14:05", "11-12 14:05"),
        ("gestern", "11-12 00:00"),
        ("heute, 10:05 Uhr", "11-13 10:05"),
        ("vorgestern", "11-11 00:00"),
        ("hier à 14h05", "11-12 14:05"),
        ("avant-hier", "11-11 00:00"),
        ("aujourd'hui", "11-13 00:00"),
        ("ayer", "11-12 00:00"),
        ("ontem", "11-12 00:00"),
        ("ieri, 14:05", "11-12 14:05"),
        ("вчера, 14:05", "11-12 14:05"),
        ("сегодня в 10:05", "11-13 10:05"),
        ("wczoraj", "11-12 00:00"),
        ("dün", "11-12 00:00"),
        ("昨天 14:05", "11-12 14:05"),
        ("昨日", "11-12 00:00"),
        ("어제", "11-12 00:00"),
        ("أمس", "11-12 00:00"),
        ("14:05 yesterday", "11-12 14:05"),
        // the latest of the name
        ("Monday", "11-11 00:00"),
        ("Montag, 14:05", "11-11 14:05"),
        ("Thursday", "11-07 00:00"),
        ("Wednesday", "11-13 00:00"),
        ("Wed 18:05", "11-06 18:05"),
        ("lunes", "11-11 00:00"),
        ("понедельник", "11-11 00:00"),
    ] {
        assert_eq!(at(text, &context()), want, "{text}");
    }
}

#[test]
fn days_without_their_year() {
    let german = in_language("de");
    for (text, context, want) in [
        ("12 Nov", &context(), "2024-11-12"),
        ("Nov 12", &context(), "2024-11-12"),
        ("Nov 12, 14:05", &context(), "2024-11-12"),
        ("12. November", &german, "2024-11-12"),
        ("12 de noviembre", &context(), "2024-11-12"),
        ("12 ноября, 14:05", &context(), "2024-11-12"),
        ("Tue, 12 Nov", &context(), "2024-11-12"),
        ("12.11.", &german, "2024-11-12"),
        ("12.11., 14:05 Uhr", &german, "2024-11-12"),
        ("11/12", &in_language("en-US"), "2024-11-12"),
        ("12/11", &in_language("fr"), "2024-11-12"),
        ("11-12", &in_language("zh"), "2024-11-12"),
        ("11月12日", &context(), "2024-11-12"),
        ("11월 12일", &context(), "2024-11-12"),
        // not after today: last year's, or longer ago
        ("14 Nov", &context(), "2023-11-14"),
        ("Dec 24", &context(), "2023-12-24"),
        ("29 February", &context(), "2024-02-29"),
        ("13 Nov", &context(), "2024-11-13"),
    ] {
        let got = read(text, context, now());
        let got = got.map_or_else(String::new, |at| at.format("%Y-%m-%d").to_string());
        assert_eq!(got, want, "{text}");
    }
}

#[test]
fn what_is_no_age() {
    for text in [
        "",
        "5 min",
        "5 min read",
        "3 hours",
        "12 comments",
        "Today in history",
        "Yesterday's news",
        "The day after tomorrow",
        "in 3 hours",
        "4.5",
        "4/5",
        "12.11",
        "So",
        "May",
        "12",
        "2024",
        "99 Nov",
        "News",
        &"3 hours ago ".repeat(12),
    ] {
        assert_eq!(at(text, &context()), "", "{text}");
    }
}

#[test]
fn a_day_is_that_of_the_documents_zone() {
    // 13 November, 21:30 in Tokyo; 04:30 in Los Angeles
    for (zone, text, want) in [
        ("Asia/Tokyo", "today", "2024-11-13T00:00:00+09:00"),
        ("Asia/Tokyo", "3 hours ago", "2024-11-13T18:30:00+09:00"),
        (
            "America/Los_Angeles",
            "5 hours ago",
            "2024-11-12T23:30:00-08:00",
        ),
        (
            "America/Los_Angeles",
            "yesterday",
            "2024-11-12T00:00:00-08:00",
        ),
    ] {
        let got = read(text, &in_zone(zone), now()).expect(text);
        assert_eq!(got.to_rfc3339(), want, "{zone} {text}");
    }
}

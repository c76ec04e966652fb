//! The locales whose names of months and days are read, the most widely read first: where a word
//! means different months in two languages and nothing else decides, the earlier one wins.

use pure_rust_locales::{Locale, locale_match};

/// Locales of the GNU C library, at most one a language unless they differ in their names.
#[rustfmt::skip]
pub(super) const LOCALES: &[&str] = &[
    "en_US", "es_ES", "de_DE", "fr_FR", "ja_JP", "pt_BR", "ru_RU", "it_IT", "nl_NL", "pl_PL", "tr_TR", "zh_CN",
    "fa_IR", "cs_CZ", "vi_VN", "id_ID", "ar_SA", "uk_UA", "ko_KR", "sv_SE", "el_GR", "hu_HU", "ro_RO", "da_DK",
    "fi_FI", "sk_SK", "th_TH", "bg_BG", "he_IL", "hr_HR", "nb_NO", "lt_LT", "sr_RS", "sr_RS@latin", "sl_SI", "ca_ES",
    "et_EE", "lv_LV", "hi_IN", "bn_BD", "ta_IN", "te_IN", "mr_IN", "ml_IN", "gu_IN", "kn_IN", "pa_IN", "ur_PK",
    "ne_NP", "si_LK", "or_IN", "as_IN", "ka_GE", "hy_AM", "az_AZ", "kk_KZ", "uz_UZ", "uz_UZ@cyrillic", "ky_KG",
    "tg_TJ", "tk_TM", "mn_MN", "be_BY", "be_BY@latin", "mk_MK", "bs_BA", "sr_ME", "sq_AL", "is_IS", "fo_FO", "nn_NO",
    "eu_ES", "gl_ES", "ast_ES", "an_ES", "oc_FR", "br_FR", "cy_GB", "ga_IE", "gd_GB", "gv_GB", "kw_GB", "lb_LU",
    "fy_NL", "fy_DE", "af_ZA", "nds_DE", "nds_NL", "li_NL", "wa_BE", "fur_IT", "sc_IT", "lij_IT", "mt_MT", "eo",
    "ia_FR", "fil_PH", "tl_PH", "ms_MY", "sw_KE", "ha_NG", "yo_NG", "ig_NG", "zu_ZA", "xh_ZA", "st_ZA", "nso_ZA",
    "tn_ZA", "ts_ZA", "ss_ZA", "ve_ZA", "nr_ZA", "rw_RW", "lg_UG", "ln_CD", "wo_SN", "ff_SN", "om_ET", "so_SO",
    "am_ET", "ti_ET", "ti_ER", "kab_DZ", "mg_MG", "ar_SY", "ar_MA", "ar_DZ", "ar_EG", "km_KH", "lo_LA", "my_MM",
    "bo_CN", "ug_CN", "ps_AF", "sd_IN", "ks_IN", "dv_MV", "tt_RU", "ce_RU", "cv_RU", "os_RU", "sah_RU", "mhr_RU",
    "crh_UA", "se_NO", "kl_GL", "hsb_DE", "dsb_DE", "csb_PL", "szl_PL", "sgs_LT", "de_AT", "pt_PT", "es_MX", "zh_TW",
    "ht_HT", "mi_NZ", "sm_WS", "to_TO", "niu_NU", "bi_VU", "tpi_PG", "hif_FJ", "ku_TR", "yi_US", "pap_AW",
    "quz_PE", "ayc_PE", "agr_PE", "nhn_MX", "miq_NI", "chr_US", "iu_CA", "bem_ZM", "ak_GH", "sa_IN", "kok_IN",
    "mai_IN", "bho_IN", "brx_IN", "doi_IN", "mni_IN", "sat_IN", "shn_MM", "mfe_MU", "wae_CH", "pa_PK",
];

/// The names in one locale.
pub(super) struct Names(Locale);

/// The locale of that name, where the library has it.
pub(super) fn data(name: &str) -> Option<Names> {
    Locale::try_from(name).ok().map(Names)
}

impl Names {
    /// Every name of every month, 1 is January: in full and short, in each case the data has. Names
    /// that are numbers are left to the words that stand beside numbers.
    pub(super) fn months(&self) -> impl Iterator<Item = (u32, &'static str)> + use<> {
        let locale = self.0;
        [
            locale_match!(locale => LC_TIME::MON),
            locale_match!(locale => LC_TIME::ABMON),
            locale_match!(locale => LC_TIME::ALT_MON).unwrap_or_default(),
            locale_match!(locale => LC_TIME::AB_ALT_MON).unwrap_or_default(),
        ]
        .into_iter()
        .flat_map(|list| (1..).zip(list.iter().copied()))
        .filter(|(_, name)| !name.contains(|c: char| c.is_numeric()))
    }

    /// Every name of every weekday, 0 is Monday. Single letters are too little to go by, and mean
    /// other things.
    pub(super) fn weekdays(&self) -> impl Iterator<Item = (u32, &'static str)> + use<> {
        let locale = self.0;
        [
            locale_match!(locale => LC_TIME::DAY),
            locale_match!(locale => LC_TIME::ABDAY),
        ]
        .into_iter()
        .flat_map(|list| (6..).map(|day| day % 7).zip(list.iter().copied()))
        .filter(|(_, name)| {
            name.chars().filter(|c| c.is_alphabetic()).count() > 1
                && !name.contains(|c: char| c.is_numeric())
        })
    }

    /// The halves of the day; true is after noon.
    pub(super) fn halves(&self) -> impl Iterator<Item = (bool, &'static str)> + use<> {
        let locale = self.0;
        [false, true]
            .into_iter()
            .zip(locale_match!(locale => LC_TIME::AM_PM).iter().copied())
    }

    /// How a date is written in numbers, in the words of strftime: `%d/%m/%Y`.
    pub(super) fn date_format(&self) -> &'static str {
        let locale = self.0;
        locale_match!(locale => LC_TIME::D_FMT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_in_the_library_and_the_rows_fit_a_set() {
        assert!(LOCALES.len() < 256);
        for name in LOCALES {
            assert!(data(name).is_some(), "{name}");
        }
    }
}

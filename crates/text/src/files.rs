use mobileaccess_domain::Language;

/// One `.ftl` file in both languages, built into the binary.
pub(crate) struct File {
    #[cfg_attr(not(test), expect(dead_code, reason = "names the file in test failures"))]
    pub(crate) name: &'static str,
    en: &'static str,
    cs: &'static str,
}

impl File {
    pub(crate) fn source(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.en,
            Language::Cs => self.cs,
        }
    }
}

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// Every file that Rust needs, one line each.
        pub(crate) const FILES: &[File] = &[$(File {
            name: $name,
            en: include_str!(concat!("../../../ui/locales/en/", $name, ".ftl")),
            cs: include_str!(concat!("../../../ui/locales/cs/", $name, ".ftl")),
        }),*];
    };
}

files!["activity", "credit", "csv", "errors", "handout", "mail", "papers", "phone-page", "user-file"];

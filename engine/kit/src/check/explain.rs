//! A page on each code: what it means, an example that is wrong, and how it is mended.
//!
//! The pages stand in `pages.fr.md` and `pages.en.md`, a heading for each code.

use parchemin::{core::Lang, packages::Code};

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// The rest: what it means, the example, the remedy.
    pub text: &'static str,
}

/// The page on a code.
pub fn page(code: Code, lang: Lang) -> Page {
    let pages = match lang {
        Lang::Fr => include_str!("pages.fr.md"),
        Lang::En => include_str!("pages.en.md"),
    };
    let of = |section: &'static str| section.strip_prefix(code.name())?.split_once('\n');
    // Every code has its page: a test goes through them all.
    let (title, text) = pages.split("\n## ").find_map(of).unwrap_or_default();
    Page { title: title.trim(), text: text.trim() }
}

#[cfg(test)]
mod tests {
    //! Every code has a page in both languages, with an example, and no page is of a code that is gone.
    use super::*;

    #[test]
    fn every_code_has_a_page_with_an_example_and_a_remedy() {
        for lang in Lang::ALL {
            let mend = if lang == Lang::Fr { "Pour corriger" } else { "To mend it" };
            for code in Code::ALL {
                let page = page(*code, lang);
                assert!(!page.title.is_empty(), "{code} has no page in {lang}");
                assert_eq!(page.text.matches("```").count(), 2, "{code} has no example in {lang}");
                assert!(page.text.contains(mend), "{code} does not say how it is mended in {lang}");
            }
        }
    }

    #[test]
    fn no_page_is_of_a_code_that_there_is_not() {
        for pages in [include_str!("pages.fr.md"), include_str!("pages.en.md")] {
            let named: Vec<&str> = pages.split("\n## ").skip(1).filter_map(|page| page.get(..4)).collect();
            let known: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
            assert_eq!(named, known, "in order, each once");
        }
    }
}

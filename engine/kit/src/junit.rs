//! What became of cases, in the form that services which build and test read: JUnit's XML, a suite a package.

use parchemin::{cases::Tried, core::Lang};
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};
use std::io;

/// The page. It has no times: the same cases give the same bytes.
///
/// # Errors
/// None that memory could give; the writer's own.
pub fn junit(tried: &[Tried], lang: Lang) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer.create_element("testsuites").write_inner_content(|writer| {
        for suite in tried.chunk_by(|one, next| one.package == next.package) {
            let package = suite.first().map(|one| one.package.as_str()).unwrap_or_default();
            let failures = suite.iter().filter(|one| !one.passed()).count().to_string();
            let tests = suite.len().to_string();
            let attributes = [
                ("name", package),
                ("tests", tests.as_str()),
                ("failures", failures.as_str()),
                ("errors", "0"),
            ];
            writer
                .create_element("testsuite")
                .with_attributes(attributes)
                .write_inner_content(|writer| suite.iter().try_for_each(|one| case(writer, one, lang)))?;
        }
        Ok(())
    })?;
    Ok(writer.into_inner())
}

fn case(writer: &mut Writer<Vec<u8>>, tried: &Tried, lang: Lang) -> io::Result<()> {
    let attributes =
        [("classname", tried.package.as_str()), ("name", tried.name.as_str()), ("file", tried.file.as_str())];
    let element = writer.create_element("testcase").with_attributes(attributes);
    if tried.passed() {
        return element.write_empty().map(drop);
    }
    let text: String = tried.differences.iter().map(|difference| difference.text(lang)).collect();
    element
        .write_inner_content(|writer| {
            let failure = writer.create_element("failure").with_attribute(("message", tried.shows.as_str()));
            failure.write_text_content(BytesText::new(&text)).map(drop)
        })
        .map(drop)
}

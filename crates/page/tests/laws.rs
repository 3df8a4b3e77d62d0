//! Laws that hold for any page: nothing panics, and every block leads back to bytes that hold its words.

use std::path::{Path, PathBuf};

use page::{media_type_of, read, words_at};
use proptest::prelude::*;
use text::{MediaType, Page, Span};

fn squeezed(words: &str) -> String {
    // Signs of no width stand between words of a page and are read as white space; plain text is freed of controls.
    words.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{200B}' | '\u{FEFF}')).collect()
}

/// Reads a page and checks every block of it against the bytes.
fn read_checked(bytes: &[u8], media_type: MediaType, name: &str) -> Page {
    let page = read(bytes, media_type, None);
    let encoding = page.metadata.encoding.clone().expect("every page names its encoding");
    for block in &page.blocks {
        let segments = block.origin.locate(Span::new(0, block.text.len()));
        assert!(segments.iter().all(|segment| segment.end <= bytes.len()), "{name}: outside the capture");
        let words = words_at(bytes, media_type, &encoding, &segments);
        assert_eq!(squeezed(&words), squeezed(&block.text), "{name}");
        assert_eq!(block.text, block.text.split_whitespace().collect::<Vec<_>>().join(" "), "{name}");
        for run in block.origin.runs().iter().filter(|run| run.is_verbatim) {
            assert_eq!(&bytes[run.capture.range()], block.text[run.text.range()].as_bytes(), "{name}");
        }
    }
    page
}

#[test]
fn pages_cut_anywhere_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pages");
    let entries = std::fs::read_dir(folder).expect("the pages lie beside the crate");
    let mut n_read = 0;
    for path in entries.filter_map(|entry| Some(entry.ok()?.path().join("page.html"))).filter(|path| path.exists()) {
        let bytes = std::fs::read(&path).expect("the page can be read");
        // Steps of a length that shares nothing with that of tags: cuts fall into names, values, references and letters.
        for cut in (0..bytes.len()).step_by(bytes.len() / 61 + 1) {
            read_checked(&bytes[..cut], MediaType::Html, &format!("{} cut at {cut}", path.display()));
            n_read += 1;
        }
    }
    assert!(n_read > 200, "the pages were there");
}

fn example_pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/kherson-2022");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the examples lie in the repository")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "html" || end == "txt"))
        .collect();
    paths.sort();
    paths
}

#[test]
fn blocks_of_the_examples_lead_back_to_their_words() {
    let paths = example_pages();
    assert_eq!(paths.len(), 26);
    for path in paths {
        let name = path.to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).expect("an example can be read");
        let media_type = media_type_of(&bytes, &name).expect("an example is text");
        let page = read_checked(&bytes, media_type, &name);
        assert!(page.is_article, "{name}");
        assert!(page.blocks.iter().all(|block| !block.text.contains("COME FROM A SCRIPT")), "{name}");
    }
}

#[test]
fn blocks_of_two_hundred_saved_pages_lead_back_to_their_words() {
    let Some(pages) = saved_pages(200) else {
        println!("skipped: ../shared/data/page is not there");
        return;
    };
    assert_eq!(pages.len(), 200);
    for (name, bytes) in pages {
        read_checked(&bytes, MediaType::Html, &name);
    }
}

/// Saved pages of the measuring data, when it lies beside the repository.
fn saved_pages(n: usize) -> Option<Vec<(String, Vec<u8>)>> {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/page/trafilatura.tar.xz");
    if !archive.exists() {
        return None;
    }
    let folder = tempfile::tempdir().ok()?;
    let status = std::process::Command::new("tar").arg("-xJf").arg(&archive).arg("-C").arg(folder.path()).status();
    if !status.is_ok_and(|status| status.success()) {
        return None;
    }
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder.path().join("trafilatura"))
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    paths.truncate(n);
    Some(
        paths
            .iter()
            .filter_map(|path| Some((path.to_string_lossy().into_owned(), std::fs::read(path).ok()?)))
            .collect(),
    )
}

#[test]
fn two_hundred_thousand_nested_tags_keep_their_text() {
    let deep = 200_000;
    let markup =
        format!("<body>{}<p>At the bottom.</p>{}<p>And after it.</p>", "<div>".repeat(deep), "</div>".repeat(deep));
    let page = read_checked(markup.as_bytes(), MediaType::Html, "nested");
    let words: Vec<&str> = page.blocks.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(words, ["At the bottom.", "And after it."]);
    assert!(page.problems.iter().any(|problem| problem.name == "nested-too-deeply"));
    for tag in ["b", "span", "table><tr><td", "ul><li", "a href=x"] {
        read_checked(format!("{}x", format!("<{tag}>").repeat(100_000)).as_bytes(), MediaType::Html, tag);
    }
}

#[test]
fn one_tag_with_a_hundred_thousand_attributes_is_read() {
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=x")).collect();
    let page = read_checked(format!("<p{attributes}>The words behind.</p>").as_bytes(), MediaType::Html, "attributes");
    assert_eq!(page.blocks[0].text, "The words behind.");
}

#[test]
fn an_empty_page_is_no_article() {
    for bytes in [&b""[..], b" \n", b"\xEF\xBB\xBF", b"<html><head></head><body></body></html>"] {
        let page = read_checked(bytes, MediaType::Html, "empty");
        assert!(!page.is_article && page.blocks.is_empty());
        assert!(page.problems.iter().any(|problem| problem.name == "no-article"));
    }
}

/// Pieces that pages are made of, the nasty ones more often than in life.
fn any_markup() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[a-zA-Zа-яё ,.!\"']{0,40}",
        prop::sample::select(vec![
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<a href=x>",
            "</a>",
            "<b>",
            "</b>",
            "<table>",
            "<tr>",
            "<td>",
            "</table>",
            "<br>",
            "<br/>",
            "&amp;",
            "&nbsp;",
            "&#8217;",
            "&#x1F600;",
            "&notit;",
            "&NotEqualTilde;",
            "&",
            "&#0;",
            "\r\n",
            "\r",
            "\n",
            "\0",
            "<!-- c -->",
            "<!--",
            "-->",
            "<script>x<y</script>",
            "<style>",
            "</style>",
            "<title>T</title>",
            "<pre>\n",
            "</pre>",
            "<textarea>\n",
            "</textarea>",
            "<select><option>",
            "</select>",
            "<svg><text>",
            "</svg>",
            "<",
            "< ",
            "</",
            "<3",
            "<![CDATA[x]]>",
            "<li>",
            "<ul>",
            "</ul>",
            "<h1>",
            "</h1>",
            "<template>",
            "</template>",
            "<frameset>",
            "<body>",
            "</body>",
            "</html>",
            "<head>",
            "<math><mi>",
            "</math>",
            "<caption>",
            "<colgroup>",
            "<p hidden>",
            "<plaintext>",
            "\u{FEFF}",
            "\u{200B}",
            "\u{A0}",
            "<form>",
            "<input type=hidden>",
            "<image>",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn blocks_of_any_markup_lead_back_to_their_words(markup in any_markup()) {
        read_checked(markup.as_bytes(), MediaType::Html, &markup);
    }

    #[test]
    fn blocks_lead_back_in_other_encodings(markup in any_markup()) {
        let wide: Vec<u8> = format!("\u{FEFF}{markup}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        read_checked(&wide, MediaType::Html, &markup);
        let declared = format!("<meta charset=windows-1251>{markup}");
        let (old, ..) = encoding_rs::WINDOWS_1251.encode(&declared);
        read_checked(&old, MediaType::Html, &markup);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = media_type_of(&bytes, "x");
        let page = read(&bytes, MediaType::Html, Some("https://example.org/2022/11/09/x"));
        prop_assert!(page.metadata.encoding.is_some());
        read(&bytes, MediaType::PlainText, None);
    }

    #[test]
    fn examples_cut_anywhere_are_read(number in 0usize..26, share in 0.0f64..1.0) {
        let path = &example_pages()[number];
        let bytes = std::fs::read(path).expect("an example can be read");
        let cut = &bytes[..(bytes.len() as f64 * share) as usize];
        let media_type = if path.extension().is_some_and(|end| end == "txt") { MediaType::PlainText } else { MediaType::Html };
        read_checked(cut, media_type, &path.to_string_lossy());
    }
}

use super::fold;

/// What divides a title from the name of a site.
const DIVIDERS: [&str; 12] = [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / ", " ~ ", " > "];

/// A title without the name of its site, which may stand behind or before it.
pub(super) fn without_site(title: &str, sites: &[String], headings: &[String]) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut cuts: Vec<(usize, usize)> = DIVIDERS
        .iter()
        .flat_map(|divider| title.match_indices(divider).map(|(at, own)| (at, at + own.len())))
        .collect();
    cuts.sort_unstable();
    // A heading of the page that begins or ends the title is the title.
    for &(start, end) in &cuts {
        for part in [&title[..start], &title[end..]] {
            if headings.contains(&fold(part)) {
                return part.to_owned();
            }
        }
    }
    let is_site = |part: &str| {
        let folded = fold(part);
        let joined = folded.replace(' ', "");
        let is_short = joined.len() > 3 && folded.split(' ').count() <= 4;
        // `Quay Courier` is the site of `quay.example`, and `The Quay Courier` that of `quaycourier.example`.
        sites.iter().map(|site| site.replace(' ', "")).any(|site| {
            let is_around = joined.starts_with(&site) || joined.ends_with(&site);
            site == joined || (is_short && site.len() > 3 && is_around)
        })
    };
    match (cuts.first(), cuts.last()) {
        (_, Some(&(start, end))) if is_site(&title[end..]) => title[..start].to_owned(),
        (Some(&(start, end)), _) if is_site(&title[..start]) => title[end..].to_owned(),
        _ => title,
    }
}

/// A `<title>` of which nothing else is known: what stands behind the last divider is mostly the site.
pub(super) fn without_last_part(title: &str) -> String {
    let last = DIVIDERS.iter().take(8).filter_map(|divider| title.rfind(divider)).max();
    match last {
        Some(at) if title[..at].split(' ').count() >= 3 => title[..at].to_owned(),
        _ => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_site_is_cut_off_on_either_side() {
        let sites = ["the halyard".to_owned()];
        assert_eq!(without_site("Talks end - again | The Halyard", &sites, &[]), "Talks end - again");
        assert_eq!(without_site("The Halyard: Talks end", &sites, &[]), "The Halyard: Talks end");
        assert_eq!(without_site("Talks end - World - The Halyard", &sites, &["talks end".to_owned()]), "Talks end");
        assert_eq!(without_last_part("Talks in Istanbul end | Unknown"), "Talks in Istanbul end");
    }
}

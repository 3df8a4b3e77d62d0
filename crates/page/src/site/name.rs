/// The site of a page: the host of its own address, else the name that it gives of its site, else nothing.
pub(super) fn site(address: Option<&str>, named: Option<&str>) -> Option<String> {
    let host = address.and_then(host);
    host.or_else(|| named.map(crate::metadata::fold).filter(|name| !name.is_empty()).map(|name| format!("name:{name}")))
}

/// An address without what differs between two ways to the same page: scheme, query, fragment, a slash at the end.
/// Nothing for a site's front door: pages that all name it as their own address are not one page.
pub(super) fn story_address(address: &str) -> Option<String> {
    let host = host(address)?;
    let behind = innermost(address).split_once("://")?.1;
    let path = behind.split(['?', '#']).next()?.split_once('/')?.1.trim_end_matches('/');
    let query = behind.split_once('?').map(|(_, query)| query.split('#').next().unwrap_or(query));
    // `view?id=216968`: some sites know their stories by a number in the query alone.
    let number = query.and_then(|query| query.split('&').find(|part| part.bytes().any(|byte| byte.is_ascii_digit())));
    let is_front_door = path.is_empty() && number.is_none();
    (!is_front_door).then(|| format!("{host}/{path}?{}", number.unwrap_or_default()))
}

/// The host in lower case, without a port and without the labels that one site's hosts differ by.
fn host(address: &str) -> Option<String> {
    let behind = innermost(address).split_once("://")?.1;
    let authority = behind.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.trim_end_matches('.').to_lowercase();
    let mut bare = host.as_str();
    while let Some(rest) = ["www.", "m.", "amp.", "mobile."].iter().find_map(|label| bare.strip_prefix(label)) {
        if !rest.contains('.') {
            break;
        }
        bare = rest;
    }
    (!bare.is_empty()).then(|| bare.to_owned())
}

/// An archive's address holds the page's own: `https://keeper.example/2022/https://harbour.example/port`.
fn innermost(address: &str) -> &str {
    let start = ["http://", "https://"].iter().filter_map(|scheme| address.rfind(scheme)).max();
    start.map_or("", |start| &address[start..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_its_host_whatever_the_way_to_it() {
        for address in [
            "https://www.harbour.example/world/port",
            "http://Harbour.example:8080/",
            "https://m.harbour.example/world/port?ref=1",
            "https://keeper.example/2022/https://www.harbour.example/world/port",
        ] {
            assert_eq!(site(Some(address), Some("Harbour Post")).as_deref(), Some("harbour.example"), "{address}");
        }
        assert_ne!(site(Some("https://news.harbour.example/"), None), site(Some("https://harbour.example/"), None));
        assert_eq!(host("https://m.example/").as_deref(), Some("m.example"));
    }

    #[test]
    fn without_an_address_the_name_is_the_site_and_without_both_there_is_none() {
        assert_eq!(site(None, Some("Harbour  Post")).as_deref(), Some("name:harbour post"));
        assert_eq!(site(Some("pages/port.html"), None), None);
        assert_eq!(site(None, Some("…")), None);
    }

    #[test]
    fn two_ways_to_a_story_are_one_address_and_the_front_door_is_none() {
        let story = story_address("https://harbour.example/world/port/");
        assert!(story.is_some());
        assert_eq!(story, story_address("http://www.harbour.example/world/port?utm_source=feed#top"));
        assert_eq!(story_address("https://harbour.example/"), None);
        assert_ne!(
            story_address("https://harbour.example/view?id=1"),
            story_address("https://harbour.example/view?id=2")
        );
    }
}

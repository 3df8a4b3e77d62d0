//! What the words of a short piece say about its role.

use text::Role;

/// Beginnings of pieces, lower case, that are never the article's own text when the piece is short.
const BEGINNINGS: &[(&str, Role)] = &[
    ("read more", Role::Promo),
    ("read also", Role::Promo),
    ("also read", Role::Promo),
    ("read:", Role::Promo),
    ("read next", Role::Promo),
    ("see also", Role::Promo),
    ("watch:", Role::Promo),
    ("listen:", Role::Promo),
    ("more:", Role::Promo),
    ("related:", Role::Promo),
    ("related article", Role::Promo),
    ("related posts", Role::Related),
    ("related stories", Role::Related),
    ("you might also", Role::Related),
    ("you may also", Role::Related),
    ("if you liked this", Role::Related),
    ("if you like this", Role::Related),
    ("also in the news", Role::Related),
    ("empfehlungen aus der redaktion", Role::Related),
    ("more on ", Role::Promo),
    ("don't miss", Role::Promo),
    ("recommended:", Role::Promo),
    ("lesen sie auch", Role::Promo),
    ("lesen sie mehr", Role::Promo),
    ("mehr zum thema", Role::Promo),
    ("lire aussi", Role::Promo),
    ("à lire aussi", Role::Promo),
    ("lee también", Role::Promo),
    ("leia também", Role::Promo),
    ("leggi anche", Role::Promo),
    ("czytaj także", Role::Promo),
    ("czytaj też", Role::Promo),
    ("zobacz także", Role::Promo),
    ("читайте также", Role::Promo),
    ("читайте також", Role::Promo),
    ("from our archive", Role::Promo),
    ("from the archive", Role::Promo),
    ("click here to", Role::Promo),
    ("continue reading", Role::Promo),
    ("keep reading", Role::Promo),
    ("story continues", Role::Promo),
    ("article continues", Role::Promo),
    ("scroll down", Role::Promo),
    ("sign up", Role::Newsletter),
    ("get the latest", Role::Newsletter),
    ("stay up to date", Role::Newsletter),
    ("stay up-to-date", Role::Newsletter),
    ("subscribe to our newsletter", Role::Newsletter),
    ("get our newsletter", Role::Newsletter),
    ("melden sie sich", Role::Newsletter),
    ("subscribe", Role::Pitch),
    ("donate", Role::Pitch),
    ("support our", Role::Pitch),
    ("support us", Role::Pitch),
    ("support the", Role::Pitch),
    ("give now", Role::Pitch),
    ("join us", Role::Pitch),
    ("become a member", Role::Pitch),
    ("follow us", Role::Pitch),
    ("like us on", Role::Pitch),
    ("follow @", Role::Pitch),
    ("have a tip", Role::Pitch),
    ("got a tip", Role::Pitch),
    ("do you have a tip", Role::Pitch),
    ("like this story", Role::Pitch),
    ("like what you", Role::Pitch),
    ("enjoyed this", Role::Pitch),
    ("want more", Role::Pitch),
    ("stay connected", Role::Pitch),
    ("share this", Role::Nav),
    ("share on", Role::Nav),
    ("share:", Role::Nav),
    ("tweet this", Role::Nav),
    ("table of contents", Role::Nav),
    ("was this article", Role::Nav),
    ("war der artikel", Role::Nav),
    ("war dieser artikel", Role::Nav),
    ("möchten sie den artikel", Role::Nav),
    ("artikel teilen", Role::Nav),
    ("click to share", Role::Nav),
    ("print this", Role::Nav),
    ("advertisement", Role::Other),
    ("anzeige", Role::Other),
    ("loading", Role::Other),
    ("this slideshow requires", Role::Other),
    ("please enable javascript", Role::Other),
    ("suggested citation", Role::Legal),
    ("we may receive", Role::Legal),
    ("we may earn", Role::Legal),
    ("we earn a commission", Role::Legal),
    ("this article contains affiliate", Role::Legal),
    ("sponsored", Role::Other),
    ("©", Role::Legal),
    ("(c) ", Role::Legal),
    ("copyright", Role::Legal),
    ("all rights reserved", Role::Legal),
    ("we and our", Role::Legal),
    ("we use cookies", Role::Legal),
    ("this website uses cookies", Role::Legal),
    ("this site uses cookies", Role::Legal),
    ("by continuing to use", Role::Legal),
    ("photo:", Role::Credit),
    ("photo by", Role::Credit),
    ("photos:", Role::Credit),
    ("photograph:", Role::Credit),
    ("image:", Role::Credit),
    ("image credit", Role::Credit),
    ("picture:", Role::Credit),
    ("foto:", Role::Credit),
    ("bild:", Role::Credit),
    ("credit:", Role::Credit),
    ("(credit:", Role::Credit),
    ("(photo:", Role::Credit),
    ("(photo by", Role::Credit),
    ("(image:", Role::Credit),
    ("(image credit", Role::Credit),
    ("(foto:", Role::Credit),
    ("(bild:", Role::Credit),
    ("tags:", Role::Nav),
    ("filed under", Role::Nav),
    ("explore further", Role::Promo),
    ("weitere themen", Role::Related),
    ("crédits photo", Role::Credit),
    ("crédit photo", Role::Credit),
    ("titelbild", Role::Credit),
    ("bild anzeigen", Role::Nav),
    ("kategorien", Role::Nav),
    ("this post contains", Role::Legal),
    ("if you enjoyed", Role::Pitch),
    ("do you want to be informed", Role::Newsletter),
    ("posted in", Role::Nav),
    ("schlagwörter", Role::Nav),
    ("tagged", Role::Nav),
    ("leave a comment", Role::Comment),
    ("leave a reply", Role::Comment),
    ("view comments", Role::Comment),
    ("correction:", Role::Correction),
    ("last updated", Role::Dateline),
    ("updated at ", Role::Dateline),
    ("publiziert:", Role::Dateline),
    ("veröffentlicht:", Role::Dateline),
    ("publicado em", Role::Dateline),
    ("reporting by", Role::Byline),
    ("(reporting by", Role::Byline),
    ("our standards:", Role::Legal),
    ("if you notice an error", Role::Other),
    ("editor's note", Role::Correction),
    ("editor\u{2019}s note", Role::Correction),
];

/// Longest piece, in characters, whose beginning is looked at.
const N_SHORT: usize = 200;

/// Pieces that say nothing but that an advertisement, or the readers' comments, stand here.
const LONE_MARKS: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "adverts",
    "advertising",
    "ad feedback",
    "promoted",
    "paid content",
    "werbung",
    "publicité",
    "publicidad",
    "publicidade",
    "pubblicità",
    "reklama",
    "реклама",
    "annonce",
    "annons",
    "advertentie",
    "iklan",
    "comments",
    "comment",
    "kommentare",
    "commentaires",
];

/// No lone mark is longer, in bytes.
const N_LONE_BYTES: usize = 24;

/// No beginning is longer, in characters.
const N_BEGINNING: usize = 40;

/// The role that the words of a piece tell, if they tell one.
pub(crate) fn role_by_words(words: &str) -> Option<Role> {
    if words.len() <= N_LONE_BYTES && LONE_MARKS.contains(&&*words.to_lowercase()) {
        return Some(Role::Other);
    }
    if is_longer(words, N_SHORT) {
        return None;
    }
    let bare = words.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '('));
    let bare: String = bare.chars().take(N_BEGINNING).flat_map(char::to_lowercase).collect();
    BEGINNINGS.iter().find(|(beginning, _)| bare.starts_with(beginning)).map(|(_, role)| *role)
}

/// Has it more than so many characters? A long piece is known by its bytes, uncounted.
fn is_longer(words: &str, n_chars: usize) -> bool {
    words.len() > 4 * n_chars || words.chars().count() > n_chars
}

/// What a page asks its readers to take, read or join.
const OFFERS: &[&str] = &[
    "abo",
    "abonnement",
    "abonnez",
    "app",
    "apps",
    "canal",
    "channel",
    "comment",
    "comments",
    "donation",
    "facebook",
    "inbox",
    "instagram",
    "kanal",
    "kommentar",
    "letter",
    "log",
    "newsletter",
    "newsletters",
    "podcast",
    "posteingang",
    "subscribe",
    "subscriber",
    "subscribers",
    "subscription",
    "suscribirse",
    "suscríbete",
    "telegram",
    "twitter",
    "whatsapp",
    "youtube",
];

/// How it speaks to them.
const READERS: &[&str] = &[
    "assine",
    "dein",
    "deine",
    "deinen",
    "descarga",
    "dich",
    "download",
    "escribirnos",
    "folge",
    "folgen",
    "follow",
    "inscrivez",
    "join",
    "jouw",
    "melde",
    "melden",
    "nosso",
    "notre",
    "nuestra",
    "nuestro",
    "our",
    "seguir",
    "submit",
    "subscribe",
    "síguenos",
    "tenemos",
    "unsere",
    "unserem",
    "unseren",
    "us",
    "votre",
    "zapraszamy",
    "únete",
];

/// How a writer is reached.
const CONTACTS: &[&str] = &[
    "contact",
    "contacted",
    "e-mail",
    "email",
    "emailed",
    "follow",
    "mail",
    "reach",
    "reached",
    "tweet",
    "tweets",
    "twitter",
];

/// Longest piece, in characters, that is taken for a plug or a contact.
const N_PLUG_CHARS: usize = 320;

/// What the words of a short piece that closes an article say about it: how to reach its writer, or what readers are asked
/// to take. Inside the article the same words may be the story's own.
pub(super) fn role_by_last_words(words: &str) -> Option<Role> {
    if is_longer(words, N_PLUG_CHARS) || words.contains(['"', '\u{201C}', '«', '„']) {
        return None;
    }
    let lower = words.to_lowercase();
    let has = |wanted: &[&str]| {
        lower.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| wanted.binary_search(&word).is_ok())
    };
    if lower.contains('@') && has(CONTACTS) {
        return Some(Role::Bio);
    }
    let is_plug = has(OFFERS) && has(READERS);
    is_plug.then(|| if lower.contains("newsletter") { Role::Newsletter } else { Role::Pitch })
}

/// What stands before the name of who took a picture, lower case.
const PICTURE_SIGNS: &[&str] = &[
    "(image:",
    "(image credit",
    "(images:",
    "(photo",
    "(picture:",
    "(pic:",
    "(foto",
    "(bild:",
    "(credit:",
    "[photo",
    "[image",
];

/// Agencies and stores of pictures, lower case, by which captions end.
const PICTURE_AGENCIES: &[&str] =
    &["getty images", "getty", "afp", "reuters", "ap photo", "shutterstock", "istock", "imago", "dpa", "keystone"];

/// Longest caption, in characters, that is known by its credit.
const N_CAPTION_CHARS: usize = 320;

/// Does a credit for a picture end this piece, as in `The bridge at dawn (Photo: A. Name)` or `The bridge at dawn © AFP`?
pub(super) fn ends_in_credit(words: &str) -> bool {
    if is_longer(words, N_CAPTION_CHARS) {
        return false;
    }
    let lower = words.to_lowercase();
    let tail = |at: usize| &lower[at..];
    let is_short = |part: &str| part.chars().count() <= 60;
    if lower.ends_with([')', ']']) {
        return lower.rfind(['(', '[']).is_some_and(|at| PICTURE_SIGNS.iter().any(|sign| tail(at).starts_with(sign)));
    }
    let is_signed = lower.rfind('©').is_some_and(|at| is_short(tail(at)));
    let agency = PICTURE_AGENCIES.iter().find_map(|agency| lower.strip_suffix(agency));
    is_signed || agency.is_some_and(|rest| rest.trim_end().ends_with(['/', '|', '©', ':']))
}

/// Is this nothing but a time, a date or a count of minutes, such as `00.31 GMT`?
pub(super) fn is_stamp(words: &str) -> bool {
    let n_digits = words.chars().filter(char::is_ascii_digit).count();
    let n_letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let n_chars = words.chars().count();
    n_digits >= 2 && n_chars <= 24 && n_letters <= 8 && words.contains([':', '.', '-', '/']) && n_digits * 3 >= n_chars
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_pieces_are_known_by_their_first_words() {
        assert_eq!(role_by_words("Read more: Grain ships sail again"), Some(Role::Promo));
        assert_eq!(role_by_words("© 2022 The Harbour Press"), Some(Role::Legal));
        assert_eq!(role_by_words("Readers of the treaty will look for a date in vain."), None);
    }

    #[test]
    fn every_beginning_can_be_seen() {
        assert!(BEGINNINGS.iter().all(|(beginning, _)| beginning.chars().count() <= N_BEGINNING));
        assert!(LONE_MARKS.iter().all(|mark| mark.len() <= N_LONE_BYTES));
    }

    #[test]
    fn a_mark_of_advertising_is_the_whole_piece() {
        assert_eq!(role_by_words("Advert"), Some(Role::Other));
        assert_eq!(role_by_words("COMMENTS"), Some(Role::Other));
        assert_eq!(role_by_words("Реклама"), Some(Role::Other));
        assert_eq!(role_by_words("Advertisers left the channel within a week."), None);
        assert_eq!(role_by_words("Comments by the minister were not expected."), None);
    }

    #[test]
    fn words_are_in_order() {
        for words in [OFFERS, READERS, CONTACTS] {
            assert!(words.is_sorted(), "{words:?}");
        }
    }

    #[test]
    fn what_asks_readers_is_no_end_of_a_story() {
        let role = role_by_last_words;
        assert_eq!(role("Download our app for the latest from the harbour."), Some(Role::Pitch));
        assert_eq!(role("Join thousands who read our newsletter on Sundays."), Some(Role::Newsletter));
        assert_eq!(role("Email Ada Lind at alind@harbour.example or follow her."), Some(Role::Bio));
        assert_eq!(role("The ministry published the list on its Telegram channel."), None);
    }

    #[test]
    fn captions_are_known_by_their_credit() {
        assert!(ends_in_credit("The bridge at dawn (Photo: A. Name)"));
        assert!(ends_in_credit("Marta Ode, from the valley. © AFP / A. NAME"));
        assert!(ends_in_credit("Police stand at the bridge. Anna Name/Getty Images"));
        assert!(!ends_in_credit("He told Reuters"));
        assert!(!ends_in_credit("The bridge (built in 1904)"));
    }

    #[test]
    fn times_alone_are_stamps_and_sentences_with_times_are_not() {
        assert!(is_stamp("00.31 GMT") && is_stamp("12:05"));
        assert!(!is_stamp("He left at 12.05.") && !is_stamp("Article 5."));
    }
}

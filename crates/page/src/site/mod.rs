//! The pages of one site in, what they say about each of them out: words that stand on many stories are furniture.
//!
//! A newsletter box without a telling name, a bio, a plea in the middle of the text look like the article on any one page;
//! side by side with the site's other pages they do not. The way there:
//!
//! 1. [`name`], [`trace`]: of each page its site, and for each block a fingerprint of its folded words. [`crate::read`]
//!    does this; it needs no other page.
//! 2. [`story`]: which pages tell the same story. Two captures of one story share all their words and are counted as one,
//!    so that a page that was captured twice does not erase itself.
//! 3. [`memory`]: on how many stories of the site each fingerprint stands.
//! 4. [`rule`]: from how many on a block is furniture, by its length and its place. Newsrooms reuse paragraphs of
//!    background between fresh ones, and these stay.
//!
//! **The order of reading never matters.** A trace rests on its page alone; a memory is a function of the *set* of traces
//! (stories are the connected parts of a graph, counts are counts); and what is set aside is a function of a page's
//! trace and the memory. Nothing that was decided before goes in. So whoever keeps traces can ask at any time, with
//! [`to_settle`], what a page would look like with all of them, and read it again where it looks otherwise: see
//! `docs/ledger.md`.
//!
//! What it does not do: it puts nothing into an article, and it never leaves one without fresh words. It follows the idea of
//! site-level template detection (Bar-Yossef and Rajagopalan, "Template detection via data mining and its applications",
//! 2002), over blocks instead of link lists, with stories instead of pages.

mod memory;
mod name;
mod rule;
mod story;
mod trace;

use text::{Page, Role, SiteTrace};

pub use memory::SiteMemory;
pub use trace::traced;

/// Takes out of the page's article what stands on many other stories of its site, and notes the blocks in
/// [`SiteTrace::set_aside`]. A page without a trace, or of no article, stays as it is. `memory` must have been made with
/// the page's own trace among the others.
pub fn settle(page: Page, memory: &SiteMemory) -> Page {
    let Some(own) = &page.trace else { return page };
    let aside = to_settle(own, memory);
    without(page, aside)
}

/// Takes out of the page's article what `settled`, a trace of the same page, has set aside. A page whose blocks read
/// otherwise by now stays as it is: what others say of it has to be asked anew.
pub fn settle_as(page: Page, settled: &SiteTrace) -> Page {
    match &page.trace {
        Some(own) if own.site == settled.site && own.lines == settled.lines => without(page, settled.set_aside.clone()),
        _ => page,
    }
}

/// The page with these blocks, in page order, out of its article.
fn without(page: Page, aside: Vec<usize>) -> Page {
    if aside.is_empty() {
        return page;
    }
    let roles: Vec<(usize, Role)> =
        aside.iter().filter_map(|&number| Some((number, furniture_role(&page.blocks.get(number)?.text)))).collect();
    let mut page = crate::with_roles(page, &roles);
    if let Some(own) = &mut page.trace {
        own.set_aside = aside;
    }
    page
}

/// Numbers of the blocks that [`settle`] takes out of the article of the page with this trace, in page order. When they are
/// not the page's [`SiteTrace::set_aside`], it has to be read again.
pub fn to_settle(own: &SiteTrace, memory: &SiteMemory) -> Vec<usize> {
    if own.is_article { rule::set_aside(&own.lines, memory) } else { Vec::new() }
}

/// What furniture it is, as far as its words tell.
fn furniture_role(words: &str) -> Role {
    crate::content::role_by_words(words)
        .or_else(|| crate::text_capture::furniture_by_cues(words))
        .filter(|role| !role.is_article())
        .unwrap_or(Role::Other)
}

/// Do the words speak to the reader instead of telling a story?
fn is_to_reader(words: &str) -> bool {
    crate::content::role_by_words(words).or_else(|| crate::text_capture::furniture_by_cues(words)).is_some()
}

#[cfg(test)]
mod tests;

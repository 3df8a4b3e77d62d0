//! The end of `demarche read`: the pages of each site beside each other.
//!
//! A page is read first as it stands alone. When all inputs are read, the sites that gained or changed a page are compared
//! as a whole, those pages that came in other runs too, and a page is read again where its neighbours say something
//! else of it than they did. What stands in the ledger then is a function of the set of its pages, whatever their order and
//! whatever runs they came in. A run that ends before leaves its sites noted, and the next one goes on.

use page::SiteMemory;
use text::{Id, SiteTrace};

use super::BATCH_PER_THREAD;
use super::keeper::Keeper;
use super::reader::{Outcome, Reader, Sorted};

/// Rounds over the sites. One reads pages again and the next sees that nothing is left; more are needed only where pages
/// read by an older program read otherwise now, or somebody else reads into the same ledger.
const N_ROUNDS: usize = 4;

/// Compares the sites that need it and reads their pages again where they look otherwise. False when somebody pressed Ctrl-C.
pub fn settle_sites(reader: &Reader<'_>, keeper: &mut Keeper<'_>) -> anyhow::Result<bool> {
    for _ in 0..N_ROUNDS {
        let sites = keeper.unsettled_sites()?;
        let mut is_all_read = true;
        for site in &sites {
            match settle_site(reader, keeper, site)? {
                Round::Interrupted => return Ok(false),
                Round::Failed => is_all_read = false,
                Round::Whole => {}
            }
        }
        // What failed once fails again.
        if sites.is_empty() || !is_all_read {
            break;
        }
    }
    Ok(true)
}

/// How a round over one site ended.
enum Round {
    Whole,
    Failed,
    Interrupted,
}

fn settle_site(reader: &Reader<'_>, keeper: &mut Keeper<'_>, site: &str) -> anyhow::Result<Round> {
    let traces = keeper.site_traces(site)?;
    let memory = SiteMemory::of(traces.iter().map(|(_, trace)| trace));
    let differing: Vec<(Id, SiteTrace)> = traces.iter().filter_map(|page| differing(page, &memory)).collect();
    if differing.is_empty() {
        keeper.keep_settled(site, &traces)?;
        return Ok(Round::Whole);
    }
    let mut round = Round::Whole;
    for batch in differing.chunks(reader.n_threads() * BATCH_PER_THREAD) {
        let unsettled = batch.iter().map(|(page, settled)| keeper.unsettled(*page, settled.clone()));
        let sorted: Vec<Sorted> = unsettled.filter_map(Result::transpose).collect::<anyhow::Result<_>>()?;
        let ((), outcomes) = reader.read_beside(sorted, || ());
        let n_outcomes = outcomes.len();
        let finished: Vec<Outcome> = outcomes.into_iter().map_while(|outcome| outcome).collect();
        let is_interrupted = finished.len() < n_outcomes;
        if !keeper.append_settled(finished)? {
            round = Round::Failed;
        }
        if is_interrupted {
            return Ok(Round::Interrupted);
        }
    }
    Ok(round)
}

/// The page with what is to be set aside on it, when that is something else than what is.
fn differing((page, trace): &(Id, SiteTrace), memory: &SiteMemory) -> Option<(Id, SiteTrace)> {
    let set_aside = page::to_settle(trace, memory);
    (set_aside != trace.set_aside).then(|| (*page, SiteTrace { set_aside, ..trace.clone() }))
}

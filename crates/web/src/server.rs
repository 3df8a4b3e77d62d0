use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;

use axum::extract::DefaultBodyLimit;
use axum::{Router, middleware};
use ledger::{Ledger, LedgerError};

use crate::api::Recode;
use crate::guard::Guard;
use crate::{api, assets, guard};

/// What to serve, and where.
#[derive(Clone)]
pub struct Options {
    /// The ledger; it must exist.
    pub ledger: PathBuf,
    /// Port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// Name that reviews are signed with.
    pub reviewer: String,
    /// How a page is coded again when a person moves a block of it.
    pub recode: Recode,
}

/// A server that is bound and not yet running.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
}

/// Why the page could not be served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WebError {
    /// The ledger cannot be opened.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Another program listens there.
    #[error("port {0} is taken by another program: choose another one, or 0 for any that is free")]
    PortTaken(u16),
    /// The port cannot be had for another reason.
    #[error("port {port} of 127.0.0.1 cannot be opened: {source}")]
    Port {
        /// The port asked for.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// The system gives no random bytes, so nobody could be told apart from the page.
    #[error("the system gives no random bytes: {0}")]
    Random(getrandom::Error),
    /// The connection was lost while serving.
    #[error("the server stopped: {0}")]
    Io(#[from] io::Error),
}

/// The largest body that a request may carry, in bytes. A verdict is a few hundred.
const MAX_BODY: usize = 64 * 1024;

impl Server {
    /// Opens the ledger and takes the port.
    ///
    /// # Errors
    /// When the ledger cannot be opened or the port is taken.
    pub fn bind(options: Options) -> Result<Server, WebError> {
        let Options { ledger, port, reviewer, recode } = options;
        let ledger = Ledger::open(&ledger)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|source| match source.kind() {
            io::ErrorKind::AddrInUse => WebError::PortTaken(port),
            _ => WebError::Port { port, source },
        })?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let guard = Guard::new(address.port()).map_err(WebError::Random)?;
        Ok(Server { listener, address, router: router(ledger, reviewer, guard, recode) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address for a browser, such as `http://127.0.0.1:4173/`. The token for changes is in the page that it gives.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Serves until Ctrl-C. Blocks.
    ///
    /// # Errors
    /// When the connection is lost.
    pub fn run(self) -> Result<(), WebError> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            tokio::select! {
                served = async { axum::serve(listener, self.router).await } => served?,
                interrupted = tokio::signal::ctrl_c() => interrupted?,
            }
            Ok(())
        })
        // Leaving the runtime waits for a verdict that is being written.
    }
}

/// The page and its JSON over an open ledger, for a server or, without a socket, for a test.
///
/// `reviewer` signs the verdicts; `guard` knows the port and the token; `recode` codes a page again when a block of it was
/// moved.
pub fn router(ledger: Ledger, reviewer: impl Into<String>, guard: Guard, recode: Recode) -> Router {
    Router::new()
        .nest("/api", api::routes(ledger, reviewer.into(), recode))
        .fallback_service(assets::routes(guard.token()))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn_with_state(guard, guard::check))
}

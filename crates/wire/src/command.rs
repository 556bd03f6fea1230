//! How a command list becomes a router. A host implements [`Handle`] for every command; a missing one does not compile.

use std::future::Future;

use serde::{Serialize, de::DeserializeOwned};
use ts_rs::TS;

use crate::Failure;

/// Where a command may be called from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Surface {
    /// Everywhere.
    Any,
    /// Only from a window (or the tests' bridge).
    Window,
    /// Only from the command line.
    Cli,
}

impl Surface {
    /// Whether a host on surface `host` may call a command of this surface.
    pub fn admits(self, host: Surface) -> bool {
        self == Self::Any || self == host
    }
}

/// One command of the list.
pub trait Command {
    /// Its name, `noun.verb`.
    const NAME: &'static str;
    /// Where it may be called from.
    const SURFACE: Surface;
    /// What it is asked with.
    type Request: DeserializeOwned + Send + TS + 'static;
    /// What it answers.
    type Response: Serialize + Send + TS + 'static;
}

/// Carries out one command. Handlers hold no rules.
pub trait Handle<C: Command>: Sync {
    /// Carries it out.
    fn handle(&self, request: C::Request) -> impl Future<Output = Result<C::Response, Failure>> + Send;
}

/// What is known of a command without calling it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct CommandInfo {
    /// Its name.
    pub name: &'static str,
    /// Where it may be called from.
    pub surface: Surface,
    /// What it does, in one sentence.
    pub about: &'static str,
}

macro_rules! surface {
    (any) => {
        $crate::command::Surface::Any
    };
    (window) => {
        $crate::command::Surface::Window
    };
    (cli) => {
        $crate::command::Surface::Cli
    };
}

macro_rules! commands {
    ($($(#[doc = $doc:literal])+ $name:literal $surface:ident $command:ident ( $request:ty ) -> $response:ty),+ $(,)?) => {
        $(
            $(#[doc = $doc])+
            #[derive(Clone, Copy, Debug)]
            pub struct $command;
            impl $crate::command::Command for $command {
                const NAME: &'static str = $name;
                const SURFACE: $crate::command::Surface = $crate::command::surface!($surface);
                type Request = $request;
                type Response = $response;
            }
        )+

        /// Carries out every command of the list.
        pub trait Commands: $($crate::command::Handle<$command> +)+ Sync {}
        impl<H: $($crate::command::Handle<$command> +)+ Sync> Commands for H {}

        /// Every command, in the order of the list.
        pub const COMMANDS: &[$crate::command::CommandInfo] = &[$(
            $crate::command::CommandInfo {
                name: $name,
                surface: $crate::command::surface!($surface),
                about: concat!($($doc),+).trim_ascii(),
            }
        ),+];

        /// Calls a command by name with a JSON request, for a host on surface `host`. Its answer is JSON text, as it crosses to a
        /// screen: a page of ten thousand lines is not built up as a tree before.
        ///
        /// # Errors
        /// `unknown_command`, `wrong_surface`, `bad_request` (with what could not be read), or the command's own failure.
        pub async fn answer<H: Commands>(
            handler: &H,
            host: $crate::command::Surface,
            name: &str,
            request: serde_json::Value,
        ) -> Result<String, $crate::Failure> {
            match name {
                // Boxed: one future of all commands would be as large on the stack as the largest of them.
                $($name => Box::pin($crate::command::call::<H, $command>(handler, host, request)).await,)+
                _ => Err($crate::Failure::new("unknown_command").with("name", name)),
            }
        }

        /// [`answer`] as a value, for whoever looks into it.
        ///
        /// # Errors
        /// As [`answer`].
        pub async fn dispatch<H: Commands>(
            handler: &H,
            host: $crate::command::Surface,
            name: &str,
            request: serde_json::Value,
        ) -> Result<serde_json::Value, $crate::Failure> {
            let text = answer(handler, host, name, request).await?;
            serde_json::from_str(&text).map_err(|_| $crate::Failure::new("internal").with("name", name))
        }

        /// Shows every request and response type to a visitor, with the command's name.
        pub(crate) fn visit_commands(visitor: &mut impl $crate::typescript::Collector) {
            $(visitor.command::<$command>();)+
        }
    };
}
pub(crate) use commands;
pub(crate) use surface;

/// Calls one command with a JSON request.
pub(crate) async fn call<H: Handle<C>, C: Command>(
    handler: &H,
    host: Surface,
    request: serde_json::Value,
) -> Result<String, Failure> {
    if !C::SURFACE.admits(host) {
        return Err(Failure::new("wrong_surface").with("name", C::NAME));
    }
    let request = if request.is_null() { serde_json::json!({}) } else { request };
    let request = serde_json::from_value(request).map_err(|error| {
        // What could not be read is named, and it may be a megabyte.
        let why: String = error.to_string().chars().take(300).collect();
        Failure::new("bad_request").with("name", C::NAME).with("why", why)
    })?;
    let response = handler.handle(request).await?;
    serde_json::to_string(&response).map_err(|_| Failure::new("internal").with("name", C::NAME))
}

//! The TypeScript of the command list: one file of types and one that maps every command to its request and response.

use std::{
    any::TypeId,
    collections::{BTreeMap, HashSet},
    fmt::Write,
};

use ts_rs::{Config, TS, TypeVisitor};

use crate::{Command, list};

/// Sees every command of the list.
pub(crate) trait Collector {
    fn command<C: Command>(&mut self);
}

struct Types {
    config: Config,
    seen: HashSet<TypeId>,
    declarations: BTreeMap<String, String>,
    commands: String,
}

impl TypeVisitor for Types {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_generics(self);
        T::visit_dependencies(self);
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            let docs = docs.trim_end();
            let docs = if docs.is_empty() { String::new() } else { format!("{docs}\n") };
            self.declarations.insert(T::ident(&self.config), format!("{docs}export {}", T::decl(&self.config)));
        }
    }
}

impl Collector for Types {
    fn command<C: Command>(&mut self) {
        self.visit::<C::Request>();
        self.visit::<C::Response>();
        let (request, response) = (C::Request::name(&self.config), C::Response::name(&self.config));
        // Writing to a string cannot fail.
        let _ = writeln!(self.commands, "  '{}': {{ request: T.{request}; response: T.{response} }};", C::NAME);
    }
}

/// The files `types.ts` and `commands.ts`.
pub fn files() -> [(&'static str, String); 2] {
    let mut types = Types {
        config: Config::new().with_large_int("number"),
        seen: HashSet::new(),
        declarations: BTreeMap::new(),
        commands: String::new(),
    };
    list::visit_commands(&mut types);
    types.visit::<crate::Failure>();
    types.visit::<crate::Changed>();
    let head = "// Generated from the command list by `cargo xtask gen`; do not edit.\n\n";
    let declarations: Vec<String> = types.declarations.into_values().collect();
    let commands = format!(
        "{head}import type * as T from './types';\n\n/** Every command with its request and response. */\nexport interface Commands {{\n{}}}\n",
        types.commands
    );
    [("types.ts", format!("{head}{}\n", declarations.join("\n\n"))), ("commands.ts", commands)]
}

/** Reads the locale folders: which messages there are, what each wants, and where ids are used. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, Visitor } from '@fluent/syntax';

export const uiRoot = join(dirname(fileURLToPath(import.meta.url)), '..');
export const repoRoot = join(uiRoot, '..');
export const LANGUAGES = ['en', 'cs'];

class Variables extends Visitor {
	found = new Map();
	visitSelectExpression(node) {
		const selector = node.selector;
		const numeric = node.variants.some(
			(v) => v.key.type === 'NumberLiteral' || ['one', 'few', 'many', 'two', 'zero'].includes(v.key.name),
		);
		if (selector.type === 'VariableReference') {
			this.found.set(selector.id.name, numeric ? 'number' : 'string');
		}
		this.genericVisit(node);
	}
	visitVariableReference(node) {
		if (!this.found.has(node.id.name)) this.found.set(node.id.name, 'any');
	}
}

/** All messages of a language: id -> { file, variables }. Throws on junk and on an id defined twice. */
export function readLanguage(language) {
	const folder = join(uiRoot, 'locales', language);
	const messages = new Map();
	for (const file of readdirSync(folder).sort()) {
		if (!file.endsWith('.ftl')) continue;
		const resource = parse(readFileSync(join(folder, file), 'utf8'), {});
		for (const entry of resource.body) {
			if (entry.type === 'Junk') {
				throw new Error(`${language}/${file}: cannot be parsed: ${entry.content.slice(0, 80)}`);
			}
			if (entry.type !== 'Message') continue;
			const id = entry.id.name;
			if (messages.has(id)) {
				throw new Error(`${language}/${file}: ${id} is already in ${messages.get(id).file}`);
			}
			const variables = new Variables();
			variables.visit(entry);
			messages.set(id, { file, variables: variables.found });
		}
	}
	return messages;
}

function* walk(folder, wanted) {
	for (const name of readdirSync(folder)) {
		if (name === 'node_modules' || name === 'target' || name === 'dist' || name.startsWith('.')) continue;
		const path = join(folder, name);
		if (statSync(path).isDirectory()) yield* walk(path, wanted);
		else if (wanted(name)) yield path;
	}
}

/** Sources that may name messages: the screens here and the Rust that prints, exports or reports errors. */
export function* sources() {
	for (const path of walk(join(uiRoot, 'src'), (n) => /\.(svelte|ts)$/.test(n) && !/\.(test|generated)\.ts$/.test(n))) {
		yield { path: relative(repoRoot, path), text: readFileSync(path, 'utf8'), ui: true };
	}
	for (const folder of ['crates', 'src-tauri']) {
		for (const path of walk(join(repoRoot, folder), (n) => n.endsWith('.rs'))) {
			yield { path: relative(repoRoot, path), text: readFileSync(path, 'utf8'), ui: false };
		}
	}
}

/** Every stable code that the Rust side can answer with has a text; the codes are read where they are declared. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
// @ts-expect-error plain JavaScript, shared with the generator
import { LANGUAGES, readLanguage, repoRoot } from '../../../scripts/ftl.mjs';

type Message = { variables: Map<string, string> };
const languages = (LANGUAGES as string[]).map((language) => ({
	language,
	messages: readLanguage(language) as Map<string, Message>,
}));

function source(path: string): string {
	return readFileSync(join(repoRoot as string, path), 'utf8');
}

interface Variant {
	code: string;
	/** Values that come with it. */
	values: string[];
}

/** The variants of a Rust enum as serde writes them with `rename_all = "snake_case"`. */
function variants(path: string, name: string): Variant[] {
	const body = new RegExp(`pub enum ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(source(path))?.[1] ?? '';
	const found: Variant[] = [];
	for (const match of body.matchAll(/^ {4}([A-Z]\w*)( \{[\s\S]*?^ {4}\})?,/gm)) {
		const code = (match[1] ?? '').replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
		found.push({ code, values: [...(match[2] ?? '').matchAll(/^ {8}(\w+):/gm)].map((value) => value[1] ?? '') });
	}
	return found;
}

/** What is missing: a text, or a text that asks for a value its code does not carry. */
function gaps(codes: readonly Variant[], ids: (code: string) => string[]): string[] {
	const wrong: string[] = [];
	for (const { language, messages } of languages) {
		for (const { code, values } of codes) {
			for (const id of ids(code.replaceAll('_', '-'))) {
				const message = messages.get(id);
				if (!message) wrong.push(`${language}: ${id}`);
				else for (const wanted of message.variables.keys()) if (!values.includes(wanted)) wrong.push(`${language}: ${id} wants ${wanted}`);
			}
		}
	}
	return wrong;
}

const error = (code: string) => [`error-${code}`];

function* rustFiles(folder: string): Generator<string> {
	let names: string[];
	try {
		names = readdirSync(join(repoRoot as string, folder));
	} catch {
		return;
	}
	for (const name of names) {
		const path = `${folder}/${name}`;
		if (name === 'target' || name === 'tests' || name.startsWith('.')) continue;
		if (statSync(join(repoRoot as string, path)).isDirectory()) yield* rustFiles(path);
		else if (name.endsWith('.rs')) yield path;
	}
}

describe('every code has a text in every language', () => {
	test('what is wrong with a field', () => {
		const codes = variants('crates/domain/src/refusal.rs', 'FieldCode');
		expect(codes.length).toBeGreaterThan(20);
		expect(gaps(codes, error)).toEqual([]);
	});

	test('why a rule said no', () => {
		const codes = variants('crates/domain/src/refusal.rs', 'Refusal');
		expect(codes.length).toBeGreaterThan(15);
		expect(gaps(codes, error)).toEqual([]);
	});

	test('what fails in the store', () => {
		const listed = /CODES: \[[^\]]*\] = \[([\s\S]*?)\];/.exec(source('crates/store/src/error.rs'))?.[1] ?? '';
		const codes = [...listed.matchAll(/"(\w+)"/g)].map((match) => ({ code: match[1] ?? '', values: ['found', 'known'] }));
		expect(codes.length).toBeGreaterThan(8);
		expect(gaps(codes, error)).toEqual([]);
	});

	test('why a reader file cannot be read', () => {
		const codes = variants('crates/domain/src/reader_file.rs', 'FileProblem');
		expect(codes.length).toBeGreaterThan(8);
		expect(gaps(codes, (code) => [`reader-file-${code}`, `reader-file-${code}-help`, `error-reader-file-${code}`])).toEqual([]);
	});

	test('what is wrong with a row of a reader file', () => {
		const codes = variants('crates/domain/src/readers/plan.rs', 'RowProblem');
		expect(codes.length).toBeGreaterThan(8);
		expect(gaps(codes, (code) => [`reader-problem-${code}`, `reader-problem-${code}-help`])).toEqual([]);
	});

	test('what is wrong with a line of a file of users', () => {
		const codes = variants('crates/domain/src/users/plan.rs', 'UserProblem');
		expect(codes.length).toBeGreaterThan(8);
		expect(gaps(codes, (code) => [`user-row-${code}`])).toEqual([]);
	});

	test('why a file of users cannot be read, and what to do', () => {
		const failures = source('crates/app/src/sheets.rs') + source('crates/app/src/sheets/text.rs') + source('crates/app/src/sheets/workbook.rs');
		const codes = [...new Set([...failures.matchAll(/"user_file_([a-z_]+)"/g)].map((match) => match[1] ?? ''))];
		expect(codes.length).toBeGreaterThan(5);
		expect(gaps(codes.map((code) => ({ code, values: ['max', 'max_mib'] })), (code) => [`user-file-${code}`, `user-file-${code}-help`])).toEqual([]);
	});

	test('what the use cases and the hosts answer', () => {
		const codes = new Set<string>();
		for (const folder of ['crates', 'src-tauri']) {
			for (const path of rustFiles(folder)) {
				if (path.startsWith('crates/wire/')) continue;
				const text = source(path).split('#[cfg(test)]')[0] ?? '';
				for (const match of text.matchAll(/Failure::new\(\s*"([a-z_]+)"/g)) codes.add(match[1] ?? '');
			}
		}
		const missing = languages.flatMap(({ language, messages }) =>
			[...codes].filter((code) => !messages.has(`error-${code.replaceAll('_', '-')}`)).map((code) => `${language}: ${code}`),
		);
		expect(missing).toEqual([]);
	});
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
// @ts-expect-error plain JavaScript, shared with the generator
import { LANGUAGES, readLanguage, sources, uiRoot } from '../../../scripts/ftl.mjs';

type Message = { file: string; variables: Map<string, string> };
const all = new Map<string, Map<string, Message>>(
	(LANGUAGES as string[]).map((language) => [language, readLanguage(language) as Map<string, Message>]),
);
const english = all.get('en') ?? new Map<string, Message>();
const czech = all.get('cs') ?? new Map<string, Message>();
const texts = [...(sources() as Iterable<{ path: string; text: string; ui: boolean }>)];

/** Ids written out in full, and the beginnings of composed ones: t(`status-${kind}`). */
function mentioned(): { whole: Set<string>; stems: { before: string; after: string }[] } {
	const whole = new Set<string>();
	const stems: { before: string; after: string }[] = [];
	for (const { text } of texts) {
		for (const match of text.matchAll(/["'`]([a-z][a-z0-9]*(?:-[a-z0-9]+)+)["'`]/g)) whole.add(match[1] ?? '');
		for (const match of text.matchAll(/`([a-z][a-z0-9-]*-)\$\{[^`]*?\}((?:-[a-z0-9-]+)?)`/g)) {
			stems.push({ before: match[1] ?? '', after: match[2] ?? '' });
		}
		for (const match of text.matchAll(/format!\(\s*"([a-z][a-z0-9-]*-)\{[^}]*\}((?:-[a-z0-9-]+)?)"/g)) {
			stems.push({ before: match[1] ?? '', after: match[2] ?? '' });
		}
	}
	return { whole, stems };
}

describe('the two languages', () => {
	test('have the same messages in the same files', () => {
		const places = (messages: Map<string, Message>) => [...messages].map(([id, { file }]) => `${file}: ${id}`).sort();
		expect(places(czech)).toEqual(places(english));
	});

	test('want the same variables', () => {
		const wrong: string[] = [];
		for (const [id, { variables }] of english) {
			const mine = [...variables.keys()].sort().join();
			const theirs = [...(czech.get(id)?.variables.keys() ?? [])].sort().join();
			if (mine !== theirs) wrong.push(`${id}: en {${mine}}, cs {${theirs}}`);
		}
		expect(wrong).toEqual([]);
	});
});

describe('messages and the code', () => {
	test('every id a screen asks for exists', () => {
		const missing: string[] = [];
		for (const { path, text, ui } of texts) {
			if (!ui) continue;
			for (const match of text.matchAll(/\b(?:t|tIn|maybe)\(\s*(?:[a-z]\w*,\s*)?'([a-z][a-z0-9-]*)'/g)) {
				const id = match[1] ?? '';
				if (!english.has(id)) missing.push(`${path}: ${id}`);
			}
		}
		expect(missing).toEqual([]);
	});

	test('no message is left over', () => {
		const { whole, stems } = mentioned();
		const unused = [...english.keys()].filter((id) => {
			// The core names its failures by code; every code has a text.
			if (id.startsWith('error-') || whole.has(id)) return false;
			return !stems.some(
				({ before, after }) => id.startsWith(before) && id.endsWith(after) && id.length > before.length + after.length,
			);
		});
		expect(unused).toEqual([]);
	});

	test('every failure a form can show has a text', () => {
		const types = readFileSync(join(uiRoot as string, 'src/lib/api/generated/types.ts'), 'utf8');
		const declared = /export type FieldError = [\s\S]*?;\n\n/.exec(types)?.[0] ?? '';
		const codes = [...declared.matchAll(/"code": "([a-z_]+)"|code: "([a-z_]+)"/g)].map((m) => m[1] ?? m[2] ?? '');
		expect(codes.length, 'the generated types name the codes').toBeGreaterThan(10);
		expect(codes.filter((code) => !english.has(`error-${code.replaceAll('_', '-')}`))).toEqual([]);
	});
});

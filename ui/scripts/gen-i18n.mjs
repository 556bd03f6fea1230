/** Writes `src/lib/i18n/keys.generated.ts`: the message ids and what each message wants, from the English files. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLanguage, uiRoot } from './ftl.mjs';

const TYPES = { number: 'number', string: 'string', any: 'string | number' };

const lines = [
	'// Generated from locales/en by scripts/gen-i18n.mjs; do not edit.',
	'',
	'/** Every message with its variables. */',
	'export interface Messages {',
];
for (const [id, { variables }] of [...readLanguage('en')].sort(([a], [b]) => (a < b ? -1 : 1))) {
	const args = [...variables].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, kind]) => `'${name}': ${TYPES[kind]}`);
	lines.push(`\t'${id}': ${args.length === 0 ? 'Record<never, never>' : `{ ${args.join('; ')} }`};`);
}
lines.push('}', '', 'export type MessageId = keyof Messages;', '');

const path = join(uiRoot, 'src/lib/i18n/keys.generated.ts');
const text = lines.join('\n');
if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);

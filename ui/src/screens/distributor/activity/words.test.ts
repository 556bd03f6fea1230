import { describe, expect, test } from 'vitest';
import type { Wire } from '$lib/api/client.ts';
import { i18n } from '$lib/i18n/index.ts';
import { actor, changes, sentence, subject } from './words.ts';

function entry(name: string, rows: Wire.ChangedRow[], more: Partial<Wire.ActivityRow> = {}): Wire.ActivityRow {
	return { id: '1', at: '2026-11-23T10:00:00Z', name, email: null, actor: 'account', customer_name: null, subject: '', user_id_number: null, credit: null, at_there: null, computer: null, rows, row_count: rows.length, ...more };
}

describe('an entry of the log', () => {
	test('says what was done to whom', () => {
		i18n.use('en');
		const made: Wire.ChangedRow[] = [{ noun: 'key', id: 'k', created: true, fields: { number: [null, 17] } }];
		const issued = entry('key.issue', made, { subject: 'Jana Nováková', user_id_number: 17 });
		expect(sentence(issued)).toBe('Created a mobile key');
		expect(subject(issued)).toBe('Jana Nováková, User ID 17 (0x11)');
		expect(changes(issued)).toEqual([]);
		expect(subject(entry('credit.transfer', [], { credit: 12 }))).toBe('12 credits');
		const file: Wire.ChangedRow = { noun: 'import', id: 'i', created: true, fields: { file_name: [null, 'my-doors.json'] } };
		expect(subject(entry('reader.import', [file]))).toBe('my-doors.json');
	});

	test('shows fields before and after, without those that mean nothing to a reader', () => {
		i18n.use('en');
		const edited = entry('customer.edit', [
			{
				noun: 'customer',
				id: 'c',
				created: false,
				fields: { one_tap: [false, true], 'contact.city': ['', 'Praha'], default_valid_to: ['2027-12-31', null], changed_at: ['a', 'b'] },
			},
		]);
		expect(changes(edited).map(({ label, before, after }) => [label, before, after])).toEqual([
			['One-tap identification', 'No', 'Yes'],
			['City', 'none', 'Praha'],
			['Default validity', '31 Dec 2027', 'Unlimited'],
		]);
	});

	test('of a newer program shows its bare name, and who did it', () => {
		i18n.use('cs');
		expect(sentence(entry('door.paint', []))).toBe('door.paint');
		expect(actor(entry('credit.sell', [], { actor: 'issuer' }))).toBe('Vydavatel');
		expect(actor(entry('credit.sell', [], { email: 'jan@alfa.cz' }))).toBe('jan@alfa.cz');
	});
});

import { expect, test } from 'vitest';
import { edits } from './edits.ts';

test('an edit names only what differs, with what it started from', () => {
	expect(edits({ name: 'Alfa', prefix: '39', to: null as string | null }, { name: 'Alfa', prefix: '', to: '2027-12-31' })).toEqual({
		prefix: { from: '39', to: '' },
		to: { from: null, to: '2027-12-31' },
	});
});

test('nothing changed is nothing to send', () => {
	expect(edits({ on: true }, { on: true })).toEqual({});
});

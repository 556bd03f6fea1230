import { expect, test } from 'vitest';
import { edits, reversed } from './edits.ts';

test('an edit names only what differs, with what it started from', () => {
	expect(edits({ name: 'Alfa', prefix: '39', to: null as string | null }, { name: 'Alfa', prefix: '', to: '2027-12-31' })).toEqual({
		prefix: { from: '39', to: '' },
		to: { from: null, to: '2027-12-31' },
	});
});

test('nothing changed is nothing to send', () => {
	expect(edits({ on: true }, { on: true })).toEqual({});
});

test('edits the other way round take them back', () => {
	const changed = edits({ city: 'Plzeň', zip: '301 00' }, { city: 'Brno', zip: '301 00' });
	expect(reversed(changed)).toEqual({ city: { from: 'Brno', to: 'Plzeň' } });
});

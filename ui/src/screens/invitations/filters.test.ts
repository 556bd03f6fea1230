import { describe, expect, test } from 'vitest';
import { readFilters, writeFilters } from './filters.ts';

describe('the filters of the invitations in the address', () => {
	test('come back as they were written', () => {
		const filters = { state: ['expiring', 'expired'] as const, marks: ['never_activated'] as const };
		const written = writeFilters({ state: [...filters.state], marks: [...filters.marks] });
		const query = new URLSearchParams(Object.entries(written).filter((one): one is [string, string] => one[1] !== null));
		expect(readFilters(query)).toEqual(filters);
	});

	test('show everything by default, and pass over what they do not know', () => {
		expect(readFilters(new URLSearchParams())).toEqual({ state: [], marks: [] });
		expect(readFilters(new URLSearchParams('state=expired,unknown'))).toEqual({ state: ['expired'], marks: [] });
		expect(writeFilters({ state: ['waiting', 'expiring', 'expired'], marks: [] })).toEqual({ state: null, only: null });
	});
});

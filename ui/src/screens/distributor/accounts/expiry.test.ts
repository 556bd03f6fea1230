import { describe, expect, test } from 'vitest';
import { expiryState } from './expiry.ts';

describe('a login that expires', () => {
	test.each([
		[null, null],
		['2026-11-22', 'over'],
		['2026-11-23', 'soon'],
		['2026-12-07', 'soon'],
		['2026-12-08', null],
	] as const)('with the last day %s is %s on 23 November', (lastDay, state) => {
		expect(expiryState(lastDay, '2026-11-23')).toBe(state);
	});
});

import { describe, expect, test } from 'vitest';
import { canonicalMac } from './mac.svelte.ts';

describe('a MAC address', () => {
	test('may be typed in every usual way', () => {
		for (const typed of [
			'00:1E:C0:25:EA:74',
			'00-1e-c0-25-ea-74',
			'001ec025ea74',
			'001E.C025.EA74',
			'001EC0-25EA74',
			' 00 1E C0 25 EA 74 ',
		]) {
			expect(canonicalMac(typed), typed).toBe('00:1E:C0:25:EA:74');
		}
	});

	test('is nothing else', () => {
		for (const typed of ['', '00:1E:C0:25:EA', '00:1E-C0:25:EA:74', '00:1E:C0:25:EA:7G', '001:EC0:25E:A74', '00:1E:C0:25:EA:74:00']) {
			expect(canonicalMac(typed), typed).toBeNull();
		}
	});
});

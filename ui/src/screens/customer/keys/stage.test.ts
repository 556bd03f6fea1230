import { expect, test } from 'vitest';
import { i18n } from '$lib/i18n/index.ts';
import { canPay, expiry, stageNote, userId } from './stage.ts';

const now = new Date('2026-11-23T10:00:00Z');

test('a code says how long it has left, in hours on its last day', () => {
	i18n.use('en');
	expect(expiry('2026-11-29T10:00:00Z', now)).toBe('expires in 6 days');
	expect(expiry('2026-11-24T10:00:00Z', now)).toBe('expires in 1 day');
	expect(expiry('2026-11-23T12:30:00Z', now)).toBe('expires in 3 hours');
	expect(expiry('2026-11-23T10:20:00Z', now)).toBe('expires in an hour');
	expect(expiry('2026-11-20T10:00:00Z', now)).toBe('expired 20 Nov 2026');
});

test('Czech counts days its own way', () => {
	i18n.use('cs');
	expect(expiry('2026-11-25T10:00:00Z', now)).toBe('propadne za 2 dny');
	expect(expiry('2026-11-28T10:00:00Z', now)).toBe('propadne za 5 dní');
	i18n.use('en');
});

test('the next step follows from where the key stands', () => {
	const key = { stage_at: '2026-11-21T10:00:00Z', code_expires_at: null, valid_to: null };
	expect(stageNote({ ...key, stage: 'active' })).toBe('since 21 Nov 2026');
	expect(stageNote({ ...key, stage: 'active', valid_to: '2020-01-31' })).toBe('validity ended 31 Jan 2020');
	expect(stageNote({ ...key, stage: 'active', valid_to: '2999-01-31' })).toBe('since 21 Nov 2026');
	expect(stageNote({ ...key, stage: 'expired' })).toBe('code never used');
	expect(stageNote({ ...key, stage: 'none', stage_at: null })).toBe('');
});

test('readers see a number, written both ways', () => {
	expect(userId(17)).toBe('17 (0x11)');
	expect(userId(4_294_967_295)).toBe('4294967295 (0xFFFFFFFF)');
});

test('a demo system never runs out', () => {
	expect(canPay({ paid: 0, trial: 0, unlimited: true })).toBe(true);
	expect(canPay({ paid: 0, trial: 1, unlimited: false })).toBe(true);
	expect(canPay({ paid: 0, trial: 0, unlimited: false })).toBe(false);
});

import { beforeEach, describe, expect, test } from 'vitest';
import type { Wire } from '$lib/api/client.ts';
import { i18n } from '$lib/i18n/index.ts';
import { planned, reversed, settings } from './words.ts';

const nothing: Wire.TemplateFields = { key_name: null, key_prefix: null, validity: null, one_tap: null, automatic: null, groups_enabled: null, groups: [] };

describe('a site template', () => {
	beforeEach(() => i18n.use('en'));

	test('names what it sets and says nothing of what it leaves alone', () => {
		expect(settings(nothing)).toEqual([]);
		const lines = settings({ ...nothing, one_tap: false, validity: { kind: 'months', count: 12 }, groups: ['Vchod', 'Sklepy'] });
		expect(lines.map(({ id, value }) => [id, value])).toEqual([
			['validity', '12 months from the day it is applied'],
			['one_tap', 'Off'],
			['groups', 'Vchod, Sklepy'],
		]);
	});

	test('shows before and after, and the way back', () => {
		const edits: Wire.TemplateEdits = { key_prefix: { from: '', to: '55' }, default_valid_to: { from: '2027-12-31', to: null }, one_tap: null };
		expect(planned(edits).map(({ label, before, after }) => [label, before, after])).toEqual([
			['Prefix', 'none', '55'],
			['Default validity', '31 Dec 2027', 'Unlimited'],
		]);
		expect(reversed(edits)).toEqual({ key_prefix: { from: '55', to: '' }, default_valid_to: { from: null, to: '2027-12-31' } });
	});
});

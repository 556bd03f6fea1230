import { expect, test } from 'vitest';
import type { Wire } from '$lib/api/client.ts';
import { i18n } from '$lib/i18n/index.ts';
import { needsOf } from './needs.ts';

const nothing: Wire.DistributorHome = {
	credit: 75,
	credit_low: false,
	customers: 5,
	expiring: [],
	expired: [],
	low_credit: [],
	unpublished: [],
	movements: [],
	stages: { waiting: 0, arriving: 0, expired: 0, active: 0, suspended: 0 },
};

test('a quiet day asks for nothing', () => {
	expect(needsOf(nothing, true, () => undefined)).toEqual([]);
	expect(needsOf(nothing, true, () => undefined, { count: 0, open: () => undefined })).toEqual([]);
});

test('every need says how much, where, and offers one thing to do', () => {
	i18n.use('cs');
	let asked = '';
	const needs = needsOf(
		{
			...nothing,
			expiring: [
				{ customer_id: 'a', name: 'Alfa', count: 3 },
				{ customer_id: 'b', name: 'Beta', count: 2 },
			],
			low_credit: [{ customer_id: 'b', name: 'Beta', credit: { paid: 0, trial: 2, unlimited: false }, days_left: 4 }],
		},
		true,
		(id) => (asked = id),
	);
	expect(needs.map((need) => need.title)).toEqual(['Do 3 dnů vyprší 5 aktivačních kódů', 'Beta: kredit dojde asi za 4 dny']);
	expect(needs[0]?.text).toBe('Alfa (3), Beta (2)');
	expect(needs[0]?.action?.choices).toHaveLength(1); // one list for all customers
	needs[1]?.action?.choices[0]?.run();
	expect(asked).toBe('b');
});

test('the distributor’s own credit is warned about before it runs out', () => {
	i18n.use('cs');
	const [low] = needsOf({ ...nothing, credit: 4, credit_low: true }, true, () => undefined);
	expect([low?.title, low?.tone]).toEqual(['Dochází vám kredit: zbývají 4 kredity', 'wait']);
	const [none] = needsOf({ ...nothing, credit: 0, credit_low: true }, true, () => undefined);
	expect([none?.title, none?.tone]).toEqual(['Váš kredit je vyčerpán', 'bad']);
	expect(needsOf({ ...nothing, credit: null, credit_low: false }, false, () => undefined)).toEqual([]);
});

test('who may not move credit is not offered to', () => {
	const low = [{ customer_id: 'b', name: 'Beta', credit: { paid: 0, trial: 0, unlimited: false }, days_left: null }];
	expect(needsOf({ ...nothing, low_credit: low }, false, () => undefined)[0]?.action).toBeNull();
});

test('what waits in the inbox of the sync comes first', () => {
	let opened = 0;
	const inbox = { count: 2, open: () => void (opened += 1) };
	const needs = needsOf({ ...nothing, credit: 4, credit_low: true }, true, () => undefined, inbox);
	expect(needs.map((need) => need.id)).toEqual(['inbox', 'own-credit']);
	needs[0]?.action?.choices[0]?.run();
	expect(opened).toBe(1);
});

import { beforeEach, describe, expect, test } from 'vitest';
import { CallError } from '../api/client.ts';
import { bytes, compare, date, dateTime, daysUntil, failureText, i18n, number, recently, signed, t } from './index.ts';

const nbsp = '\u202f';

beforeEach(() => i18n.use('en'));

describe('dates', () => {
	test('a day is written as the language writes it and does not move with the time zone', () => {
		expect(date('2026-11-23')).toBe('23 Nov 2026');
		i18n.use('cs');
		expect(date('2026-11-23')).toBe('23. 11. 2026');
	});

	test('an instant is shown in the customer’s time zone', () => {
		expect(dateTime('2026-11-23T23:30:00Z', 'Europe/Prague')).toBe('24 Nov 2026, 00:30');
		i18n.use('cs');
		expect(dateTime('2026-11-23T08:05:00Z', 'Europe/Prague')).toBe('23. 11. 2026 9:05');
	});

	test('September has three letters like every other month', () => {
		expect(date('2026-09-01')).toBe('1 Sep 2026');
	});

	test('what happened lately is named from today', () => {
		const now = new Date(2026, 10, 23, 12, 0);
		expect(recently(new Date(2026, 10, 23, 9, 58), now)).toBe('today 09:58');
		expect(recently(new Date(2026, 10, 22, 9, 58), now)).toBe('yesterday 09:58');
		expect(recently(new Date(2026, 10, 20, 16, 20), now)).toBe('Fri 16:20');
		expect(recently(new Date(2026, 10, 3, 16, 20), now)).toBe('3 Nov');
		expect(recently(new Date(2025, 10, 3, 16, 20), now)).toBe('3 Nov 2025');
		i18n.use('cs');
		expect(recently(new Date(2026, 10, 23, 9, 58), now)).toBe('dnes 9:58');
	});

	test('days left are rounded up and negative once past', () => {
		const now = new Date('2026-11-23T12:00:00Z');
		expect(daysUntil('2026-11-29T10:00:00Z', now)).toBe(6);
		expect(daysUntil('2026-11-22T10:00:00Z', now)).toBe(-1);
	});

	test('nonsense is empty, never "Invalid Date"', () => {
		expect(date('')).toBe('');
		expect(dateTime('soon')).toBe('');
	});
});

describe('numbers', () => {
	test('are grouped by the language', () => {
		expect(number(12430)).toBe('12,430');
		i18n.use('cs');
		expect(number('12430')).toBe(`12${nbsp}430`);
	});

	test('movements carry their sign', () => {
		expect([signed(-12), signed('5'), signed(0)]).toEqual(['−12', '+5', '0']);
	});

	test('sizes use the language’s decimal sign', () => {
		i18n.use('cs');
		expect(bytes(12_400_000)).toBe('12,4 MB');
	});
});

test('Czech sorts ch after h and č after c', () => {
	i18n.use('cs');
	expect(['Chalupa', 'Čáp', 'Cibule', 'Hora', 'Ivan'].sort(compare)).toEqual(['Cibule', 'Čáp', 'Hora', 'Chalupa', 'Ivan']);
});

test('Czech plurals have their three forms', () => {
	i18n.use('cs');
	const hidden = (count: number) => t('filter-hidden', { count, shown: String(count) });
	expect([hidden(1), hidden(3), hidden(12)]).toEqual(['1 skryl filtr', '3 skryly filtry', '12 skryly filtry']);
});

describe('failures', () => {
	test('are told from their code and values', () => {
		const error = new CallError({ code: 'no_credit', args: { needed: 2, available: 1 } });
		expect(failureText(error)).toBe('Not enough credit: 2 needed, 1 available.');
	});

	test('an unknown code still says something', () => {
		expect(failureText({ code: 'solar_flare', args: {} })).toContain('solar_flare');
	});

	test('field errors keep their own values', () => {
		const error = new CallError({
			code: 'invalid',
			fields: [{ field: 'system_id', code: 'system_id_prefix', ...{ prefix: 'Alfa' } }],
		});
		expect(error.fields[0]).toEqual({ field: 'system_id', code: 'system_id_prefix', args: { prefix: 'Alfa' } });
	});
});

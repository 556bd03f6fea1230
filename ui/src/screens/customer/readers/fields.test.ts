import { afterEach, describe, expect, test } from 'vitest';
import { i18n } from '$lib/i18n/index.ts';
import { fieldName, fieldValue, fileProblem, rowProblem } from './fields.ts';

afterEach(() => i18n.use('en'));

describe('a difference is told in words', () => {
	test('a range with how far it reaches', () => {
		i18n.use('en');
		expect(fieldName('signal_range')).toBe('Signal range');
		expect(fieldValue('signal_range', 40)).toBe('40 %, 4–5 m');
		i18n.use('cs');
		expect(fieldValue('signal_range', 100)).toBe('100 %, 0,1 m');
	});

	test('no own one-tap setting means the customer’s', () => {
		i18n.use('en');
		expect(fieldValue('one_tap', null)).toBe('As the customer');
		expect(fieldValue('one_tap', false)).toBe('No');
		expect(fieldValue('mac', null)).toBe('none');
	});

	test('a field of a later version keeps its name and value', () => {
		expect(fieldName('lock_type')).toBe('lock_type');
		expect(fieldValue('lock_type', { a: 1 })).toBe('{"a":1}');
	});
});

describe('what is wrong', () => {
	test('with a row, and what to do', () => {
		i18n.use('en');
		const words = rowProblem({ code: 'not_a_step', args: { field: 'one_tap_signal', value: '60' } });
		expect(words.text).toBe('The one-tap access signal “60” is not one of the steps.');
		expect(words.help).toContain('40, 55 or 70 %');
	});

	test('with a row, from a newer core', () => {
		i18n.use('en');
		expect(rowProblem({ code: 'haunted', args: {} })).toEqual({ text: 'This row cannot be read (haunted).', help: null });
	});

	test('with a file; a failure about something else is left to others', () => {
		i18n.use('cs');
		expect(fileProblem({ code: 'reader_file_other_system', args: { expected: 'Alfa0001', found: 'Beta0007' } })?.help).toContain('Beta0007');
		expect(fileProblem({ code: 'file_too_large', args: {} })?.help).toContain('64');
		expect(fileProblem({ code: 'not_allowed', args: {} })).toBeNull();
	});
});

import { describe, expect, test } from 'vitest';
import { fold } from './fold.ts';
import { passwordOk, passwordRules } from './password.ts';
import { countryOf, joinPhone, showPhone, splitPhone } from './phone.ts';

describe('the password rule', () => {
	test('wants length, both cases and a digit or a special character', () => {
		expect(passwordOk('Heslo123')).toBe(true);
		expect(passwordOk('Žluťoučký!')).toBe(true);
		expect(passwordRules('heslo')).toEqual({ length: false, upper: false, lower: true, 'digit-or-special': false });
		expect(passwordOk('HESLO123')).toBe(false);
	});

	test('a space is no special character', () => {
		expect(passwordOk('Dlouhé heslo')).toBe(false);
	});
});

describe('phone numbers', () => {
	test('are typed the national way and kept as E.164', () => {
		expect(joinPhone('CZ', '601 234 567')).toBe('+420601234567');
		expect(joinPhone('CZ', '')).toBe('');
		expect(showPhone('+420601234567')).toBe('+420 601 234 567');
		expect(splitPhone('+49 30 1234567').country).toBe('DE');
	});

	test('a pasted international number names its own country', () => {
		expect(countryOf('+49 30 1234567')).toBe('DE');
		expect(joinPhone('CZ', '+49 30 1234567')).toBe('+49301234567');
	});
});

test('searching does not mind case and diacritics', () => {
	expect(fold('Žižkov ')).toBe('zizkov');
});

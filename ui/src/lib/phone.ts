/** Phone numbers: typed the national way, kept as E.164. */
import { AsYouType, getCountries, getCountryCallingCode, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';

export type { CountryCode };

/** The neighbours first; the rest of the world by name. */
const FIRST: readonly CountryCode[] = ['CZ', 'SK', 'DE', 'AT', 'PL'];

export interface Country {
	code: CountryCode;
	calling: string;
	name: string;
}

/** All countries named in a language, the usual ones on top. */
export function countries(locale: string): Country[] {
	const names = new Intl.DisplayNames(locale, { type: 'region' });
	const make = (code: CountryCode): Country => ({
		code,
		calling: `+${getCountryCallingCode(code)}`,
		name: names.of(code) ?? code,
	});
	const rest = getCountries().filter((code) => !FIRST.includes(code));
	return [
		...FIRST.map(make),
		...rest.map(make).sort((a, b) => a.name.localeCompare(b.name, locale)),
	];
}

/** The country and the national part of a kept number. */
export function splitPhone(value: string, fallback: CountryCode = 'CZ'): { country: CountryCode; national: string } {
	if (!value) return { country: fallback, national: '' };
	const found = parsePhoneNumberFromString(value);
	if (!found) return { country: fallback, national: value };
	return { country: found.country ?? fallback, national: found.formatNational() };
}

/** What is kept for a typed text; a number the library does not know is passed on for the core to judge. */
export function joinPhone(country: CountryCode, national: string): string {
	const text = national.trim();
	if (!text) return '';
	const found = parsePhoneNumberFromString(text, country);
	if (found) return found.number;
	const digits = text.replace(/\D/g, '');
	return text.startsWith('+') ? `+${digits}` : `+${getCountryCallingCode(country)}${digits}`;
}

/** A pasted international number names its own country. */
export function countryOf(text: string): CountryCode | null {
	if (!text.trim().startsWith('+')) return null;
	return parsePhoneNumberFromString(text)?.country ?? null;
}

/** `+420 601 234 567` for reading. */
export function showPhone(value: string): string {
	return parsePhoneNumberFromString(value)?.formatInternational() ?? value;
}

/** Groups the digits while they are typed. */
export function asYouType(country: CountryCode, text: string): string {
	return new AsYouType(country).input(text);
}

/** Files of users in words: columns, values, what is wrong with a line or a whole file. */
import type { FailureArg, Wire } from '$lib/api/client.ts';
import { maybe, t } from '$lib/i18n/index.ts';
import { showPhone } from '$lib/phone.ts';

/** In the order of the screens. */
export const FIELDS: readonly Wire.UserColumn[] = [
	'full_name',
	'title',
	'first_name',
	'last_name',
	'email',
	'phone',
	'language',
	'number',
	'key_name',
	'valid_from',
	'valid_to',
	'groups',
];

const FIELD_TEXT = {
	title: 'user-file-column-title',
	first_name: 'user-file-column-first-name',
	last_name: 'user-file-column-last-name',
	full_name: 'user-file-column-full-name',
	email: 'user-file-column-email',
	phone: 'user-file-column-phone',
	language: 'user-file-column-language',
	key_name: 'user-file-column-key-name',
	number: 'user-file-column-number',
	valid_from: 'user-file-column-valid-from',
	valid_to: 'user-file-column-valid-to',
	groups: 'user-file-column-groups',
} as const;

export function fieldName(field: string): string {
	return field in FIELD_TEXT ? t(FIELD_TEXT[field as Wire.UserColumn]) : field;
}

/** A value as a person reads it. */
export function fieldValue(field: string, value: unknown): string {
	if (value === null || value === undefined || value === '') return t('user-import-value-none');
	if (field === 'language') return value === 'cs' ? t('users-language-cs') : t('users-language-en');
	if (field === 'phone' && typeof value === 'string') return showPhone(value);
	return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What is wrong with a line. */
export function rowProblem(problem: Wire.RowProblem): string {
	const args: Record<string, FailureArg> = {};
	for (const [name, value] of Object.entries(problem.args)) {
		if (name === 'column' && typeof value === 'string') args[name] = fieldName(value);
		else if (typeof value === 'string' || typeof value === 'number') args[name] = value;
	}
	return maybe(`user-row-${problem.code.replaceAll('_', '-')}`, args) ?? problem.code;
}

/** The columns that a problem is about, to put the eye on their cells. */
export function problemFields(problem: Wire.RowProblem): string[] {
	const column = problem.args['column'];
	switch (problem.code) {
		case 'missing_name':
			return ['full_name', 'first_name', 'last_name'];
		case 'duplicate_in_file':
			return ['email', 'phone', 'full_name', 'first_name', 'last_name'];
		case 'two_matches':
			return ['email', 'phone'];
		case 'user_id_taken':
		case 'user_id_twice':
			return ['number'];
		case 'ends_before_start':
			return ['valid_from', 'valid_to'];
		case 'ends_in_the_past':
			return ['valid_to'];
		case 'no_such_group':
			return ['groups'];
		default:
			return typeof column === 'string' ? [column] : [];
	}
}

/** What a host says when it cannot hand over the file at all. */
const HOST_FAILURES: Record<string, string> = { no_such_file: 'gone', file_unreadable: 'unreadable', file_too_large: 'too-large' };

/** Why a file as a whole could not be read, and what to do; `null` for failures that are not about the file. */
export function fileProblem(failure: { code: string; args: Record<string, FailureArg> }): { text: string; help: string } | null {
	const name = HOST_FAILURES[failure.code] ?? failure.code.replace(/^user_file_/, '').replaceAll('_', '-');
	const text = maybe(`user-file-${name}`, failure.args);
	const help = maybe(`user-file-${name}-help`, failure.args);
	return text && help ? { text, help } : null;
}

export const ENCODINGS: readonly { value: Wire.TextEncoding; label: string }[] = [
	{ value: 'utf-8', label: 'UTF-8' },
	{ value: 'windows-1250', label: 'Windows-1250' },
	{ value: 'windows-1252', label: 'Windows-1252' },
	{ value: 'iso-8859-2', label: 'ISO-8859-2' },
	{ value: 'utf-16le', label: 'UTF-16 LE' },
	{ value: 'utf-16be', label: 'UTF-16 BE' },
];

export function encodingName(value: Wire.TextEncoding): string {
	return ENCODINGS.find((one) => one.value === value)?.label ?? value;
}

export const DELIMITERS = ['semicolon', 'comma', 'tab', 'pipe'] as const;
const DELIMITER_TEXT = {
	semicolon: 'user-import-delimiter-semicolon',
	comma: 'user-import-delimiter-comma',
	tab: 'user-import-delimiter-tab',
	pipe: 'user-import-delimiter-pipe',
} as const;

export function delimiterName(value: Wire.Delimiter): string {
	return t(DELIMITER_TEXT[value]);
}
